#!/usr/bin/env bash
# The hints story on real questions with a small real model on this machine: no
# key, no server of anybody else. It ends with a released dataset in demo/hints.
set -euo pipefail
cd "$(dirname "$0")/.."
seedbed=$PWD/build/bin/seedbed
local_model=$PWD/scripts/local-model.sh
questions=${QUESTIONS:-20}
say() { printf '\n\033[1m%s\033[0m\n' "$*" | if [ -t 1 ] && [ -z "${NO_COLOR:-}" ]; then cat; else sed 's/\x1b\[[0-9;]*m//g'; fi; }
show() { printf '$ seedbed %s\n' "$*"; "$seedbed" "$@"; }
quiet() { printf '$ seedbed %s\n' "$*"; "$seedbed" "$@" >/dev/null; }

say "Getting a small model (once, about 130 MB)"
started=$("$local_model" start)
url=$(sed -n 's/^url //p' <<<"$started")
model=$(sed -n 's/^model //p' <<<"$started")
pid=$(sed -n 's/^pid //p' <<<"$started")
stop_model() { [ "$pid" = - ] || "$local_model" stop >/dev/null || true; }
trap stop_model EXIT
echo "$model answers at $url"

rm -rf demo/hints
mkdir -p demo
say "A project: a recipe, a prompt, a rubric, 200 real questions"
(cd demo && show init hints --example hints)
cd demo/hints
# The recipe names a server on port 8080; here it is wherever it was started.
sed -i.bak -e "s|http://127.0.0.1:8080/v1|$url|" -e "s|model: local|model: $model|" seedbed.yaml
rm -f seedbed.yaml.bak

say "What a run would do, before it does anything"
show plan --limit "$questions"

say "The run: $questions questions, two hints each, checked, deduplicated and judged"
begun=$SECONDS
status=0
show run --limit "$questions" || status=$?
[ $status = 0 ] || [ $status = 4 ] || exit $status
took=$((SECONDS - begun))

say "Three rows"
show rows --limit 3

say "Why is the first one there?"
first=$("$seedbed" rows --limit 1 --json | sed -n 's/^{"id":"\([0-9a-f]\{8\}\).*/\1/p')
[ -z "$first" ] || show why "$first"

say "What was rejected, and why"
show status
show rows --state rejected --limit 4

say "What are the rows like? (measured at the end of the run; this shows all of it)"
show measure -o report.html || [ $? = 9 ]

say "What it cost"
show cost

say "People look at the rows: what this inspection would let through, before anybody looks"
show inspect

say "A rehearsal, in a copy: two programs rate in place of people, to show how it goes"
rm -rf ../rehearsal
cp -r . ../rehearsal
(
	cd ../rehearsal
	# fill SHEET PATTERN THEN ELSE answers a worksheet: rows that match so, others otherwise.
	none='"gives_away":null,"helpful":null'
	fill() { sed -E -e "/$2/ s/$none/$3/" -e "s/$none/$4/" "$1" >"$1.new" && mv "$1.new" "$1"; }
	quiet inspect --begin
	quiet people add long --role rater --program "it likes hints of 100 characters and more"
	quiet people add digits --role rater --program "it takes a number in a hint for the answer"
	for who in long digits; do quiet inspect sheet looked --for "$who" -o "$who.jsonl"; done
	fill long.jsonl '"hint":"[^"]{100,}"' '"gives_away":1,"helpful":5' '"gives_away":1,"helpful":2'
	fill digits.jsonl '"hint":"[^"]*[0-9]' '"gives_away":5,"helpful":3' '"gives_away":1,"helpful":3'
	quiet inspect read looked long.jsonl
	quiet inspect read looked digits.jsonl
	show inspect
)

say "What holds the release of the real rows: nobody has looked at them"
show gate || [ $? = 9 ]

say "The release, with a name and a reason, which the card prints"
show release -o out --override "a trial with a tiny model: nobody is to train with these rows" --as "whoever tries it"

cat <<END

In $took s, $model wrote hints for $questions questions, and judged them.
It has 135 million parameters unless you named another: its hints are often wrong,
and so are its judgements. Do not train anything with these rows. That the rejects
are many is what Seedbed is for: look at demo/hints/report.html, where each figure
opens its rows, at demo/hints/out/README.md, the card that was written from the run,
and at rejected.parquet beside it.

Or look at the rows as a person: it takes some minutes, by keyboard, and ends in a sentence
that may be published, which the next release has in its card.

  cd demo/hints && ../../build/bin/seedbed review

What to do next, with your own data and key:

  build/bin/seedbed init mydata            # a starter project to change
  cd mydata
  export OPENAI_API_KEY=...                # and delete the url lines in seedbed.yaml
  ../build/bin/seedbed check               # what is wrong, before it costs anything
  ../build/bin/seedbed plan                # what it would cost, at the most
  ../build/bin/seedbed run --budget 1.00
END
