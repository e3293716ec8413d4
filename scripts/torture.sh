#!/usr/bin/env bash
# The fault matrix: breaks sweeps in every way it can and checks that they end in the bits of undisturbed ones.
# Usage: scripts/torture.sh PATH_TO_FUSIONGRID [--short] [NAME_OF_FAULT...]
# Prints one line a fault; exit 1 when one fails. Some faults mount a tmpfs or make a control group and need root; they
# say so when they are left out. Needs sqlite3; clock shifts need faketime, power failures strace and python3, clusters
# slurm-wlm and munge.
set -uo pipefail
cd "$(dirname "$0")"
tool=$(realpath "$OLDPWD/$1" 2>/dev/null || realpath "$1"); shift
scripts=$PWD
short=no; [ "${1:-}" = --short ] && { short=yes; shift; }
wanted=("$@")
work=$(mktemp -d /tmp/fusiongrid-torture.XXXXXX)
cd "$work"
failures=0 faults=0
mounted=()
cleanup() {
  [ ! -e "${cluster:-none}" ] || "$scripts/slurm/cluster.sh" stop "$cluster"
  for place in ${mounted[@]+"${mounted[@]}"}; do umount -l "$place" 2>/dev/null; done
  rm -rf "$work"
}
trap cleanup EXIT

. "$scripts/torture/helpers.sh"
for part in kills merging leases storage damage power limits slurm; do . "$scripts/torture/$part.sh"; done

[ $failures -eq 0 ] || { echo "torture: $failures of $faults faults failed"; exit 1; }
echo "torture: all $faults faults survived"
