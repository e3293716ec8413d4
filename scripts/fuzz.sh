#!/usr/bin/env bash
# Fuzzes the readers of files and requests that others wrote, with libFuzzer.
# Usage: scripts/fuzz.sh SECONDS [safetensors numpy npz pickle sharded bpe wordpiece png jpeg jsonlines coco spec database requests]
# SECONDS are of processor time, so that a busy machine does not shorten the search.
# FUZZ_TIMEOUT is how long one input may take, in seconds of clock: 60, more where the fuzzer may be suspended meanwhile.
# Needs a built tool (`make build`): libraries are linked from it, our own sources are compiled anew with coverage.
# What is found is added to Fuzzing/found/NAME/; the seeds are in Fuzzing/corpus/NAME/.
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=$1; shift
targets=("$@"); [ ${#targets[@]} -gt 0 ] || targets=(safetensors numpy npz pickle sharded bpe wordpiece png jpeg jsonlines coco spec database requests)
built=$(cd .build/"$(uname -m)"-unknown-linux-gnu/release && pwd)
out=.build/fuzzing
mkdir -p $out
TIMEFORMAT='%R s of clock, %U s of user and %S s of system time'

sources() { local name; for name in "$@"; do find "Sources/$name" -name '*.swift'; done; }
# What the tool was linked from: a build folder keeps objects of files that are no more.
objects() { local name; for name in "$@"; do grep -F "/$name.build/" "$built/fusiongrid.product/Objects.LinkFileList"; done; }
maps=(-I "$built/Modules")
for map in Sources/Libraries/*/module.modulemap "$built"/*.build/module.modulemap .build/checkouts/*/Sources/*/include/module.modulemap .build/checkouts/GRDB.swift/Sources/GRDBSQLite/module.modulemap; do
  [ -e "$map" ] && maps+=(-Xcc "-fmodule-map-file=$map")
done
compile() { # NAME HARNESS SOURCES AND OBJECTS...
  local name=$1 harness=$2; shift 2
  swiftc -O -wmo -swift-version 5 -suppress-warnings -parse-as-library -enable-testing -D FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION -module-name "Fuzz" -sanitize=fuzzer,address \
    "${maps[@]}" -o "$out/$name" Fuzzing/Support.swift "Fuzzing/$harness.swift" "$@" >"$out/$name.build.log" 2>&1 ||
    { grep -E 'error:' "$out/$name.build.log" || tail -20 "$out/$name.build.log"; exit 1; }
}
images=(Sources/Datasets/Images/*.swift Sources/Datasets/DatasetError.swift)
folders=(Sources/Datasets/Folder/{FolderListing*,FolderWalk,COCOFile,CSVRecords,ImageFolderConfiguration}.swift Sources/Datasets/{Split,Files/FileStamp}.swift "${images[@]}")
tokenizers=(Sources/TextEncoding/Tokenizers/*.swift $(objects Choices Datasets Kernels Platform RegisterTiles TensorFiles WideTiles) -lpng -lturbojpeg -lopenblas)

searching() { # SECONDS OF PROCESSOR TIME, COMMAND...
  local seconds=$1 fuzzer ticks stat; shift
  ticks=$((seconds * $(getconf CLK_TCK)))
  nice -n 15 "$@" &
  fuzzer=$!
  while sleep 1 && stat=$(cat /proc/$fuzzer/stat 2>/dev/null); do
    set -- ${stat##*) }                     # from the state on: user and system time are the 12th and 13th
    [ $((${12} + ${13})) -lt $ticks ] || { kill -USR2 $fuzzer; break; }
  done
  wait $fuzzer
}

for name in "${targets[@]}"; do
  memory=512
  case $name in
    safetensors) compile $name Safetensors $(sources TensorFiles) $(objects Platform) ;;
    numpy) compile $name NumPy $(sources TensorFiles) $(objects Platform) ;;
    npz) compile $name NumPyArchives $(sources TensorFiles) $(objects Platform) ;;
    pickle) compile $name Pickle $(sources TensorFiles) $(objects Platform) ;;
    sharded) compile $name Sharded $(sources TensorFiles) $(objects Platform) ;;
    bpe) compile $name BPE "${tokenizers[@]}" ;;
    wordpiece) compile $name WordPiece "${tokenizers[@]}" ;;
    png) compile $name PNG "${images[@]}" -lpng; memory=2048 ;;      # the largest picture that is read takes 400 MB
    jpeg) compile $name JPEG "${images[@]}" -lturbojpeg; memory=2048 ;;
    jsonlines) compile $name JSONLines "${folders[@]}" $(objects Choices) -lpng -lturbojpeg ;;
    coco) compile $name COCO "${folders[@]}" $(objects Choices) -lpng -lturbojpeg ;;
    spec) compile $name SpecFile $(sources Experiments) $(objects Choices Platform Yams CYaml) ;;
    database) compile $name Database $(sources ResultsStore) $(objects Choices Platform Results GRDB) -lsqlite3 ;;
    requests) compile $name Requests Sources/Server/Transport/{Target,Message}.swift Sources/Server/Access/*.swift $(objects Platform) ;;
    *) echo "unknown target $name" >&2; exit 64 ;;
  esac
  mkdir -p "$out/$name.corpus" "Fuzzing/found/$name"
  dictionary=(); [ -e "Fuzzing/$name.dict" ] && dictionary=("-dict=Fuzzing/$name.dict")
  echo "$name: $seconds s"
  status=0
  { time ASAN_OPTIONS=detect_leaks=0:allocator_may_return_null=1:quarantine_size_mb=64 searching "$seconds" "$out/$name" "$out/$name.corpus" "Fuzzing/corpus/$name" \
    -timeout="${FUZZ_TIMEOUT:-60}" -report_slow_units="${FUZZ_TIMEOUT:-60}" -rss_limit_mb=$memory -max_len=65536 -print_final_stats=1 -verbosity=0 \
    "${dictionary[@]}" -artifact_prefix="Fuzzing/found/$name/" >"$out/$name.log" 2>&1; } 2>"$out/$name.time" || status=$?
  cat "$out/$name.time"
  grep -E 'stat::number_of_executed_units|stat::average_exec|stat::peak_rss' "$out/$name.log" || true
  if [ $status -ne 0 ]; then echo "$name: found something (exit $status), see $out/$name.log"; tail -25 "$out/$name.log"; exit 1; fi
  rmdir "Fuzzing/found/$name" 2>/dev/null || true
done
# What stopped fuzzers left in memory.
for folder in /dev/shm/fusiongrid-fuzz-*; do
  [ -d "$folder" ] && ! kill -0 "${folder##*-}" 2>/dev/null && rm -rf "$folder" || true
done
rmdir Fuzzing/found 2>/dev/null || true
