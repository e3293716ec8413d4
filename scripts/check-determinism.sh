#!/usr/bin/env bash
# One small grid with every measure on, trained under settings that stand for other machines: other instruction sets, other kernels of
# OpenBLAS, another C library's choice of functions, other numbers of cores, threads and workers. All stores must hold the same bits.
# Usage: scripts/check-determinism.sh PATH_TO_FUSIONGRID. Needs sqlite3 and python3. Exit 1 when a store differs.
set -uo pipefail
tool=$(realpath "$1")
scripts=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d /tmp/fusiongrid-determinism.XXXXXX)
trap 'rm -rf "$work"' EXIT
cd "$work"
. "$scripts/torture/helpers.sh"
python3 "$scripts/determinism/cutouts.py" stamps || exit 1

# Mini-clips condition and judge; scenes are another data set with another oracle.
measures='
  model: {patch_size: 4, width: 32, depth: 4, heads: 2, init: fan-in}
  train: {steps: 12, batch_size: 16, learning_rate: 1e-3, warmup_steps: 2, log_every: 4, lanes: 4, checkpoint_every: 8}
  sample: {sampler: dpm-solver++, steps: 3, images: 64}
  evaluate: {every: 6, validation: 32, timesteps: [250, 750], probe_count: 2, probe_selection: stratified, sample_every: 6, sample_images: 16,
    evaluator: mini-clip, evaluator_steps: 4, localisation: 16, knockout: 8, block_probes: 64}'
cat >shapes.yaml <<Y
name: shapes
base:
  data: {kind: shapes, image_size: 16, train: 256, test: 96, maximum_objects: 3}
  text: {encoder: mini-clip, encoder_steps: 4, max_tokens: 12, width: 32}$measures
axes:
  fusion.point: [0, 1]
  text.encoder: [random, mini-clip]
exclude: [{fusion.point: 1, text.encoder: mini-clip}]
when:
  - if: {fusion.point: 1}
    set: {fusion.conditioning: cross-attention, fusion.text_depth: 1, sample.sampler: ddim, train.prediction: v}
Y
cat >scenes.yaml <<Y
name: scenes
base:
  data: {kind: scenes, path: stamps, image_size: 48, train: 128, test: 96, maximum_objects: 2, kinds: 4}
  text: {encoder: random, max_tokens: 12, width: 32}$measures
Y
sed -i 's/patch_size: 4/patch_size: 12/; s/evaluator: mini-clip, //' scenes.yaml

has_wide=no
grep -qw avx512f /proc/cpuinfo && grep -qw avx512dq /proc/cpuinfo && grep -qw avx512bw /proc/cpuinfo && grep -qw avx512vl /proc/cpuinfo && has_wide=yes
narrow=glibc.cpu.hwcaps=-AVX512F,-AVX512VL,-AVX512DQ,-AVX512BW,-AVX512CD,-AVX512ER,-AVX512PF,-Prefer_No_AVX512_Probing
two=2
[ "$(nproc)" -ge 2 ] || { two=1; echo "skip  two threads, two workers: this machine has one core"; }
failures=0 compared=0

# everything STORE: what `results` lists, and what only this grid has.
everything() {
  results "$1" || return 1
  sqlite3 -readonly "$1" "
    SELECT j.key, a.step, a.caption, a.block_index, a.head, a.timestep, printf('%!.17g', a.energy_first), printf('%!.17g', a.energy_first_two),
      printf('%!.17g', a.energy_first_four) FROM attention_statistics a JOIN jobs j ON j.id = a.job ORDER BY 1, 2, 3, 4, 5, 6;
    SELECT j.key, l.step, l.source, l.role, l.block_index, l.head, l.timestep, l.words, printf('%!.17g', l.pointing), printf('%!.17g', l.iou),
      printf('%!.17g', l.area), printf('%!.17g', l.chance_iou) FROM attention_localisation l JOIN jobs j ON j.id = l.job ORDER BY 1, 2, 3, 4, 5, 6, 7;
    SELECT j.key, m.name, m.split, m.step, m.reason FROM missing_metrics m JOIN jobs j ON j.id = m.job ORDER BY 1, 2, 3, 4;"
  find "${1%.sqlite}.files/shared" -name '*.safetensors' | sort | while read -r file; do
    echo "$(basename "$file") $(tensors "$file" | sha256sum)"
  done
}

# tensors FILE: a safetensors file without its header, which holds how long an encoder trained.
tensors() { tail -c "+$((9 + $(od -An -tu8 -N 8 "$1")))" "$1"; }

# as DESCRIPTION THREADS WORKERS [VARIABLE=VALUE...] [COMMAND...]: trains the grid that way and compares it with the first.
as() {
  local description=$1 threads=$2 workers=$3 start=$SECONDS spec
  shift 3
  rm -rf found.sqlite* found.files
  for spec in shapes scenes; do
    if ! env "$@" "$tool" run $spec.yaml --store found.sqlite --threads "$threads" --workers "$workers" --quiet >run.log 2>&1; then
      printf 'FAIL  %s: the run failed\n' "$description"; sed 's/^/        /' run.log | tail -5
      failures=$((failures + 1))
      return
    fi
  done
  everything found.sqlite >found.txt || { echo "FAIL  $description: the store could not be read"; failures=$((failures + 1)); return; }
  if [ ! -e first.txt ]; then
    mv found.txt first.txt
    printf 'first %s: %d values [%d s]\n' "$description" "$(wc -l <first.txt)" $((SECONDS - start))
    return
  fi
  compared=$((compared + 1))
  if cmp -s first.txt found.txt; then
    printf 'same  %s [%d s]\n' "$description" $((SECONDS - start))
  else
    printf 'FAIL  %s: %d of %d values differ [%d s]\n' "$description" "$(diff first.txt found.txt | grep -c '^>')" "$(wc -l <first.txt)" \
      $((SECONDS - start))
    diff first.txt found.txt | grep '^[<>]' | cut -c1-140 | head -6 | sed 's/^/        /'
    failures=$((failures + 1))
  fi
}

as "256-bit tiles, one thread" 1 1 FUSIONGRID_SGEMM=native-256
[ "$(wc -l <first.txt 2>/dev/null || echo 0)" -gt 1000 ] || { echo "determinism: the first store is all but empty"; exit 1; }
as "256-bit tiles, two workers" 1 $two FUSIONGRID_SGEMM=native-256
if [ $has_wide = yes ]; then
  as "512-bit tiles, two threads" $two 1 FUSIONGRID_SGEMM=native-512
  as "OPENBLAS_CORETYPE=SkylakeX" $two 1 OPENBLAS_CORETYPE=SkylakeX
  as "256-bit tiles and a C library that sees no AVX-512" $two 1 FUSIONGRID_SGEMM=native-256 GLIBC_TUNABLES=$narrow
else
  echo "skip  512-bit tiles, OPENBLAS_CORETYPE=SkylakeX, a C library without AVX-512: this CPU has no AVX-512"
fi
as "OPENBLAS_CORETYPE=Haswell, two workers" 1 $two OPENBLAS_CORETYPE=Haswell
as "OPENBLAS_CORETYPE=Sandybridge, one core" 1 1 OPENBLAS_CORETYPE=Sandybridge taskset -c "$(taskset -cp $$ | sed 's/.*: //; s/[,-].*//')"
as "a C library with other copying functions" $two 1 GLIBC_TUNABLES=glibc.cpu.hwcaps=-ERMS,-FSRM,-AVX_Fast_Unaligned_Load,-BMI2

[ $failures -eq 0 ] || { echo "determinism: $failures of $compared stores differ or are missing"; exit 1; }
echo "determinism: $compared stores equal the first bit for bit"
