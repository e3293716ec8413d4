#!/usr/bin/env bash
# A real Slurm of two nodes on one machine, for tests: nothing of it is left after `stop`, no Slurm of the system is touched.
# Usage: scripts/slurm/cluster.sh COMMAND FOLDER [NODE [WHAT]]
#   start FOLDER         munged, slurmctld and the nodes n1 and n2 (4 CPUs each, whatever there is); then: export SLURM_CONF=FOLDER/slurm.conf
#   stop FOLDER          ends all of it, jobs included, and removes FOLDER
#   status FOLDER        nodes and jobs
#   kill FOLDER NODE     the node loses power: slurmd, jobs and the node's own disk are gone at once
#   revive FOLDER NODE   it boots again
#   freeze FOLDER NODE   the node is cut off: slurmd answers no more, its jobs go on; thaw FOLDER NODE mends it
#   hide FOLDER NODE WHAT    the node cannot use a program (scontrol) or see a folder until it boots again
#   controller-kill FOLDER, controller-start FOLDER    slurmctld alone
#   controller-save FOLDER   until slurmctld has written down the jobs as they are now; by itself it takes up to 7 s
# Needs root and the right to make process, host name and mount namespaces. No systemd, control groups, accounting (sacct
# fails) or host name that resolves. Partitions: normal (its jobs are requeued by those of urgent), urgent.
set -euo pipefail
command=${1:-} folder=${2:-} node=${3:-} what=${4:-}
usage() { sed -n '3,15s/^# \{0,1\}//p' "$0" >&2; exit 2; }
die() { echo "cluster: $1" >&2; exit 1; }
[ -n "$command" ] && [ -n "$folder" ] || usage
nodes="n1 n2"

conf() { echo "$folder/slurm.conf"; }
ours() { [ -e "$folder/throwaway-slurm" ]; }
# What a job of another cluster, or a user's defaults, would tell the commands below.
unset ${!SLURM_@} ${!SBATCH_@} ${!SQUEUE_@} ${!SINFO_@} ${!MUNGE_@}
PATH=$PATH:/usr/sbin:/sbin

missing() { # what is needed and not there, all at once
  local program lacking=()
  for program in munged munge mungekey slurmctld slurmd sbatch squeue scontrol unshare nsenter; do
    command -v $program >/dev/null || lacking+=("$program")
  done
  [ ${#lacking[@]} -eq 0 ] || die "missing: ${lacking[*]}; run scripts/install-packages.sh slurm-wlm munge util-linux"
  [ "$(id -u)" -eq 0 ] || die "must run as root: jobs are started by slurmd, nodes are namespaces"
  unshare --pid --fork --mount --mount-proc --uts true 2>/dev/null ||
    die "may not make namespaces (unshare --pid --mount-proc --uts fails): give the container CAP_SYS_ADMIN"
}

# alive FILE NAME: the process whose pid the file holds; after a reboot another may have its number.
alive() { [ -s "$1" ] && [ "$(cat "/proc/$(cat "$1")/comm" 2>/dev/null)" = "$2" ]; }
gone() { ! alive "$@"; }
tail_of() { tail -n 5 "$1" 2>/dev/null | sed 's/^/  /' >&2; }

until_true() { # SECONDS COMMAND...
  local tries=$(($1 * 10)) i; shift
  for ((i = 0; i < tries; i++)); do "$@" >/dev/null 2>&1 && return 0; sleep 0.1; done
  return 1
}

free_ports() { # COUNT: ports nobody listens on or talks through
  local port found=0 used
  used=$(awk 'FNR > 1 { split($2, part, ":"); print part[2] }' /proc/net/tcp /proc/net/tcp6 2>/dev/null)
  port=$((20000 + RANDOM % 10000))
  while [ $found -lt "$1" ]; do
    port=$((port + 1))
    grep -qi "^$(printf %04X $port)\$" <<<"$used" && continue
    echo $port; found=$((found + 1))
  done
}

configure() {
  local ports
  ports=($(free_ports 3))
  mkdir -p "$folder"/{munge,state,logs,local} "$folder"/nodes/{n1,n2}
  chmod 755 "$folder" "$folder/munge"
  rm -f "$folder/munge/key"
  mungekey --create --keyfile "$folder/munge/key"
  # Jobs find the node's own disk where many clusters put it.
  cat >"$folder/task-prolog" <<P
#!/bin/sh
mkdir -p "$folder/local/\$SLURM_JOB_ID"
echo "export TMPDIR=$folder/local/\$SLURM_JOB_ID"
P
  chmod 755 "$folder/task-prolog"
  cat >"$(conf).partial" <<C
ClusterName=throwaway
SlurmctldHost=controller(127.0.0.1)
SlurmctldPort=${ports[0]}
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
CredType=cred/munge
# Requeued jobs wait until their credentials are over: 120 s by default.
AuthInfo=socket=$folder/munge/socket,cred_expire=5
StateSaveLocation=$folder/state
SlurmdSpoolDir=$folder/nodes/%n
SlurmctldPidFile=$folder/slurmctld.pid
SlurmdPidFile=$folder/nodes/%n/slurmd.pid
SlurmctldLogFile=$folder/logs/slurmctld.log
SlurmdLogFile=$folder/logs/slurmd-%n.log
TaskProlog=$folder/task-prolog
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
JobCompType=jobcomp/none
MpiDefault=none
SwitchType=switch/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SlurmdParameters=config_overrides
ReturnToService=2
MailProg=/bin/true
MaxArraySize=20001
MaxJobCount=30000
SlurmctldTimeout=10
SlurmdTimeout=10
BatchStartTimeout=2
MessageTimeout=10
InactiveLimit=0
KillWait=5
OverTimeLimit=0
MinJobAge=300
CompleteWait=0
JobRequeue=1
PreemptType=preempt/partition_prio
PreemptMode=REQUEUE
SchedulerType=sched/backfill
SchedulerParameters=bf_interval=1,sched_interval=1,sched_min_interval=0,batch_sched_delay=0,default_queue_depth=1000
PriorityType=priority/basic
NodeName=n1 NodeHostname=n1 NodeAddr=127.0.0.1 Port=${ports[1]} CPUs=4 RealMemory=4000 State=UNKNOWN
NodeName=n2 NodeHostname=n2 NodeAddr=127.0.0.1 Port=${ports[2]} CPUs=4 RealMemory=4000 State=UNKNOWN
PartitionName=normal Nodes=n1,n2 Default=YES PriorityTier=1 PreemptMode=REQUEUE MaxTime=UNLIMITED State=UP
PartitionName=urgent Nodes=n1,n2 PriorityTier=10 PreemptMode=OFF MaxTime=UNLIMITED State=UP
C
  mv "$(conf).partial" "$(conf)"
}

start_munge() {
  alive "$folder/munge/pid" munged && return
  rm -f "$folder"/munge/{socket,socket.lock,pid}
  # --force: the socket lies under /tmp, which others may write. They cannot touch the folder.
  setsid munged --foreground --force --num-threads=4 --key-file="$folder/munge/key" --socket="$folder/munge/socket" \
    --pid-file="$folder/munge/pid" --log-file="$folder/logs/munged.log" --seed-file="$folder/munge/seed" \
    </dev/null >"$folder/logs/munged.out" 2>&1 &
  until_true 10 munge --socket "$folder/munge/socket" --no-input ||
    { tail_of "$folder/logs/munged.out"; tail_of "$folder/logs/munged.log"; die "munged did not start"; }
}

# In a host name of its own, since slurmctld insists on running where slurm.conf says it does.
start_controller() {
  alive "$folder/slurmctld.pid" slurmctld && return
  rm -f "$folder/slurmctld.pid"
  setsid unshare --uts sh -c 'hostname controller; exec slurmctld -D -f "$0"' "$(conf)" </dev/null >"$folder/logs/slurmctld.out" 2>&1 &
  until_true 20 scontrol ping && scontrol ping | grep -q UP ||
    { tail_of "$folder/logs/slurmctld.out"; tail_of "$folder/logs/slurmctld.log"; die "slurmctld did not start"; }
}

# A node is a process namespace: when its first process is killed, all that ran in it is gone. Its disk is a tmpfs that only it sees.
start_node() { # NODE
  alive "$folder/nodes/$1.pid" unshare && return
  # The first process reaps; slurmd may be stopped and continued beside it.
  setsid unshare --pid --fork --kill-child --mount --mount-proc --uts bash -c '
    hostname "$1"; mount -t tmpfs -o size=512m tmpfs "$2/local" || exit 1
    slurmd -D -N "$1" -f "$2/slurm.conf" & echo $! >"$2/nodes/$1.inner"
    while :; do wait; sleep 0.2; done' node "$1" "$folder" </dev/null >"$folder/logs/$1.out" 2>&1 &
  echo $! >"$folder/nodes/$1.pid"
}

idle() { [ "$(sinfo -h -N -p normal -o %T | sort -u)" = idle ]; }
ready() { sinfo -h -n "$1" -p normal -o %T | grep -qE '^(idle|mixed|allocated|completing)$'; }

wait_ready() { # NODE
  until_true 30 ready "$1" || { sinfo -N -l >&2; tail_of "$folder/logs/$1.out"; tail_of "$folder/logs/slurmd-$1.log"; die "node $1 is not up"; }
}

first() { # NODE: the first process of its namespace
  local parent
  alive "$folder/nodes/$1.pid" unshare || die "node $1 does not run"
  parent=$(cat "$folder/nodes/$1.pid")
  tr -d ' ' <"/proc/$parent/task/$parent/children"
}
inside() { nsenter --target "$(first "$node")" --pid --mount --uts "$@"; } # COMMAND...
is_node() { case " $nodes " in *" $node "*) ;; *) die "'$node' is no node; nodes: $nodes";; esac; }

kill_node() { # NODE
  alive "$folder/nodes/$1.pid" unshare || return 0
  kill -9 "$(first "$1")" 2>/dev/null || true
  until_true 10 gone "$folder/nodes/$1.pid" unshare || kill -9 "$(cat "$folder/nodes/$1.pid")"
  rm -f "$folder/nodes/$1.pid"
}

kill_controller() {
  alive "$folder/slurmctld.pid" slurmctld || return 0
  kill -9 "$(cat "$folder/slurmctld.pid")"
  until_true 10 gone "$folder/slurmctld.pid" slurmctld || die "slurmctld does not end"
  rm -f "$folder/slurmctld.pid"
}

# It writes only what changed: so something has to.
save_controller() {
  local asked=$folder/save-asked job
  job=$(squeue --noheader --format=%F | head -1)
  [ -n "$job" ] || die "there is no job to be saved"
  touch "$asked"
  scontrol update "jobid=$job" "comment=saved" || die "scontrol update failed"
  until_true 30 test "$folder/state/job_state" -nt "$asked" || die "slurmctld saved nothing for 30 s"
}

stop() {
  local name
  for name in $nodes; do kill_node "$name"; done
  kill_controller
  if alive "$folder/munge/pid" munged; then
    kill "$(cat "$folder/munge/pid")"
    until_true 10 gone "$folder/munge/pid" munged || kill -9 "$(cat "$folder/munge/pid")"
  fi
  rm -rf "$folder"
}

case $command in
  start)
    missing
    mkdir -p "$folder"; folder=$(realpath "$folder"); export SLURM_CONF=$folder/slurm.conf
    [ ${#folder} -le 80 ] || die "$folder: a socket's path may have about 100 characters; choose a shorter folder"
    ours || [ -z "$(ls -A "$folder")" ] || die "$folder is not empty: choose another folder, stop removes it"
    touch "$folder/throwaway-slurm"
    [ -e "$(conf)" ] || configure
    start_munge; start_controller
    for name in $nodes; do start_node "$name"; done
    for name in $nodes; do wait_ready "$name"; done
    echo "export SLURM_CONF=$folder/slurm.conf";;
  *)
    folder=$(realpath -e "$folder" 2>/dev/null) || die "no cluster in $2"
    ours || die "no cluster in $folder"
    export SLURM_CONF=$folder/slurm.conf
    case $command in
      stop) stop;;
      status) sinfo -N -l; squeue;;
      kill) is_node; kill_node "$node";;
      revive) is_node; start_node "$node"; wait_ready "$node";;
      freeze) is_node; inside kill -STOP "$(cat "$folder/nodes/$node.inner")";;
      thaw) is_node; inside kill -CONT "$(cat "$folder/nodes/$node.inner")";;
      hide)
        is_node; [ -n "$what" ] || usage
        inside sh -c '
          if [ -d "$1" ]; then exec mount -t tmpfs -o size=4k tmpfs "$1"; fi
          : >"$2/local/hidden" && exec mount --bind "$2/local/hidden" "$(realpath "$(command -v "$1")")"' sh "$what" "$folder";;
      controller-kill) kill_controller;;
      controller-start) start_controller;;
      controller-save) save_controller;;
      *) usage;;
    esac;;
esac
