"""A whole small study, voted by keyboard alone, and again by plain forms: drive.py calls it."""
import base64
import csv
import io
import os
import re
import sqlite3
import subprocess
import time
import urllib.parse
import urllib.request

TAB, ENTER = "\ue004", "\ue007"
PRESSED = "1020121021"


def pages(browser, address, name, out, check, audit):
    """The page as it is: what axe-core says, its width, and pictures of it."""
    for device, width, height in (("desktop", 1280, 900), ("phone", 390, 844)):
        for light in ("light", "dark"):
            browser.look(width, height, light == "dark", device == "phone")
            wide = browser.run("return document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if light == "light":
                check(wide <= 0, f"{name}: nothing wider than the {device}")
            browser.picture(os.path.join(out, f"{name}-{device}-{light}.png"))
            audit(f"{name}, {device}, {light}")
    low = browser.run("return Math.min(...[...document.querySelectorAll('.answers button')].map(b => b.getBoundingClientRect().height), 99)")
    check(low >= 44, f"{name}: buttons are for thumbs ({low:.0f} pixels)")
    browser.look(1280, 900)


def checks(store, key):
    """Of attention checks: pairs of pictures whose right answer is left, and those whose right answer is right."""
    with sqlite3.connect(f"file:{store}?mode=ro", uri=True) as db:
        pictures = dict(db.execute("SELECT number, png FROM study_pictures p JOIN studies s ON s.id = p.study WHERE s.key = ?", [key]))
        items = db.execute(
            "SELECT first, second FROM study_items i JOIN studies s ON s.id = i.study WHERE s.key = ? AND truth = 1", [key]).fetchall()
    return {(pictures[a], pictures[b]) for a, b in items}, {(pictures[b], pictures[a]) for a, b in items}


def by_forms(address, key, left, right):
    """What a browser without script sends."""
    def send(path, **fields):
        request = urllib.request.Request(address + path, urllib.parse.urlencode(fields).encode(), {"Origin": address})
        with urllib.request.urlopen(request, timeout=60) as answer:
            return answer.read().decode()
    page, votes = send("/rate/join", study=key, name="Ben"), 0
    while "Thank you" not in page:
        fields = dict(re.findall('name="(code|place|shown)" value="([^"]*)"', page))
        fields["shown"] = int(fields["shown"]) - 900
        seen = tuple(base64.b64decode(picture) for picture in re.findall('base64,([^"]*)"', page))
        page = send("/rate/vote", **fields, answer="left" if seen in left else "right" if seen in right else "tie")
        votes += 1
    return votes


def vote(browser, address, tool, store, spec, out, check, audit, command):
    cells = ["--cells", "point=0,conditioning=concat", "--against", "point=2,conditioning=concat"]
    made = subprocess.run(
        [tool, "rate", "new", spec, *cells, "--pairs", "8", "--checks", "4", "--store", store], capture_output=True, text=True, check=True)
    key = made.stdout.strip()
    browser.open(f"{address}/rate?study={key}")
    pages(browser, address, "join", out, check, audit)
    browser.keys(TAB)
    check(browser.run("return document.activeElement.name") == "name", "the first stop of Tab is the name")
    browser.keys(*"Ann", ENTER)
    browser.until("return document.querySelector('.answers') !== null", "a name and Enter begin the study")
    pages(browser, address, "question", out, check, audit)
    total, pressed = browser.run("return document.getElementById('progress').max"), []
    left, right = checks(store, key)
    for place in range(int(total)):
        browser.until(
            f"const p = document.getElementById('progress'); return p && p.value === {place} && document.readyState === 'complete'",
            f"question {place + 1}")
        if place == 3:
            # Whoever closes the page comes back to the same question.
            again = browser.run("return location.href")
            browser.open("about:blank")
            browser.open(again)
            check(browser.run("return document.getElementById('progress').value") == 3, "a closed page goes on where it stopped")
        seen = tuple(
            base64.b64decode(picture) for picture in browser.run("return [...document.querySelectorAll('.look')].map(p => p.src.split(',')[1])"))
        pressed.append("1" if seen in left else "2" if seen in right else PRESSED[place % len(PRESSED)])
        time.sleep(0.6)
        browser.keys(pressed[-1])
    browser.until("return document.title === 'Thank you'", "thanks")
    pages(browser, address, "thanks", out, check, audit)
    rows = list(csv.DictReader(io.StringIO(command("rate", "export", key).decode())))
    chosen = [{"0": "0", "1": "2" if row["flipped"] in ("1", "true") else "1", "2": "1" if row["flipped"] in ("1", "true") else "2"}[p]
              for row, p in zip(rows, pressed)]
    check(len(rows) == int(total) and [row["answer"] for row in rows] == chosen, f"{len(rows)} votes in the store are the keys pressed")
    check(all(0 < float(row["seconds"]) < 60 for row in rows), "with the seconds that each took")
    check(by_forms(address, key, left, right) == total, "another rater votes by plain forms")
    shown = command("rate", "show", key).decode()
    check("no:" not in shown and "4/4" in shown, "both had all attention checks right, and count")
    return key
