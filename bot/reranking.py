"""A second look at the candidates, by a cross-encoder: it reads question and passage together."""

import logging
import sys
import threading
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from llama_index.core.schema import NodeWithScore, TextNode

from bot.errors import RerankerError
from bot.ranking import RankedPassage
from ingest.errors import EmbeddingError, first_line
from ingest.sentence_transformer import find_on_hub

if TYPE_CHECKING:
    from llama_index.core.postprocessor import SentenceTransformerRerank
    from transformers import PretrainedConfig

_ALL = sys.maxsize
_NO_CROSS_ENCODERS = ("Model", "ForMaskedLM")
"""Ends of the names of networks that give no score of a pair: one would be added, at random."""
_CLASSIFIER = "ForSequenceClassification"

log = logging.getLogger(__name__)


class CrossEncoderReranker:
    """Orders candidates by a sentence-transformers cross-encoder. For any number of threads."""

    def __init__(self, model: "SentenceTransformerRerank") -> None:
        """`model`: with room for all candidates, it leaves none out."""
        self._model = model
        # A tokenizer that two threads set up at once fails ("Already borrowed").
        self._one_at_a_time = threading.Lock()

    def reorder(self, question: str, ranked: Sequence[RankedPassage]) -> list[RankedPassage]:
        """Order all of them by the model's score, best first; equal ones stay as they are."""
        scores = self._score(question, {each.passage.text for each in ranked})
        scored = [replace(each, reranked=scores[each.passage.text]) for each in ranked]
        return sorted(scored, key=lambda each: -scores[each.passage.text])

    def _score(self, question: str, texts: Iterable[str]) -> dict[str, float]:
        """Score texts, each once: the same one, at another place of a batch, differs a little."""
        # Of the passages' own metadata, their vectors, the model would read as text.
        nodes = [NodeWithScore(node=TextNode(text=text)) for text in sorted(texts)]
        with self._one_at_a_time:
            scored = self._model.postprocess_nodes(nodes, query_str=question)
        return {found.text: float(found.score or 0.0) for found in scored}


def load_reranker(model: str | None) -> CrossEncoderReranker | None:
    """Load the model that RERANKER_MODEL names: a folder, or a name; None if none is set.

    Raises: RerankerError.
    """
    if model is None:
        return None
    if Path(model).exists():
        return _load(model, model)
    if folder := _find_cached(model):
        try:
            return _load(model, folder)
        except RerankerError as error:
            log.info(f"the cache has not all of {model}: {error}")
    try:
        find_on_hub(model, [model])
    except EmbeddingError as error:
        raise RerankerError(model=model, reason=error.fields["reason"]) from error
    return _load(model, model)


def _load(model: str, place: str) -> CrossEncoderReranker:
    from llama_index.core.postprocessor import SentenceTransformerRerank
    from transformers import AutoConfig

    try:
        _check_network(AutoConfig.from_pretrained(place))
        loaded = SentenceTransformerRerank(model=place, top_n=_ALL, trust_remote_code=False)
    except Exception as error:
        # torch, transformers and the hub each raise their own.
        raise RerankerError(model=model, reason=first_line(error).rstrip(".")) from error
    return CrossEncoderReranker(loaded)


def _check_network(config: "PretrainedConfig") -> None:
    """Raises: ValueError, if it doesn't score a pair of texts, and with one number."""
    network = (config.architectures or [""])[0]
    if network.endswith(_NO_CROSS_ENCODERS):
        raise ValueError(f"it is no cross-encoder, but a {network}")
    if network.endswith(_CLASSIFIER) and config.num_labels != 1:
        raise ValueError(f"it tells {config.num_labels} classes apart, and gives no score")


def _find_cached(model: str) -> str | None:
    """The folder that an earlier download is in."""
    from huggingface_hub import snapshot_download

    try:
        return snapshot_download(model, local_files_only=True)
    except (OSError, ValueError):
        return None  # not downloaded, or no name that the hub could have
