#!/usr/bin/env bash
# Simulated crowds with a known truth through whole studies: coverage of intervals, bias after exclusion, power as planned.
# Usage: scripts/check-human.sh FUSIONGRID     STUDIES=1000 takes so many of each crowd.
set -euo pipefail
studies=${STUDIES:-400}
"$1" rate validate --studies "$studies" --format csv | tee /dev/stderr | python3 -c '
import csv, sys
rows = list(csv.DictReader(sys.stdin))
problems = []
for row in rows:
    name, n = row["crowd"], int(row["studies"])
    def check(what, holds):
        if not holds: problems.append(f"{name}: {what}")
    error = (0.95 * 0.05 / n) ** 0.5
    share = lambda part, whole: int(row[part]) / int(row[whole])
    check("coverage of win rates", 0.95 - 3 * error <= share("covered", "studies") <= 0.995)
    if int(row["strengths"]): check("coverage of strengths", share("covered_strengths", "strengths") >= 0.95 - 3 * error)
    check("bias", abs(float(row["bias"])) <= 3.5 * float(row["bias_standard_error"]) + 0.001)
    check("attentive raters kept out", share("attentive_out", "attentive") < 0.01)
    if int(row["careless"]): check("careless raters that count", share("careless_out", "careless") > 0.96)
    if row["planned_power"]:
        planned = float(row["planned_power"])
        check("power", abs(share("found", "studies") - planned) <= 0.03 + 3 * (planned * (1 - planned) / n) ** 0.5)
    if name == "nothing to find": check("false findings", share("found", "studies") <= 0.05 + 3 * error)
for problem in problems: print("FAIL ", problem)
print(f"{len(rows)} crowds, {len(problems)} problems")
sys.exit(bool(problems) or len(rows) < 9)
'
