#!/usr/bin/env bash
# Measures the store at scale: 10,000 jobs (20 cells x 500 seeds) with 10 million metric rows and 200,000 attention maps,
# a plan of 100,000 cells, and what the harness adds to a job.
# Usage: scripts/bench-store.sh PATH_TO_FUSIONGRID [FOLDER [PART...]]   (needs about 2 GB there; default: a temporary folder)
# Parts, all by default: fill read figures plan overhead write size csv. `fill` comes first, once a folder.
set -euo pipefail
tool=$(realpath "$1")
work=${2:-$(mktemp -d)}
shift; [ $# -eq 0 ] || shift
parts=("$@"); [ ${#parts[@]} -gt 0 ] || parts=(fill read figures plan overhead write size csv)
mkdir -p "$work"; cd "$work"

cat >scale.yaml <<'Y'
name: scale
base:
  data: {kind: shapes, image_size: 16, train: 64, test: 16, grammar: [counts]}
  model: {patch_size: 4, width: 16, depth: 4, heads: 2}
  text: {max_tokens: 8, width: 8}
  train: {steps: 20000, batch_size: 4, lanes: 2}
  evaluate: {validation: 16}
axes:
  fusion.point: [0, 1]
  fusion.conditioning: [concat, cross-attention]
  train.learning_rate: [1e-4, 2e-4, 4e-4, 8e-4, 1e-3]
seeds: {count: 500}
Y
{
  sed '/^axes:/,$d' scale.yaml
  echo "axes:"
  echo "  fusion.point: [0, 1]"
  printf '  train.learning_rate: [%s]\n' "$(seq -f '%ge-5' -s, 1 1000)"
  printf '  train.weight_decay: [%s]\n' "$(seq -f '%g' -s, 0.01 0.01 0.5)"
} >cells.yaml
cat >tiny.yaml <<'Y'
name: tiny
base:
  data: {kind: shapes, image_size: 16, train: 64, test: 16, grammar: [counts]}
  model: {patch_size: 2, width: 64, depth: 4, heads: 4}
  text: {max_tokens: 8, width: 16}
  train: {steps: 40, batch_size: 8, log_every: 20, lanes: 2}
  sample: {sampler: ddim, steps: 3, images: 4}
  evaluate: {every: 40, validation: 8, timesteps: [500], probe_count: 1}
seeds: {count: 40}
Y
# timed NAME COMMAND...: the median of three runs, in seconds
timed() {
  local name=$1 i; shift
  for i in 1 2 3; do
    { TIMEFORMAT=%R; time "$@" >timed.out 2>&1; } 2>>timed.txt || { echo "failed: $*"; tail -3 timed.out; exit 1; }
  done
  echo "$name: $(sort -n timed.txt | sed -n 2p) s ($(wc -c <timed.out) bytes of output)"; rm timed.txt
}

# csv ROWS: the greatest resident memory while so many rows are printed as CSV.
csv() {
  local pid now peak=0
  "$tool" query "SELECT * FROM v_curves LIMIT $1" --store scale.sqlite --format csv >/dev/null & pid=$!
  while kill -0 $pid 2>/dev/null; do
    now=$(awk '/VmHWM/ {print $2}' /proc/$pid/status 2>/dev/null || echo 0); peak=$((${now:-0} > peak ? ${now:-0} : peak)); sleep 0.02
  done
  echo "$1 rows as CSV: peak $peak kB"
}

for part in "${parts[@]}"; do
  case $part in
    fill)
      rm -f scale.sqlite*
      "$tool" bench-store fill scale.yaml --store scale.sqlite
      sqlite3 scale.sqlite 'PRAGMA wal_checkpoint(TRUNCATE)' >/dev/null ;;
    read)
      timed "status" "$tool" status scale.yaml --store scale.sqlite
      timed "table" "$tool" table scale.yaml --store scale.sqlite ;;
    figures)
      rm -rf figures; mkdir figures
      timed "figures" "$tool" figures scale.yaml --store scale.sqlite --out figures --all
      echo "$(find figures -name '*.svg' | wc -l) figures" ;;
    plan) timed "plan of 100,000 cells" "$tool" plan cells.yaml --store absent.sqlite ;;
    overhead)
      rm -rf tiny.sqlite* tiny.files
      "$tool" run tiny.yaml --workers 1 --threads 1 --store tiny.sqlite --quiet
      sqlite3 tiny.sqlite "SELECT 'harness overhead a job: ' || round(1000 * (
          86400 * (julianday(max(ended_at)) - julianday(min(started_at)))
          - (SELECT sum(value) FROM measurements WHERE name IN ('training_seconds', 'evaluation_seconds'))) / count(*), 1) || ' ms, of '
          || round(86400000 * (julianday(max(ended_at)) - julianday(min(started_at))) / count(*), 1) || ' ms' FROM attempts" ;;
    write)
      for batch in 1000 100; do
        cp -f scale.sqlite writing.sqlite
        "$tool" bench-store write scale.yaml --store writing.sqlite --batch $batch --seconds 10 | sed "s/^/writers, $batch rows a transaction: /"
        rm -f writing.sqlite*
      done ;;
    size)
      # The payload is the records of tables; indexes, keys of the tree and free space come on top.
      sqlite3 scale.sqlite "SELECT name, sum(pgsize), sum(payload), round(1.0 * sum(pgsize) / sum(payload), 3) FROM dbstat GROUP BY name HAVING sum(pgsize) > 1000000 ORDER BY 2 DESC"
      sqlite3 scale.sqlite "SELECT 'database: $(stat -c %s scale.sqlite) bytes, ' || round($(stat -c %s scale.sqlite).0 / sum(payload), 3) || ' x its payload'
          FROM dbstat WHERE name IN (SELECT name FROM sqlite_schema WHERE type = 'table')" ;;
    csv) csv 10000; csv 1000000 ;;
    *) echo "unknown part $part" >&2; exit 64 ;;
  esac
done
