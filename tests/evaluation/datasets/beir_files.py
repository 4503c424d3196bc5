"""What a folder in BEIR's format (Thakur 2021) holds.

`corpus.jsonl` (`_id`, `title`, `text`), `queries.jsonl` (`_id`, `text`), and in `qrels` a file for
each split: below a heading, the id of a query, the id of a document and how relevant it is, with
tabs between them. Whatever else there is, is left alone.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from pydantic import BaseModel, Field

from tests.evaluation.datasets.dataset import clean
from tests.evaluation.datasets.errors import BrokenQrelsError
from tests.evaluation.records import stream_records

CORPUS, QUERIES, QRELS = "corpus.jsonl", "queries.jsonl", "qrels"
_HINT = "tests/evaluation/datasets/beir_files.py says what it holds"
_DEGREE = re.compile(r"-?\d+")
_SHOWN_CHARS = 60

Judged = Mapping[str, Mapping[str, int]]
"""By id of a query, the ids of its relevant documents, each with the line that says so."""


class CorpusLine(BaseModel):
    """A document; the text may be empty."""

    id: str = Field(alias="_id")
    title: str | None = None
    text: str

    @property
    def words(self) -> str:
        """The text; of a document that has none, its title; empty if it has none either."""
        return clean(self.text if self.text.strip() else self.title or "").strip()


class Query(BaseModel):
    """A question, or other words that are looked for."""

    id: str = Field(alias="_id")
    text: str


class Found(NamedTuple):
    """A relevant document: its line in the corpus, from 0."""

    line: int
    id: str


def read_corpus(folder: Path) -> Iterator[CorpusLine]:
    """Go through the documents, one in memory at a time. Raises: RecordsFileError, RecordError."""
    return stream_records(folder / CORPUS, CorpusLine, _HINT)


def qrels_of(folder: Path, split: str) -> Path:
    """The file of judgements of a split."""
    return folder / QRELS / f"{split}.tsv"


def read_qrels(path: Path) -> Judged:
    """Read what is judged relevant, to whatever degree.

    Raises: OSError, UnicodeDecodeError; BrokenQrelsError, naming the line.
    """
    judged: dict[str, dict[str, int]] = defaultdict(dict)
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        values = line.split("\t")
        if len(values) == 3 and _DEGREE.fullmatch(values[2]):
            query, document, degree = values
            if int(degree) > 0:
                judged[query][document] = number
        elif line.strip() and not (number == 1 and len(values) == 3):
            reason = f"it is {line[:_SHOWN_CHARS]!r}"
            raise BrokenQrelsError(path=path, line=number, reason=reason)
    return judged


def find_queries(folder: Path, qrels: Path, judged: Judged) -> list[Query]:
    """Find the judged queries, in the order of their file.

    Raises: RecordsFileError, RecordError; BrokenQrelsError, naming a line whose query isn't there.
    """
    lines = stream_records(folder / QUERIES, Query, _HINT)
    queries = {query.id: query for query in lines if query.id in judged}
    for query, documents in judged.items():
        if query not in queries:
            reason = f"{QUERIES} has no query {query}"
            raise BrokenQrelsError(path=qrels, line=min(documents.values()), reason=reason)
    return list(queries.values())


def find_documents(folder: Path, qrels: Path, judged: Judged) -> tuple[dict[str, Found], int]:
    """Find the relevant documents that have words.

    Returns: them by id, and how many documents there are in all.
    Raises: RecordsFileError, RecordError; BrokenQrelsError, naming a line whose document isn't
    there.
    """
    missing = {
        document: line for relevant in judged.values() for document, line in relevant.items()
    }
    found: dict[str, Found] = {}
    count = 0
    for number, line in enumerate(read_corpus(folder)):
        count += 1
        if missing.pop(line.id, None) and line.words:
            found[line.id] = Found(number, line.id)
    for document, at in missing.items():
        raise BrokenQrelsError(path=qrels, line=at, reason=f"{CORPUS} has no document {document}")
    return found, count
