#!/usr/bin/env bash
# A small grid through a real Slurm of two nodes (scripts/slurm/cluster.sh): the store ends as after a local run, bit for bit.
# Usage: scripts/check-slurm.sh PATH_TO_FUSIONGRID. As root (or by sudo); needs slurm-wlm, munge and sqlite3.
set -euo pipefail
tool=$(realpath "$1")
[ "$(id -u)" -eq 0 ] || ! command -v sudo >/dev/null || exec sudo "$0" "$tool"
if ! unshare --pid --fork --mount --mount-proc --uts true 2>/dev/null; then
  echo "left out  a real Slurm: no namespaces can be made here (CAP_SYS_ADMIN)"; exit 0
fi
scripts=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d /tmp/fusiongrid-slurm.XXXXXX)
cluster=$work/cluster
cleanup() { [ ! -e "$cluster" ] || "$scripts/slurm/cluster.sh" stop "$cluster"; rm -rf "$work"; }
trap cleanup EXIT
cd "$work"
. "$scripts/torture/helpers.sh"
ok() { echo "ok    $1"; }
fail() { echo "FAIL  $1"; exit 1; }
show() { tail -n 5 "$@" >&2 || true; }

eval "$("$scripts/slurm/cluster.sh" start "$cluster")"
sbatch --wait --array=0-1 --cpus-per-task=4 --output="$work/plain-%a.txt" --wrap hostname >/dev/null || fail "a plain array does not run"
[ "$(sort plain-?.txt | xargs)" = "n1 n2" ] || fail "a plain array ran on: $(sort plain-?.txt | xargs)"
ok "$(sbatch --version) with two nodes runs an array; $(sacct 2>&1 | head -1)"

cat >grid.yaml <<Y
name: grid
base:
  data: {kind: shapes, image_size: 16, train: 256, test: 32, grammar: [counts]}
  model: {patch_size: 4, width: 16, depth: 2, heads: 2, init: fan-in}
  text: {encoder: random, encoder_steps: 20, max_tokens: 8, width: 16}
  train: {steps: 600, batch_size: 4, learning_rate: 1e-3, warmup_steps: 2, log_every: 50, lanes: 2, checkpoint_every: 200}
  sample: {sampler: ddim, steps: 3, images: 8}
  evaluate: {every: 200, validation: 8, timesteps: [500], probe_count: 1, sample_every: 300, sample_images: 2}
axes:
  text.encoder: [random, mini-clip]
  fusion.point: [0, 1]
seeds: {count: 2}
# Every job is a task of its own: none fits into a hundredth of a second. Slurm is told half an hour.
slurm: {time: 0.01s, cpus: 1, partition: normal, options: [--time=30]}
Y
calm grid
ok "a local run of 8 jobs, 4 of them with a mini-clip"

"$tool" slurm grid.yaml --store store/grid.sqlite --spool spool --dry-run >dry.txt 2>&1 || { show dry.txt; fail "slurm --dry-run"; }
sed -n '/^#!/,$p' dry.txt >dry.sh
sh -n dry.sh && grep -q '^#SBATCH --partition=normal$' dry.sh || { show dry.txt; fail "--dry-run prints no script"; }
[ ! -e spool ] && [ -z "$(squeue --noheader)" ] || fail "--dry-run submitted or wrote something"
ok "--dry-run prints the script and does nothing"

mkdir -p store
start=$SECONDS
"$tool" slurm grid.yaml --store store/grid.sqlite --spool spool >submit.txt 2>&1 || { show submit.txt; fail "slurm"; }
tasks=$(squeue --noheader --array --states=all --format=%j | grep -c fusiongrid) || { show submit.txt; fail "nothing was submitted"; }
ok "submitted $tasks tasks and returned after $((SECONDS - start)) s"
# From here on the nodes cannot see the store's folder: all that they need and leave is in the spool.
for node in n1 n2; do "$scripts/slurm/cluster.sh" hide "$cluster" $node "$work/store"; done
"$tool" slurm grid.yaml --store store/grid.sqlite --spool spool >again.txt 2>&1 || { show again.txt; fail "a second slurm at once"; }
[ "$(squeue --noheader --array --states=all --format=%j | grep -c fusiongrid)" = "$tasks" ] || { show again.txt; fail "a second slurm sends jobs twice"; }
ok "a second submission sends nothing twice: $(tail -1 again.txt)"
"$tool" status grid.yaml --store store/grid.sqlite >status.txt 2>&1 || { show status.txt; fail "status"; }

for ((i = 0; i < 300; i++)); do [ -n "$(squeue --noheader)" ] || break; sleep 0.2; done
[ -z "$(squeue --noheader)" ] || { squeue; show "$cluster"/logs/*.log spool/logs/*/*; fail "the cluster does not get done"; }
"$tool" merge spool --store store/grid.sqlite >merge.txt 2>&1 || { show merge.txt; fail "merge"; }
"$tool" status grid.yaml --store store/grid.sqlite >status.txt 2>&1 || { show status.txt; fail "status"; }
grep -qE '^grid: 8 done' status.txt || { show status.txt spool/logs/*/*; fail "not all jobs are done"; }
# As `same` says it, with the store in a folder of its own.
cd store && ln -s ../calm-grid.txt . && same grid grid.sqlite || fail "the store of the cluster and the local one"
cd ..
ok "$(wc -l <calm-grid.txt) values, pictures, maps and weights are those of the local run, bit for bit"

nodes=$(sql store/grid.sqlite "SELECT group_concat(host, ' ') FROM (SELECT DISTINCT host FROM attempts ORDER BY host)")
[ "$nodes" = "n1 n2" ] || fail "attempts name the nodes '$nodes'"
unnamed=$(sql store/grid.sqlite "SELECT count(*) FROM attempts WHERE slurm_job IS NULL OR cpu_model IS NULL OR blas_kernel IS NULL")
[ "$unnamed" = 0 ] || fail "$unnamed attempts without Slurm's number, CPU or kernel"
ok "every attempt has its node, Slurm's number, CPU and kernel"

cp store/grid.sqlite before.sqlite
"$tool" merge spool --store store/grid.sqlite >merge.txt 2>&1 || { show merge.txt; fail "a second merge"; }
for name in store/grid before; do sql $name.sqlite .dump | grep -v "^INSERT INTO spools" >"$(basename $name).txt"; done
cmp -s before.txt grid.txt || { diff before.txt grid.txt | head -5; fail "a second merge changes the store"; }
"$tool" slurm grid.yaml --store store/grid.sqlite --spool spool >again.txt 2>&1 || { show again.txt; fail "slurm when all is done"; }
[ -z "$(squeue --noheader)" ] || fail "a finished grid is submitted again"
ok "a second merge changes nothing; nothing is left to submit"

"$tool" merge spool --store other.sqlite >merge.txt 2>&1 || { show merge.txt; fail "merge into a new store"; }
same grid other.sqlite || fail "another person's store"
ok "another store takes the same spool in, equal"

"$scripts/slurm/cluster.sh" stop "$cluster"
[ -z "$(pgrep -f "$cluster/" || true)" ] && ! grep -q "$cluster" /proc/mounts || fail "the cluster leaves something behind"
ok "nothing of the cluster is left"
