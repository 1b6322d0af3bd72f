"""Joins the judge's scores with people's ratings, by the row's id.

usage: python3 join.py rows.jsonl ratings.csv

It writes everyone.csv, a row a rating, in which the judge is one rater more; and
scored.csv, a row a summary:

    text     which text it summarises
    stage    which model wrote it: at_0, at_0_8 or at_1_8
    judge    the judge's score; empty where it gave none
    people   the median of people's ratings
    good     1 where that is 5 or more, else 0
    label    the same for a random half of the rows, empty for the others: as if people
             had rated those alone
"""

import csv
import hashlib
import json
import statistics
import sys


def main():
    ratings = {}
    with open(sys.argv[2], newline="", encoding="utf-8") as f:
        given = list(csv.DictReader(f))
    for g in given:
        ratings.setdefault(g["item"], []).append(int(g["value"]))
    with open(sys.argv[1], encoding="utf-8") as f:
        rows = [json.loads(line) for line in f]
    with open("everyone.csv", "w", newline="", encoding="utf-8") as f:
        everyone = csv.writer(f, lineterminator="\n")
        everyone.writerow(["item", "rater", "value"])
        everyone.writerows([g["item"], g["rater"], g["value"]] for g in given)
        for row in rows:
            everyone.writerow([row["id"], "judge", value(row)])
    with open("scored.csv", "w", newline="", encoding="utf-8") as f:
        scored = csv.writer(f, lineterminator="\n")
        scored.writerow(["id", "text", "stage", "judge", "people", "good", "label"])
        for row in rows:
            if row["id"] not in ratings:
                continue
            people = statistics.median_low(ratings[row["id"]])
            good = int(people >= 5)
            drawn = int(hashlib.sha256(row["id"].encode()).hexdigest()[:8], 16) % 2
            scored.writerow([row["id"], row["fields"]["id"], row["stage"], value(row), people, good, good if drawn else ""])


def value(row):
    """The judge's score, or nothing where it gave none."""
    score = row["scores"].get("good", {})
    return score["value"] if score.get("status") == "scored" else ""


if __name__ == "__main__":
    main()
