"""Hints for questions, with Curator."""

import importlib.util
import os

import task

# The tokenizer's tables come with litellm; otherwise they would be downloaded.
litellm = importlib.util.find_spec("litellm").submodule_search_locations[0]
os.environ["TIKTOKEN_CACHE_DIR"] = os.path.join(litellm, "litellm_core_utils", "tokenizers")

from bespokelabs import curator
from datasets import Dataset


class Hinter(curator.LLM):
    def prompt(self, row):
        return "Write a hint for: " + row["question"]

    def parse(self, row, response):
        return {"question": row["question"], "hint": response}


clock = task.Clock()
hinter = Hinter(
    model_name="mock",
    backend="openai",
    backend_params={
        "base_url": task.URL,
        "max_concurrent_requests": task.IN_FLIGHT,
        "max_requests_per_minute": 10**9,
        "max_tokens_per_minute": 10**12,
        "request_timeout": 120,
    },
)
made = hinter(Dataset.from_list(task.questions()))
made = getattr(made, "dataset", made)
clock.report(made["hint"])
