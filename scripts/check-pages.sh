#!/usr/bin/env bash
# Drives the pages of `fusiongrid serve` in a real browser, over a store that it fills by a small sweep: every page with its labels,
# focus order and contrast, downloads against what the commands print, and a page that follows a running sweep.
# Usage: scripts/check-pages.sh PATH_TO_FUSIONGRID [FOLDER]   (pictures of all pages go there; default: a temporary folder)
# Needs chromium, chromium-driver and python3; axe-core comes from a package of the Python index.
set -euo pipefail
tool=$(realpath "$1")
out=${2:-$(mktemp -d)}; mkdir -p "$out"; out=$(realpath "$out")
scripts=$(cd "$(dirname "$0")/pages" && pwd)
work=$(mktemp -d); trap 'rm -rf "$work"' EXIT
cd "$work"
python3 -m pip download --quiet --no-deps --dest . axe-playwright-python==0.1.8
python3 -m zipfile -e axe_playwright_python-*.whl axe

spec() { # NAME SEEDS STEPS
  cat <<Y
name: $1
description: A small sweep to look at pages with
base:
  data: {kind: shapes, image_size: 16, train: 256, test: 64, maximum_objects: 2, grammar: [counts], layout: grid}
  model: {patch_size: 4, width: 32, depth: 4, heads: 2}
  text: {max_tokens: 6, width: 16}
  train: {steps: $3, batch_size: 16, log_every: 10, lanes: 2}
  sample: {sampler: ddim, steps: 4, images: 32}
  evaluate: {every: $(($3 / 4)), sample_every: $(($3 / 2)), validation: 32, timesteps: [250, 500, 750], probe_count: 3}
axes:
  fusion.point: [0, 2]
  fusion.conditioning: [concat, cross-attention]
seeds: {count: $2}
baseline: {fusion.point: 0, fusion.conditioning: concat}
Y
}
spec looks 6 120 >looks.yaml
spec grows 4 400 >grows.yaml
"$tool" run looks.yaml --store looks.sqlite >run.txt 2>&1 || { cat run.txt; exit 1; }
# What somebody else wrote is text on every page.
job=$("$tool" query "SELECT key FROM jobs ORDER BY id LIMIT 1" --store looks.sqlite --format csv | tail -1)
"$tool" note "$job" "<img src=x onerror=alert(1)><script>alert(2)</script>" --store looks.sqlite >/dev/null
status=0
python3 "$scripts/drive.py" "$tool" looks.sqlite looks.yaml grows.yaml axe/axe_playwright_python/axe.min.js "$out" || status=$?
echo "pictures: $out"
exit $status
