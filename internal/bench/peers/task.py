"""What every peer's script shares: the questions, the server, and the report.

usage of each: SCRIPT URL SEEDS ROWS IN_FLIGHT, in a folder of its own. It prints
one JSON line with the seconds that it took after its imports, and how many hints
it got.
"""

import json
import os
import sys
import time

URL, SEEDS = sys.argv[1], sys.argv[2]
ROWS, IN_FLIGHT = int(sys.argv[3]), int(sys.argv[4])

# Nothing may leave this machine, and nothing may wait for what cannot be reached.
os.environ.update(
    NEMO_TELEMETRY_ENABLED="false",
    TELEMETRY_ENABLED="false",
    CURATOR_TRACKER_DISABLED="1",
    HF_HUB_OFFLINE="1",
    LITELLM_LOCAL_MODEL_COST_MAP="True",
    OPENAI_API_KEY="none",
    HF_DATASETS_CACHE=os.path.abspath("hf"),
    CURATOR_CACHE_DIR=os.path.abspath("cache"),
)


def questions():
    """Returns the first ROWS questions."""
    with open(SEEDS) as f:
        return [{"question": json.loads(line)["question"]} for line, _ in zip(f, range(ROWS))]


class Clock:
    """Measures what comes after the imports."""

    def __init__(self):
        self.start = time.monotonic()

    def report(self, hints):
        seconds = time.monotonic() - self.start
        print(json.dumps({"seconds": seconds, "rows": sum(1 for h in hints if h)}), flush=True)
