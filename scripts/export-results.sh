#!/usr/bin/env bash
# Writes what is worth keeping of a sweep: its tables, comparisons and verdicts, the CSV and SVG of every figure, and the
# sample grids.
# Usage: scripts/export-results.sh FUSIONGRID STORE FOLDER SPEC [OVERRIDE...]
set -euo pipefail
tool=$1 store=$2 folder=$3
shift 3

mkdir -p "$folder"
for report in table compare claims; do
  for format in text csv markdown latex; do
    extension=${format/text/txt} extension=${extension/markdown/md} extension=${extension/latex/tex}
    # A spec without a baseline, or with one cell, has nothing to compare.
    "$tool" $report "$@" --store "$store" --format "$format" >"$folder/$report.$extension" ||
      { [ $report = compare ] && rm "$folder/$report.$extension"; }
  done
done
# Where the grid has none of the cells that claims ask for, there is no answer to keep.
grep -qE ',(supported|contradicted|equivalent|undecided|measured),' "$folder/claims.csv" || rm "$folder"/claims.*
rm -rf "$folder/figures"
"$tool" figures "$@" --store "$store" --out "$folder/figures"
rm -f "$folder"/figures/*.png "$folder"/figures/*.gp
