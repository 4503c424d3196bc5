"""A real language model in this process, behind a server that speaks as OpenAI's."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CONTEXT_TOKENS = 8192


@contextmanager
def serve(gguf: Path) -> Iterator[str]:
    """Serve the model of a GGUF file on loopback, by llama.cpp. Gives what LLM_BASE_URL is set to.

    Takes the package xllamacpp. Raises: ValueError, if the file is no model that it can load.
    """
    if not gguf.is_file():
        raise ValueError(f"There is no file {gguf}. Give the path of a model in the format GGUF.")
    import xllamacpp

    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(gguf)
    parameters.n_ctx = CONTEXT_TOKENS
    parameters.n_parallel = 1
    parameters.hostnames = ["127.0.0.1"]
    parameters.port = 0
    parameters.ui = False
    parameters.verbosity = -1
    try:
        server = xllamacpp.Server(parameters)
    except RuntimeError as error:
        raise ValueError(
            f"{gguf} is no model in the format GGUF, or too large for this machine."
        ) from error
    try:
        yield f"{server.listening_address}/v1"
    finally:
        del server
