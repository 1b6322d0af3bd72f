"""A report on the rows of a file as a page, with ydata-profiling's minimal settings,
which leave out correlations and interactions.

Its imports do not count here; reading the file and writing the page do.

    run_ydata.py FILE PAGE
"""

import json
import os
import sys
import time
import warnings

# It would tell its maker over the network of each report, and wait for that.
os.environ["YDATA_PROFILING_NO_ANALYTICS"] = "1"
# Its list of fonts is kept beside it, so that it is made once and not in each run.
os.environ["MPLCONFIGDIR"] = os.path.join(sys.prefix, "matplotlib")
warnings.filterwarnings("ignore")

import pandas
from ydata_profiling import ProfileReport

start = time.perf_counter()
rows = pandas.read_json(sys.argv[1], lines=True)
ProfileReport(rows, minimal=True, progress_bar=False).to_file(sys.argv[2], silent=True)
print(json.dumps({"rows": len(rows), "seconds": time.perf_counter() - start}))
