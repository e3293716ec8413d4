#!/usr/bin/env bash
# Measures the store at scale: 10,000 jobs (20 cells x 500 seeds) with 10 million metric rows and 200,000 attention maps,
# a plan of 100,000 cells, and what the harness adds to a job.
# Usage: scripts/bench-store.sh PATH_TO_FUSIONGRID [FOLDER]   (needs about 2 GB there; default: a temporary folder)
set -euo pipefail
tool=$(realpath "$1")
work=${2:-$(mktemp -d)}
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

[ -e filled ] || { "$tool" bench-store fill scale.yaml --store scale.sqlite; sqlite3 scale.sqlite 'PRAGMA wal_checkpoint(TRUNCATE)' >/dev/null; touch filled; }
cp -f scale.sqlite writing.sqlite
timed "status" "$tool" status scale.yaml --store scale.sqlite
timed "table" "$tool" table scale.yaml --store scale.sqlite
timed "figures" "$tool" figures scale.yaml --store scale.sqlite --out figures
timed "plan of 100,000 cells" "$tool" plan cells.yaml --store absent.sqlite
rm -rf tiny.sqlite* tiny.files
"$tool" run tiny.yaml --workers 1 --threads 1 --store tiny.sqlite --quiet
sqlite3 tiny.sqlite "SELECT 'harness overhead a job: ' || round(1000 * (
    86400 * (julianday(max(ended_at)) - julianday(min(started_at)))
    - (SELECT sum(value) FROM measurements WHERE name IN ('training_seconds', 'evaluation_seconds'))) / count(*), 1) || ' ms, of '
    || round(86400000 * (julianday(max(ended_at)) - julianday(min(started_at))) / count(*), 1) || ' ms' FROM attempts"
for batch in 1000 100; do
  "$tool" bench-store write scale.yaml --store writing.sqlite --batch $batch --seconds 10 | sed "s/^/writers, $batch rows a transaction: /"
done
rm -f writing.sqlite*
size=$(stat -c %s scale.sqlite)
echo "database: $size bytes"
sqlite3 scale.sqlite "SELECT name, sum(pgsize), sum(payload), round(1.0 * sum(pgsize) / sum(payload), 3) FROM dbstat GROUP BY name HAVING sum(pgsize) > 1000000 ORDER BY 2 DESC"
sqlite3 scale.sqlite "SELECT 'pages / records, all tables: ' || round(1.0 * sum(pgsize) / sum(payload), 3) FROM dbstat"
"$tool" query "SELECT * FROM v_curves LIMIT 1000000" --store scale.sqlite --format csv >/dev/null &
pid=$!; peak=0
while kill -0 $pid 2>/dev/null; do
  now=$(awk '/VmHWM/ {print $2}' /proc/$pid/status 2>/dev/null || echo 0); peak=$((${now:-0} > peak ? ${now:-0} : peak)); sleep 0.1
done
echo "a million rows as CSV: peak $peak kB"
"$tool" query "SELECT * FROM v_curves LIMIT 10000" --store scale.sqlite --format csv >/dev/null &
pid=$!; peak=0
while kill -0 $pid 2>/dev/null; do
  now=$(awk '/VmHWM/ {print $2}' /proc/$pid/status 2>/dev/null || echo 0); peak=$((${now:-0} > peak ? ${now:-0} : peak)); sleep 0.02
done
echo "ten thousand rows as CSV: peak $peak kB"
