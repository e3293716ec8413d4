#!/usr/bin/env bash
# Guards the speed of a training step without timing it: counts the instructions of a fixed step (small preset, 4 images, one
# thread) under valgrind and compares them with benchmarks/instructions.txt. Counts of one binary repeat exactly, whatever else
# the machine does. UPDATE=1 writes a new baseline; say in docs/performance.md why.
set -euo pipefail
tool=$1
cd "$(dirname "$0")/.."
command -v valgrind >/dev/null || scripts/install-packages.sh valgrind
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
baseline=benchmarks/instructions.txt
tolerance=5  # percent: other compilers and C libraries differ by less, a lost vectorisation or fused pass by more

count() { # conditioning v c
  FUSIONGRID_SGEMM=native valgrind --tool=callgrind --callgrind-out-file="$folder/out" --collect-atstart=no \
    --toggle-collect='*UViT*TrainingStep*run*parameters*noisy*' \
    "$tool" bench train --preset small --conditioning "$1" --image-depth "$2" --text-depth "$3" --batch 4 --steps 1 --threads 1 \
    >/dev/null 2>"$folder/log" || { cat "$folder/log" >&2; exit 1; }
  awk '/^summary:/ {print $2}' "$folder/out"
}

status=0
: >"$folder/new"
for variant in "concat 0 0" "concat 2 2" "cross-attention 2 2"; do
  # shellcheck disable=SC2086
  now=$(count $variant)
  [ "${now:-0}" -gt 0 ] || { echo "no instructions counted for $variant: the step's symbol was not found" >&2; exit 1; }
  echo "$variant $now" >>"$folder/new"
  [ -n "${UPDATE:-}" ] && { echo "instructions of a step, $variant: $now"; continue; }
  was=$(awk -v v="$variant" '$1" "$2" "$3 == v {print $4}' "$baseline")
  awk -v v="$variant" -v now="$now" -v was="$was" -v limit="$tolerance" 'BEGIN {
    change = 100 * (now / was - 1)
    printf "instructions of a step, %s: %.1f M, baseline %.1f M (%+.1f %%, limit %d %%)\n", v, now / 1e6, was / 1e6, change, limit
    exit change > limit }' || status=1
done
if [ -n "${UPDATE:-}" ]; then
  mv "$folder/new" "$baseline"
elif [ $status -ne 0 ]; then
  echo "A training step executes more instructions than the baseline allows: find out why, or accept it with UPDATE=1 $0 $tool" >&2
fi
exit $status
