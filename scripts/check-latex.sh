#!/usr/bin/env bash
# Sets every LaTeX table of a small sweep in an article of two columns with a real TeX, rows with characters of TeX's own among them.
# Usage: scripts/check-latex.sh PATH_TO_FUSIONGRID (needs pdflatex with booktabs: texlive-latex-recommended)
set -euo pipefail
tool=$(realpath "$1")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

cat >tiny.yaml <<'Y'
name: tiny_spec
base:
  data: {kind: shapes, image_size: 16, train: 64, test: 32}
  model: {patch_size: 4, width: 32, depth: 2, heads: 2, init: fan-in}
  text: {max_tokens: 8, width: 16}
  train: {steps: 20, batch_size: 8, learning_rate: 1e-3, warmup_steps: 2, log_every: 5, lanes: 2}
  sample: {sampler: ddim, steps: 2, images: 32}
  evaluate: {every: 10, validation: 16, timesteps: [500], probe_count: 1}
axes:
  data.grammar: [[counts], [counts, conjunctions]]   # rows that begin with a bracket
  fusion.point: [0, 1]
  fusion.conditioning: [concat, cross-attention]
seeds: {count: 6}
baseline: {data.grammar: [counts], fusion.point: 0, fusion.conditioning: concat}
Y
"$tool" run tiny.yaml >run.txt 2>&1 || { cat run.txt; exit 1; }

# Folders whose names begin with what TeX reads as markup.
job=$("$tool" status tiny.yaml --json | sed -n 's/.*"key" : "\(.*\)",*/\1/p' | head -1)
names=('[a]' '_b' '%c' '&d' '#e' '~f' '^g' '\h' '*i' '{j}' '$k')
for name in "${names[@]}"; do
  mkdir -p "$name"
  for i in 1 2 3 4 5 6; do
    [ "$name" != "${names[0]}" ] ||
      "$tool" sample "$job" --caption "two red circles" --count 1 --seed $i --zoom 1 --out "$name/$i.png" >/dev/null 2>&1
    [ "$name" = "${names[0]}" ] || cp "${names[0]}/$i.png" "$name/"
    echo "picture $i of ${name:1}" >"$name/$i.txt"
  done
done
list=$(printf "'%s', " "${names[@]}"); list=${list/\&/\\\&}; list=${list/\\h/\\\\h}
sed "s|data: {kind.*|data: {kind: images, image_size: 16, train: 4, test: 2}|; s|data.grammar.*|data.path: [${list%, }]|; s|fusion.point: .*|fusion.point: [0]|
  s|, cross-attention||; s|count: 6|count: 1|; s|validation: 16|validation: 2|; /^baseline/d; s|images: 32|images: 1|; s|batch_size: 8|batch_size: 4|" tiny.yaml >names.yaml
"$tool" run names.yaml --store names.sqlite >run.txt 2>&1 || { cat run.txt; exit 1; }

full() { # full NAME COMMAND...: a tabular by itself
  "$tool" "${@:2}" --format latex >"full-$1.tex"
  printf '\\par\\noindent\\input{full-%s}\n' "$1" >>full.tex
}
paper() { # paper NAME COMMAND...: a float with its caption
  "$tool" "${@:2}" --format latex --style paper >"paper-$1.tex"
  printf '\\input{paper-%s}\n' "$1" >>paper.tex
}
spec=(tiny.yaml)
full table table "${spec[@]}"
full columns table "${spec[@]}" --rows grammar --columns conditioning -m x0_error,oracle_all
full compare compare "${spec[@]}"
full claims claims "${spec[@]}"
full questions claims "${spec[@]}" --list
full oracle oracle "${spec[@]}" data.grammar='[counts]' fusion.point=0
full confusion oracle "${spec[@]}" --confusion
full names table names.yaml --store names.sqlite --rows path
full query query "SELECT column1 AS \"a_b & c\" FROM (VALUES ('[x]'), ('*y'), ('_z'), ('%u'), ('&v'), ('#w'), ('~s'), ('^t'), ('\\r'), ('{q}'), ('\$p'), ('1 < 2 > 0 | ± ↑ ↓ × 10⁻³'), ('two
lines'))"
paper table table "${spec[@]}"
paper four table "${spec[@]}" -m x0_error,oracle_all,executed_forward_flops,images_per_second
paper one table "${spec[@]}" -m x0_error
paper columns table "${spec[@]}" --columns conditioning -m x0_error,oracle_all
paper column table "${spec[@]}" --columns conditioning,point -m x0_error
paper best table "${spec[@]}" --at best -m x0_error
paper claims claims "${spec[@]}"
paper compare compare "${spec[@]}" -m x0_error,oracle_all
paper oracle oracle "${spec[@]}"
paper names table names.yaml --store names.sqlite -m x0_error

cat >check.tex <<'T'
\documentclass[twocolumn]{article}
\usepackage{booktabs}
\begin{document}
\message{BEGIN PAPER}
\input{paper}
\clearpage
\message{END PAPER}
\input{full}
\end{document}
T
if ! pdflatex -halt-on-error -interaction=nonstopmode check.tex >tex.txt 2>&1; then
  grep -A8 '^!' tex.txt || tail -20 tex.txt
  echo "check-latex: a table does not compile" >&2
  exit 1
fi
# Tables in full are for appendices on wide paper; those for papers must fit their column.
wide=$(sed -n '/BEGIN PAPER/,/END PAPER/p' tex.txt | grep -oE 'Overfull .hbox \([0-9.]+pt too wide\)[^\n]*' | awk '{ gsub(/[(]|pt/, "", $3); if ($3 > 1) print }' || true)
if [ -n "$wide" ]; then
  echo "$wide"
  echo "check-latex: a table of the paper style is wider than its column" >&2
  exit 1
fi
[ -z "${KEEP:-}" ] || cp check.pdf ./*.tex "$KEEP"
echo "all LaTeX tables compile; those for papers fit their columns"
