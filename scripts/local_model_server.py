"""llama.cpp's own HTTP server over one GGUF file.

usage: local_model_server.py GGUF PORT SLOTS NAME

It listens on loopback, and ends with SIGTERM.
"""

import os
import signal
import sys

import xllamacpp

CONTEXT = 2048  # tokens of request and reply together, for each slot


def main():
    path, port, slots, name = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
    params = xllamacpp.CommonParams()
    params.model.path, params.hostnames, params.port = path, ["127.0.0.1"], port
    params.model_alias = {name}
    params.n_parallel, params.n_ctx, params.cache_ram_mib = slots, CONTEXT * slots, 0
    # Its threads wait for one another by spinning: with one more than there are
    # idle cores it falls from some 40 tokens a second to 2. So one core stays free.
    threads = max(1, min(4, (os.cpu_count() or 2) - 1))
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = threads
    server = xllamacpp.Server(params)
    print("ready", server.listening_address, flush=True)
    signal.sigwait({signal.SIGTERM, signal.SIGINT})
    os._exit(0)


if __name__ == "__main__":
    main()
