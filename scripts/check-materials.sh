#!/usr/bin/env bash
# The paper's way at reduced size: pictures in MS-COCO's layout -> features -> training -> samples -> decoded pictures -> judged -> table,
# with networks of the real architectures and random weights. Then what people's files get wrong: each one clear error.
# Usage: scripts/check-materials.sh PATH_TO_FUSIONGRID
set -euo pipefail
tool=$(realpath "$1")
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 scripts/materials/make.py "$work"
cd "$work"
ok() { echo "ok    $1"; }
fail() { echo "FAIL  $1"; exit 1; }
refuses() { # refuses WHAT PATTERN COMMAND...: exit code 2 and a message with the pattern
  local what=$1 pattern=$2 rc=0; shift 2
  "$@" >out.txt 2>err.txt || rc=$?
  [ $rc = 2 ] || { cat err.txt; fail "$what: exit code $rc"; }
  grep -Eq "$pattern" err.txt || { cat err.txt; fail "$what: not told as /$pattern/"; }
  ok "$what: $(grep -E "$pattern" err.txt | head -1 | cut -c1-160)"
}
encode() { "$tool" encode coco --autoencoder autoencoder --text clip --image-size 64 --max-tokens 20 "$@"; }
digest() { (cd "$1" && find . -type f | LC_ALL=C sort | xargs sha256sum | sha256sum); }

encode --out features 2>/dev/null | grep -q '^22 pictures encoded in features$' || fail "encode"
[ "$(find features/train -name '*.npy' | wc -l) $(find features/val -name '*.npy' | wc -l)" = "30 36" ] || fail "files of features"
encode --out again --threads 1 >/dev/null 2>&1
[ "$(digest features)" = "$(digest again)" ] || fail "features of one thread and of all differ"
rm again/train/{3,7}.npy again/val/0_1.npy again/val/0.npy
encode --out again >/dev/null 2>&1
[ "$(digest features)" = "$(digest again)" ] || fail "features that were continued differ"
ok "encode: one thread and all, and an interrupted folder, give the same bytes"

cat > way.yaml <<YAML
name: way
base:
  data: {kind: features, path: features, image_size: 16, train: 0, test: 12, latent_scale: 0.5}
  model: {patch_size: 4, width: 32, depth: 2, heads: 2}
  text: {encoder: precomputed, max_tokens: 20, width: 16}
  train: {steps: 4, batch_size: 4, warmup_steps: 1, lanes: 2, log_every: 2}
  sample: {steps: 3, images: 12, autoencoder: autoencoder}
  evaluate:
    every: 4
    validation: 8
    probe_count: 1
    clip_score: clip
    clip_path: clip
    outside_judge: efficientnet-lite0
    outside_judge_path: efficientnet-lite0.safetensors
axes: {fusion.point: [0, 1]}
seeds: [1]
YAML
"$tool" run way.yaml --quiet >/dev/null 2>&1 || { "$tool" why way.yaml || true; fail "run"; }
"$tool" table way.yaml --format csv > table.csv
for metric in pretrained_clip_score efficientnet_frechet_distance; do grep -q "$metric" table.csv || { cat table.csv; fail "no $metric in the table"; }; done
seen=$("$tool" query "select count(distinct name) n from v_final_metrics where name in ('pretrained_clip_score', 'pretrained_clip_score_prefixed', 'clip_cmmd', 'efficientnet_frechet_distance', 'efficientnet_kernel_distance', 'efficientnet_cmmd', 'outside_images')" --format csv | tail -1)
[ "$seen" = 7 ] || fail "$seen of 7 metrics of outside networks"
ok "features -> training -> samples -> decoded -> judged -> table"
"$tool" plan way.yaml | grep -q '2 done' || { "$tool" plan way.yaml; fail "the second plan runs something"; }
cp -r clip moved && sed 's/clip_path: clip/clip_path: moved/' way.yaml > moved.yaml
"$tool" plan moved.yaml | grep -q '2 done' || fail "weights that were moved are other weights"
printf ' ' >> moved/merges.txt
"$tool" plan moved.yaml | grep -q '2 new' || fail "changed weights are the same weights"
ok "keys hold the content of weights, not their place"

# What people's files get wrong.
cp -r autoencoder cut && truncate -s 1000 cut/diffusion_pytorch_model.safetensors
refuses "truncated weights" 'cut/diffusion_pytorch_model.safetensors' "$tool" encode coco --autoencoder cut --text clip --image-size 64 --max-tokens 20 --out none
cp -r autoencoder wide && sed -i 's/\[16, 32, 64\]/[16, 32, 96]/' wide/config.json
refuses "a configuration that disagrees" 'wide/diffusion_pytorch_model.safetensors: not the weights of .*wrongly shaped' "$tool" encode coco --autoencoder wide --text clip --image-size 64 --max-tokens 20 --out none
refuses "a folder that is no network" 'coco' "$tool" encode coco --autoencoder coco --text clip --image-size 64 --max-tokens 20 --out none
refuses "pictures that do not fit the autoencoder" 'image-size.*multiple of 4' "$tool" encode coco --autoencoder autoencoder --text clip --image-size 62 --max-tokens 20 --out none
refuses "another autoencoder for a begun folder" 'begun with other' "$tool" encode coco --autoencoder autoencoder --text clip --image-size 64 --max-tokens 12 --out features
cp -r features holed && rm holed/train/4.npy
refuses "a feature folder with a hole" 'holed/train' "$tool" plan way.yaml data.path=holed
cp -r coco missing && rm missing/val2014/COCO_val2014_000000000002.jpg
refuses "a missing picture" 'COCO_val2014_000000000002.jpg' "$tool" encode missing --autoencoder autoencoder --text clip --image-size 64 --max-tokens 20 --out none
sed 's/{kind: features, path: features, image_size: 16, train: 0, test: 12, latent_scale: 0.5}/{kind: shapes, image_size: 16, train: 64, test: 32}/; s/encoder: precomputed/encoder: clip, path: clip/; s/, autoencoder: autoencoder//' way.yaml > words.yaml
"$tool" run words.yaml evaluate.clip_score=none evaluate.clip_path=null fusion.point=0 sample.images=2 --store words.sqlite --quiet >/dev/null 2>&1 || fail "a run with a trained encoder"
key=$("$tool" query "select key from jobs" --store words.sqlite --format csv | tail -1)
mv clip elsewhere
refuses "weights that were moved" 'text.path=PATH' "$tool" sample "$key" --store words.sqlite --caption "two red circles" --count 1 --out one.png
"$tool" sample "$key" --store words.sqlite --caption "two red circles" --count 1 --out one.png --weights text.path=elsewhere >/dev/null || fail "sample with a trained encoder"
[ -s one.png ] && ok "a trained encoder conditions; its moved weights are found by --weights"
mv elsewhere clip
refuses "a width that is not the encoder's" 'text.width: 24 .* 16' "$tool" plan words.yaml text.width=24
refuses "more tokens than the encoder has" 'text.max_tokens: 21 .* 2 to 20' "$tool" plan words.yaml text.max_tokens=21
refuses "another kind of encoder" 'text.encoder: bert .* clip' "$tool" plan words.yaml text.encoder=bert
refuses "no weights at all" 'nowhere' "$tool" plan way.yaml sample.autoencoder=nowhere
refuses "a judge's weights given as another's" 'Inception' "$tool" statistics coco --inception efficientnet-lite0.safetensors --out none.npz
refuses "an option without its weights" 'evaluate.clip_path. is missing' "$tool" plan way.yaml evaluate.clip_path=null
