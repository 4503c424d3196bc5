"""A real language model in this process, behind a server that speaks as OpenAI's."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CONTEXT_TOKENS = 8192


@contextmanager
def serve(gguf: Path) -> Iterator[str]:
    """Serve the model of a GGUF file on loopback, by llama.cpp. Gives what LLM_BASE_URL is set to.

    Takes the package xllamacpp.
    """
    import xllamacpp

    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(gguf)
    parameters.n_ctx = CONTEXT_TOKENS
    parameters.n_parallel = 1
    parameters.hostnames = ["127.0.0.1"]
    parameters.port = 0
    parameters.ui = False
    parameters.verbosity = -1
    server = xllamacpp.Server(parameters)
    try:
        yield f"{server.listening_address}/v1"
    finally:
        del server
