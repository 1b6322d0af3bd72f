"""Writes ratings.csv: scripted stand-ins for people. Put yours in their place.

usage: python3 rate.py rows.jsonl

No person has looked at anything here. Three raters are made up by one plain rule and
a little noise, so that the commands of the tutorial have something to read. The rule:

    start with 1
    up to 4 points   share of the summary's words of five letters or more that are in the text
    1 point          one of them is in the text's first sentence, where the subject is
    1 point          between 8 and 35 words
    minus 2 points   a number that is not in the text

Rater b is a point stricter than a and c on every third summary; each is off by a point on
every fifth or so. What is drawn depends on rater and row alone: the same rows give the same
ratings.
"""

import csv
import hashlib
import json
import re
import sys


def words(text):
    return re.findall(r"[a-z]{5,}", text.lower())


def rule(text, summary):
    said, known = words(summary), set(words(text))
    shared = [w for w in said if w in known]
    points = 1 + 4 * len(shared) / max(len(said), 1)
    points += any(w in words(text.split(".")[0]) for w in shared)
    points += 8 <= len(summary.split()) <= 35
    if set(re.findall(r"\d+", summary)) - set(re.findall(r"\d+", text)):
        points -= 2
    return points


def luck(*parts):
    """A number from 0 to 1 that depends on parts alone."""
    return int(hashlib.sha256("|".join(parts).encode()).hexdigest()[:8], 16) / 2**32


def rate(rater, row):
    fields = row["fields"]
    points = round(rule(fields["text"], fields["summary"]))
    drawn = luck(rater, row["id"])
    points += (drawn < 0.1) - (drawn > 0.9)
    if rater == "b" and luck("strict", row["id"]) < 1 / 3:
        points -= 1
    return min(7, max(1, points))


def main():
    with open(sys.argv[1], encoding="utf-8") as f, open("ratings.csv", "w", newline="", encoding="utf-8") as out:
        ratings = csv.writer(out, lineterminator="\n")
        ratings.writerow(["item", "rater", "value"])
        for line in f:
            row = json.loads(line)
            for rater in ("a", "b", "c"):
                ratings.writerow([row["id"], rater, rate(rater, row)])


if __name__ == "__main__":
    main()
