#!/usr/bin/env bash
# Exports what recompute.py needs of a spec's results: jobs.csv, options.csv, values.csv, compare.csv, claims.csv and the claims as YAML.
#
# Usage: export.sh TOOL STORE SPEC OUT [OVERRIDE ...]      METRICS="loss oracle_all": metrics of `compare` beside its own choice
# With an override claims=FILE that file is copied, else the paper's list; a spec that holds claims itself needs recompute.py --claims.
set -euo pipefail
[ $# -ge 4 ] || { sed -n '2,5s/^# \{0,1\}//p' "$0"; exit 2; }
tool=$1 store=$2 spec=$3 out=$4
shift 4
mkdir -p "$out"

# The grid's jobs in its order, also those that the store does not know yet.
"$tool" status "$spec" "$@" --store "$store" --json | python3 -c '
import csv, json, sys
rows = csv.writer(sys.stdout, lineterminator="\n")
rows.writerow(["job", "state", "cell", "seed"])
for job in json.load(sys.stdin):
    cell, _, seed = job["label"].rpartition("seed=")
    rows.writerow([job["key"], job["state"], cell.strip(), seed])
' > "$out/jobs.csv"

# One row a job and option.
options="SELECT job, path, value FROM job_options WHERE job IN (SELECT value FROM json_each('KEYS'))"

# One row a done job and metric: the value at the greatest step; measurements of the last attempt that has them; means over attention rows.
values="
WITH k AS MATERIALIZED (SELECT key AS job, id FROM jobs WHERE state = 'done' AND key IN (SELECT value FROM json_each('KEYS')))
SELECT k.job, s.name || '/' || s.split AS metric, m.value,
    CASE m.kind WHEN 0 THEN 'finite' WHEN 1 THEN 'nan' WHEN 2 THEN 'inf' ELSE '-inf' END AS kind
FROM k CROSS JOIN metric_series s CROSS JOIN metrics m ON m.job = k.id AND m.series = s.id
    AND m.step = (SELECT max(step) FROM metrics WHERE job = k.id AND series = s.id)
UNION ALL
SELECT v.job, v.name, v.value, v.kind FROM k JOIN v_measurements v ON v.job = k.job
    AND v.attempt = (SELECT max(w.attempt) FROM v_measurements w WHERE w.job = v.job AND w.name = v.name)
UNION ALL
SELECT job, name, value, 'finite' FROM (
    SELECT k.job, 'wall_seconds' AS name, sum(a.wall_seconds) AS value FROM k JOIN attempts a ON a.job = k.id GROUP BY 1
    UNION ALL SELECT k.job, 'cpu_seconds', sum(a.cpu_seconds) FROM k JOIN attempts a ON a.job = k.id GROUP BY 1
    UNION ALL SELECT k.job, 'peak_bytes', max(a.peak_bytes) FROM k JOIN attempts a ON a.job = k.id GROUP BY 1
    UNION ALL SELECT job, 'attention_' || name, value FROM (
        SELECT k.job, n.value AS name,
            avg(CASE n.value WHEN 'text_mass' THEN a.text_mass WHEN 'entropy' THEN a.entropy ELSE a.effective_rank END) AS value
        FROM k CROSS JOIN json_each('[\"text_mass\", \"entropy\", \"effective_rank\"]') n
        JOIN attention_statistics a ON a.job = k.id AND a.step = (SELECT max(step) FROM attention_statistics WHERE job = k.id)
        GROUP BY 1, 2))
WHERE value IS NOT NULL"

# A command line holds a thousand keys easily.
query() {
    local first=1
    tail -n +2 "$out/jobs.csv" | cut -d, -f1 | xargs -n 1000 | while read -r keys; do
        "$tool" query "${1//KEYS/[\"${keys// /\",\"}\"]}" --store "$store" --format csv | tail -n +$((first ? 1 : 2))
        first=0
    done
}
query "$options" > "$out/options.csv"
query "$values" > "$out/values.csv"

metrics=()
for metric in ${METRICS:-}; do metrics+=(-m "$metric"); done
"$tool" compare "$spec" "$@" --store "$store" --format csv > "$out/compare.csv"
# Each metric is a family of its own.
[ ${#metrics[@]} -eq 0 ] || "$tool" compare "$spec" "$@" --store "$store" --format csv "${metrics[@]}" | tail -n +2 >> "$out/compare.csv"
"$tool" claims "$spec" "$@" --store "$store" --format csv > "$out/claims.csv"

"$tool" claims "$spec" --paper > "$out/arxiv-2403.16530.yaml"
cp "$out/arxiv-2403.16530.yaml" "$out/claims.yaml"
for override in "$@"; do
    case $override in claims=*) cp "${override#claims=}" "$out/claims.yaml" ;; esac
done
