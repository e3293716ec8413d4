# Power failures: the system calls of a run are recorded and replayed on a disk that keeps nothing but what was synced.
# Sourced by scripts/torture.sh.

calls=openat,creat,write,writev,pwrite64,pwritev,pwritev2,ftruncate,truncate,fallocate,copy_file_range,sendfile
calls=$calls,fsync,fdatasync,sync_file_range,rename,renameat,renameat2,link,linkat,unlink,unlinkat,mkdir,mkdirat,rmdir

power_failures() {
  calm kill
  local rounds=1 failures=12 round n store=$work/power/d.sqlite tried=0 steps=0 again=0 image
  [ $short = yes ] || { rounds=10; failures=30; }
  rm -rf power before; mkdir power before
  for round in $(seq $rounds); do
    strace -f -y -xx -s 1000000000 -e trace=$calls -o trace.txt "$tool" run kill.yaml --store "$store" --quiet >run.log 2>&1 ||
      { echo "the recorded run failed: $(tail -1 run.log)"; return 1; }
    rm -rf after
    "$scripts/torture/power_failures.py" trace.txt power before after $failures $((RANDOM * 32768 + RANDOM)) >replay.txt || { cat replay.txt; return 1; }
    for n in $(seq 0 $((failures - 1))); do
      image=after/$n
      rm -rf sound; cp -r $image sound
      [ ! -s sound/d.sqlite ] || [ "$(integrity sound/d.sqlite)" = ok ] || { echo "round $round, failure $n: $(integrity sound/d.sqlite)"; keep $image; return 1; }
      rm -rf finished; cp -r $image finished
      finish kill finished/d.sqlite && same kill finished/d.sqlite || { echo "round $round, failure $n"; keep $image; return 1; }
      tried=$((tried + 1))
    done
    # The next run to be recorded begins where one of these failures left off.
    rm -rf before power
    cp -r after/$((RANDOM % failures)) before; cp -r before power
  done
  echo "$tried failures: the database is sound after each, and the finished sweep equal bit for bit"
}

keep() { local kept; kept=$(mktemp -d /tmp/fusiongrid-power.XXXXXX); cp -r "$1" "$kept"; echo "kept in $kept"; }

if strace -o /dev/null true 2>/dev/null && command -v python3 >/dev/null; then
  fault power-failure "the power fails, and of what was not synced anything may be on the disk" power_failures
else
  left_out power-failure "needs strace, the right to trace, and python3"
fi
