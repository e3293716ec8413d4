#!/usr/bin/env bash
# Drives the built tool as a user would and checks exit codes, idempotence, resumption and messages.
# Usage: scripts/check-cli.sh PATH_TO_FUSIONGRID
set -euo pipefail
tool=$(realpath "$1")
scripts=$(realpath "$(dirname "$0")")
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
failures=0
# Where people stand is often another project's checkout.
mkdir .git && printf 'ffffffffffffffffffffffffffffffffffffffff\n' >.git/HEAD

expect() { # expect NAME EXIT_CODE PATTERN COMMAND...: the output (both streams) holds PATTERN
  local name=$1 code=$2 pattern=$3 status=0
  shift 3
  "$@" >out.txt 2>&1 || status=$?
  if [ "$status" -eq "$code" ] && grep -qE -- "$pattern" out.txt; then
    echo "ok    $name"
  else
    echo "FAIL  $name: exit $status (expected $code), expected to read: $pattern"
    sed 's/^/      /' out.txt | head -20
    failures=$((failures + 1))
  fi
}

cat >tiny.yaml <<'Y'
name: tiny
base:
  data: {kind: shapes, image_size: 16, train: 64, test: 32, grammar: [counts]}
  model: {patch_size: 4, width: 32, depth: 2, heads: 2, init: fan-in}
  text: {max_tokens: 8, width: 16}
  train: {steps: 20, batch_size: 8, learning_rate: 1e-3, warmup_steps: 2, log_every: 5, lanes: 2, checkpoint_every: 5}
  sample: {sampler: ddim, steps: 3, images: 8}
  evaluate: {every: 10, validation: 16, timesteps: [500], probe_count: 1}
axes:
  fusion.point: [0, 1]
seeds: [1, 2]
Y
sed 's/fusion.point/fusion.pont/' tiny.yaml >typo.yaml
printf 'name: bad\nbase: {model: {width: 30, heads: 4}}\n' >heads.yaml
printf 'name: bad\nbase: {data: {kind: images, path: nowhere}}\n' >nodata.yaml

expect "plan writes nothing"            0 "2 cells x 2 seeds = 4 new" "$tool" plan tiny.yaml
[ ! -e fusiongrid.sqlite ] || { echo "FAIL  plan made a store"; failures=$((failures + 1)); }
expect "plan is JSON on request"        0 '"totals"'                  "$tool" plan tiny.yaml --json
expect "run runs"                       0 "4 done now"                "$tool" run tiny.yaml
expect "run again does nothing"         0 "nothing to run"            "$tool" run tiny.yaml
expect "a longer axis runs new cells"   0 "4 done now, 4 done before" "$tool" run tiny.yaml 'axes.fusion.conditioning=[concat, cross-attention]'
expect "another guidance needs no training" 0 "^4 job\(s\) take over the weights and curves" "$tool" plan tiny.yaml sample.guidance=3
expect "and takes over what is there"   0 "trained as job [0-9a-f]{12}, whose weights" "$tool" run tiny.yaml sample.guidance=3
expect "a judge to train is in the plan" 0 "1 mini-clip\(s\) to train first" "$tool" plan tiny.yaml evaluate.evaluator=mini-clip
expect "features need precomputed contexts" 2 "text.encoder. is .random., allowed: .precomputed." "$tool" plan tiny.yaml data.kind=features data.path=.
expect "status"                         0 "4 done"                    "$tool" status tiny.yaml
job=$("$tool" status tiny.yaml --json | sed -n 's/.*"key" : "\(.*\)",*/\1/p' | head -1)
expect "why"                            0 "attempt [0-9]+: started"               "$tool" why "${job:0:10}"
expect "table"                          0 "x0_error/validation"           "$tool" table tiny.yaml
expect "table in LaTeX"                 0 'toprule'                   "$tool" table tiny.yaml --format latex
expect "a LaTeX row may begin with ["   0 '^[{][}]\[counts\] & '     "$tool" table tiny.yaml 'axes.data.grammar=[[counts], [counts, conjunctions]]' --rows grammar --format latex
expect "table with a misspelt metric"   2 "oracle_count"              "$tool" table tiny.yaml --metric oracle_cont
expect "watch ends when all is done"    0 "^tiny: 4/4 done, 0 running, 0 waiting$" "$tool" watch tiny.yaml
expect "watch says when nothing runs"   3 "^Nothing is running; .fusiongrid run. goes on.$" "$tool" watch tiny.yaml 'seeds={count: 3}'
expect "compare asks for a baseline"    2 "spec .tiny.: names no baseline; add .baseline: .option: value.. to it or write --baseline option=value,\.\.\." "$tool" compare tiny.yaml
expect "compare"                        0 "^2 pairs of seeds can reach p = 0.5 at best, alone and in a family. For p <= 0.05 run 6 seeds \(4 more\)\.$" "$tool" compare tiny.yaml --baseline point=0 --metric loss
expect "compare names its baseline"     0 "^loss/validation: Validation loss \(mean squared error\), lower is better. Baseline point=0: [0-9.]+ \([0-9.]+, [0-9.]+; 2/2\)$" "$tool" compare tiny.yaml --baseline point=0 --metric loss
expect "compare in CSV"                 0 "^1,loss/validation,mean squared error,lower,point=0,2,2,.*,student,.*,0.5,undecided,\"2 seeds reach p 0.5 at best, 6 are needed\",.*,undecided,\"2 seeds reach p 0.5 at best, 6 are needed\",$" "$tool" compare tiny.yaml --baseline point=0 --metric loss --format csv
expect "compare in LaTeX"               0 'toprule'                   "$tool" compare tiny.yaml --baseline point=0 --format latex
expect "compare is JSON on request"     0 '"p_holm"'                  "$tool" compare tiny.yaml --baseline point=0 --format json
expect "compare says what is missing"   0 "^INTERIM: 2 of 6 jobs have no result yet:$" "$tool" compare tiny.yaml 'seeds={count: 3}' --baseline point=0 --metric loss
expect "compare names who is missing"   0 "^  point=1: seed 3 not run yet$" "$tool" compare tiny.yaml 'seeds={count: 3}' --baseline point=0 --metric loss
expect "a baseline that is no cell"     2 "^--baseline point=9: no cell is so; swept: fusion.point$" "$tool" compare tiny.yaml --baseline point=9
expect "a misspelt baseline"            2 'did you mean .fusion.point' "$tool" compare tiny.yaml --baseline pont=0
cat >mine.yaml <<'YAML'
claims:
  - {id: deep, says: Deeper costs less., compare: {change: fusion.point}, primary: reference_forward_flops}
  - {id: errs, says: Deeper errs less., compare: {change: fusion.point}, primary: {metric: x0_error, margin: 5 %}}
  - {id: fast, says: Deeper is faster., compare: {change: fusion.point}, primary: images_per_second}
YAML
expect "claims"                         0 "^deep +reference_forward_flops ↓ +exact +-[0-9.]+ % +- +- +- +supported$" "$tool" claims tiny.yaml claims=mine.yaml
expect "claims with few seeds"          0 "^errs +x0_error ↓ +2/2 .* undecided: 2 seeds reach p 0.5 at best, 6 are needed \\(sides differ: -[0-9]+ % FLOPs\\)$" "$tool" claims tiny.yaml claims=mine.yaml
expect "claims on speed"                0 "fast: a sweep cannot say: its speeds depend on what else ran" "$tool" claims tiny.yaml claims=mine.yaml
expect "claims without the cells"       0 ", both, flops, flops-20, speed, speed-50: the grid does not vary fusion.text_depth$" "$tool" claims tiny.yaml
expect "claims nobody declared"         0 "^Not declared before the first of these jobs ended, so exploratory: all claims\.$" "$tool" claims tiny.yaml claims=mine.yaml
expect "claims before anything runs"    0 "^3 of 3 questions can be asked. 2 seeds reach p 0.5 at best; 6 are needed for any verdict\.$" "$tool" claims tiny.yaml claims=mine.yaml --list
expect "the paper's claims"             0 "^name: arxiv-2403.16530$"    "$tool" claims tiny.yaml --paper
printf 'claims:\n  - {id: a, says: b, compare: {slope: fusion.pont}, primary: {metric: los, margin: 3}}\n' >bad.yaml
expect "a claim on no option"           2 "^bad.yaml:2:39: error: unknown option .fusion.pont.; did you mean .fusion.point..$" "$tool" claims tiny.yaml claims=bad.yaml
expect "a claim by no metric"           2 "^bad.yaml:2:71: error: unknown metric .los.; did you mean .loss..$" "$tool" claims tiny.yaml claims=bad.yaml
expect "the judge is judged"            0 "^two seeds +2 +2 .* 0$"      "$tool" validate-claims --stores 2 --truth "two seeds"
expect "a study of preferences"         0 "^[0-9a-f]{12}$"            "$tool" rate new tiny.yaml --pairs 6 --checks 4
study=$("$tool" rate list --format csv | sed -n '2s/,.*//p')
expect "is not drawn twice"             2 "^study: found study $study, which is here already" "$tool" rate new tiny.yaml --pairs 6 --checks 4
expect "a study without the power"      2 "no number of pairs finds a win rate of 0.51 in so many cases" "$tool" rate new tiny.yaml --effect 0.51
expect "a study of too many pairs"      2 "point=0 and point=1: 16 with the same caption and noise on both sides, 17 are wanted" "$tool" rate new tiny.yaml --pairs 17
expect "pictures drawn again"           0 "preference of 2 cells, 24 questions" "$tool" rate new tiny.yaml --pairs 20 --repeats 0 --checks 4 --draw 12
expect "a study of counts"              0 "count of 1 cells"          "$tool" rate new tiny.yaml --metric count --cells point=1 --pairs 4
expect "a rater's code"                 0 "^[a-z2-9]{12}$"            "$tool" rate link "$study" --rater Ann
if [ "$("$tool" rate link "$study" --rater Ann)" = "$(cat out.txt)" ]; then echo "ok    a name has one code"
else echo "FAIL  two codes for one name"; failures=$((failures + 1)); fi
expect "results before any vote"        0 "^Ann +0 +0/0 +0/0 +- +- +yes$" "$tool" rate show "$study"
expect "votes as rows"                  0 "^rater,counts,place,item,showing,caption,first_cell" "$tool" rate export "$study"
expect "a study of no such key"         2 "none of that key; allowed is one that .fusiongrid rate list. shows" "$tool" rate show zz
expect "the analysis of votes is judged" 0 "^nothing to find +10 +80 " "$tool" rate validate --studies 8
expect "claims in CSV"                  0 "^claim,statement,compared,metric,role,declared,verdict,reason,effect,unit," "$tool" claims tiny.yaml --format csv
expect "query"                          0 "12"                        "$tool" query "SELECT count(*) FROM jobs"
expect "query refuses to write"         2 "SELECT"                    "$tool" query "DELETE FROM jobs"
expect "sample"                         0 "4 picture"                 "$tool" sample "$job" --caption "two red circles" --count 4 --out s.png
expect "samples as numbers"             0 "3 sample.* \[3, 3, 16, 16\], in s.npy" "$tool" sample "$job" --caption "two red circles" --count 3 --out s.npy
expect "sample warns of unknown words"  0 "not in the training captions: elephants" "$tool" sample "$job" --caption "two elephants" --count 1 --out s.png
expect "attention"                      0 "statistics.csv"            "$tool" attention "$job" --caption "two red circles" --out attention
if grep -qE "^[0-9]+,[a-z_.0-9]+,0,[0-9]+,[0-9.e-]+,[0-9.e-]*,[0-9.e-]*(,[0-9.e-]+){3}$" attention/statistics.csv && ! grep -q Optional attention/*.csv
then echo "ok    attention statistics are numbers"; else echo "FAIL  attention/statistics.csv:"; head -3 attention/statistics.csv; failures=$((failures + 1)); fi
expect "attention to a comma"           0 "maps.csv"                  "$tool" attention "$job" --caption 'two red circles, one "blue" square' --timesteps 500 --out comma
if grep -q ',",",0,0,' comma/maps.csv && grep -q ',"""",0,0,' comma/maps.csv
then echo "ok    tokens are quoted"; else echo "FAIL  comma/maps.csv: $(grep -m3 '"' comma/maps.csv)"; failures=$((failures + 1)); fi
if python3 -c '
import csv, sys
for name in sys.argv[1:]:
    rows = list(csv.reader(open(name, newline=""), strict=True))
    assert len({len(row) for row in rows}) == 1, name
tokens = {row[5] for row in csv.reader(open("comma/maps.csv", newline=""), strict=True)}
assert {",", "\"", "two"} <= tokens, tokens
' comma/*.csv attention/*.csv
then echo "ok    a strict reader takes every CSV of attention"; else echo "FAIL  a strict reader of comma/*.csv"; failures=$((failures + 1)); fi
learned=(text.encoder=mini-clip text.encoder_steps=2 evaluate.evaluator=mini-clip evaluate.evaluator_steps=2 'seeds=[1]' fusion.point=0)
expect "a judge must not be what it judges" 2 'evaluate.evaluator_seed. is 101, the seed of the encoder that conditions' "$tool" run tiny.yaml "${learned[@]}" text.seed=101
expect "run with both mini-clips"       0 "1 done now"                "$tool" run tiny.yaml "${learned[@]}"
expect "they are two"                   0 "^2$"                       "$tool" query "SELECT count(DISTINCT identity) FROM identities WHERE identity LIKE 'mini-clip(%'" --format csv
expect "learned metrics are in the table" 0 "clip_score ↑"            "$tool" table tiny.yaml "${learned[@]}" --metric clip_score
judged=$("$tool" status tiny.yaml "${learned[@]}" --json | sed -n 's/.*"key" : "\(.*\)",*/\1/p' | head -1)
expect "why says what is not computed"  0 "not computed: frechet_distance/all after step 20: 8 generated image" "$tool" why "$judged"
expect "samples of such a job"          0 "1 picture"                 "$tool" sample "$judged" --caption "two red circles" --count 1 --out s.png
expect "the readers' accuracy"          0 "^oracle,count,all,32,32,1," "$tool" validate-metrics tiny.yaml "${learned[@]}" --table accuracy --format csv
expect "an untrained judge fails"       1 "metrics moved as they must" "$tool" validate-metrics tiny.yaml "${learned[@]}" --figures damage
expect "model export"                   0 "parameters in"             "$tool" model export "$job" --out model.safetensors
expect "export"                         0 "^  jobs.parquet +4 rows\. " "$tool" export tiny.yaml --out exported
expect "export says what it left out"   0 "no comparisons: the spec names no baseline" "$tool" export tiny.yaml --out exported-csv --format csv
expect "and asks before it overwrites"  2 "exported: the folder is not empty; name another one, or --force" "$tool" export tiny.yaml --out exported --format csv
expect "export for TensorBoard"         0 "^  seeds/ +4 runs"         "$tool" export tiny.yaml --out runs --format tensorboard
expect "a model for PyTorch"            0 "^  vocab.txt +[0-9]+ words" "$tool" model export "$job" --format hub --out hub
expect "a hub has one layout"           64 "layout is for --format safetensors" "$tool" model export "$job" --format hub --layout original --out hub
expect "model import asks for --force"  2 "--force"                   "$tool" model import "$job" model.safetensors
expect "model import"                   0 "is now the network"        "$tool" model import "$job" model.safetensors --force
expect "report"                         0 "page/index.html$"          "$tool" report tiny.yaml --out page
cp -r page page-first && expect "report again" 0 "page/index.html$"   "$tool" report tiny.yaml --out page
if diff -r page-first page >diff.txt; then echo "ok    a report is byte-identical when made again"
else echo "FAIL  reports differ:"; head -5 diff.txt; failures=$((failures + 1)); fi
if grep -qE "(src|href)=[\"'](https?:|//)|<script" page/index.html; then echo "FAIL  the page fetches or runs something"; failures=$((failures + 1))
else echo "ok    the page fetches and runs nothing"; fi
expect "figures that answer the spec"   0 "samples/point-0.png"       "$tool" figures tiny.yaml --out answers
[ ! -e answers/curve-loss-train.svg ] || { echo "FAIL  figures that nobody asked for"; failures=$((failures + 1)); }
expect "figures have names"             0 "^\* oracle-count-all-by-fusion-point  Count correct" "$tool" figures tiny.yaml --list
expect "a figure by its name"           0 "curve-loss-train.csv .svg .png" "$tool" figures tiny.yaml --out named --only 'curve-loss-t*,claims'
expect "a figure of no such name"       2 "did you mean .curve-loss-train." "$tool" figures tiny.yaml --out named --only curve-los-train
expect "figures want a folder"          64 "Missing expected argument .--out" "$tool" figures tiny.yaml
mkdir fake && printf '#!/bin/sh\necho "Fontconfig warning: none" >&2\nexec %s "$@"\n' "$(command -v gnuplot)" >fake/gnuplot && chmod +x fake/gnuplot
expect "a warning about fonts is no fault" 0 "curve-loss-train.csv .svg .png" env PATH="$PWD/fake:$PATH" "$tool" figures tiny.yaml --out named --only curve-loss-train
printf '#!/bin/sh\nexit 3\n' >fake/gnuplot
expect "a gnuplot that fails costs pictures" 1 "curve-loss-train: not drawn: gnuplot ended with status 3" env PATH="$PWD/fake:$PATH" "$tool" figures tiny.yaml --out failed --only curve-loss-train
expect "and no data"                    0 "1,20,2,"                   cat failed/curve-loss-train.csv
expect "figures"                        0 "samples/"                  "$tool" figures tiny.yaml --out figures --all
cp -r figures first && printf 'set decimalsign ","\n' >.gnuplot
expect "figures again, under other settings" 0 "samples/"             env HOME="$PWD" GNUTERM=none LC_ALL=de_DE.UTF-8 "$tool" figures tiny.yaml --out figures --all
if diff -r first figures >diff.txt; then echo "ok    figures are byte-identical when run again"
else echo "FAIL  figures differ:"; head -5 diff.txt; failures=$((failures + 1)); fi
expect "a picture in no folder"         2 "none/x.png: cannot write: cannot create a file in .*none: No such file or directory" "$tool" sample "$job" --caption "two red circles" --count 1 --out none/x.png
expect "attention in no folder"         2 "tiny.yaml/maps: cannot write: Not a directory" "$tool" attention "$job" --caption "two red circles" --out tiny.yaml/maps
expect "a picture over a device"        2 "/dev/null: cannot write: it is there and not a regular file" "$tool" sample "$job" --caption "two red circles" --count 1 --out /dev/null
commit=$(git -C "$(dirname "$tool")" rev-parse HEAD)
expect "the commit is the tool's own"   0 "^$commit$"                 "$tool" query "SELECT DISTINCT code_commit FROM attempts" --format csv

# A store without a spec.
expect "ls"                             0 "^tiny +[0-9]+ +[0-9]+ done"  "$tool" ls
expect "ls of a spec is JSON on request" 0 '"fusion.point" : "1"'     "$tool" ls tiny --json
expect "ls of a misspelt spec"          2 "did you mean .tiny.\\?"      "$tool" ls tyni
expect "note"                           0 ": noted$"                  "$tool" note "$job" "a remark"
expect "show has it"                    0 "Z a remark$"               "$tool" show "$job"
expect "tag"                            0 "^odd: on [0-9]+ job"       "$tool" tag --where point=1 --where seed=1 odd
expect "where tag"                      0 "^tiny: 1 done$"            "$tool" status tiny.yaml --where tag=odd
expect "where, misspelt"                2 "did you mean .fusion.point." "$tool" table tiny.yaml --where pont=1
expect "where no job is"                2 "no job of tiny has .7.; there is: 0, 1" "$tool" table tiny.yaml --where point=7
expect "archive"                        0 "job.s. archived$"          "$tool" archive --where tag=odd
expect "status counts it"               0 "^tiny: 3 done; 1 archived$" "$tool" status tiny.yaml
expect "run leaves it alone"            0 "1 archived job.s. are left out" "$tool" run tiny.yaml
expect "archive --undo"                 0 "taken back$"               "$tool" archive --where tag=odd --undo
expect "on-end is told"                 0 '"outcome" : "done"'        "$tool" run tiny.yaml --on-end cat
expect "on-end fails alone"             0 "^--on-end: it ended with exit 7$" "$tool" run tiny.yaml --on-end 'exit 7'
expect "plan says what is new"          0 "^  point=0: differs from done point=0 .* in train.steps: 20 -> 40$" "$tool" plan tiny.yaml train.steps=40

# Streams that nobody reads.
with() { # with REDIRECTIONS COMMAND...: runs it with them
  local redirections=$1; shift
  bash -c "exec \"\$@\" $redirections" with "$@"
}
expect "messages on a full disk"        0 "4 done now"                with "2>/dev/full" "$tool" run tiny.yaml --store full.sqlite
expect "messages that are closed"       0 "4 done now"                with "2>&-" "$tool" run tiny.yaml --store closed.sqlite
expect "messages whose reader has gone" 0 "4 done now"                with "2> >(true)" "$tool" run tiny.yaml --store gone.sqlite
lost="^standard output: cannot write: No space left on device$"
expect "results on a full disk"         74 "$lost"                    with ">/dev/full" "$tool" query "SELECT * FROM v_curves" --format csv
for command in "table tiny.yaml --format json" "status tiny.yaml" "plan tiny.yaml" schema --help; do
  expect "and of ${command%% *}"        74 "$lost"                    with ">/dev/full" "$tool" $command
done
expect "results that are closed"        74 "^standard output: cannot write: Bad file descriptor$" with ">&-" "$tool" status tiny.yaml
expect "a message needs no output"      2 'absent.yaml'               with ">&-" "$tool" table absent.yaml
expect "a failure keeps its exit code"  3 "$lost"                     with ">/dev/full" "$tool" watch tiny.yaml 'seeds={count: 3}'
expect "help is grouped by task"        0 '^COMPARE AND DECIDE SUBCOMMANDS:$' "$tool" --help
expect "results whose reader has gone"  141 "^"                       bash -c '"$0" query "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 200000) SELECT i FROM n" --format csv | head -1; exit ${PIPESTATUS[0]}' "$tool"
expect "little memory"                  0 "4 done"                    bash -c 'ulimit -v 262144; exec timeout 60 "$0" status tiny.yaml' "$tool"
expect "a spec from a pipe"             0 "4 done"                    bash -c '"$0" plan <(cat tiny.yaml)' "$tool"
expect "a spec from standard input"     0 "all 4 jobs are done"       bash -c 'cat tiny.yaml | "$0" run /dev/stdin' "$tool"

# A folder of data that moves.
mkdir -p project/photos
for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
  "$tool" sample "$job" --caption "two red circles" --count 1 --seed $i --zoom 1 --out project/photos/$i.png >out.txt && echo "picture $i" >project/photos/$i.txt
done
sed 's/kind: shapes, image_size: 16, train: 64, test: 32, grammar: .counts./kind: images, path: photos, image_size: 16, train: 8, test: 4/;
  s/validation: 16/validation: 4/; s/^seeds.*/seeds: [1]/; s/point: .*/point: [0]/' tiny.yaml >project/photos.yaml
expect "a job on pictures"              0 "1 done now"                "$tool" run project/photos.yaml --store photos.sqlite
pictured=$("$tool" status project/photos.yaml --store photos.sqlite --json | sed -n 's/.*"key" : "\(.*\)",*/\1/p' | head -1)
mv project moved
expect "data that moved"                2 "project/photos: the job's data is not there; --data PATH names its place" "$tool" sample "$pictured" --caption "picture 1" --count 1 --out s.png --store photos.sqlite
expect "data where it is now"           0 "1 picture"                 "$tool" sample "$pictured" --caption "picture 1" --count 1 --out s.png --store photos.sqlite --data moved/photos
cp -r moved/photos others && echo "another" >others/1.txt
expect "data of another content"        2 "others: not the data that job ${pictured:0:12} was trained on" "$tool" sample "$pictured" --caption "picture 1" --count 1 --out s.png --store photos.sqlite --data others
expect "export without data"            0 "parameters in"             "$tool" model export "$pictured" --out model.safetensors --store photos.sqlite
expect "run from the new place"         0 "all 1 jobs are done"       "$tool" run moved/photos.yaml --store photos.sqlite
expect "finds the data for good"        0 "1 picture"                 "$tool" sample "$pictured" --caption "picture 1" --count 1 --out s.png --store photos.sqlite

expect "bench measures a spec's cells"  0 'images/s'                  "$tool" bench tiny.yaml 'baseline={fusion.point: 0}' --rounds 2 --seconds 0.05 --threads 1
expect "bench knows its baseline"       0 '1 \(baseline\)'            "$tool" bench tiny.yaml 'baseline={fusion.point: 0}' --report
expect "bench reports as CSV"           0 '^0,[0-9a-f]{64},1,true,2,' "$tool" bench tiny.yaml 'baseline={fusion.point: 0}' --report --format csv
expect "rounds are rows of the store"   0 '^4$'                       "$tool" query "SELECT count(*) AS n FROM v_speed" --format csv
expect "bench stops when asked to"      3 'stopped after [0-9]+ of 5000 rounds' timeout --preserve-status -s INT 3 "$tool" bench tiny.yaml --rounds 5000 --seconds 0.05 --threads 1
expect "bench of a preset as ever"      0 '"images_per_second"'       "$tool" bench train --steps 1 --batch 2 --threads 1 --json
expect "a preset has no rounds"         64 '--rounds goes with a spec' "$tool" bench train --rounds 3
expect "a spec has its own batch"       64 '--batch goes with'        "$tool" bench tiny.yaml --batch 3
expect "bench of nothing"               64 'no spec file and none of' "$tool" bench trian
expect "seeds may vary the world"       0 "2 cells x 2 seeds .with data.seed, text.seed. = " "$tool" plan tiny.yaml 'seeds={count: 2, vary: [data.seed, text.seed]}'
expect "but only by seeds"              2 'did you mean .data.seed' "$tool" plan tiny.yaml 'seeds={count: 2, vary: [data.sed]}'
expect "schema"                         0 'json-schema.org'           "$tool" schema
expect "retry makes no store"           2 "absent.sqlite: no such results database" "$tool" retry tiny.yaml --store absent.sqlite
expect "cancel makes no store"          2 "absent.sqlite: no such results database" "$tool" cancel "$job" --store absent.sqlite
[ ! -e absent.sqlite ] || { echo "FAIL  a store was made"; failures=$((failures + 1)); }
expect "a store named as a URI is a file" 0 "2 done now"              "$tool" run tiny.yaml fusion.point=0 --store file:tiny.sqlite
expect "and is found again"             0 "2 done"                    "$tool" status tiny.yaml fusion.point=0 --store file:tiny.sqlite
ln -s file:tiny.sqlite link.sqlite
expect "a link leads to the same files" 0 "1 picture"                 "$tool" sample "$("$tool" query "SELECT job FROM v_results LIMIT 1" --format csv --store link.sqlite | sed -n 2p)" --store link.sqlite --caption "two red circles" --count 1 --out s.png
expect "several values are an axis"     2 'for several values write `axes.train.steps=\[1, 2\]`' "$tool" plan tiny.yaml train.steps=1,2
expect "a decimal comma"                2 'did you mean `0.001`\?$'    "$tool" plan tiny.yaml train.learning_rate=0,001
printf '# later\n' >empty.yaml
expect "an empty spec"                  2 '^empty.yaml:1:1: error: the spec is empty'       "$tool" run empty.yaml
expect "the plan knows its time"        0 '^About .* GFLOP/s a worker \(training steps timed now\)' "$tool" plan tiny.yaml --store new.sqlite
expect "and asks done jobs"             0 'GFLOP/s a worker \(times of [0-9]+ done jobs\)' "$tool" plan tiny.yaml 'seeds={count: 3}'
expect "a run says how long it takes"   0 '^2 jobs, about [0-9]+s$'    "$tool" run tiny.yaml 'seeds=[8]' --store new.sqlite
expect "a narrow terminal"              0 '^25 columns: ok$'            python3 "$scripts/narrow-terminal.py" 25 xterm "$tool" run tiny.yaml 'seeds=[9]' train.steps=400 --store new.sqlite
expect "a terminal without cursor"      0 '^no cursor codes$'           python3 "$scripts/narrow-terminal.py" 40 dumb "$tool" run tiny.yaml 'seeds=[10]' train.steps=400 --store new.sqlite
"$tool" run tiny.yaml 'seeds=[11]' train.steps=4000 --store new.sqlite --quiet >run.txt 2>&1 & pid=$!
sleep 1
expect "watch in a narrow terminal"     0 '^25 columns: ok$'            python3 "$scripts/narrow-terminal.py" 25 xterm "$tool" watch tiny.yaml 'seeds=[11]' train.steps=4000 --store new.sqlite --every 0.2
wait $pid || true
expect "a misspelt path"                2 'typo.yaml:[0-9]+:[0-9]+: error: .*did you mean `fusion.point`' "$tool" plan typo.yaml
expect "heads that do not divide"       2 'heads'                     "$tool" plan heads.yaml
expect "missing data"                   2 'nowhere'                   "$tool" plan nodata.yaml
expect "no such spec"                   2 'absent.yaml'               "$tool" run absent.yaml
expect "no store yet"                   2 'absent.sqlite'             "$tool" table tiny.yaml --store absent.sqlite
expect "too many threads"               64 'cores'                    "$tool" run tiny.yaml --workers 1 --threads 999
expect "an unknown option"              64 'Unknown option'           "$tool" run tiny.yaml --wrokers 2
expect "a diverging job fails alone"    1 "1 failed"                  "$tool" run tiny.yaml seeds='[1]' 'axes.train.learning_rate=[1e-3, 1e19]' fusion.point=0 train.warmup_steps=0
expect "it is not run again by itself"  1 "failed earlier"            "$tool" run tiny.yaml seeds='[1]' 'axes.train.learning_rate=[1e-3, 1e19]' fusion.point=0 train.warmup_steps=0
expect "retry"                          0 "1 job"                     "$tool" retry tiny.yaml seeds='[1]' 'axes.train.learning_rate=[1e-3, 1e19]' fusion.point=0 train.warmup_steps=0
expect "a sweep to interrupt, undisturbed" 0 "2 done now"             "$tool" run tiny.yaml fusion.point=0 train.steps=6000 evaluate.every=2000 --store calm.sqlite
"$tool" run tiny.yaml fusion.point=0 train.steps=6000 evaluate.every=2000 --store stopped.sqlite >out.txt 2>&1 & pid=$!
sleep 0.7; kill -INT $pid; status=0; wait $pid || status=$?
if [ $status -eq 3 ]; then echo "ok    Ctrl-C ends with exit 3"; else echo "FAIL  Ctrl-C: exit $status"; cat out.txt; failures=$((failures + 1)); fi
"$tool" run tiny.yaml fusion.point=0 train.steps=6000 evaluate.every=2000 --store twice.sqlite >out.txt 2>&1 & pid=$!
sleep 0.7; kill -TERM $pid; kill -TERM $pid; kill -HUP $pid; kill -INT $pid; status=0; wait $pid || status=$?
if [ $status -eq 3 ]; then echo "ok    signals that come together end with exit 3"; else echo "FAIL  signals: exit $status"; cat out.txt; failures=$((failures + 1)); fi
expect "and with a checkpoint"          0 "^0$"                       "$tool" query "SELECT count(*) FROM attempts WHERE ending IS NULL" --format csv --store twice.sqlite
expect "a terminal that is closed"      3 "^exit 3$"                        python3 "$scripts/closed-terminal.py" "$tool" run tiny.yaml fusion.point=0 train.steps=60000 evaluate.every=20000 --store window.sqlite
expect "interrupts its run"             0 "^interrupted$"             "$tool" query "SELECT DISTINCT ending FROM attempts" --format csv --store window.sqlite
cp stopped.sqlite alone.sqlite
expect "its file alone is whole"        0 "^[12]$"                    "$tool" query "SELECT count(*) FROM jobs WHERE state = 'interrupted'" --format csv --store alone.sqlite
expect "cancel tells what has ended"    2 "ended already \(done\); nothing to cancel" "$tool" cancel "${job:0:10}"
expect "cancel without such a job"      2 "zzzz"                      "$tool" cancel zzzz
stopped=$("$tool" query "SELECT job FROM v_results WHERE state = 'interrupted'" --format csv --store stopped.sqlite | sed -n 2p)
expect "cancel"                         0 "cancelled"                 "$tool" cancel "$stopped" --store stopped.sqlite
expect "a cancelled job is left alone"  1 "1 failed earlier and left alone" "$tool" run tiny.yaml fusion.point=0 train.steps=6000 evaluate.every=2000 --store stopped.sqlite
expect "retry takes it up again"        0 "1 job"                     "$tool" retry tiny.yaml fusion.point=0 train.steps=6000 evaluate.every=2000 --store stopped.sqlite
expect "the next run goes on"           0 "2 jobs"                    "$tool" run tiny.yaml fusion.point=0 train.steps=6000 evaluate.every=2000 --store stopped.sqlite
for store in calm stopped; do
  "$tool" query "SELECT job, name, split, step, value FROM v_curves ORDER BY 1, 2, 3, 4" --store $store.sqlite --format csv >$store.csv
done
if cmp -s calm.csv stopped.csv && [ "$(wc -l <calm.csv)" -gt 100 ]; then echo "ok    and ends in the same bits"
else echo "FAIL  interrupted results differ"; diff calm.csv stopped.csv | head; failures=$((failures + 1)); fi

# Pages: answered on loopback by their own names only, ended by a signal.
"$tool" serve tiny.yaml --port 0 >served.txt 2>&1 & server=$!
for _ in $(seq 100); do grep -q http served.txt && break; sleep 0.1; done
page() { # PATH HOST: the status and the page
  python3 - "$(cat served.txt)$1" "$2" <<'P'
import sys, urllib.error, urllib.request
try:
    answer = urllib.request.urlopen(urllib.request.Request(sys.argv[1], headers={"Host": sys.argv[2]}))
except urllib.error.HTTPError as error:
    answer = error
print(answer.status, answer.read().decode())
P
}
expect "serve shows a grid"             0 "tiny: grid"                page "grid?spec=tiny" localhost
expect "under its own names only"       0 "^421 "                     page "grid?spec=tiny" evil.example
expect "serve on a port that is taken"  2 "cannot listen there"       "$tool" serve tiny.yaml --port "$(sed 's/.*:\([0-9]*\).*/\1/' served.txt)"
kill $server; status=0; wait $server || status=$?
if [ $status -eq 0 ]; then echo "ok    serve ends when it is told to"; else echo "FAIL  serve ended with $status"; failures=$((failures + 1)); fi
expect "serve wants an address"         2 "not a numeric address"     "$tool" serve tiny.yaml --listen nowhere

# What a store holds and what may go.
expect "du"                             0 "^total +[0-9]+ .* weights|^total " "$tool" du tiny.yaml
expect "du of all as JSON"              0 '"mini_clips"'              "$tool" du --all --json
expect "gc wants to be told what"       64 "Say what may go"          "$tool" gc tiny.yaml
expect "gc shows first"                 0 "Nothing is changed yet"    "$tool" gc tiny.yaml --drop weights
cp fusiongrid.sqlite kept.sqlite && cp -r fusiongrid.files kept.files
expect "gc drops"                       0 "^Dropped "                 "$tool" gc tiny.yaml --drop weights,maps --yes --store kept.sqlite
expect "dropped weights are told"       2 "were dropped by gc on 2"   "$tool" sample "$job" --caption "two red circles" --count 1 --out s.png --store kept.sqlite
expect "merge gives them back"          0 "got back what was dropped" "$tool" merge fusiongrid.sqlite --restore --store kept.sqlite
expect "gc again"                       0 "^Dropped "                 "$tool" gc tiny.yaml --drop weights --yes --store kept.sqlite
expect "run makes them again"           0 "4 done now"                "$tool" run tiny.yaml --remake weights --store kept.sqlite
expect "to the same bits"               0 "^0$"                       "$tool" query "SELECT count(*) FROM merged_conflicts" --format csv --store kept.sqlite
expect "merge makes a store"            0 "[0-9]+ new"                "$tool" merge fusiongrid.sqlite --store merged.sqlite
expect "merge again brings nothing"     0 ": 0 new, "                 "$tool" merge fusiongrid.sqlite --store merged.sqlite
expect "not into itself"                2 "the very store"            "$tool" merge merged.sqlite --store merged.sqlite
expect "nor what is no store"           2 "no fusiongrid results database" "$tool" merge tiny.yaml --store merged.sqlite
expect "sync tells what left"           0 "left the spec"             "$tool" sync tiny.yaml 'seeds=[1]'

# A cluster, by a double of Slurm's commands.
export FUSIONGRID_SLURM_DOUBLE=$PWD/slurm; mkdir -p slurm/bin
double=$(realpath "$scripts/../Tests/Fixtures/slurm/double")
for program in sbatch squeue sacct scancel scontrol double; do ln -s "$double" "slurm/bin/$program"; done
on_cluster() { PATH=$PWD/slurm/bin:$PATH "$@"; }
expect "slurm without Slurm"            2 "sbatch. is not on the PATH" env PATH=/nowhere "$tool" slurm tiny.yaml --store far.sqlite
expect "slurm shows its script"         0 "^#SBATCH --signal=B:USR1@" "$tool" slurm tiny.yaml --store far.sqlite --dry-run
expect "and writes nothing"             0 "^nothing$"                 sh -c 'test -e far.sqlite || echo nothing'
expect "a wrong time"                   64 "allowed: a time such as"  "$tool" slurm tiny.yaml --time soon
expect "slurm sends"                    0 "^Sent as Slurm job 1001"   on_cluster "$tool" slurm tiny.yaml --store far.sqlite
expect "not twice"                      0 "nothing to send"           on_cluster "$tool" slurm tiny.yaml --store far.sqlite
expect "status knows what waits"        0 "queued: PENDING Priority"  on_cluster "$tool" status tiny.yaml --store far.sqlite
expect "tasks run"                      0 "^ran$"                     on_cluster sh -c 'double run 1001 && echo ran'
expect "status brings it in"            0 "tiny: 4 done"              on_cluster "$tool" status tiny.yaml --store far.sqlite
expect "merge knows the spool"          0 "merged before"             "$tool" merge far.files/slurm --store far.sqlite
expect "why names Slurm's job"          0 "Slurm job 1001_0"          "$tool" why "$job" --store far.sqlite
expect "cancel of what has ended"       0 "nothing is left to cancel" on_cluster "$tool" cancel tiny.yaml --store far.sqlite
expect "du counts the spool"            0 "slurm spool: "             "$tool" du --all --store far.sqlite
expect "a spool for elsewhere"          0 "send.sh"                   "$tool" slurm tiny.yaml --store near.sqlite --prepare --spool spool --at "$PWD/spool"
expect "is sent by hand"                0 "^sent$"                    on_cluster sh -c 'sh spool/submissions/*.send.sh && echo sent'
expect "once"                           1 "sent already"              on_cluster sh -c 'sh spool/submissions/*.send.sh'

[ $failures -eq 0 ] || { echo "$failures check(s) failed"; exit 1; }
echo "all command-line checks passed"
