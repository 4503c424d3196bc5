"""How a sentence-transformers model is found and loaded: from a folder, the local cache, the hub.

Everything heavy is imported inside: torch alone takes seconds.
"""

import logging
import re
from collections.abc import Iterable
from pathlib import Path

from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.utils import get_cache_dir

from ingest.errors import EmbeddingError, first_line

_E5 = re.compile(r"\be5-(small|base|large)", re.IGNORECASE)
_ORGANIZATION = "sentence-transformers"
"""Where sentence-transformers looks for a name that has none."""
_PROBE_TIMEOUT_S = 10

log = logging.getLogger(__name__)


def load_sentence_transformer(model: str) -> BaseEmbedding:
    """Load a model by folder or name.

    Raises: EmbeddingError.
    """
    if Path(model).exists():
        return _load(model)
    if _is_cached(model):
        try:
            return _load(model, is_local=True)
        except EmbeddingError as error:
            log.info(f"the cache has not all of {model}: {error}")
    find_on_hub(model, _names_of(model))
    return _load(model)


def _load(model: str, *, is_local: bool = False) -> BaseEmbedding:
    """`is_local`: without asking the hub whether there is a newer one."""
    from llama_index.embeddings.huggingface import HuggingFaceEmbedding

    is_e5 = _E5.search(model)
    try:
        embedding: BaseEmbedding = HuggingFaceEmbedding(
            model_name=model,
            query_instruction="query: " if is_e5 else None,
            text_instruction="passage: " if is_e5 else None,
            local_files_only=is_local,
        )
    except Exception as error:
        # torch, transformers and the hub each raise their own.
        raise EmbeddingError(model=model, reason=first_line(error).rstrip(".")) from error
    return embedding


def _names_of(model: str) -> list[str]:
    """What the model may be called on the hub."""
    return [model] if "/" in model else [f"{_ORGANIZATION}/{model}", model]


def _is_cached(model: str) -> bool:
    from huggingface_hub import try_to_load_from_cache

    try:
        return any(
            isinstance(try_to_load_from_cache(name, "config.json", get_cache_dir()), str)
            for name in _names_of(model)
        )
    except ValueError:
        return False  # no name that the hub could have


def find_on_hub(model: str, names: Iterable[str]) -> None:
    """Ask once whether the hub has the model: loading would ask many times, each with retries.

    `names`: what the model may be called there; at least one.
    Raises: EmbeddingError if it has none, or can't be reached.
    """
    from huggingface_hub import HfApi, constants
    from huggingface_hub.errors import HfHubHTTPError, RepositoryNotFoundError

    nowhere = "it is neither a folder nor whole in the local cache"
    for name in names:
        try:
            HfApi().model_info(name, timeout=_PROBE_TIMEOUT_S)
            return
        except RepositoryNotFoundError as error:
            missing = error
        except HfHubHTTPError:
            return  # it is there, and says something else: loading will tell what
        except ValueError as error:
            reason = f"{nowhere}, and can't be a model's name"
            raise EmbeddingError(model=model, reason=reason) from error
        except Exception as error:
            # Each version of the hub's library has another HTTP client, with its own exceptions.
            reason = f"{nowhere}, and {constants.ENDPOINT} can't be reached"
            raise EmbeddingError(model=model, reason=reason) from error
    raise EmbeddingError(
        model=model, reason=f"{nowhere}, and {constants.ENDPOINT} has none of that name"
    ) from missing
