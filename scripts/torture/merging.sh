# Stores brought together while processes end. Sourced by scripts/torture.sh.

spec many 20 40
[ $short = yes ] && merges=8 || merges=50

# whole STORE: sound, and no job says it is done without the weights it was trained to.
whole() {
  local check job
  check=$(integrity "$1")
  [ "$check" = ok ] || { echo "integrity_check: $check"; return 1; }
  for job in $(sql "$1" "SELECT key FROM jobs WHERE state = 'done'"); do
    [ -s "${1%.sqlite}.files/$job/model.safetensors" ] || { echo "job $job is done and has no weights"; return 1; }
  done
}

killed_merges() {
  calm many
  local killed=0 before=0 pid
  while [ $killed -lt $merges ]; do
    fresh m.sqlite
    "$tool" merge calm-many.sqlite --store m.sqlite >merge.log 2>&1 & pid=$!
    doze 5 250
    if kill -9 $pid 2>/dev/null; then killed=$((killed + 1)); fi
    wait $pid 2>/dev/null
    if [ -e m.sqlite ] && [ "$(sql m.sqlite "SELECT count(*) FROM sqlite_schema WHERE name = 'jobs'")" = 1 ]; then
      whole m.sqlite || return 1
      case $(sql m.sqlite "SELECT count(*) FROM jobs") in
        0) before=$((before + 1));;
        80) ;;
        *) echo "a part of a store came in: $(sql m.sqlite "SELECT count(*) FROM jobs") of 80 jobs"; return 1;;
      esac
    fi
    "$tool" merge calm-many.sqlite --store m.sqlite >merge.log 2>&1 || { echo "the merge after it failed: $(tail -1 merge.log)"; return 1; }
    same many m.sqlite || return 1
  done
  echo "$killed kills ($before before the jobs were in), the next merge equal bit for bit"
}
fault merge-kill "kill -9 while a store is merged" killed_merges

merges_at_once() {
  calm many
  fresh m.sqlite
  local pids=() pid status=0
  for _ in 1 2 3; do "$tool" merge calm-many.sqlite --store m.sqlite >"merge-$RANDOM.log" 2>&1 & pids+=($!); done
  for pid in "${pids[@]}"; do wait "$pid" || status=$?; done
  [ $status -eq 0 ] || { echo "one of three ended with $status"; return 1; }
  [ "$(sql m.sqlite "SELECT count(*) FROM merged_conflicts")" = 0 ] || { echo "conflicts with itself"; return 1; }
  same many m.sqlite || return 1
  echo "three merges, one store, equal bit for bit"
}
fault merge-at-once "three merges into one store" merges_at_once
