"""PPI++ of the mean by ppi-python: run_ppi.py FILE LABELS

FILE holds little-endian 64-bit floats: the labels, a judge's scores of the same
rows, and its scores of others. Prints the interval and the seconds of 15 calls;
start-up, reading and a first call do not count.
"""

import json
import sys
import time

import numpy as np
from ppi_py import ppi_mean_ci

n = int(sys.argv[2])
data = np.fromfile(sys.argv[1], dtype="<f8")
truth, score, rest = data[:n], data[n : 2 * n], data[2 * n :]
ppi_mean_ci(truth, score, rest, alpha=0.05)
seconds = []
for _ in range(15):
    start = time.perf_counter()
    low, high = ppi_mean_ci(truth, score, rest, alpha=0.05)
    seconds.append(time.perf_counter() - start)
print(json.dumps({"low": float(np.squeeze(low)), "high": float(np.squeeze(high)), "seconds": seconds}))
