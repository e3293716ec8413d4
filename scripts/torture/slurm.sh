# Sweeps on a cluster: a real Slurm of two nodes and what goes wrong there. Sourced by scripts/torture.sh.

# Each job is a task of its own, since none fits into a hundredth of a second; Slurm is told half an hour.
cluster_spec() { spec "$@"; echo 'slurm: {time: 0.01s, cpus: 1, options: [--time=30]}' >>"$1.yaml"; } # NAME STEPS SEEDS EVERY
lasting() { # NAME SECONDS SEEDS: jobs that take about so long on this machine, two at a time
  local steps=$(($2 * pace))
  cluster_spec "$1" $steps "$3" $((steps / 50))
}
quickest() { # NAME: milliseconds of the quicker of two runs
  local start took best i
  for i in 1 2; do
    fresh pace.sqlite; start=$(date +%s%N)
    "$tool" run "$1.yaml" --store pace.sqlite --quiet >pace.log 2>&1 || { echo "the sweep that measures the pace failed: $(tail -1 pace.log)" >&2; return 1; }
    took=$((($(date +%s%N) - start) / 1000000))
    [ "${best:-$took}" -lt $took ] || best=$took
  done
  echo $best
}
cluster_specs() {
  # What a sweep takes however long its jobs are stands in both.
  spec less 2000 1 40
  spec more 12000 1 240
  local less more
  less=$(quickest less) && more=$(quickest more) || exit 1
  pace=$((10000 * 1000 / (more > less ? more - less : 1)))
  # Six jobs that are met in the middle, six that are not, two that outlast what is done to Slurm, and two that outlast
  # the shortest limit that it knows, a minute, and are told of it.
  lasting batch 4 3
  cluster_spec brief 200 3 50
  lasting patient 70 1
  spec slow $((90 * pace)) 1 $((90 * pace / 50))
}
sweep=batch
cluster=$work/cluster
spool=$work/shared/spool
node() { "$scripts/slurm/cluster.sh" "$1" "$cluster" "${@:2}"; }

# Or all six in one.
together=(--cpus 2 --time 30m)
packing=()
submit() { "$tool" slurm $sweep.yaml --store "$1" --spool "$spool" ${packing[@]+"${packing[@]}"}; } # STORE

queued() { squeue --noheader --format=%i | grep -q .; }

# drain SECONDS: until the cluster has nothing more to do.
drain() {
  local i
  for ((i = 0; i < $1 * 5; i++)); do queued || return 0; sleep 0.2; done
  echo "after $1 s the cluster still has:"; squeue --format='%i %T %r %N'; return 1
}

# underway COUNT [SECONDS]: until so many tasks have trained for a moment.
underway() {
  local i
  for ((i = 0; i < ${2:-60} * 10; i++)); do
    [ "$(grep -lE '"phase" *: *"running"' "$spool"/heartbeats/*/*.json 2>/dev/null | wc -l)" -ge "$1" ] && return 0
    sleep 0.1
  done
  echo "no $1 tasks were seen running"; squeue --format='%i %T %r %N'; tail -n 3 "$spool"/logs/*/*; return 1
}

empty() { # STORE: a new store, a new spool, a cluster that does nothing
  local name
  calm $sweep
  for name in n1 n2; do node revive $name || return 1; done
  scancel --full --user=root 2>/dev/null
  drain 60 || return 1
  fresh "$1"; rm -rf "$spool"
}

# begun STORE [TASKS [together [SPEC]]]: a submission of which so many tasks run.
begun() {
  sweep=${4:-batch}
  empty "$1" || return 1
  packing=(); [ -z "${3:-}" ] || packing=("${together[@]}")
  expect 0 'Sent as Slurm job' submit "$1" || return 1
  underway "${2:-1}" || return 1
}

# ended STORE: the documented next step, the same command again, until nothing is missing. Sets `again` to how often that was.
ended() {
  local status
  again=0
  while :; do
    drain 180 || return 1
    status=0
    [ ! -e "$spool" ] || "$tool" merge "$spool" --store "$1" >merge.log 2>&1 || status=$?
    # 1: it named what it left.
    [ $status -le 1 ] || { echo "merge: exit $status: $(tail -1 merge.log)"; return 1; }
    "$tool" status $sweep.yaml --store "$1" >status.log 2>&1
    grep -qE "^$sweep: [0-9]+ done\$" status.log && break
    [ $again -lt 4 ] || { echo "not done after $again more submissions"; cat status.log submit.log; return 1; }
    submit "$1" >submit.log 2>&1 || { echo "submission: exit $?"; tail -3 submit.log; return 1; }
    again=$((again + 1))
  done
  same $sweep "$1"
}

attempts() { sql "$1" "SELECT count(*) FROM attempts"; }

# history STORE [checkpoints]: what it took, for people; a fault that met nothing is no fault, and one that gives notice costs no work.
history() {
  local lost kept
  lost=$(sql "$1" "SELECT count(*) FROM attempts WHERE ending <> 'done'")
  [ "$lost" -gt 0 ] || { echo "no attempt was met"; return 1; }
  kept=$(sql "$1" "SELECT count(*) FROM attempts WHERE start_step > 0")
  [ $# -eq 1 ] || [ "$kept" -gt 0 ] || { echo "all began anew"; return 1; }
  took="$(attempts "$1") attempts at $(sql "$1" "SELECT count(*) FROM jobs") jobs, $kept of them from a checkpoint, $again more submissions"
}

# blamed STORE: jobs that the store says failed by themselves.
blamed() { sql "$1" "SELECT count(*) FROM jobs WHERE state IN ('error', 'diverged', 'out_of_memory', 'timeout')"; }

innocent() { # STORE
  [ "$(blamed "$1")" = 0 ] || { echo "jobs were blamed: $(sql "$1" "SELECT key, state FROM jobs")"; return 1; }
}

a_node() { squeue --noheader --states=running --format=%N | sort | head -1; }
arrays() { squeue --noheader --format=%F | sort -u; }
nth_node() { squeue --noheader --states=running --format=%N | sort -u | sed -n "$1p"; }

cluster_node_killed() {
  local i round rounds=1 victim all=""
  [ $short = yes ] || rounds=4
  for ((round = 1; round <= rounds; round++)); do
    begun c.sqlite 1 together patient || return 1
    # Checkpoints come to the spool every 20 s; after the second there is one before it.
    for ((i = 0; i < 600; i++)); do compgen -G "$spool/checkpoints/*.previous.bundle" >/dev/null && break; sleep 0.1; done
    sleep 2
    victim=$(a_node); node kill "$victim"
    # A node that boots again at once, or one that stays away until the end.
    if ((round % 2 == 0)); then node revive "$victim" || return 1; fi
    ended c.sqlite && innocent c.sqlite && history c.sqlite checkpoints || return 1
    node revive "$victim" || return 1
    all="$all; $took"
  done
  echo "Slurm begins its tasks again$all; equal bit for bit"
}

cluster_scancel() {
  begun c.sqlite 2 || return 1
  local array
  array=$(arrays | head -1)
  scancel "${array}_0"; doze 200 999; scancel "$array"
  drain 60 || return 1
  sleep 6
  if queued; then echo "cancelled tasks came back"; return 1; fi
  ended c.sqlite && innocent c.sqlite && history c.sqlite checkpoints || return 1
  echo "stays away until the next submission: $took; equal bit for bit"
}

cluster_requeue() {
  local n times=2 array
  [ $short = yes ] || times=6
  begun c.sqlite 1 together || return 1
  array=$(arrays | head -1)
  for ((n = 0; n < times; n++)); do
    doze 300 999
    scontrol requeue "$array" >/dev/null 2>&1
    until_running 60 || break
  done
  ended c.sqlite && innocent c.sqlite && history c.sqlite checkpoints || return 1
  echo "$n times: $took; equal bit for bit"
}
until_running() { # SECONDS
  local i
  for ((i = 0; i < $1 * 5; i++)); do
    [ -n "$(squeue --noheader --states=running --format=%i)" ] && return 0
    queued || return 1
    sleep 0.2
  done
  return 1
}

cluster_held() {
  begun c.sqlite 2 || return 1
  local array i
  array=$(arrays | head -1)
  # The one that is held back has trained for a while.
  for ((i = 0; i < 100; i++)); do grep -qE '"phase" *: *"running"' "$spool"/heartbeats/*/0.json 2>/dev/null && break; sleep 0.1; done
  doze 600 999
  scontrol requeuehold "${array}_0" || return 1
  underway_not "${array}_0" || return 1
  expect 0 "scontrol release.* ${array}_0" "$tool" status $sweep.yaml --store c.sqlite || return 1
  expect 0 'earlier submission has' submit c.sqlite || return 1
  scontrol release "${array}_0" || return 1
  ended c.sqlite && innocent c.sqlite && history c.sqlite checkpoints || return 1
  [ $again = 0 ] || { echo "$again more submissions"; return 1; }
  echo "status says so and what releases them, nothing is sent twice: $took; equal bit for bit"
}
underway_not() { # TASK: until Slurm has it in its queue again
  local i
  for ((i = 0; i < 150; i++)); do squeue --noheader --array --states=pending --format=%F_%K | grep -qx "$1" && return 0; sleep 0.2; done
  echo "$1 was not put back"; squeue; return 1
}

cluster_preempted() {
  begun c.sqlite || return 1
  local other
  other=$(sbatch --parsable --partition=urgent --nodes=2 --exclusive --output=/dev/null --wrap='sleep 3')
  drain 180 || return 1
  ended c.sqlite && innocent c.sqlite && history c.sqlite checkpoints || return 1
  grep -q 'DUE TO PREEMPTION' "$cluster"/logs/*.log "$spool"/logs/*/* || { echo "nothing was preempted"; return 1; }
  echo "a more urgent job takes both nodes; tasks are requeued: $took; equal bit for bit"
}

cluster_without_scontrol() {
  local n array
  begun c.sqlite 2 || return 1
  array=$(arrays | head -1)
  for n in 1 2; do node hide n$n scontrol || return 1; done
  # What --signal sends before the time limit, without waiting for it.
  scancel --batch --signal=USR1 "$array"
  ended c.sqlite && innocent c.sqlite && history c.sqlite checkpoints || return 1
  for n in 1 2; do node kill n$n; node revive n$n || return 1; done
  [ $again -gt 0 ] || { echo "nothing was left when the signal came"; return 1; }
  echo "tasks leave checkpoints and end until the next submission: $took; equal bit for bit"
}

cluster_time_limit() {
  calm slow
  scancel --full --user=root; drain 30 || return 1
  fresh c.sqlite; rm -rf "$spool"
  again=0
  local start=$SECONDS
  "$tool" slurm slow.yaml --store c.sqlite --spool "$spool" --cpus 1 --time 1m >submit.log 2>&1 || { cat submit.log; return 1; }
  while ((SECONDS < start + 600)); do
    drain 300 || return 1
    "$tool" merge "$spool" --store c.sqlite >merge.log 2>&1 || { tail -1 merge.log; return 1; }
    "$tool" status slow.yaml --store c.sqlite | grep -qE '^slow: 2 done' && break
    "$tool" slurm slow.yaml --store c.sqlite --spool "$spool" --cpus 1 --time 1m >submit.log 2>&1 || { cat submit.log; return 1; }
    again=$((again + 1))
  done
  same slow c.sqlite && innocent c.sqlite && history c.sqlite checkpoints || return 1
  [ "$(sql c.sqlite "SELECT max(slurm_restarts) FROM attempts")" -gt 0 ] || [ $again -gt 0 ] || { echo "no limit was met"; return 1; }
  echo "requeued up to $(sql c.sqlite "SELECT max(slurm_restarts) FROM attempts") times: $took; equal bit for bit"
}

cluster_controller_killed() {
  begun c.sqlite 2 "" patient || return 1
  # Of what it has not saved it knows nothing afterwards: tasks that it only just began it holds back, or begins once more.
  node controller-save || return 1
  node controller-kill
  local status=0
  controller_gone || status=$?
  node controller-start || return 1
  [ $status -eq 0 ] || return 1
  ended c.sqlite && innocent c.sqlite || return 1
  echo "status reads the spool, nothing is sent twice, another submission is refused with the reason; $again more submissions, equal bit for bit"
}
controller_gone() {
  expect 0 'gave no answer' "$tool" status patient.yaml --store c.sqlite || return 1
  expect 0 'nothing to send' submit c.sqlite || return 1
  expect 2 'Unable to contact' "$tool" slurm brief.yaml --store d.sqlite --spool "$spool-2" || return 1
  fresh d.sqlite; rm -rf "$spool-2"
}

# shadow PROGRAM SCRIPT: a program of Slurm behaves so from now on, for this machine's commands.
shadow() { mkdir -p shadows; printf '#!/bin/sh\n%s\n' "$2" >"shadows/$1"; chmod +x "shadows/$1"; }
cluster_silent() {
  local what before
  begun c.sqlite 2 "" patient || return 1
  before=$(arrays)
  for what in 'exit 1' 'echo "slurm_load_jobs error: Socket timed out" >&2; exit 1' 'exit 0' 'echo "what|is|this"' 'kill -9 $$' 'sleep 600'; do
    shadow squeue "$what"; shadow sacct "$what"
    PATH=$PWD/shadows:$PATH expect 0 $sweep timeout 60 "$tool" status $sweep.yaml --store c.sqlite || return 1
    # Whatever Slurm says or not: tasks that give signs of life are not sent again.
    PATH=$PWD/shadows:$PATH timeout 90 "$tool" slurm $sweep.yaml --store c.sqlite --spool "$spool" >submit.log 2>&1
    [ "$(arrays)" = "$before" ] || { queued || break; echo "\`$what\`: sent again while it ran"; cat submit.log; squeue; return 1; }
  done
  rm -r shadows
  ended c.sqlite && innocent c.sqlite || return 1
  echo "squeue fails, hangs, says nothing, says nonsense: status goes on, nothing is sent twice; $again more submissions, equal bit for bit"
}

cluster_full() {
  begun c.sqlite || return 1
  local used
  used=$(df --output=used -k "$work/shared" | tail -1)
  mount -o "remount,size=$((used + 8))k" "$work/shared"
  dd if=/dev/zero of="$work/shared/filler" bs=4k >/dev/null 2>&1
  [ "$(df --output=avail -k "$work/shared" | tail -1)" -lt 8 ] || { echo "the disk is not full"; return 1; }
  # Until every job that can end has ended, with no place for its bundle.
  sleep 30
  [ "$(bundles | wc -l)" -lt 6 ] || { echo "every job was sealed before"; return 1; }
  queued || { echo "no task waits for room"; return 1; }
  rm -f "$work/shared/filler"; mount -o remount,size=1g "$work/shared"
  ended c.sqlite && innocent c.sqlite || return 1
  echo "30 s without room for any end; tasks wait for it, no job is blamed, $again more submissions, equal bit for bit"
}

# flip FILE PLACE: one bit of a byte.
flip() {
  printf "\\x$(printf %x $(($(od -An -tu1 -j "$2" -N 1 "$1") ^ (1 << RANDOM % 8))))" | dd of="$1" bs=1 seek="$2" conv=notrunc 2>/dev/null
}

bundles() { find "$spool/bundles" -name '*.bundle' | sort; }
# A finished sweep whose bundles nobody has taken yet.
sealed() {
  sweep=brief
  empty c.sqlite || return 1
  expect 0 'Sent as Slurm job' submit c.sqlite || return 1
  drain 120 || return 1
  [ "$(bundles | wc -l)" = 6 ] || { echo "$(bundles | wc -l) bundles of 6 jobs"; return 1; }
  rm -rf whole-spool; cp -r "$spool" whole-spool
}

cluster_damaged() {
  local round rounds=1 file
  [ $short = yes ] || rounds=10
  sealed || return 1
  for ((round = 1; round <= rounds; round++)); do
    fresh c.sqlite; rm -rf "$spool"; cp -r whole-spool "$spool"
    file=$(bundles | sed -n 2p); truncate -s $((RANDOM * 7 % $(stat -c %s "$file"))) "$file"
    file=$(bundles | sed -n 5p); flip "$file" $(((RANDOM * 32768 + RANDOM) % $(stat -c %s "$file")))
    "$tool" merge "$spool" --store c.sqlite >merge.log 2>&1
    [ "$(sql c.sqlite "SELECT count(*) FROM jobs WHERE state = 'done'")" = 4 ] || { echo "round $round: not 4 jobs of sound bundles"; cat merge.log; return 1; }
    grep -q truncated merge.log || { echo "round $round: the truncated one was not named"; cat merge.log; return 1; }
    grep -qE 'damaged|no bundle|cannot be read' merge.log || { echo "round $round: the damaged one was not named"; cat merge.log; return 1; }
    ended c.sqlite || return 1
    expect 0 'merged before' "$tool" merge "$spool" --store c.sqlite || return 1
    [ $again = 1 ] || { echo "round $round: $again more submissions"; return 1; }
  done
  echo "$((2 * rounds)) of $((2 * rounds)) named and left; the next submission runs those jobs again, equal bit for bit"
}

cluster_merge_killed() {
  local killed=0 times=10 pid
  [ $short = yes ] || times=50
  sealed || return 1
  fresh c.sqlite
  while [ $killed -lt $times ]; do
    "$tool" merge "$spool" --store c.sqlite >merge.log 2>&1 & pid=$!
    doze 5 400
    if kill -9 $pid 2>/dev/null; then killed=$((killed + 1)); fi
    wait $pid 2>/dev/null
    if [ -e c.sqlite ] && [ "$(sql c.sqlite "SELECT count(*) FROM sqlite_schema WHERE name = 'jobs'")" = 1 ]; then
      whole c.sqlite || return 1
      if [ "$(sql c.sqlite "SELECT count(*) FROM jobs WHERE state = 'done'")" = 6 ]; then
        expect 0 . "$tool" merge "$spool" --store c.sqlite || return 1
        same $sweep c.sqlite || return 1
        fresh c.sqlite; rm -rf "$spool"; cp -r whole-spool "$spool"
      fi
    fi
  done
  expect 0 . "$tool" merge "$spool" --store c.sqlite || return 1
  same $sweep c.sqlite || return 1
  echo "$killed kills, no job half there; the next merge equal bit for bit"
}

cluster_merges_at_once() {
  local pids=() pid n rounds=3 status=0 round
  sealed || return 1
  for ((round = 1; round <= rounds; round++)); do
    fresh c.sqlite; rm -rf "$spool"; cp -r whole-spool "$spool"; pids=()
    for n in 1 2; do "$tool" merge "$spool" --store c.sqlite >"merge-$n.log" 2>&1 & pids+=($!); done
    for pid in "${pids[@]}"; do wait "$pid" || status=$?; done
    [ $status -eq 0 ] || { echo "one ended with $status"; tail -q -n 2 merge-[12].log; return 1; }
    [ "$(sql c.sqlite "SELECT count(*) FROM merged_conflicts")" = 0 ] || { echo "conflicts with itself"; return 1; }
    same $sweep c.sqlite || return 1
  done
  echo "$rounds times, one store, no conflict, equal bit for bit"
}

cluster_ctrl_c() {
  local n times=3 pid twice hit=0 status
  [ $short = yes ] || times=10
  sweep=batch packing=(); empty c.sqlite || return 1
  for ((n = 0; n < times; n++)); do
    # A script's background commands ignore SIGINT unless they ask for it themselves.
    python3 -c 'import os, signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); os.execv(sys.argv[1], sys.argv[1:])' \
      "$tool" slurm $sweep.yaml --store c.sqlite --spool "$spool" >submit.log 2>&1 & pid=$!
    doze 20 600
    kill -INT $pid 2>/dev/null; status=0; wait $pid 2>/dev/null || status=$?
    [ $status -eq 0 ] || hit=$((hit + 1))
  done
  ended c.sqlite && innocent c.sqlite || return 1
  twice=$(sql c.sqlite "SELECT count(*) FROM (SELECT job FROM attempts WHERE ending = 'done' GROUP BY job HAVING count(*) > 1)")
  echo "$times times at random moments, $hit before its end; nothing that was sent stops, $again more submissions, jobs done twice: $twice; equal bit for bit"
}

cluster_replaced() {
  local blocker
  sweep=batch packing=(); empty c.sqlite || return 1
  cp "$tool" replaced; cp batch.yaml batch-kept.yaml
  blocker=$(sbatch --parsable --partition=urgent --nodes=2 --exclusive --output=/dev/null --wrap='sleep 600')
  ./replaced slurm $sweep.yaml --store c.sqlite --spool "$spool" >submit.log 2>&1 || { cat submit.log; return 1; }
  printf '#!/bin/sh\nexit 9\n' >replaced.new; chmod +x replaced.new; mv replaced.new replaced
  sed -i 's/train: {steps: [0-9]*/train: {steps: 10/' batch.yaml
  grep -q 'train: {steps: 10,' batch.yaml || { echo "the spec was not replaced"; return 1; }
  scancel "$blocker"
  drain 120; mv batch-kept.yaml batch.yaml
  ended c.sqlite && innocent c.sqlite || return 1
  [ $again = 0 ] || { echo "$again more submissions"; return 1; }
  echo "waiting tasks run the tool and the spec that were submitted; equal bit for bit"
}

cluster_tool_damaged() {
  local blocker file
  sweep=brief packing=(); empty c.sqlite || return 1
  blocker=$(sbatch --parsable --partition=urgent --nodes=2 --exclusive --output=/dev/null --wrap='sleep 600')
  expect 0 'Sent as Slurm job' submit c.sqlite || return 1
  file=$(echo "$spool"/bin/*)
  # Among what it says: the program runs all the same.
  flip "$file" "$(grep -abo 'must be shorter than' "$file" | head -1 | cut -d: -f1)"
  scancel "$blocker"
  drain 120 || return 1
  [ -z "$(bundles)" ] || { echo "a damaged tool was used"; return 1; }
  grep -q 'not what was written there' "$spool"/logs/*/* || { echo "nobody said why"; tail -n 3 "$spool"/logs/*/*; return 1; }
  expect 2 'not what was written there' submit c.sqlite || return 1
  ended c.sqlite && innocent c.sqlite || return 1
  echo "no task uses it, and it is named; the submission after that brings a new copy, equal bit for bit"
}

cluster_cut_off() {
  begun c.sqlite 2 "" patient || return 1
  local lost
  lost=$(a_node)
  node freeze "$lost"
  # Slurm gives it up after 10 s and begins its tasks on the other node, while here they go on.
  ended c.sqlite || { node thaw "$lost"; return 1; }
  node thaw "$lost"
  drain 60 && innocent c.sqlite || return 1
  node kill "$lost"; node revive "$lost" || return 1
  "$tool" merge "$spool" --store c.sqlite >merge.log 2>&1 || { tail -1 merge.log; return 1; }
  [ "$(sql c.sqlite "SELECT count(*) FROM merged_conflicts")" = 0 ] || { echo "the two disagree"; return 1; }
  same $sweep c.sqlite || return 1
  [ "$(grep -hoE ' on n[12], its store' "$spool"/logs/*/* | sort -u | wc -l)" = 2 ] || { echo "nothing ran on the other node"; return 1; }
  echo "its tasks run on both nodes at once; $(attempts c.sqlite) attempts at 2 jobs, $again more submissions, no conflict, equal bit for bit"
}

cluster_two_submitters() {
  local pids=() pid n status=0
  sweep=batch packing=(); empty c.sqlite || return 1
  for n in 1 2; do submit c.sqlite >"submit-$n.log" 2>&1 & pids+=($!); done
  for pid in "${pids[@]}"; do wait "$pid" || status=$?; done
  [ $status -eq 0 ] || { echo "one ended with $status"; tail -q -n 2 submit-[12].log; return 1; }
  ended c.sqlite && innocent c.sqlite || return 1
  echo "$(attempts c.sqlite) attempts at 6 jobs, $again more submissions, equal bit for bit"
}

# slurm_fault NAME DESCRIPTION FUNCTION: one that failed leaves the next a new cluster.
slurm_fault() {
  local before=$failures
  fault "$@"
  [ $failures -eq $before ] || { node stop; node start; } >>cluster.log 2>&1
}

slurm_faults() {
  cluster_specs
  slurm_fault slurm-node "a node loses power" cluster_node_killed
  slurm_fault slurm-cut-off "a node is cut off and its tasks go on" cluster_cut_off
  slurm_fault slurm-scancel "scancel of a task, then of all" cluster_scancel
  slurm_fault slurm-requeue "scontrol requeue by an administrator" cluster_requeue
  slurm_fault slurm-held "tasks that Slurm holds back" cluster_held
  slurm_fault slurm-preempt "preemption" cluster_preempted
  [ $short = yes ] || slurm_fault slurm-time "the time limit" cluster_time_limit
  slurm_fault slurm-no-scontrol "the signal before a time limit, no scontrol on the nodes" cluster_without_scontrol
  slurm_fault slurm-controller "slurmctld is killed and started again" cluster_controller_killed
  slurm_fault slurm-silent "squeue and sacct fail or hang" cluster_silent
  slurm_fault slurm-full "a spool that is full for 30 s" cluster_full
  slurm_fault slurm-bundle "bundles truncated, one bit flipped" cluster_damaged
  slurm_fault slurm-merge-kill "kill -9 while bundles are merged" cluster_merge_killed
  slurm_fault slurm-merges "two people merge at once" cluster_merges_at_once
  slurm_fault slurm-ctrl-c "Ctrl-C of the submission" cluster_ctrl_c
  slurm_fault slurm-submits "two people submit at once" cluster_two_submitters
  slurm_fault slurm-tool "one bit of the spool's tool is flipped while tasks wait" cluster_tool_damaged
  slurm_fault slurm-replaced "tool and spec are replaced while tasks wait" cluster_replaced
}

slurm_selected() {
  local name
  [ ${#wanted[@]} -eq 0 ] && return 0
  for name in "${wanted[@]}"; do [[ $name = slurm* ]] && return 0; done
  return 1
}

# The spool's disk is mounted before the nodes start: they see it, whatever its size becomes.
if ! slurm_selected; then
  :
elif ! command -v slurmctld >/dev/null && [ ! -x /usr/sbin/slurmctld ]; then
  left_out slurm "needs slurm-wlm and munge"
elif mkdir -p "$work/shared" && mount -t tmpfs -o size=1g tmpfs "$work/shared" 2>/dev/null; then
  mounted+=("$work/shared")
  if SLURM_CONF=$cluster/slurm.conf && node start >cluster.log 2>&1; then
    export SLURM_CONF
    slurm_faults
  else
    left_out slurm "no cluster: $(tail -1 cluster.log)"
  fi
else
  left_out slurm "needs to mount a tmpfs"
fi
