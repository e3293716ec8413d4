#!/usr/bin/env bash
# check-spool.sh TOOL: a sweep through a spool without Slurm. A double of Slurm's command line takes the submissions, two "nodes" (processes
# with disks of their own) run the tasks, things break, and in the end the store must hold the bits of a plain run.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
tool=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
mkdir bin state node1 node2
for program in sbatch squeue sacct scancel scontrol double; do ln -s "$here/../Tests/Fixtures/slurm/double" "bin/$program"; done
export PATH="$work/bin:$PATH" FUSIONGRID_SLURM_DOUBLE="$work/state"
source "$here/torture/helpers.sh"
say() { printf '%-12s %s\n' "$1" "$2"; }
fail() { echo "check-spool: $*" >&2; exit 1; }
sql() { sqlite3 "$1" "$2"; }
store=cluster.sqlite
spool=$work/spool
# submit [OPTION...]: sends what is missing; prints the numbers of the arrays.
submit() { "$tool" slurm sweep.yaml --store $store --spool "$spool" "$@" >submit.log 2>&1 || { cat submit.log; return 1; }; sed -n 's/^Sent as Slurm job \([0-9, ]*\);.*/\1/p' submit.log | tr ',' ' '; }
# node N ARRAY TASK: runs one task on the disk of a node, in the background's place if asked.
task() {
  local script first
  script=$(sed -n 4p "state/jobs/$2") first=$(sed -n 5p "state/jobs/$2")
  TMPDIR=$work/$1 SLURM_JOB_ID=$2 SLURM_ARRAY_JOB_ID=$2 SLURM_ARRAY_TASK_ID=$3 exec sh "$script" "$first"
}

spec sweep 60 4
calm sweep
echo 'slurm: {time: 10m, cpus: 1}' >>sweep.yaml

# Two nodes, each its tasks, at the same time.
"$tool" slurm sweep.yaml --store $store --time 1s --grace 500ms --dry-run >/dev/null 2>&1 && fail "a wrong --grace was taken"
array=$(submit --time 0.2s --grace 0.1s) ; tasks=$(sed -n 2p "state/jobs/${array% }"); last=${tasks#*-}
pids=()
for n in $(seq 0 "$last"); do (task node$((n % 2 + 1)) $array "$n") >"n$n.log" 2>&1 & pids+=($!); [ $((n % 2)) = 1 ] && wait; done
wait
"$tool" merge "$spool" --store $store >merge.log
same sweep $store || fail "two nodes"
[ -z "$(ls node1 node2 | grep fusiongrid)" ] || fail "a node's disk was not cleared"
say nodes "$((last + 1)) task(s) on two nodes: equal bit for bit"

# kill -9 in the middle; the task runs again, on the other node.
fresh() { rm -rf cluster.sqlite* cluster.files "$spool" state/jobs state/squeue; mkdir -p state/jobs; }
fresh; array=$(submit); killed=0
for try in $(seq 1 8); do
  (task node1 $array 0) >kill.log 2>&1 & pid=$!
  sleep "0.$((RANDOM % 6 + 3))"
  kill -9 $pid 2>/dev/null && killed=$((killed + 1)); wait $pid 2>/dev/null || true
done
rm -rf node1/*
(task node2 $array 0) >kill.log 2>&1 || { tail -3 kill.log; fail "kill -9"; }
: >state/squeue
for again in 1 2 3; do
  # Whatever was stopped three times at one step is an error until it is asked for.
  "$tool" merge "$spool" --store $store >/dev/null || true
  "$tool" retry sweep.yaml --store $store --kind error >/dev/null
  array=$(submit) || true
  [ -n "$array" ] || break
  (task node2 $array 0) >kill.log 2>&1 || true
done
"$tool" status sweep.yaml --store $store >status.log
same sweep $store || { cat status.log; fail "kill -9"; }
say kill-9 "$killed kills of a task, then equal bit for bit"

# The signal before the time limit: a checkpoint in the spool, the task asks to begin again.
fresh; array=$(submit); requeued=0; : >state/calls
for try in 1 2 3 4 5 6 7 8 9; do
  (task node$((try % 2 + 1)) $array 0) >signal.log 2>&1 & pid=$!
  sleep "0.$((RANDOM % 5 + 4))"
  kill -USR1 $pid 2>/dev/null || true
  status=0; wait $pid || status=$?
  grep -q '^finished' signal.log && break
  [ $status -eq 0 ] || { tail -3 signal.log; fail "a requeued task ended with $status"; }
  requeued=$((requeued + 1))
done
(task node1 $array 0) >signal.log 2>&1 || fail "after signals"
[ "$(grep -c "^scontrol requeue ${array% }_0" state/calls || true)" = $requeued ] || fail "requeued $requeued times, but not by scontrol"
"$tool" merge "$spool" --store $store >/dev/null || true
finish sweep $store >/dev/null; same sweep $store || fail "signals"
say requeue "$requeued signal(s) and requeues, then equal bit for bit"

# SIGTERM of a task that Slurm is ending for good: no requeue, and the next submission sends what is left.
fresh; array=$(submit); : >state/calls; echo "JobId=1 JobState=CANCELLED Reason=None" >state/show-job
(task node1 $array 0) >term.log 2>&1 & pid=$!
sleep 0.6; kill -TERM $pid 2>/dev/null || true; status=0; wait $pid || status=$?
grep -q "^scontrol requeue" state/calls && fail "a cancelled task came back"
: >state/squeue; next=$(submit)
[ -z "$next" ] || (task node2 $next 0) >term.log 2>&1 || fail "after SIGTERM"
"$tool" status sweep.yaml --store $store >/dev/null; same sweep $store || fail "SIGTERM"
say sigterm "exit $status, not requeued; the next submission ended it, equal bit for bit"

# Bundles that are truncated or have a flipped bit.
fresh; array=$(submit); (task node1 $array 0) >/dev/null 2>&1
bundles=("$spool"/bundles/*/*.bundle)
truncate -s -7 "${bundles[0]}"
printf '\x5a' | dd of="${bundles[1]}" bs=1 seek=$(($(stat -c %s "${bundles[1]}") / 2)) conv=notrunc status=none
status=0; "$tool" merge "$spool" --store $store >damage.log || status=$?
[ $status = 1 ] && [ "$(grep -c '  damaged: ' damage.log)" = 2 ] || { cat damage.log; fail "damaged bundles were not named (exit $status)"; }
: >state/squeue; next=$(submit); (task node2 $next 0) >/dev/null 2>&1
"$tool" merge "$spool" --store $store >/dev/null || true
same sweep $store || fail "damaged bundles"
say damage "2 damaged bundles named and left; their jobs were sent again, equal bit for bit"

# The merge is killed.
killed=0
for try in $(seq 1 "${MERGE_KILLS:-20}"); do
  rm -rf killed.sqlite* killed.files
  "$tool" merge "$spool" --store killed.sqlite >/dev/null 2>&1 & pid=$!
  sleep "0.0$((RANDOM % 90 + 10))"
  kill -9 $pid 2>/dev/null && killed=$((killed + 1)); wait $pid 2>/dev/null || true
  if [ -s killed.sqlite ]; then check=$(sql killed.sqlite 'PRAGMA integrity_check') || true; [ "$check" = ok ] || fail "a killed merge damaged the store: $check"; fi
  "$tool" merge "$spool" --store killed.sqlite >/dev/null || true
  same sweep killed.sqlite || fail "a killed merge"
done
rm -rf killed.sqlite* killed.files
"$tool" merge "$spool" --store killed.sqlite >/dev/null & "$tool" merge "$spool" --store killed.sqlite >/dev/null || true; wait || true
same sweep killed.sqlite || fail "two merges at once"
say merges "$killed merges killed, two at once: equal bit for bit"
echo "check-spool: all well"
