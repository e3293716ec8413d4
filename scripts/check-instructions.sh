#!/usr/bin/env bash
# AVX-512 instructions may stand in WideTiles alone (and in libraries that ask the CPU themselves): anywhere else they would end the
# tool on the CPUs that do not have them. Approximate reciprocals and the sines of the old coprocessor may stand nowhere: their bits are the
# maker's choice. Usage: scripts/check-instructions.sh PATH_TO_FUSIONGRID
set -euo pipefail
[ "$(uname -m)" = x86_64 ] || { echo "instructions: nothing to check on $(uname -m)"; exit 0; }
found=$(objdump -d --no-show-raw-insn "$1" | awk '
  /\tv?r(cp|sqrt)(14|28)?[ps][sdh] |\tf(sin|cos|sincos|ptan|patan|yl2x|yl2xp1|2xm1) ?$/ {count["approximations in " function_name]++}
  /^[0-9a-f]+ <.*>:$/ {function_name = $2}
  /%zmm|%[xy]mm(1[6-9]|2[0-9]|3[01])|%k[0-7]/ {if (function_name !~ /WideTiles/) count[function_name]++; else allowed++}
  END {for (name in count) print count[name], name; if (!allowed) print "none at all: the wide tiles are not in the tool"}')
[ -z "$found" ] || { echo "instructions: AVX-512 outside WideTiles, or approximations:" >&2; echo "$found" >&2; exit 1; }
echo "instructions: AVX-512 in WideTiles alone, no approximations"
