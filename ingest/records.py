"""How a passage is written as a record of Chroma, and read back. Pure.

What is searched for is a key of its own; all else is one string. Each key costs Chroma a row in a
table and another in its index: as a key each, what is known of a passage took three times as long
to write as this.
"""

import json
from collections.abc import Mapping
from typing import Any

from llama_index.core.schema import TextNode

from ingest.passages import CONTENT_HASH, DOCUMENT, VECTOR_KEY, VECTORS, PassageId
from ingest.stored import Head

HEAD = "head"
"""Key that only the first passage of a document has."""
WHOLE_HEAD, UNFINISHED_HEAD = "whole", "unfinished"

_PASSAGE = "passage"
"""The rest, as JSON. Not Chroma's own place for texts: that keeps an index of trigrams beside them,
which nobody asks, and which takes as long to write as all the rest (measured)."""
_TEXT, _START, _END = "text", "start", "end"
_FILE, _PASSAGES, _DOCUMENTS = "file", "passages", "documents"
_SEARCHED = (DOCUMENT, VECTOR_KEY, HEAD)


def make_record(passage: TextNode) -> dict[str, Any]:
    """Write a passage, with its vectors if it has them.

    Chroma merges a record with the one it replaces: what is to be forgotten is None in it.
    """
    known = {key: value for key, value in passage.metadata.items() if value is not None}
    rest = {
        **{key: known[key] for key in known.keys() - {*_SEARCHED, VECTORS}},
        _TEXT: passage.text,
        _START: passage.start_char_idx,
        _END: passage.end_char_idx,
    }
    return {
        **{key: known.get(key) for key in _SEARCHED},
        _PASSAGE: json.dumps(rest, ensure_ascii=False, sort_keys=True),
        **({VECTORS: known[VECTORS]} if VECTORS in known else {}),
    }


def read_passage(record_id: str, record: Mapping[str, Any]) -> TextNode:
    """Inverse of `make_record`; what is unknown has no key in the passage's metadata."""
    rest = json.loads(record[_PASSAGE])
    searched = {key: record[key] for key in (*_SEARCHED, VECTORS) if record.get(key) is not None}
    return TextNode(
        id_=record_id,
        text=rest.pop(_TEXT),
        start_char_idx=rest.pop(_START),
        end_char_idx=rest.pop(_END),
        metadata={**rest, **searched},
    )


def changed_since(passage: TextNode, stored: TextNode) -> dict[str, Any]:
    """What of a passage's record, but for its vectors, is not as it was stored."""
    now, then = make_record(passage), make_record(stored)
    return {key: now[key] for key in (*_SEARCHED, _PASSAGE) if now[key] != then[key]}


def mark_head(passage: TextNode, file: str, passages: int, documents: int) -> None:
    """Make a passage the head of its document, which is not yet all written (`Head`)."""
    passage.metadata.update(
        {HEAD: UNFINISHED_HEAD, _FILE: file, _PASSAGES: passages, _DOCUMENTS: documents}
    )


def read_head(record_id: str, record: Mapping[str, Any]) -> Head:
    """Read what a document's first passage says about it."""
    rest = json.loads(record[_PASSAGE])
    return Head(
        passage_id=PassageId(record_id),
        path=str(record[DOCUMENT]),
        file=str(rest[_FILE]),
        content_hash=str(rest[CONTENT_HASH]),
        passages=int(rest[_PASSAGES]),
        documents=int(rest[_DOCUMENTS]),
        is_whole=record[HEAD] == WHOLE_HEAD,
    )
