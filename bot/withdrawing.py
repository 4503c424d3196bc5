"""What is taken out of kept answers once a document is gone: its words, not the answer's record.

A quote stays as long as the index has its passage, or its document as it was then, under whichever
name. So what an editor removes or replaces is quoted nowhere in the data folder.
"""

import asyncio
import logging
from collections.abc import Collection, Iterable

from llama_index.core.utils import iter_batch
from sqlalchemy import select, update

from bot.answers import Citation
from bot.database import Database
from bot.live import LiveDossier
from bot.records import AnswerRecord, read_row, write_row
from bot.schema import answers
from ingest.errors import DossierError
from ingest.passages import PassageId, passage_id

_BATCH = 500
"""Passages asked for in one go."""

log = logging.getLogger(__name__)


class Withdrawal:
    """Keeps the answers that are kept in step with the dossier that is asked."""

    def __init__(self, database: Database, dossier: LiveDossier) -> None:
        self._database = database
        self._dossier = dossier
        self._done: tuple[str | None] | None = None
        self._complaint: str | None = None

    async def follow(self) -> None:
        """Withdraw quotes, if the dossier is not the one that this was done for."""
        if self._done != (self._dossier.version,):
            await self.withdraw()

    async def withdraw(self) -> None:
        """Take the quotes that have lost their passage out of all answers.

        What fails is logged once, and left to the next time.
        """
        version = self._dossier.version
        try:
            cited = await asyncio.to_thread(read_cited, self._database)
            gone = await self._find_gone(cited)
            if gone:
                await asyncio.to_thread(withdraw_quotes, self._database, gone)
        except DossierError as error:
            if str(error) != self._complaint:
                log.error("quotes of documents that are gone could not be deleted: %s", error)
            self._complaint = str(error)
        else:
            self._done, self._complaint = (version,), None

    async def _find_gone(self, cited: Iterable[Citation]) -> set[PassageId]:
        by_passage = {citation.passage: citation for citation in cited}
        missing = set(by_passage)
        for batch in iter_batch(by_passage, _BATCH):
            missing.difference_update(map(passage_id, await self._dossier.passages(list(batch))))
        there = {entry.content_hash for entry in self._dossier.catalogue.values()}
        return {each for each in missing if by_passage[each].document_hash not in there}


def read_cited(database: Database) -> set[Citation]:
    """Every citation of every answer that is kept. Raises: DataFolderError."""
    with database.read() as connection:
        rows = connection.execute(select(answers)).mappings()
        return {citation for row in rows for citation in _quotes_of(read_row(row))}


def withdraw_quotes(database: Database, gone: Collection[PassageId]) -> None:
    """Take the quotes of passages out of all answers, to the last byte, and what rests on them.

    Raises: DataFolderError.
    """
    with database.erase() as connection:
        rows = connection.execute(select(answers)).mappings().all()
        for record in map(read_row, rows):
            if any(citation.passage in gone for citation in _quotes_of(record)):
                changed = write_row(_without(record, gone))
                connection.execute(update(answers).where(answers.c.id == record.id).values(changed))


def _quotes_of(record: AnswerRecord) -> tuple[Citation, ...]:
    return (*record.citations, *record.nearest)


def _without(record: AnswerRecord, gone: Collection[PassageId]) -> AnswerRecord:
    """Citations keep their numbers, as the answer was shown; a claim goes with any quote of its."""
    citations = tuple(c for c in record.citations if c.passage not in gone)
    numbers = {citation.n for citation in citations}
    return record.model_copy(
        update={
            "citations": citations,
            "claims": tuple(c for c in record.claims if numbers.issuperset(c.citations)),
            "nearest": tuple(c for c in record.nearest if c.passage not in gone),
        }
    )
