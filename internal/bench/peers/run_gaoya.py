"""Near-duplicates of a file, with gaoya: runs of three words, similarity .7.

Rows go into its index all at once, on all processors, and are looked up all at
once; 14 bands of 9 are what is best at .7 for 128 permutations (as datasketch
picks them). Its imports do not count; reading the file and writing the pairs do.

    run_gaoya.py FILE PAIRS
"""

import json
import sys
import time

import gaoya

start = time.perf_counter()
ids, texts = [], []
with open(sys.argv[1]) as file:
    for line in file:
        row = json.loads(line)
        ids.append(row["id"])
        texts.append(row["text"])
index = gaoya.minhash.MinHashStringIndex(
    hash_size=32,
    jaccard_threshold=0.7,
    num_bands=14,
    band_size=9,
    num_hashes=14 * 9,
    analyzer="word",
    lowercase=True,
    ngram_range=(3, 3),
    id_container="smallvec",
)
index.par_bulk_insert_docs(ids, texts)
pairs = {(i, j) for i, near in zip(ids, index.par_bulk_query(texts)) for j in near if j > i}
with open(sys.argv[2], "w") as out:
    out.writelines(f"{a}\t{b}\n" for a, b in pairs)
print(json.dumps({"pairs": len(pairs), "seconds": time.perf_counter() - start}))
