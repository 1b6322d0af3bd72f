#!/usr/bin/env bash
# Fuzzes every fuzz target of the project, one after another: fuzz.sh [TIME each].
set -euo pipefail
cd "$(dirname "$0")/.."
time=${1:-20s}
grep -rl --include='*_test.go' '^func Fuzz' . | xargs -n1 dirname | sort -u | while read -r dir; do
    grep -h '^func Fuzz' "$dir"/*_test.go | sed 's/^func \(Fuzz[A-Za-z0-9_]*\).*/\1/' | sort -u | while read -r target; do
        echo "$dir $target"
        go test "$dir" -run '^$' -fuzz "^$target\$" -fuzztime "$time"
    done
done
