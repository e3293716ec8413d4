# Files that are not what they were. Sourced by scripts/torture.sh.

# flip FILE OFFSET: turns one bit.
flip() {
  local byte
  byte=$(od -An -tu1 -j "$2" -N 1 "$1")
  printf "$(printf '\\%03o' $((byte ^ 16)))" | dd of="$1" bs=1 seek="$2" conv=notrunc 2>/dev/null
}

damaged_checkpoints() {
  calm long
  local n rounds=4 pid file size kind named=0
  [ $short = yes ] || rounds=20
  for n in $(seq $rounds); do
    fresh x.sqlite
    "$tool" run long.yaml --store x.sqlite >run.log 2>&1 & pid=$!
    wait_for '^start' run.log || return 1
    doze 300 900; kill -9 $pid; wait $pid 2>/dev/null
    for file in $(find x.files -name checkpoint.safetensors); do
      size=$(stat -c %s "$file")
      if [ $((n % 2)) -eq 0 ]; then kind="truncated"; truncate -s $((RANDOM * 32768 % size)) "$file"
      else kind="bit-flipped"; flip "$file" $(((RANDOM * 32768 + RANDOM) % size)); fi
    done
    "$tool" run long.yaml --store x.sqlite >run.log 2>&1 || { echo "$kind: $(tail -1 run.log)"; return 1; }
    named=$((named + $(grep -c 'damaged checkpoint, not used' run.log)))
    rm -f x.files/*/checkpoint.damaged.safetensors
    same long x.sqlite || { echo "$kind"; return 1; }
  done
  [ $named -gt 0 ] || { echo "no damage was named"; return 1; }
  echo "$rounds sweeps, $named damaged checkpoints named, the previous one used, equal bit for bit"
}
fault checkpoints "truncated and bit-flipped checkpoints" damaged_checkpoints

damaged_databases() {
  calm kill
  local n rounds=6 status size named=0 unharmed=0 command kept
  [ $short = yes ] || rounds=60
  for n in $(seq $rounds); do
    fresh y.sqlite
    cp calm-kill.sqlite y.sqlite; cp -r calm-kill.files y.files
    sqlite3 y.sqlite 'PRAGMA wal_checkpoint(TRUNCATE)' >/dev/null
    size=$(stat -c %s y.sqlite)
    case $((n % 4)) in
      0) truncate -s $((RANDOM * 32768 % size)) y.sqlite ;;
      1) dd if=/dev/urandom of=y.sqlite bs=512 count=8 seek=$((RANDOM % (size / 512))) conv=notrunc 2>/dev/null ;;
      2) dd if=/dev/urandom of=y.sqlite bs=1 count=4 seek=$((RANDOM % 100)) conv=notrunc 2>/dev/null ;;
      3) dd if=/dev/urandom of=y.sqlite-wal bs=512 count=100 2>/dev/null ;;
    esac
    for command in status table "figures --out figures" run; do
      status=0
      # shellcheck disable=SC2086
      timeout 300 "$tool" ${command%% *} kill.yaml --store y.sqlite $([ "${command#* }" = "$command" ] || echo "${command#* }") >run.log 2>&1 || status=$?
      case $status in
        0|1|3) unharmed=$((unharmed + 1)) ;;
        2) named=$((named + 1)); [ -s run.log ] || { echo "exit 2 without a word"; return 1; } ;;
        *)
          kept=$(mktemp -d /tmp/fusiongrid-damaged.XXXXXX); cp y.sqlite* "$kept"
          echo "damage $n, $command: exit $status (124: over 300 s); the database is kept in $kept"; tail -3 run.log; return 1 ;;
      esac
    done
  done
  echo "$rounds databases x 4 commands: $named refused with the reason, $unharmed unharmed, no crash"
}
fault databases "overwritten and truncated databases" damaged_databases

newer_database() {
  calm kill
  fresh n.sqlite; cp calm-kill.sqlite n.sqlite
  sql n.sqlite "INSERT INTO grdb_migrations VALUES ('from-the-future')"
  expect 2 'newer version.*from-the-future' "$tool" run kill.yaml --store n.sqlite || return 1
  expect 2 'newer version.*from-the-future' "$tool" status kill.yaml --store n.sqlite || return 1
  echo "refused by name"
}
fault newer "a database of a newer version" newer_database

older_databases() {
  local dump count before
  local -x TMPDIR=$PWD/copies
  mkdir -p copies
  for dump in "$scripts"/../Tests/Fixtures/schemas/*.sql; do
    fresh n.sqlite; sqlite3 n.sqlite <"$dump" || return 1
    count=$(sql n.sqlite "SELECT count(*) FROM jobs") before=$(sha256sum n.sqlite)
    expect 0 'older version' "$tool" ls --store n.sqlite || return 1
    expect 0 "^ *$count *\$" "$tool" query 'SELECT count(*) FROM jobs' --store n.sqlite || return 1
    [ "$(sha256sum n.sqlite)" = "$before" ] && [ ! -e n.sqlite-wal ] || { echo "reading changed $dump"; return 1; }
    expect 2 'older version.*fusiongrid tag' "$tool" serve --store n.sqlite --port 0 || return 1
    expect 0 . "$tool" tag "$(sql n.sqlite 'SELECT key FROM jobs LIMIT 1')" seen --store n.sqlite || return 1
    expect 0 "^ *$count *\$" "$tool" query 'SELECT count(*) FROM jobs' --store n.sqlite || return 1
    grep -q older expect.txt && { echo "still old after an update: $dump"; return 1; }
  done
  [ -z "$(ls -A copies)" ] || { echo "copies were left behind"; return 1; }
  echo "of every version there was: read through a copy, unchanged; updated by what writes, with a copy of the old one beside it"
}
fault older "databases of older versions" older_databases
