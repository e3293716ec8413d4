#!/usr/bin/env bash
# What other programs make of this one's exports: Parquet by four readers against the CSV, TensorBoard, the Python reader with its
# notebook and datasette, and exported models that must draw in PyTorch what `fusiongrid sample` draws.
# Usage: scripts/check-exports.sh FUSIONGRID     EXPORTS_PYTHON names an interpreter that has the packages; else a throw-away one is made.
set -euo pipefail
tool=$(realpath "$1")
here=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
started=$SECONDS
step() { printf '%4d s  %s\n' $((SECONDS - started)) "$1"; }

packages=(pyarrow pandas polars duckdb tensorboard matplotlib pytest nbconvert ipykernel datasette)
python=${EXPORTS_PYTHON:-}
if [ -z "$python" ]; then
  python3 -m venv "$work/venv" || { echo "no Python environment: install python3-venv" >&2; exit 1; }
  python=$work/venv/bin/python
  "$python" -m pip install -q --disable-pip-version-check "${packages[@]}" || { echo "not installed: ${packages[*]}" >&2; exit 1; }
  # The build for CPUs where an index has it: the other one brings gigabytes of libraries for GPUs.
  "$python" -m pip install -q --disable-pip-version-check 'torch==2.13.0+cpu' 2>/dev/null \
    || "$python" -m pip install -q --disable-pip-version-check torch || { echo "not installed: torch" >&2; exit 1; }
fi
# From a copy: setuptools leaves its work beside what it builds.
cp -r "$here/python" "$work/reader"
"$python" -m pip install -q --disable-pip-version-check "$work/reader" || { echo "not installed: $here/python" >&2; exit 1; }
step "packages"

cd "$work"
cat >study.yaml <<'Y'
name: study
base:
  data: {kind: shapes, image_size: 16, train: 64, test: 32, grammar: [counts]}
  model: {patch_size: 4, width: 32, depth: 4, heads: 2, init: fan-in}
  text: {max_tokens: 8, width: 16}
  train: {steps: 30, batch_size: 8, learning_rate: 1e-3, warmup_steps: 2, log_every: 1, lanes: 2, checkpoint_every: 30, prediction: v}
  sample: {sampler: ddim, steps: 3, images: 8}
  evaluate: {every: 10, validation: 16, timesteps: [500], probe_count: 2, probes: ["two red circles", "é, \"quoted\""]}
axes:
  fusion.point: [0, 2]
  fusion.conditioning: [concat, cross-attention]
  fusion.text_depth: [0, 2]
seeds: [1, 2, 3]
baseline: {fusion.point: 0, fusion.conditioning: concat, fusion.text_depth: 0}
Y
"$tool" run study.yaml --quiet
for format in parquet csv tensorboard; do "$tool" export study.yaml --out "$format" --format "$format" >"$format.txt"; done
step "a grid of 24 tiny jobs, exported"
if "$tool" export study.yaml --out csv --format csv 2>refused.txt; then echo "an export over another was not refused" >&2; exit 1; fi
grep -q 'the folder is not empty; name another one, or --force' refused.txt
"$tool" export study.yaml --out csv --format csv --force >/dev/null
"$python" "$here/scripts/exports/check_tables.py" "$tool" study.yaml fusiongrid.sqlite
step "tables and runs"

cp "$here/python/test_fusiongrid.py" "$here/python/tour.ipynb" .
(cd "$here/python" && FUSIONGRID_TOOL=$tool FUSIONGRID_STORE=$work/fusiongrid.sqlite FUSIONGRID_SPEC=$work/study.yaml \
  "$python" -m pytest -q -p no:cacheprovider -W error test_fusiongrid.py) | tee pytest.txt
if grep -q skipped pytest.txt; then echo "tests of the reader were skipped" >&2; exit 1; fi
FUSIONGRID_STORE=$work/fusiongrid.sqlite "$python" -m nbconvert --log-level WARN --to notebook --execute tour.ipynb --output executed.ipynb
"$python" "$here/scripts/exports/check_notebook.py" "$here/python/tour.ipynb" executed.ipynb
"$python" -m datasette fusiongrid.sqlite --metadata "$here/python/metadata.json" --get /fusiongrid/v_results | grep -q 'image-only blocks before fusion'
step "reader, notebook, datasette"

"$python" "$here/scripts/exports/check_models.py" "$tool" study.yaml
step "exported models"
