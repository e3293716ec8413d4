#!/usr/bin/env bash
# Runs a grid of tiny jobs and recomputes every number of `compare` and `claims` on them with NumPy and SciPy.
# Usage: scripts/check-statistics.sh FUSIONGRID
set -euo pipefail
tool=$(realpath "$1")
here=$(cd "$(dirname "$0")/.." && pwd)
for python in python3 /usr/bin/python3; do
  "$python" -c 'import numpy, scipy, yaml' 2>/dev/null && break
done
folder=${KEEP:-$(mktemp -d)}
[ -n "${KEEP:-}" ] || trap 'rm -rf "$folder"' EXIT
cat >"$folder/claims.yaml" <<'YAML'
extends: arxiv-2403.16530
evaluator_accuracy: 0
margins: {x0_error: 1 %, oracle_palette: 20 points}
claims:
  - id: ends
    says: A deeper point changes the error.
    compare: {slope: fusion.point}
    primary: {metric: x0_error, expect: either, margin: 1 %}
  - id: level
    says: Captions help.
    compare: {level: 0}
    primary: x0_text_use_gap
YAML
cat >"$folder/spec.yaml" <<YAML
name: statistics
extends: $here/experiments/shapes-16.yaml
base:
  train: {steps: 40, warmup_steps: 5}
  sample: {images: 32, steps: 4}
  evaluate: {every: 40, validation: 32, evaluator_steps: 10, knockout: 8, block_probes: 40}
axes: {fusion.point: [0, 1]}
seeds: {count: ${SEEDS:-10}}
claims: claims.yaml
YAML
"$tool" claims "$folder/spec.yaml" --paper >"$folder/arxiv-2403.16530.yaml"
"$tool" run "$folder/spec.yaml" --store "$folder/s.sqlite" --quiet
"$here/benchmarks/statistics/export.sh" "$tool" "$folder/s.sqlite" "$folder/spec.yaml" "$folder/out"
"$python" "$here/benchmarks/statistics/recompute.py" "$folder/out" --claims "$folder/claims.yaml"
