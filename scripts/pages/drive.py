"""Drives every page of `fusiongrid serve` in a real browser: scripts/check-pages.sh calls it.

Usage: drive.py TOOL STORE SPEC GROWING_SPEC AXE OUT
"""
import os
import subprocess
import sys
import time
import urllib.parse
import urllib.request

import voting
from webdriver import Browser

tool, store, spec, growing, axe_file, out = sys.argv[1:]
AXE = open(axe_file, encoding="utf-8").read()
TAB, RIGHT, LEFT = "\ue004", "\ue014", "\ue012"
problems = []


def check(holds, what):
    print(("ok    " if holds else "WRONG ") + what, flush=True)
    if not holds:
        problems.append(what)


def command(*arguments):
    return subprocess.run([tool, *arguments, "--store", store], capture_output=True, check=True).stdout


def get(path):
    with urllib.request.urlopen(address + path, timeout=60) as answer:
        return answer.read()


def query(**values):
    return "?" + urllib.parse.urlencode(values, doseq=True)


def audit(name):
    """Labels, names, roles, contrast, order of headings, targets: what axe-core knows of WCAG 2.2 AA and good practice."""
    found = browser.later(
        AXE + "; const done = arguments[arguments.length - 1];"
        "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']})"
        ".then(r => done(r.violations.map(v => v.id + ': ' + v.help + ' at ' + v.nodes.slice(0, 3).map(n => n.target.join(' ')).join(' | '))))")
    check(not found, f"{name}: axe-core finds nothing" + "".join(f"\n        {line}" for line in found))


def focus_order(name):
    """Every control is reached by Tab, in the order in which it is read."""
    browser.run("document.activeElement.blur(); window.scrollTo(0, 0)")
    places, seen = [], set()
    for _ in range(400):
        browser.keys(TAB)
        place = browser.run(
            "const all = [...document.querySelectorAll('*')], e = document.activeElement; return e === document.body ? -1 : all.indexOf(e)")
        if place < 0 or place in seen:
            break
        seen.add(place)
        places.append(place)
    check(len(places) > 5 and places == sorted(places), f"{name}: {len(places)} stops of Tab, in the order of the page")


browser = Browser()
server = subprocess.Popen([tool, "serve", spec, "--store", store, "--port", "0"], stdout=subprocess.PIPE, text=True)
try:
    address = server.stdout.readline().strip().rstrip("/")
    name = subprocess.run(["sed", "-n", "s/^name: //p", spec], capture_output=True, text=True, check=True).stdout.strip()
    key = command("query", "SELECT key FROM jobs WHERE state = 'done' ORDER BY id LIMIT 1", "--format", "csv").decode().splitlines()[1]
    grid = "/grid" + query(spec=name)
    # People vote first, so that there is something to see of them.
    study = voting.vote(browser, address, tool, store, spec, out, check, audit, command)
    pages = {
        "store": "/", "grid": grid, "pivot": "/grid" + query(spec=name, columns="fusion.point"), "samples": "/samples" + query(spec=name),
        "compare": "/compare" + query(spec=name), "claims": "/claims" + query(spec=name), "curves": "/curves" + query(spec=name),
        "attention": "/attention" + query(spec=name), "job": "/job" + query(key=key),
        "people": "/people" + query(spec=name), "query": "/query" + query(sql="SELECT * FROM v_results LIMIT 5"),
    }
    for title, path in pages.items():
        plain = get(path).decode()
        check("<h1" in plain and "Not shown" not in plain, f"{title}: readable without script ({len(plain)} bytes)")
        start = time.time()
        browser.look(1280, 900)
        browser.open(address + path)
        check(time.time() - start < 3, f"{title}: opens")
        audit(title)
        focus_order(title)
        for device, width, height in (("desktop", 1280, 900), ("phone", 390, 844)):
            for light in ("light", "dark"):
                browser.look(width, height, light == "dark", device == "phone")
                wide = browser.run("return document.documentElement.scrollWidth - document.documentElement.clientWidth")
                if light == "light":
                    check(wide <= 0, f"{title}: nothing wider than the {device}" + (f" (by {wide})" if wide > 0 else ""))
                browser.picture(os.path.join(out, f"{title}-{device}-{light}.png"))
        browser.look(1280, 900, True)
        audit(f"{title}, dark")
    check(not browser.complaints(), f"the browser's console is silent {browser.complaints()}")

    # What is downloaded is what the commands print.
    for path, arguments in {
        "/table" + query(spec=name, format="csv"): ["table", spec, "--format", "csv"],
        "/table" + query(spec=name, format="latex"): ["table", spec, "--format", "latex"],
        "/table" + query(spec=name, format="latex", style="paper"): ["table", spec, "--format", "latex", "--style", "paper"],
        "/table" + query(spec=name, columns="fusion.point", metric="loss/validation", at="common", format="csv"):
            ["table", spec, "--columns", "fusion.point", "--metric", "loss/validation", "--at", "common", "--format", "csv"],
        "/compare-table" + query(spec=name, format="csv"): ["compare", spec, "--format", "csv"],
        "/claims-table" + query(spec=name, format="csv"): ["claims", spec, "--format", "csv"],
        "/people-table" + query(spec=name, study=study, format="csv"): ["rate", "show", study, "--format", "csv"],
        "/people-votes" + query(spec=name, study=study): ["rate", "export", study],
        "/query-table" + query(sql="SELECT * FROM v_results"): ["query", "SELECT * FROM v_results", "--format", "csv"],
    }.items():
        browser.open(address + grid)
        text = browser.later("const done = arguments[1]; fetch(arguments[0]).then(r => r.text()).then(done)", path)
        check(text.encode() == command(*arguments), f"a download is what `fusiongrid {arguments[0]}` prints: {path.split('?')[0]}, {len(text)} bytes")

    # A choice asks anew without a button, keeps the focus, and the address can be passed on.
    browser.open(address + pages["curves"])
    browser.run("const s = document.querySelector('select[name=axis]'); s.focus(); s.value = 'log'; s.dispatchEvent(new Event('change', {bubbles: true}))")
    browser.until("return location.search.includes('axis=log')", "the address follows the choice")
    check(browser.run("return document.activeElement.name") == "axis", "the focus stays on what was chosen")
    browser.open(address + pages["samples"])
    first = browser.run("return document.querySelector('.matrix img').src")
    browser.keys(LEFT)
    browser.until("return location.search.includes('step=')", "an arrow key goes to an earlier step")
    check(browser.run("return document.querySelector('.matrix img').src") != first, "the earlier step has other pictures")

    # With a job's own guidance its pictures come out again bit for bit; with another they do not.
    own = command("query", "SELECT value FROM job_options WHERE path = 'sample.guidance' LIMIT 1", "--format", "csv").decode().split()[1]
    looks = []
    for guidance in (None, own, "8"):
        browser.open(address + pages["samples"] + (f"&guidance={guidance}" if guidance else "&captions=32"))
        looks.append(browser.run("return [...document.querySelectorAll('.matrix img')].map(i => [i.alt.split(',')[0], i.src])"))
    kept = {image[1] for image in looks[0]}
    check(looks[1] and sum(image[1] in kept for image in looks[1]) == len(looks[1]) and looks[1] != looks[2],
          f"pictures of another guidance are drawn again ({sum(image[1] in kept for image in looks[1])} of {len(looks[1])} kept ones alike)")

    # A page follows a sweep that another process runs.
    title = subprocess.run(["sed", "-n", "s/^name: //p", growing], capture_output=True, text=True, check=True).stdout.strip()
    browser.open(address + "/")
    sweep = subprocess.Popen([tool, "run", growing, "--store", store], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    browser.until(f"return document.querySelector('main').textContent.includes({title!r})", "a new spec appears")
    browser.open(address + "/grid" + query(spec=title))
    browser.run(
        "window.isSame = true; window.shown = []; const note = () => {"
        " const text = document.querySelector('.progress p').textContent; if (window.shown.at(-1) !== text) window.shown.push(text) };"
        " note(); new MutationObserver(note).observe(document.getElementById('main'), {childList: true, subtree: true})")
    sweep.wait(timeout=300)
    browser.until("return /^\\d+ done$/.test(document.querySelector('.progress p').textContent)", "the last state is shown")
    check(sweep.returncode == 0, "the sweep beside the open page ends well")
    shown = browser.run("return window.shown")
    check(len(shown) > 2, f"the page followed it: {shown}")
    check(browser.run("return window.isSame === true"), "without being loaded anew")
    check(not browser.complaints(), "the browser's console is silent")
finally:
    browser.close()
    server.terminate()
    code = server.wait(timeout=20)
check(code == 0, f"the server ends when it is told to (exit {code})")
print(f"{len(problems)} problems")
sys.exit(bool(problems))
