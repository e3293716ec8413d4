#!/usr/bin/env bash
# Prepares the data sets of 20 emoji twice, compares the bytes, and plans and runs two steps of both specs on them.
# Usage: scripts/check-emoji.sh PATH_TO_FUSIONGRID [further options of prepare-emoji.sh, such as --openmoji WHEEL]
set -euo pipefail
tool=$(realpath "$1")
shift
root=$(realpath "$(dirname "$0")/..")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
digest() { (cd "$1" && find . -type f | LC_ALL=C sort | xargs sha256sum | sha256sum); }

for folder in data/emoji again; do
  "$root/scripts/prepare-emoji.sh" "$work/$folder" --names 20 "$@"
done
[ "$(digest "$work/data/emoji")" = "$(digest "$work/again")" ] || { echo "FAIL  two preparations differ"; exit 1; }
echo "ok    two preparations give the same bytes"

mkdir "$work/experiments"
cp "$root"/experiments/emoji*.yaml "$work/experiments"
cd "$work"
small="train.steps=2 train.warmup_steps=1 evaluate.every=2 text.encoder=random text.path=null evaluate.evaluator=none evaluate.outside_judge=none evaluate.outside_judge_path=null sample.steps=2 seeds=[1] fusion.point=0"
pictures="$small data.test=3 sample.images=3 evaluate.validation=3"
scenes="$small data.kinds=4 data.train=64 data.test=32 sample.images=8 evaluate.validation=8"
# shellcheck disable=SC2086
for spec in "emoji $pictures" "emoji-scenes $scenes"; do
  set -- $spec
  name=$1
  shift
  "$tool" plan "experiments/$name.yaml" "$@"
  "$tool" run "experiments/$name.yaml" "$@" --quiet
done
done=$("$tool" query "select count(*) from jobs where state = 'done'" --format csv | tail -1)
[ "$done" = 2 ] || { echo "FAIL  $done of 2 jobs are done"; exit 1; }
echo "ok    both specs run on them"
