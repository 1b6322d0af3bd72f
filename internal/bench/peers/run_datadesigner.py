"""Hints for questions, with Data Designer."""

import os

import task

import data_designer.config as dd
import pandas as pd
from data_designer.interface import DataDesigner

clock = task.Clock()
seeds = os.path.abspath("seeds.parquet")
pd.DataFrame(task.questions()).to_parquet(seeds)
provider = dd.ModelProvider(name="mock", endpoint=task.URL, provider_type="openai", api_key="none")
designer = DataDesigner(artifact_path=os.path.abspath("artifacts"), model_providers=[provider])
designer.set_run_config(dd.RunConfig(otel_metrics_port=None))
writer = dd.ModelConfig(
    alias="writer",
    model="mock",
    provider="mock",
    skip_health_check=True,
    inference_parameters=dd.ChatCompletionInferenceParams(max_parallel_requests=task.IN_FLIGHT, timeout=120),
)
config = dd.DataDesignerConfigBuilder(model_configs=[writer])
config.with_seed_dataset(dd.LocalFileSeedSource(path=seeds), sampling_strategy=dd.SamplingStrategy.ORDERED)
config.add_column(dd.LLMTextColumnConfig(name="hint", model_alias="writer", prompt="Write a hint for: {{ question }}"))
made = designer.create(config, num_records=task.ROWS, dataset_name="hints").load_dataset()
clock.report(made["hint"])
