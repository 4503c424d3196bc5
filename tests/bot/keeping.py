"""What is kept, made by hand: answers of which a test says only what it cares about."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from bot.answers import Citation, CitedClaim
from bot.askers import Asker
from bot.candidates import Vote
from bot.database import FILE_NAME
from bot.records import AnswerId, AnswerRecord, KeptPassage
from ingest.documents import Kind
from ingest.passages import PassageId

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
SERVER, CHANNEL = 1118000000000000001, 1118000000000000002
ANN, BOB = 900719925474099301, 900719925474099302
"""Larger than what a float holds."""


def citation_of(quote: str, n: int = 1, *, start: int = 0, score: float = 0.9) -> Citation:
    """A citation of the hall's history."""
    return Citation(
        n=n,
        document="hall.md",
        document_hash="a" * 64,
        title="The hall",
        author=None,
        publisher="Harbour Gazette",
        published="1994-05",
        kind=Kind.PRESS,
        party=None,
        language="en",
        source="https://example.org/hall",
        page=None,
        quote=quote,
        start=start,
        end=start + len(quote),
        passage=PassageId("p1"),
        score=score,
    )


def record_of(answer_id: str, question: str = "Who founded it?", **known: object) -> AnswerRecord:
    """An answer of Ann's, on a server, cited, unless said otherwise."""
    record = AnswerRecord(
        id=AnswerId(answer_id),
        asked_at=NOON,
        question=question,
        understood=None,
        language="en",
        abstained=False,
        confidence=0.75,
        answerer="extractive",
        claims=(CitedClaim(text="Ada Quist founded it.", citations=(1,)),),
        citations=(citation_of("Ada Quist founded the hall."),),
        nearest=(),
        passages=(KeptPassage(id=PassageId("p1"), document="hall.md", start=0, end=80, score=0.9),),
        index="f1",
        server=SERVER,
        channel=CHANNEL,
        message=None,
        is_private=False,
        asker=Asker("a1"),
    )
    return record.model_copy(update=known)


def abstained_of(answer_id: str, question: str, **known: object) -> AnswerRecord:
    """A question that was declined, with what came near."""
    return record_of(
        answer_id,
        question,
        **{
            "abstained": True,
            "claims": (),
            "citations": (),
            "nearest": (citation_of("The hall closed.", 0),),
            **known,
        },
    )


def votes_on(data_dir: Path, answer_id: str) -> list[Vote]:
    """The votes that are kept on an answer, by the time they were given."""
    query = "SELECT is_helpful, reason FROM votes WHERE answer_id = ? ORDER BY voted_at"
    with closing(sqlite3.connect(data_dir / FILE_NAME)) as viewer:
        rows = viewer.execute(query, [answer_id]).fetchall()
    return [Vote(bool(is_helpful), reason) for is_helpful, reason in rows]


def bytes_of(folder: Path) -> Iterator[tuple[str, bytes]]:
    """Every file of a folder, by name."""
    for file in sorted(folder.rglob("*")):
        if file.is_file():
            yield file.name, file.read_bytes()


def files_with(folder: Path, *words: str) -> list[str]:
    """The files in whose bytes any of some words stands."""
    return [
        name
        for name, data in bytes_of(folder)
        if any(word.encode() in data or word.encode("utf-16-le") in data for word in words)
    ]
