#!/usr/bin/env bash
# Runs the benchmarks of benchmarks/run.py with the built tool. PyTorch comes from PyPI into a throw-away environment, unless
# TORCH_PYTHON names an interpreter that has it; with TORCH=none, or when it cannot be installed, the engine is measured alone.
set -euo pipefail
tool=$1
cd "$(dirname "$0")/.."
command -v python3 >/dev/null || scripts/install-packages.sh python3 python3-venv
python=${TORCH_PYTHON:-}
if [ -z "$python" ] && [ "${TORCH:-}" != none ]; then
  environment=$(mktemp -d)
  trap 'rm -rf "$environment"' EXIT
  if python3 -m venv "$environment" && "$environment/bin/pip" install -q torch numpy safetensors; then
    python=$environment/bin/python
  else
    echo "PyTorch could not be installed: measuring the engine alone." >&2
  fi
fi
benchmarks/run.py "$tool" ${python:+--torch "$python"} "${@:2}"
