"""What a passage (llama-index `TextNode`) carries; the only place that spells its metadata keys.

A passage's text is a run of its document's text: `document.text[start:end]`, nothing added.
"""

import hashlib
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import NewType

from llama_index.core.schema import TextNode

from ingest.documents import Document, Metadata, Place, PlaceKind, Span
from ingest.vectors import PassageVectors, pack_vectors, unpack_vectors

PassageId = NewType("PassageId", str)

DOCUMENT = "document"
CONTENT_HASH = "content_hash"
VECTOR_KEY = "vector_key"
_SENTENCES = "sentences"
_TITLE_PATH = "title_path"
_PLACES = "places"
VECTORS = "vectors"
_TITLE_SEPARATOR = " › "


def make_passage(
    document: Document, span: Span, sentences: Sequence[Span], headings: Iterable[str], nth: int
) -> TextNode:
    """Build the passage at `span` of `document`.

    `sentences` are spans in the document's text, inside `span`. `nth` counts earlier passages of
    the document with the same words under the same headings, so that ids differ.
    The id depends on path, title path, words and `nth` alone: an edit elsewhere leaves it as it is.
    """
    text = document.text[span.start : span.end]
    title_path = _TITLE_SEPARATOR.join(filter(None, [document.metadata.title, *headings]))
    offsets = (f"{start - span.start}-{end - span.start}" for start, end in sentences)
    # Unknown keys are there as None: Chroma merges a record with the one it replaces, and forgets
    # only what is None.
    known = document.metadata.model_dump(mode="json")
    return TextNode(
        id_=_digest(document.path, title_path, text, str(nth)),
        text=text,
        start_char_idx=span.start,
        end_char_idx=span.end,
        metadata={
            **known,
            DOCUMENT: document.path,
            CONTENT_HASH: document.content_hash,
            VECTOR_KEY: _digest(title_path, text, *offsets),
            _TITLE_PATH: title_path,
            _SENTENCES: " ".join(f"{start}-{end}" for start, end in sentences),
            _PLACES: _pack_places(document.places, span),
        },
    )


def passage_id(passage: TextNode) -> PassageId:
    """The passage's id, the same in Chroma and in every answer."""
    return PassageId(passage.node_id)


def document_of(passage: TextNode) -> str:
    """Path of the passage's document below the dossier folder."""
    return str(passage.metadata[DOCUMENT])


def content_hash_of(passage: TextNode) -> str:
    """Hash of the document as it was when the passage was cut."""
    return str(passage.metadata[CONTENT_HASH])


def metadata_of(passage: TextNode) -> Metadata:
    """What is known about the passage's document."""
    known = {name: passage.metadata.get(name) for name in Metadata.model_fields}
    return Metadata.model_validate(known)


def language_of(passage: TextNode) -> str | None:
    """ISO 639-1 code of the passage's language, None if unknown."""
    language = passage.metadata.get("language")
    return None if language is None else str(language)


def span_of(passage: TextNode) -> Span:
    """Where the passage stands in its document's text."""
    assert passage.start_char_idx is not None and passage.end_char_idx is not None  # noqa: S101
    return Span(passage.start_char_idx, passage.end_char_idx)


def sentences_of(passage: TextNode) -> tuple[Span, ...]:
    """The passage's sentences as spans in its document's text, in order, disjoint."""
    pairs = (pair.split("-") for pair in str(passage.metadata[_SENTENCES]).split())
    return tuple(Span(int(start), int(end)) for start, end in pairs)


def place_of(passage: TextNode, span: Span) -> Place | None:
    """The page, row or moment of the document at which `span`, inside the passage, begins."""
    places = _unpack_places(passage)
    before = bisect_right(places, span.start, key=attrgetter("start"))
    return places[before - 1] if before else None


def words_at(passage: TextNode, span: Span) -> str:
    """The document's words at `span`, which lies inside the passage."""
    start = span_of(passage).start
    return passage.text[span.start - start : span.end - start]


def title_path_of(passage: TextNode) -> str:
    """Document title and headings above the passage; empty if there are none."""
    return str(passage.metadata[_TITLE_PATH])


def vector_key_of(passage: TextNode) -> str:
    """Equal keys have equal vectors: what a passage's vectors depend on, hashed."""
    return str(passage.metadata[VECTOR_KEY])


def attach_vectors(passage: TextNode, vectors: PassageVectors) -> None:
    """Give the passage its vectors."""
    passage.metadata[VECTORS] = pack_vectors(vectors)


def copy_vectors(passage: TextNode, other: TextNode) -> None:
    """Give the passage the vectors of another with the same vector key."""
    passage.metadata[VECTORS] = other.metadata[VECTORS]


def vectors_of(passage: TextNode) -> PassageVectors:
    """The vectors of the passage, its sentences and its title path."""
    return unpack_vectors(str(passage.metadata[VECTORS]))


def _pack_places(places: Sequence[Place], span: Span) -> str | None:
    """Write the places that `span` begins in and runs into: "page -120=3 412=4".

    Offsets count from the passage's own start: words before it that change leave them be.
    """
    first = max(0, bisect_right(places, span.start, key=attrgetter("start")) - 1)
    inside = places[first : bisect_left(places, span.end, key=attrgetter("start"))]
    if not inside:
        return None
    marks = (f"{place.start - span.start}={place.value}" for place in inside)
    return " ".join([inside[0].kind, *marks])


def _unpack_places(passage: TextNode) -> list[Place]:
    packed = passage.metadata.get(_PLACES)
    if packed is None:
        return []
    kind, *marks = str(packed).split(" ")
    begin = span_of(passage).start
    pairs = (mark.split("=", 1) for mark in marks)
    return [Place(begin + int(offset), PlaceKind(kind), value) for offset, value in pairs]


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
