#!/bin/sh
# Makes the Python environment that tests read releases with, and prints the
# path of its python. Quiet, made once, used again until the pinned versions
# change. Several may ask for it at the same time.
#
#   scripts/python-env.sh              build/venv, of scripts/requirements-test.txt
#   scripts/python-env.sh DIR FILE     another environment, of another list
#
# PYTHON names the python to use.
set -eu
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd)
. "$here/python.sh"
python=$(find_python)
exec "$python" "$here/pyenv.py" "${1:-$here/../build/venv}" "${2:-$here/requirements-test.txt}"
