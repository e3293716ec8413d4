# Disks that are full, write-protected or locked. Sourced by scripts/torture.sh.

disk=$work/disk
small_disk() { # SIZE
  mkdir -p "$disk"
  umount "$disk" 2>/dev/null
  mount -t tmpfs -o "size=$1" tmpfs "$disk"
  mounted=("$disk")
}
grow() { mount -o remount,size=256m "$disk"; }

full_from_start() {
  calm kill
  local size outcomes=""
  for size in 64k 300k 1m 3m; do
    small_disk $size || return 1
    local status=0
    "$tool" run kill.yaml --store "$disk/d.sqlite" --quiet >run.log 2>&1 || status=$?
    [ $status -eq 3 ] || [ $status -eq 2 ] || { echo "$size: exit $status: $(tail -1 run.log)"; return 1; }
    grep -qiE 'full|make room|No space' run.log || { echo "$size: not told why: $(tail -2 run.log)"; return 1; }
    grow
    if [ -s "$disk/d.sqlite" ]; then [ "$(integrity "$disk/d.sqlite")" = ok ] || return 1; fi
    finish kill "$disk/d.sqlite" && same kill "$disk/d.sqlite" || { echo "$size"; return 1; }
    outcomes="$outcomes $size"
    umount "$disk"
  done
  echo "refused with the reason on$outcomes; goes on when the disk is larger, equal bit for bit"
}

# Long enough that the disk fills while jobs write.
spec fills 3000 2 50
full_meanwhile() {
  calm fills
  local n status pauses=0 rounds=3
  [ $short = yes ] || rounds=20
  for n in $(seq $rounds); do
    small_disk 12m || return 1
    "$tool" run fills.yaml --store "$disk/d.sqlite" --quiet >run.log 2>&1 & pid=$!
    doze 30 500
    dd if=/dev/zero of="$disk/filler" bs=64k >/dev/null 2>&1
    status=0; wait $pid || status=$?
    [ $status -eq 3 ] || [ $status -eq 2 ] || [ $status -eq 0 ] || { echo "round $n: exit $status: $(tail -1 run.log)"; return 1; }
    if [ $status -ne 0 ]; then
      pauses=$((pauses + 1))
      grep -qiE 'full|make room|No space' run.log || { echo "round $n: not told why: $(tail -2 run.log)"; return 1; }
      [ "$(sql "$disk/d.sqlite" "SELECT count(*) FROM jobs WHERE state = 'error'" 2>/dev/null || echo 0)" = 0 ] || { echo "a job was blamed"; return 1; }
    fi
    rm "$disk/filler"
    if [ -s "$disk/d.sqlite" ]; then [ "$(integrity "$disk/d.sqlite")" = ok ] || { echo "round $n: $(integrity "$disk/d.sqlite")"; return 1; }; fi
    finish fills "$disk/d.sqlite" && same fills "$disk/d.sqlite" || { echo "round $n"; return 1; }
    umount "$disk"
  done
  [ $pauses -gt 0 ] || { echo "no run met a full disk: the machine is too fast for this spec"; return 1; }
  echo "$pauses of $rounds runs paused with the reason; with room again all end equal bit for bit"
}

read_only() {
  calm kill
  small_disk 64m || return 1
  "$tool" run kill.yaml 'seeds=[1]' --store "$disk/d.sqlite" --quiet >run.log 2>&1 || { cat run.log; return 1; }
  mount -o remount,ro "$disk"
  expect 2 'read-only' "$tool" run kill.yaml --store "$disk/d.sqlite" || return 1
  expect 0 '2 done' "$tool" status kill.yaml --store "$disk/d.sqlite" || return 1
  expect 0 'x0_error/validation' "$tool" table kill.yaml --store "$disk/d.sqlite" || return 1
  mount -o remount,rw "$disk"
  finish kill "$disk/d.sqlite" && same kill "$disk/d.sqlite" || return 1
  umount "$disk"
  echo "run is refused with the reason, status and table read it; writable again it goes on, equal bit for bit"
}

if mkdir -p "$disk" && mount -t tmpfs -o size=1m tmpfs "$disk" 2>/dev/null; then
  umount "$disk"
  fault disk-full "a disk too small from the start" full_from_start
  fault disk-fills "a disk that fills up meanwhile" full_meanwhile
  fault read-only "a write-protected store" read_only
else
  left_out disk-full "needs to mount a tmpfs"; left_out disk-fills "needs to mount a tmpfs"; left_out read-only "needs to mount a tmpfs"
fi

# lock SECONDS STORE: another program in the middle of a change.
lock() { (echo 'BEGIN EXCLUSIVE;'; sleep "$1"; echo 'COMMIT;') | sqlite3 "$2" & }

locked_briefly() {
  calm kill
  fresh l.sqlite
  local pid status=0
  "$tool" run kill.yaml 'seeds=[1]' fusion.point=0 --store l.sqlite --quiet >run.log 2>&1 || return 1
  lock 4 l.sqlite; pid=$!
  sleep 0.2
  "$tool" run kill.yaml --store l.sqlite --quiet >run.log 2>&1 || status=$?
  wait $pid
  [ $status -eq 0 ] || { echo "exit $status: $(tail -1 run.log)"; return 1; }
  same kill l.sqlite || return 1
  echo "jobs wait for the 4 s and end equal bit for bit"
}
fault locked "another program locks the database for 4 s" locked_briefly

locked_long() {
  calm long
  fresh l.sqlite
  local pid status=0 run
  "$tool" run long.yaml --store l.sqlite --quiet >run.log 2>&1 & run=$!
  sleep 1
  lock 75 l.sqlite; pid=$!
  wait $run || status=$?
  [ $status -eq 3 ] || [ $status -eq 2 ] || { echo "exit $status: $(tail -1 run.log)"; return 1; }
  grep -q 'has kept it locked for 60 s' run.log || { echo "not told why: $(tail -2 run.log)"; return 1; }
  wait $pid
  [ "$(integrity l.sqlite)" = ok ] || return 1
  finish long l.sqlite && same long l.sqlite || return 1
  echo "paused after 60 s with the reason; unlocked it goes on, equal bit for bit"
}
[ $short = yes ] || fault locked-long "another program locks the database for 75 s" locked_long
