"""All maximal spans of 50 bytes and more that rows share with a reference: a suffix
array (pydivsufsort, in C) and a scan.

Its imports do not count; reading the files and writing the spans do.

    run_spans.py FILE REFERENCE SPANS
"""

import json
import sys
import time

import numpy as np
from pydivsufsort import divsufsort, kasai

LEAST = 50
start = time.perf_counter()


def texts(path):
    with open(path) as file:
        return [json.loads(line)["text"].encode() for line in file]


rows = texts(sys.argv[1])
reference = b"\x01".join(texts(sys.argv[2]))
joined = reference + b"\x03" + b"\x02".join(rows)
array = divsufsort(joined)
n = len(joined)
places, common = array.tolist(), kasai(joined, array).tolist()
of_reference = (array < len(reference)).tolist()
# The longest match of every suffix with one of the reference: the greater of the
# running minima from above and from below.
best = [0] * n
least = 0
for i in range(n):
    if of_reference[i]:
        least = 1 << 30
    else:
        best[i] = least
    least = min(least, common[i] if i < n - 1 else 0)
least = 0
for i in range(n - 1, -1, -1):
    if i < n - 1:
        least = min(least, common[i])
    if of_reference[i]:
        least = 1 << 30
    else:
        best[i] = max(best[i], least)
longest = np.zeros(n, dtype=np.int64)
longest[array] = np.minimum(best, 1 << 20)
at, spans = len(reference) + 1, 0
with open(sys.argv[3], "w") as out:
    for number, row in enumerate(rows):
        end = 0
        for i, length in enumerate(longest[at : at + len(row)].tolist()):
            length = min(length, len(row) - i)
            if length >= LEAST and i + length > end:
                end = i + length
                spans += 1
                out.write(f"{number}\t{i}\t{end}\n")
        at += len(row) + 1
print(json.dumps({"spans": spans, "seconds": time.perf_counter() - start}))
