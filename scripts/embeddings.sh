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
for p in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python3.10 python; do
    if command -v "$p" >/dev/null 2>&1 &&
        "$p" -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null; then
        exec "$p" "$here/embeddings.py" "$@"
    fi
done
echo "no Python of version 3.10 or newer was found; install it (Debian: apt install python3 python3-venv) or name it in PYTHON" >&2
exit 1
