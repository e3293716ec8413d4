# Several runners, stopped runners, clocks. Sourced by scripts/torture.sh.

[ $short = yes ] && seeds=30 || seeds=500
spec race 4 $seeds 50

racing() {
  fresh r.sqlite
  local a b jobs=$((2 * seeds)) attempts done twice
  "$tool" run race.yaml --workers 1 --threads 1 --store r.sqlite --quiet >a.log 2>&1 & a=$!
  "$tool" run race.yaml --workers 1 --threads 1 --store r.sqlite --quiet >b.log 2>&1 & b=$!
  wait $a; wait $b
  finish race r.sqlite || return 1
  attempts=$(sql r.sqlite "SELECT count(*) FROM attempts")
  done=$(sql r.sqlite "SELECT count(*) FROM jobs WHERE state = 'done'")
  [ "$done" = $jobs ] && [ "$attempts" = $jobs ] || { echo "$attempts attempts for $jobs jobs, $done done"; return 1; }
  twice=$(sql r.sqlite "SELECT count(*) FROM attempts a JOIN attempts b ON a.job = b.job AND a.id < b.id")
  [ "$twice" = 0 ] || { echo "$twice jobs ran twice"; return 1; }
  calm race; same race r.sqlite || return 1
  echo "$attempts attempts by $(sql r.sqlite "SELECT count(DISTINCT pid) FROM attempts") processes, none twice, equal bit for bit"
}
fault race "two runners on $((2 * seeds)) jobs" racing

# A is stopped with a lease of 1 s, B comes 2 s later (on the same machine, or where it cannot see A's process).
stopped_past_lease() { # COMMAND PREFIX...
  calm long
  fresh s.sqlite
  local a status=0 before
  "$tool" run long.yaml --workers 1 --threads 1 --lease 1 --store s.sqlite >a.log 2>&1 & a=$!
  wait_for '^start' a.log || return 1
  sleep 0.3; stop $a s.sqlite || return 1
  sleep 2
  before=$(sql s.sqlite "SELECT job FROM attempts")
  "$@" "$tool" run long.yaml --workers 1 --threads 1 --lease 1 --store s.sqlite --quiet >b.log 2>&1 || status=$?
  kill -CONT $a
  [ $status -eq 3 ] || { echo "the second runner ended with $status: $(tail -1 b.log)"; kill -9 $a; return 1; }
  status=0; wait $a || status=$?
  [ $status -eq 0 ] || { echo "the stopped runner ended with $status: $(tail -1 a.log)"; return 1; }
  [ "$(sql s.sqlite "SELECT count(*) FROM attempts WHERE job = $before")" = 1 ] || { echo "the job was taken over"; return 1; }
  same long s.sqlite || return 1
  echo "its job was left to it, each job has one attempt, equal bit for bit"
}
same_machine() { stopped_past_lease env; }
fault sigstop "SIGSTOP past the lease" same_machine
other_namespace() { stopped_past_lease unshare --pid --fork --mount-proc; }
if unshare --pid --fork --mount-proc true 2>/dev/null; then
  fault sigstop-unseen "the same, seen from another container" other_namespace
else
  left_out sigstop-unseen "needs to make a process namespace"
fi

late_writer() {
  # The store says that another attempt has the job (as after a lease lost on another machine): A must not write.
  calm long
  fresh f.sqlite
  local a status=0 job rows
  "$tool" run long.yaml --workers 1 --threads 1 --store f.sqlite >a.log 2>&1 & a=$!
  wait_for '^start' a.log || return 1
  sleep 0.3; stop $a f.sqlite || return 1
  job=$(sql f.sqlite "SELECT max(job) FROM attempts")
  sql f.sqlite "PRAGMA busy_timeout=5000; UPDATE attempts SET ended_at = '2026-01-01 00:00:00.000', ending = 'lost' WHERE job = $job AND ending IS NULL;
    UPDATE jobs SET state = 'lost' WHERE id = $job;" >/dev/null
  rows=$(sql f.sqlite "SELECT count(*) FROM metrics WHERE job = $job")
  kill -CONT $a; wait $a || status=$?
  [ $status -eq 3 ] || { echo "exit $status instead of 3: $(tail -1 a.log)"; return 1; }
  [ "$(sql f.sqlite "SELECT count(*) FROM metrics WHERE job = $job")" = "$rows" ] || { echo "it wrote $rows rows on"; return 1; }
  grep -q '^lost ' a.log || { echo "it did not say so"; tail -3 a.log; return 1; }
  finish long f.sqlite && same long f.sqlite || return 1
  echo "not one row was taken from it; the next run ends equal bit for bit"
}
fault fenced "a latecomer whose job was given away" late_writer

clock_shift() { # SECONDS
  calm long
  fresh c.sqlite
  local a status=0
  export DONT_FAKE_MONOTONIC=1 FAKETIME_DONT_FAKE_MONOTONIC=1
  "$tool" run long.yaml --workers 1 --threads 1 --store c.sqlite >a.log 2>&1 & a=$!
  wait_for '^start' a.log || return 1
  faketime -f "$1" "$tool" run long.yaml 'seeds=[1]' fusion.point=0 --workers 1 --threads 1 --store c.sqlite --quiet >b.log 2>&1 || status=$?
  [ $status -eq 3 ] || [ $status -eq 0 ] || { echo "the runner with the other clock ended with $status: $(tail -1 b.log)"; kill -9 $a; return 1; }
  kill -9 $a; wait $a 2>/dev/null
  faketime -f "$1" "$tool" run long.yaml --store c.sqlite --quiet >c.log 2>&1 || { echo "did not go on: $(tail -1 c.log)"; return 1; }
  [ "$(sql c.sqlite "SELECT max(n) FROM (SELECT count(*) AS n FROM attempts GROUP BY job)")" -le 2 ] || { echo "a job was taken over"; return 1; }
  same long c.sqlite || return 1
  echo "a live job is not taken over, a killed one goes on at once, equal bit for bit"
}
forward() { clock_shift +3600s; }
backward() { clock_shift -3600s; }
if command -v faketime >/dev/null; then
  fault clock-forward "the clock jumps an hour forward" forward
  fault clock-back "the clock jumps an hour back" backward
else
  left_out clock-forward "needs faketime"
  left_out clock-back "needs faketime"
fi
