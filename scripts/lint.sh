#!/usr/bin/env bash
# House rules a compiler does not check: format, lengths, imports as the manifest declares them, one importer a library.
set -euo pipefail
cd "$(dirname "$0")/.."
status=0
fail() { echo "lint: $1" >&2; status=1; }

while read -r lines file; do
  [ "$file" = total ] || [ "$lines" -le 400 ] || fail "$file has $lines lines; split it by topic (limit 400)"
done < <(git ls-files '*.swift' | xargs wc -l)

# The layout is the formatter's alone; long texts it cannot break are broken by hand, but for outputs that tests expect.
columns=$(sed -n 's/.*"lineLength": *\([0-9]*\).*/\1/p' .swift-format)
unformatted=$(git ls-files '*.swift' | xargs swift format lint --parallel 2>&1 | grep -v '\[LineLength\]' || true)
[ -z "$unformatted" ] || { echo "$unformatted" >&2; fail "run: swift format format -i FILE"; }
git ls-files 'Sources/*.swift' | xargs awk -v most="$columns" \
  'length($0) > most { printf "lint: %s:%d has %d columns (limit %d)\n", FILENAME, FNR, length($0), most; found = 1 } END { exit found }' >&2 || status=1

swift package dump-package | scripts/check-imports.py || status=1

sole() { # sole MODULE TARGET: MODULE is imported by TARGET's sources only
  local others
  others=$(git grep -lE "^(@preconcurrency )?import $1\$" -- Sources ":!Sources/$2" || true)
  [ -z "$others" ] || fail "$1 may be imported by $2 only: $others"
}
sole CCrypto Platform
sole CZlib Platform
sole COpenBLAS Kernels
sole GRDB ResultsStore
sole GRDBSQLite ResultsStore
sole Yams Experiments
sole CPNG Datasets
sole CJPEG Datasets
sole ArgumentParser fusiongrid
sole FlyingFox Server
sole FlyingSocks Server

git grep -nP '\t' -- '*.swift' && fail "tabs in Swift sources"
git grep -nE ' +$' -- '*.swift' '*.md' '*.yaml' && fail "trailing spaces"
[ $status -eq 0 ] && echo "lint: clean"
exit $status
