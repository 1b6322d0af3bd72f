"""Judges questions with Inspect: run_inspect.py URL SEEDS ROWS IN_FLIGHT BODY

BODY holds one request of Seedbed's judge, with @@question@@ where the question
stands: the same messages, settings and JSON schema are asked for here. Prints the
seconds from after the imports until every verdict is read, and how many are.
"""

import json
import os
import sys

import task

from inspect_ai import Task, eval as evaluate
from inspect_ai.dataset import MemoryDataset, Sample
from inspect_ai.log import read_eval_log
from inspect_ai.model import ChatMessageSystem, ChatMessageUser, GenerateConfig, ResponseSchema, get_model
from inspect_ai.scorer import Score, mean, scorer
from inspect_ai.solver import generate
from inspect_ai.util import JSONSchema

PLACE = "@@question@@"

with open(sys.argv[5]) as f:
    body = json.loads(f.readline())
kinds = {"system": ChatMessageSystem, "user": ChatMessageUser}
asked = body["response_format"]["json_schema"]


def sample(number, question):
    return Sample(
        id=number,
        input=[kinds[m["role"]](content=m["content"].replace(PLACE, question)) for m in body["messages"]],
    )


@scorer(metrics=[mean()])
def verdict():
    async def score(state, target):
        values = {name: v["value"] for name, v in json.loads(state.output.completion).items()}
        return Score(value=values["helpful"], metadata=values)

    return score


clock = task.Clock()
model = get_model(
    "openai/" + body["model"],
    base_url=task.URL,
    responses_api=False,
    config=GenerateConfig(
        temperature=body["temperature"],
        max_tokens=body.get("max_tokens") or body.get("max_completion_tokens"),
        response_schema=ResponseSchema(name=asked["name"], json_schema=JSONSchema.model_validate(asked["schema"])),
    ),
)
logs = evaluate(
    Task(dataset=MemoryDataset([sample(i + 1, q["question"]) for i, q in enumerate(task.questions())]), solver=generate(), scorer=verdict()),
    model=model,
    max_connections=task.IN_FLIGHT,
    max_samples=task.IN_FLIGHT,
    display="none",
    log_dir=os.path.abspath("logs"),
    log_realtime=False,
)
done = read_eval_log(logs[0].location).samples or []
clock.report([s.scores for s in done if s.scores])
