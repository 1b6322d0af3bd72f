"""Makes a virtual environment from a list of pinned packages, once.

usage: pyenv.py DIR REQUIREMENTS     prints the path of the environment's python

The list's SHA-256 and the Python version are noted in DIR when it is complete;
while they agree nothing is done, and no network is needed. A lock beside DIR
lets several processes ask at once.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys


def fail(message):
    print(message, file=sys.stderr)
    raise SystemExit(1)


def make(folder, requirements):
    """Makes the environment at folder, and returns the path of its python."""
    folder = os.path.realpath(folder)
    python = os.path.join(folder, "bin", "python")
    with open(requirements, "rb") as f:
        want = hashlib.sha256(f.read()).hexdigest() + " " + sys.version.split()[0] + "\n"
    os.makedirs(os.path.dirname(folder), exist_ok=True)
    with open(folder + ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if read(os.path.join(folder, "complete")) == want and os.path.exists(python):
            return python
        shutil.rmtree(folder, ignore_errors=True)
        run(
            [sys.executable, "-m", "venv", folder],
            "making a Python environment failed; on Debian: apt install python3-venv",
        )
        run(
            [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
             "--no-input", "--only-binary", ":all:", "-r", requirements],
            "getting the packages of %s failed; the first time needs a network or a pip mirror"
            % os.path.basename(requirements),
        )
        with open(os.path.join(folder, "complete"), "w") as f:
            f.write(want)
    return python


def read(path):
    try:
        with open(path) as f:
            return f.read()
    except OSError:
        return None


def run(command, otherwise):
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        fail(done.stdout[-4000:].rstrip() + "\n" + otherwise)


if __name__ == "__main__":
    if len(sys.argv) != 3:
        fail(__doc__.strip())
    print(make(sys.argv[1], sys.argv[2]))
