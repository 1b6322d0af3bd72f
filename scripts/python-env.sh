#!/bin/sh
# Makes the Python environment that tests read releases with, and prints the
# path of its python. Quiet, made once, used again until the pinned versions
# change. Several may ask for it at the same time.
#
#   scripts/python-env.sh              build/venv, of scripts/requirements-test.txt
#   scripts/python-env.sh DIR FILE     another environment, of another list
#
# PYTHON names the python to use; otherwise the first of python3, python3.13,
# ... that is new enough.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)

find_python() {
    for p in ${PYTHON:-} python3 python3.14 python3.13 python3.12 python3.11 python3.10 python; do
        if command -v "$p" >/dev/null 2>&1 &&
            "$p" -c 'import sys; sys.exit(sys.version_info < (3, 10))' 2>/dev/null; then
            command -v "$p"
            return 0
        fi
    done
    echo "no Python of version 3.10 or newer was found; install it (Debian: apt install python3 python3-venv) or name it in PYTHON" >&2
    return 1
}

python=$(find_python)
exec "$python" "$here/pyenv.py" "${1:-$here/../build/venv}" "${2:-$here/requirements-test.txt}"
