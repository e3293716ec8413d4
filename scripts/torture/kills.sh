# Processes that end before their time. Sourced by scripts/torture.sh.

spec kill 150 2
[ $short = yes ] && kills=12 || kills=200

random_kills() {
  calm kill
  local killed=0 rounds=0 retried=0 pid check
  fresh k.sqlite
  while [ $killed -lt $kills ]; do
    "$tool" run kill.yaml --store k.sqlite --quiet >run.log 2>&1 & pid=$!
    doze 20 700
    if kill -9 $pid 2>/dev/null; then killed=$((killed + 1)); fi
    wait $pid 2>/dev/null
    if [ -e k.sqlite ]; then
      check=$(integrity k.sqlite)
      [ "$check" = ok ] || { echo "after kill $killed: $check"; return 1; }
      retried=$((retried + $("$tool" retry kill.yaml --store k.sqlite --kind error 2>/dev/null | cut -d' ' -f1 || echo 0)))
    fi
    if "$tool" status kill.yaml --store k.sqlite 2>/dev/null | grep -qE '^kill: 4 done$'; then
      # A kill between a job's end and the removal of its checkpoints leaves them to the next run.
      finish kill k.sqlite && same kill k.sqlite || return 1
      rounds=$((rounds + 1))
      fresh k.sqlite
    fi
  done
  finish kill k.sqlite && same kill k.sqlite || return 1
  echo "$killed kills, $((rounds + 1)) sweeps, each equal to the undisturbed one bit for bit; jobs let go on after 3 attempts without progress: $retried"
}
fault kill-9 "kill -9 at random moments" random_kills

spec long 6000 1 100
terminated() {
  calm long
  fresh t.sqlite
  local status=0 pid n=0
  for n in 1 2 3; do
    rm -f run.log
    "$tool" run long.yaml --store t.sqlite >run.log 2>&1 & pid=$!
    wait_for "^(start|resume)" run.log || return 1
    doze 20 400
    kill -TERM $pid; status=0; wait $pid || status=$?
    [ $status -eq 3 ] || { echo "exit $status instead of 3"; tail -2 run.log; return 1; }
    [ "$(sql t.sqlite "SELECT count(*) FROM attempts WHERE ending IS NULL")" = 0 ] || { echo "attempts were left open"; return 1; }
  done
  finish long t.sqlite && same long t.sqlite || return 1
  echo "exit 3 with a checkpoint, then equal bit for bit"
}
fault sigterm "SIGTERM three times" terminated

interrupted_once() {
  fresh i.sqlite
  local status=0 pid
  "$tool" run long.yaml --store i.sqlite >run.log 2>&1 & pid=$!
  wait_for '^start' run.log || return 1
  sleep 0.5; kill -INT $pid; wait $pid || status=$?
  [ $status -eq 3 ] || { echo "exit $status instead of 3"; return 1; }
  [ "$(sql i.sqlite "SELECT DISTINCT ending FROM attempts")" = interrupted ] || { echo "endings: $(sql i.sqlite "SELECT ending FROM attempts")"; return 1; }
  [ "$(integrity i.sqlite)" = ok ] || return 1
  echo "exit 3, jobs interrupted with a checkpoint each"
}
fault ctrl-c "Ctrl-C once" interrupted_once

interrupted_twice() {
  calm kill
  fresh j.sqlite
  local status=0 pid start
  "$tool" run kill.yaml train.steps=150 --store j.sqlite >run.log 2>&1 & pid=$!
  wait_for '^start' run.log || return 1
  kill -INT $pid; sleep 0.005; kill -INT $pid 2>/dev/null; kill -TERM $pid 2>/dev/null; wait $pid || status=$?
  [ $status -eq 3 ] || { echo "exit $status instead of 3"; return 1; }
  [ "$(sql j.sqlite "SELECT count(*) FROM attempts WHERE ending IS NULL")" = 0 ] || { echo "attempts were left open"; return 1; }
  [ "$(integrity j.sqlite)" = ok ] || return 1
  finish kill j.sqlite && same kill j.sqlite || return 1
  # A step of seconds: a second Ctrl-C does not wait for it.
  "$tool" run kill.yaml train.steps=150 model.width=512 train.batch_size=512 data.train=512 fusion.point=0 --memory 8G --store h.sqlite >run.log 2>&1 & pid=$!
  wait_for '^start' run.log || return 1
  sleep 1; kill -INT $pid; sleep 1.2; kill -INT $pid 2>/dev/null; status=0; wait $pid || status=$?
  [ $status -eq 130 ] || { echo "exit $status instead of 130 after a second"; return 1; }
  echo "exit 3 when they come together, then equal bit for bit; exit 130 a second later"
}
fault ctrl-c-twice "Ctrl-C twice" interrupted_twice

out_of_memory() {
  local group=/sys/fs/cgroup/memory/fusiongrid-torture-$$ status=0
  mkdir "$group" || return 1
  echo 48M >"$group/memory.limit_in_bytes" && { echo 48M >"$group/memory.memsw.limit_in_bytes" 2>/dev/null; true; }
  spec heavy 400 1 100
  # The estimate would refuse it; the override stands for an estimate that was too low.
  (echo "$BASHPID" >"$group/cgroup.procs"; exec "$tool" run heavy.yaml model.width=512 train.batch_size=64 fusion.point=0 \
    --store o.sqlite --memory 8G --quiet) >run.log 2>&1 || status=$?
  sleep 0.2; rmdir "$group"
  [ $status -eq 137 ] || { echo "exit $status instead of 137: the kernel did not kill it"; tail -2 run.log; return 1; }
  "$tool" run heavy.yaml model.width=512 train.batch_size=64 fusion.point=0 --store o.sqlite --quiet >again.log 2>&1
  [ "$(sql o.sqlite "SELECT DISTINCT ending FROM attempts WHERE job = 1")" = out_of_memory ] || { echo "ending: $(sql o.sqlite "SELECT ending, reason FROM attempts")"; return 1; }
  [ "$(integrity o.sqlite)" = ok ] || return 1
  echo "recognised as out_of_memory by the next run, not repeated by itself"
}
if [ -w /sys/fs/cgroup/memory ] && [ -e /sys/fs/cgroup/memory/cgroup.procs ]; then
  fault oom-kill "the kernel kills for memory" out_of_memory
else
  left_out oom-kill "needs a control group of version 1 that it may write"
fi
