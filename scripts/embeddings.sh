#!/bin/sh
# A small static embedding model, as files: for seedbed measure --embed FOLDER.
#
#   scripts/embeddings.sh         gets it once, and prints the folder
#
# It is the table of WordLlama (MIT; made from token embeddings of Llama 2 and
# others), 16 MB for 32,000 tokens, out of the Python package of that name, which is
# unpacked as data and never run. Kept in build/embeddings, checked by SHA-256;
# after the first time no network is needed.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
. "$here/python.sh"
python=$(find_python)
exec "$python" "$here/embeddings.py" "$@"
