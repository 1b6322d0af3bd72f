"""Precision, recall, density and coverage by prdc: run_prdc.py FILE ROWS DIM K

FILE holds little-endian 32-bit floats: ROWS real rows of DIM, then as many others.
Prints the four figures and the seconds of 3 calls; start-up and reading do not count.
"""

import contextlib
import json
import sys
import time

import numpy as np
from prdc import compute_prdc

rows, dim, k = (int(a) for a in sys.argv[2:5])
data = np.fromfile(sys.argv[1], dtype="<f4").reshape(2 * rows, dim)
seconds = []
for _ in range(3):
    start = time.perf_counter()
    with contextlib.redirect_stdout(sys.stderr):
        found = compute_prdc(data[:rows], data[rows:], nearest_k=k)
    seconds.append(time.perf_counter() - start)
print(json.dumps({**{n: float(v) for n, v in found.items()}, "seconds": seconds}))
