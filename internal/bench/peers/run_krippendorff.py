"""Krippendorff's alpha of a wide CSV, and of resamples of its units.

The package offers no bootstrap. This is the quickest loop around it: a table of
how often each unit got each value, made once, and rows of it drawn.

    run_krippendorff.py FILE RESAMPLES
"""

import json
import sys
import time

import krippendorff
import numpy

table = numpy.genfromtxt(sys.argv[1], delimiter=",", skip_header=1)[:, 1:].T
resamples = int(sys.argv[2])
alpha = {
    level: krippendorff.alpha(reliability_data=table, level_of_measurement=level)
    for level in ("nominal", "ordinal", "interval", "ratio")
}

values = numpy.unique(table[~numpy.isnan(table)])
draw = numpy.random.default_rng(0)
start = time.perf_counter()
counts = numpy.stack([(table == v).sum(0) for v in values], 1)
draws = [
    krippendorff.alpha(
        value_counts=counts[draw.integers(0, len(counts), len(counts))],
        value_domain=values,
        level_of_measurement="interval",
    )
    for _ in range(resamples)
]
seconds = time.perf_counter() - start
low, high = numpy.percentile(draws, [2.5, 97.5])
print(json.dumps({"alpha": alpha, "low": low, "high": high, "seconds": seconds}))
