"""Passages and retrievals made by hand, from a text and as little else as a test cares about."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from llama_index.core.base.embeddings.base import BaseEmbedding
from llama_index.core.schema import TextNode

from bot.answers import Claim, Quote
from bot.closeness import Closeness
from bot.loading import load_pipeline
from bot.pipeline import Pipeline
from bot.ranking import RankedPassage, RankedSentence
from bot.retrieval import Retrieval
from bot.settings import BotSettings
from ingest.documents import Document, Metadata, Span
from ingest.passages import copy_vectors, make_passage, passage_id
from ingest.stores.embedded import EmbeddedStore
from ingest.vectorizing import Embedder
from tests.conftest import bundled_fingerprint


def make_document(text: str, path: str = "a.txt", **metadata: object) -> Document:
    """A document of one language, English unless said otherwise."""
    known = Metadata.model_validate({"language": "en", **metadata})
    return Document(path=path, text=text, metadata=known, content_hash="0" * 64)


def passage_at(document: Document, start: int = 0, end: int | None = None) -> TextNode:
    """The passage of a document from one character to another, as one sentence."""
    span = Span(start, len(document.text) if end is None else end)
    return make_passage(document, span, [span], [], 0)


def passage_of(text: str, path: str = "a.txt", **metadata: object) -> TextNode:
    """A document of one passage of one sentence."""
    return passage_at(make_document(text, path, **metadata))


def claim_of(text: str, *quotes: tuple[TextNode, str]) -> Claim:
    """A claim with its quotes, each said to stand in a passage."""
    return Claim(text, tuple(Quote(passage_id(passage), words) for passage, words in quotes))


def rank_by_hand(
    sentences: Sequence[str],
    similarities: Sequence[float],
    path: str = "a.txt",
    *,
    between: str = " ",
    **metadata: object,
) -> RankedPassage:
    """A retrieved passage of sentences, a space apart or more, each as similar as is said."""
    text = between.join(sentences)
    spans, start = [], 0
    for sentence in sentences:
        spans.append(Span(start, start + len(sentence)))
        start += len(sentence) + len(between)
    document = make_document(text, path, **metadata)
    return RankedPassage(
        passage=make_passage(document, Span(0, len(text)), spans, [], 0),
        dense=0.8,
        lexical=0.0,
        title=0.0,
        fused=0.0,
        sentences=tuple(
            RankedSentence(span, words, similarity, coverage=0.0)
            for span, words, similarity in zip(spans, sentences, similarities, strict=True)
        ),
    )


def retrieval_of(ranked: Iterable[RankedPassage]) -> Retrieval:
    """What was found, in this order."""
    found = tuple(ranked)
    return Retrieval("a question", found, Closeness(0.0, 0.0, 0.0, 0.0, 0), len(found), len(found))


def pipeline_of(data: Path, texts: Mapping[str, str], embedding: BaseEmbedding) -> Pipeline:
    """A pipeline on an index of documents of one sentence each, by path.

    Written in one go: a sync of hundreds of documents takes half a minute.
    """
    passages = [passage_of(text, path) for path, text in texts.items()]
    alike = {passage.text: passage for passage in passages}
    Embedder(lambda: embedding).embed(list(alike.values()), {})
    for passage in passages:
        copy_vectors(passage, alike[passage.text])
    with closing(EmbeddedStore(data).begin(bundled_fingerprint())) as draft:
        draft.index.write(passages)
        draft.publish()
    return load_pipeline(BotSettings(data_dir=data))
