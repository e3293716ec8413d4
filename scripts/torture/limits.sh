# Jobs that ask too much or fail alike. Sourced by scripts/torture.sh.

too_large() {
  fresh m.sqlite
  expect 1 'refused.*it needs about .* MB, .* MB may be used' "$tool" run kill.yaml --memory 1M --store m.sqlite || return 1
  [ "$(sql m.sqlite "SELECT count(*) FROM attempts")" = 0 ] || return 1
  echo "refused before it starts, with what it needs and what there is"
}
fault memory "an estimate over the limit" too_large

over_time() {
  calm long
  fresh w.sqlite
  expect 1 'over its time' "$tool" run long.yaml --timeout 0.3s --store w.sqlite || return 1
  [ "$(sql w.sqlite "SELECT DISTINCT ending FROM attempts")" = timeout ] || return 1
  expect 1 'failed earlier' "$tool" run long.yaml --store w.sqlite || return 1
  expect 0 '2 job' "$tool" retry long.yaml --kind timeout --store w.sqlite || return 1
  finish long w.sqlite && same long w.sqlite || return 1
  echo "ends as timeout, stays so until retry --kind timeout, then equal bit for bit"
}
fault timeout "a job over its time" over_time

alike() {
  fresh q.sqlite
  local broken=(train.learning_rate=1e18 train.warmup_steps=0 seeds='{count: 6}' --workers 1 --threads 1 --store q.sqlite)
  expect 3 '3 jobs failed alike' "$tool" run kill.yaml "${broken[@]}" || return 1
  [ "$(grep -c 'paused: 3 jobs failed alike' expect.txt)" = 1 ] || { echo "the cause was not told once"; return 1; }
  expect 1 '9 failed' "$tool" run kill.yaml "${broken[@]}" --keep-going || return 1
  echo "pauses and tells the cause once; --keep-going goes on"
}
fault alike "jobs that fail alike" alike

stuck() {
  calm long
  fresh u.sqlite
  local n pid
  for n in 1 2 3; do
    "$tool" run long.yaml train.checkpoint_every=100000 fusion.point=0 --store u.sqlite >run.log 2>&1 & pid=$!
    wait_for '^start' run.log || return 1
    sleep 0.3; kill -9 $pid; wait $pid 2>/dev/null
  done
  expect 1 '3 attempts in a row began at step 0 and got no further' "$tool" run long.yaml train.checkpoint_every=100000 fusion.point=0 --store u.sqlite || return 1
  expect 0 '1 job' "$tool" retry long.yaml fusion.point=0 --kind error --store u.sqlite || return 1
  finish long u.sqlite && same long u.sqlite || return 1
  echo "an error after 3 attempts without progress; retry --kind error lets it end, equal bit for bit"
}
fault stuck "a job that never gets further" stuck
