# What every fault uses: tiny specs, comparisons, one line of outcome. Sourced by scripts/torture.sh.

# spec NAME STEPS SEEDS [EVERY]: a sweep of 2 cells; a job takes a fraction of a second. It logs and writes checkpoints
# about every EVERY steps: small numbers mean many moments to break, large ones little waiting for the disk.
spec() {
  local every=${4:-5}
  cat >"$1.yaml" <<Y
name: $1
base:
  data: {kind: shapes, image_size: 16, train: 64, test: 16, grammar: [counts]}
  model: {patch_size: 4, width: 16, depth: 2, heads: 2, init: fan-in}
  text: {max_tokens: 8, width: 8}
  train: {steps: $2, batch_size: 4, learning_rate: 1e-3, warmup_steps: 2, log_every: $every, lanes: 2, checkpoint_every: $((every + 2))}
  sample: {sampler: ddim, steps: 3, images: 4}
  evaluate: {every: $((4 * every)), validation: 8, timesteps: [500], probe_count: 1, sample_every: $((10 * every)), sample_images: 2}
axes:
  fusion.point: [0, 1]
seeds: {count: $3}
Y
}

# results STORE: everything a sweep computed, bit for bit: metrics, samples, attention blobs and statistics, weights.
results() {
  sqlite3 -readonly "$1" "
    SELECT j.key, s.name, s.split, m.step, m.kind, printf('%!.17g', m.value) FROM metrics m
      JOIN jobs j ON j.id = m.job JOIN metric_series s ON s.id = m.series ORDER BY 1, 2, 3, 4;
    SELECT job, caption, step, block_index, head, timestep, hex(data) FROM v_attention_maps ORDER BY 1, 2, 3, 4, 5, 6;
    SELECT j.key, c.text, a.step, a.block_index, a.head, a.timestep, printf('%!.17g', a.text_mass),
      printf('%!.17g', a.entropy), printf('%!.17g', a.effective_rank) FROM attention_statistics a
      JOIN jobs j ON j.id = a.job JOIN captions c ON c.id = a.caption ORDER BY 1, 2, 3, 4, 5, 6;
    SELECT j.key, s.step, s.kind, s.position, hex(s.png) FROM samples s JOIN jobs j ON j.id = s.job ORDER BY 1, 2, 3, 4;
    SELECT j.key, i.role, i.identity FROM identities i JOIN jobs j ON j.id = i.job ORDER BY 1, 2;"
  (cd "${1%.sqlite}.files" && find . -name model.safetensors | sort | xargs sha256sum)
}

integrity() { sqlite3 -readonly "$1" 'PRAGMA integrity_check' 2>&1 | head -1; }

# calm SPEC: runs it undisturbed, once; its results go to calm-SPEC.txt.
calm() {
  [ -e "calm-$1.txt" ] && return
  "$tool" run "$1.yaml" --store "calm-$1.sqlite" --quiet >calm.log 2>&1 || { echo "the undisturbed run failed:"; cat calm.log; exit 1; }
  results "calm-$1.sqlite" >"calm-$1.txt"
}

# finish SPEC STORE: runs until nothing is left; jobs that were stopped too often are let run again.
finish() {
  local try status=3
  for try in 1 2 3 4 5; do
    status=0
    "$tool" run "$1.yaml" --store "$2" --quiet >finish.log 2>&1 || status=$?
    [ $status -eq 0 ] && return 0
    "$tool" retry "$1.yaml" --store "$2" --kind error >>finish.log 2>&1
  done
  echo "did not finish (exit $status): $(tail -1 finish.log)"
  return 1
}

# same SPEC STORE: the finished store holds the bits of the undisturbed run, is sound, and has no checkpoint left.
same() {
  local check
  check=$(integrity "$2")
  [ "$check" = ok ] || { echo "integrity_check: $check"; return 1; }
  results "$2" >found.txt
  cmp -s "calm-$1.txt" found.txt || { echo "results differ from the undisturbed run"; diff "calm-$1.txt" found.txt | cut -c1-160 | head -4; return 1; }
  [ -z "$(find "${2%.sqlite}.files" -name '*checkpoint*' -o -name '*.partial')" ] || { echo "checkpoints were left behind"; return 1; }
}

selected() {
  local name
  [ ${#wanted[@]} -eq 0 ] && return 0
  for name in "${wanted[@]}"; do [ "$name" = "$1" ] && return 0; done
  return 1
}

# fault NAME DESCRIPTION FUNCTION: runs the function in this shell; it prints its outcome and says if it failed.
fault() {
  selected "$1" || return 0
  local start=$SECONDS outcome status=0
  faults=$((faults + 1))
  $3 >outcome.txt 2>errors.txt || status=$?
  outcome=$(tail -1 outcome.txt)
  if [ $status -eq 0 ]; then
    printf 'ok    %-14s %s: %s [%d s]\n' "$1" "$2" "$outcome" $((SECONDS - start))
  else
    printf 'FAIL  %-14s %s: [%d s]\n' "$1" "$2" $((SECONDS - start))
    { cat outcome.txt; head -20 errors.txt; } | sed 's/^/        /'
    failures=$((failures + 1))
  fi
}

left_out() { selected "$1" && printf 'skip  %-14s %s\n' "$1" "$2"; }

# fresh STORE: removes it and its files.
fresh() { rm -rf "$1" "$1"-wal "$1"-shm "$1".before-* "${1%.sqlite}.files"; }

# expect CODE PATTERN COMMAND...: runs it; its output (both streams) holds the pattern.
expect() {
  local code=$1 pattern=$2 status=0
  shift 2
  "$@" >expect.txt 2>&1 || status=$?
  [ $status -eq "$code" ] || { echo "exit $status instead of $code: $*"; tail -3 expect.txt; return 1; }
  grep -qE -- "$pattern" expect.txt || { echo "no \`$pattern\` in the output of: $*"; tail -3 expect.txt; return 1; }
}

# pause between MIN and MAX milliseconds
doze() { sleep "$(printf '0.%03d' $(($1 + (RANDOM * 32768 + RANDOM) % ($2 - $1 + 1))) )"; }

# wait_for PATTERN FILE: until the file holds it, at most 30 s.
wait_for() {
  local i
  for i in $(seq 300); do grep -qE "$1" "$2" 2>/dev/null && return 0; sleep 0.1; done
  echo "never saw \`$1\`"; return 1
}

# stop PID STORE: suspends a runner, but not in the middle of a write, where it would keep the database locked.
stop() {
  local i
  for i in $(seq 200); do
    kill -STOP "$1" || return 1
    sqlite3 "$2" 'BEGIN IMMEDIATE; ROLLBACK' 2>/dev/null && return 0
    kill -CONT "$1"; sleep 0.01
  done
  echo "it never left its transactions"; return 1
}

sql() { sqlite3 "$1" "$2"; }
