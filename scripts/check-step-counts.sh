#!/usr/bin/env bash
# A guard against slow code that needs no clock: what one training step of a small, fixed model does, counted by valgrind and compared
# with benchmarks/step-counts.txt. Usage: scripts/check-step-counts.sh [--update]
#   instructions  those of a step in 256-bit tiles (valgrind knows no wider ones), with one thread; 3 % more than the baseline fails
#   allocations   of all steps after the first three: none
# Needs valgrind and `swift build ... --product StepProbe`.
set -euo pipefail
cd "$(dirname "$0")/.."
probe=.build/release/StepProbe
baseline=benchmarks/step-counts.txt
export FUSIONGRID_SGEMM=native-256

run() { # run TOOL VARIANT STEPS: valgrind's report
  valgrind "--tool=$1" "--$1-out-file=/dev/null" "$probe" "$2" "$3" 2>&1
}
instructions() { run callgrind "$1" "$2" | awk '/Collected :/ {print $4}'; }
blocks() { run dhat "$1" "$2" | awk '/Total:/ {gsub(",", ""); print $(NF - 1)}'; }

status=0
counted=$(for variant in early concat cross; do
  few=$(instructions $variant 3); many=$(instructions $variant 8)
  echo "$variant $(((many - few) / 5))"
done)
if [ "${1:-}" = --update ]; then
  { echo "# Instructions of one step of StepProbe (scripts/check-step-counts.sh --update)"; echo "$counted"; } >$baseline
  echo "written: $baseline"
fi
while read -r variant now; do
  known=$(awk -v v="$variant" '$1 == v {print $2}' $baseline)
  [ -n "$known" ] || { echo "step counts: $variant is not in $baseline; run with --update" >&2; exit 1; }
  change=$(awk -v a="$now" -v b="$known" 'BEGIN {printf "%+.1f", 100 * (a / b - 1)}')
  echo "$variant: $now instructions a step, $change % against the baseline"
  if awk -v c="$change" 'BEGIN {exit !(c > 3)}'; then
    echo "step counts: $variant needs more than 3 % more instructions than $baseline says: find out why, or run with --update" >&2
    status=1
  fi
done <<<"$counted"
for variant in early cross; do
  few=$(blocks $variant 3); many=$(blocks $variant 8)
  echo "$variant: $((many - few)) allocations in five steps"
  [ "$many" = "$few" ] || { echo "step counts: a $variant step allocates" >&2; status=1; }
done
exit $status
