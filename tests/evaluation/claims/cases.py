"""The cases of the claims' evaluation: true claims, and false ones that are hard to tell from them.

Every case has quotes that stand word for word in a document, of the dossier or of `texts/`, and a
claim that rests on them. The documents of the dev part and of the test part are not the same.
"""

from functools import cache
from pathlib import Path
from typing import Literal

from llama_index.core.schema import TextNode
from pydantic import BaseModel, ConfigDict

from bot.grounding import GroundedQuote, locate_quote
from ingest.documents import Document, Span
from ingest.folder import SourceFile
from ingest.metadata import sidecar_of
from ingest.passages import make_passage, words_at
from ingest.reading import read_file
from tests.evaluation.records import read_records

HERE = Path(__file__).parent
FOLDERS = (HERE / "texts", HERE.parents[2] / "dossier")

Part = Literal["dev", "test"]
Kind = Literal["subject", "roles", "reversal", "joined"]


class TrueClaim(BaseModel):
    """A claim that says no more than its quotes, as an honest language model would write it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    part: Part
    document: str
    quotes: tuple[str, ...]
    language: str
    claim: str


class Trap(TrueClaim):
    """A claim that its quotes don't bear out, made of their own words."""

    kind: Kind
    """Right number on the wrong subject, swapped roles, reversal without a changed number, two true
    halves joined into a false whole."""


class Found(BaseModel):
    """A claim that is wrong, and was shown before the check was mended; with a quote of its own."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    quoted_in: str
    quote: str
    language: str
    claim: str


def read_found() -> list[Found]:
    """Read what was found by trying. Raises: RecordsFileError, RecordError."""
    return read_records(HERE / "found.jsonl", Found, "tests/evaluation/claims/cases.py has it")


def read_held() -> list[Found]:
    """Read the third of one reviewer's tries that the check was not mended with.

    Raises: RecordsFileError, RecordError.
    """
    return read_records(HERE / "held.jsonl", Found, "tests/evaluation/claims/cases.py has it")


def read_claims() -> list[TrueClaim]:
    """Read the true claims. Raises: RecordsFileError, RecordError."""
    return read_records(HERE / "claims.jsonl", TrueClaim, "tests/evaluation/claims/cases.py has it")


def read_traps() -> list[Trap]:
    """Read the traps. Raises: RecordsFileError, RecordError."""
    return read_records(HERE / "traps.jsonl", Trap, "tests/evaluation/claims/cases.py has it")


@cache
def read_document(name: str) -> Document:
    """Read the document of a case."""
    path = next(folder / name for folder in FOLDERS if (folder / name).exists())
    sidecar = sidecar_of(path)
    beside = sidecar.read_bytes() if sidecar.exists() else None
    source = SourceFile(name, path.read_bytes(), beside)
    return read_file(source).documents[0]


def quote(case: TrueClaim) -> tuple[GroundedQuote, ...]:
    """Find the quotes of a case in its document.

    Raises: ValueError, if one doesn't stand there.
    """
    passage = _passage(case.document)
    return tuple(_ground(words, passage) for words in case.quotes)


def language_of_document(case: TrueClaim) -> str | None:
    """The language of a case's quotes, ISO 639-1."""
    return read_document(case.document).metadata.language


@cache
def _passage(name: str) -> TextNode:
    document = read_document(name)
    whole = Span(0, len(document.text))
    return make_passage(document, whole, sentences=(), headings=(), nth=0)


def _ground(words: str, passage: TextNode) -> GroundedQuote:
    span = locate_quote(words, passage)
    if span is None:
        raise ValueError(f"not in the document: {words}")
    return GroundedQuote(passage, span, words_at(passage, span))
