// Pages read without this. It follows the store, asks again when a choice changes, copies tables, and lets keys turn pages.
"use strict";
(() => {
  const main = document.getElementById("main"), status = document.getElementById("status");
  const say = text => { status.textContent = text; };

  /** Puts another page's contents in the place of this one's; what has the focus, is open or is scrolled stays so. */
  const show = text => {
    const next = new DOMParser().parseFromString(text, "text/html");
    const fresh = next.getElementById("main");
    if (!fresh) return;
    const all = (root, selector) => [...root.querySelectorAll(selector)];
    const name = element => (element.name || "") + "|" + (element.type === "checkbox" ? element.value : "");
    const focused = document.activeElement && main.contains(document.activeElement) ? document.activeElement : null;
    const focusKind = focused && focused.tagName, focusName = focused && name(focused);
    const place = focused ? all(main, focusKind).indexOf(focused) : -1;
    const open = all(main, "details").map(one => one.open);
    const scrolls = all(main, ".scroll").map(one => one.scrollLeft);
    fresh.querySelectorAll("script").forEach(one => one.remove());
    main.replaceChildren(...fresh.childNodes);
    document.title = next.title;
    all(main, "details").forEach((one, index) => { if (index in open) one.open = open[index]; });
    all(main, ".scroll").forEach((one, index) => { if (index in scrolls) one.scrollLeft = scrolls[index]; });
    if (focused) {
      const same = all(main, focusKind), named = focusName === "|" ? null : same.find(one => name(one) === focusName);
      const target = named || same[place];
      if (target) target.focus({ preventScroll: true });
    }
    prepare();
  };

  // What is shown, and the version of the store that it is of; null while nobody has said.
  let tag = document.body.dataset.tag ? `"${document.body.dataset.tag}"` : null, asked = 0, waiting = 0, version = null;
  const load = async (address, isAsked) => {
    const number = ++asked;
    waiting++;
    try {
      const answer = await fetch(address, { headers: tag && !isAsked ? { "If-None-Match": tag } : {}, cache: "no-store" });
      if (number !== asked) return;
      version = answer.headers.get("Store-Version");
      if (answer.status === 304) return;
      tag = answer.headers.get("ETag");
      show(await answer.text());
      if (isAsked) { history.replaceState(null, "", address); say("Shown."); }
    } catch { say("The server does not answer."); } finally { waiting--; }
  };

  const addressOf = form => {
    const values = new URLSearchParams();
    for (const [key, value] of new FormData(form)) if (value !== "") values.append(key, value);
    return form.getAttribute("action") + "?" + values;
  };

  const prepare = () => {
    for (const button of document.querySelectorAll("button[data-copy]")) button.hidden = !navigator.clipboard;
  };

  document.addEventListener("change", event => {
    const form = event.target.closest("form[data-auto]");
    if (!form) return;
    if (form.getAttribute("action") === location.pathname && main.contains(form)) load(addressOf(form), true);
    else location.assign(addressOf(form));
  });

  document.addEventListener("click", async event => {
    const button = event.target.closest("button[data-copy]");
    if (!button) return;
    try {
      await navigator.clipboard.writeText(await (await fetch(button.dataset.copy)).text());
      say("Copied.");
    } catch { say("Could not be copied: download it instead."); }
  });

  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.target.closest("input, select, textarea, button, .scroll, summary")) return;
    const link = [...document.querySelectorAll("a[data-key]")].find(one => one.dataset.key === event.key);
    if (!link) return;
    event.preventDefault();
    load(link.getAttribute("href"), true);
  });

  // A page that nobody sees asks for nothing.
  const follow = async () => {
    if (document.body.dataset.live === "yes" && !document.hidden) {
      try {
        const now = await (await fetch("/version", { cache: "no-store" })).text();
        const isBusy = document.activeElement && document.activeElement.matches("select, textarea");
        // What somebody asked for goes first.
        if (now !== version && !isBusy && !waiting) await load(location.href, false);
      } catch { say("The server does not answer."); }
    }
    setTimeout(follow, 1500);
  };
  prepare();
  follow();
})();
