# For sh scripts to read in: find_python prints the path of the python to run the
# programs beside them with. That is the one that PYTHON names; otherwise the first
# of python3, python3.14, ... that is new enough.

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
