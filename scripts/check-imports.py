#!/usr/bin/env python3
"""Imports of every target against Package.swift: each declared, each declared one used, all pointing up the manifest's order,
which is also the order of the rooms in docs/architecture.md. Reads `swift package dump-package` from its input."""
import json
import pathlib
import re
import sys

IMPORT = re.compile(r"^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:public |package |internal )?import\s+(?:\w+ )?(\w+)", re.M)

targets = json.load(sys.stdin)["targets"]
order = {target["name"]: place for place, target in enumerate(targets)}
problems = []


def dependencies(target):
    return {(entry.get("byName") or entry.get("target") or entry.get("product"))[0] for entry in target["dependencies"]}


def folder(target):
    home = "Tests" if target["type"] == "test" else "Sources"
    return pathlib.Path(target.get("path") or f"{home}/{target['name']}")


known = set(order).union(*map(dependencies, targets))
for target in targets:
    if target["type"] == "system":
        continue
    name, declared = target["name"], dependencies(target)
    imported = {found: file for file in sorted(folder(target).rglob("*.swift")) for found in IMPORT.findall(file.read_text())}
    for module in sorted(set(imported) & known - declared - {name}):
        problems.append(f"{imported[module]} imports {module}, which Package.swift does not declare for {name}")
    for module in sorted(declared - set(imported)):
        problems.append(f"Package.swift declares {module} for {name}, which does not import it")
    for module in sorted(declared & set(order)):
        if order[module] > order[name]:
            problems.append(f"{name} depends on {module}, which stands below it in Package.swift")

rooms = [name for name in order if not name.endswith("Tests") and name != "TestSupport"]
listed = [
    room
    for line in pathlib.Path("docs/architecture.md").read_text().splitlines()
    if line.startswith("| `")
    for room in re.findall(r"`(\w+)`", line.split("|")[1])
]
if listed != rooms:
    problems.append(f"docs/architecture.md lists the rooms as {' '.join(listed)}; Package.swift has {' '.join(rooms)}")

for problem in problems:
    print(f"lint: {problem}", file=sys.stderr)
sys.exit(bool(problems))
