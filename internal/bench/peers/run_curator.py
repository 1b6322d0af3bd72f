"""Hints for questions, with Curator."""

import task

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
