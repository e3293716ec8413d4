#!/usr/bin/env bash
# Writes what is worth keeping of a sweep: its tables, the CSV and SVG of every figure, and the sample grids.
# Usage: scripts/export-results.sh FUSIONGRID STORE FOLDER SPEC [OVERRIDE...]
set -euo pipefail
tool=$1 store=$2 folder=$3
shift 3

mkdir -p "$folder"
"$tool" table "$@" --store "$store" >"$folder/table.txt"
for format in csv markdown latex; do
  extension=${format/markdown/md}
  "$tool" table "$@" --store "$store" --format "$format" >"$folder/table.${extension/latex/tex}"
done
rm -rf "$folder/figures"
"$tool" figures "$@" --store "$store" --out "$folder/figures"
rm -f "$folder"/figures/*.png "$folder"/figures/*.gp
