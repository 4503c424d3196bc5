"""The passages behind an answer: from what was kept of it, or read back from its message."""

from collections.abc import Sequence

import discord

from bot.answers import Citation
from bot.errors import AnswerGoneError, PassageGoneError
from bot.grounding import locate_quote
from bot.live import LiveDossier
from bot.pressing import Used
from bot.records import AnswerRecord
from bot.render.passage import ShownPassage
from bot.render.reading import read_shown_quotes
from bot.services import services_of
from ingest.documents import Span
from ingest.passages import PassageId, passage_id


async def find_passages(dossier: LiveDossier, record: AnswerRecord) -> list[ShownPassage]:
    """Get the passages that an answer cites, in the order of its marks, then the others.

    Raises: PassageGoneError, if the index has none of them any more; DataFolderError.
    """
    quoted = _by_passage([*record.citations, *record.nearest])
    scores = {kept.id: kept.score for kept in record.passages}
    scores |= {citation.passage: citation.score for citation in record.citations}
    found = await dossier.passages(list(dict.fromkeys([*quoted, *scores])))
    if not found:
        raise PassageGoneError
    return [
        ShownPassage(
            passage,
            scores.get(passage_id(passage), 0.0),
            quoted.get(passage_id(passage), {}),
            record.index,
        )
        for passage in found
    ]


async def recover_passages(interaction: Used, message: discord.Message) -> list[ShownPassage]:
    """Look the quotes of a message up again, where nothing is kept about its answer.

    Raises: AnswerGoneError, if it shows no quote; PassageGoneError; DataFolderError; as
    `Desk.admit`.
    """
    quotes = read_shown_quotes(message)
    if not quotes:
        raise AnswerGoneError
    services = services_of(interaction)
    async with services.desk.admit(interaction.user.id, interaction.guild_id):
        looked_up = [
            await _look_up(services.dossier, n, quote) for n, quote in enumerate(quotes, 1)
        ]
    shown = [found for found in looked_up if found]
    if not shown:
        raise PassageGoneError
    return shown


async def _look_up(dossier: LiveDossier, n: int, quote: str) -> ShownPassage | None:
    retrieval = await dossier.retrieve(quote)
    for found in retrieval.all_passages:
        if span := locate_quote(quote, found.passage):
            return ShownPassage(found.passage, found.dense, {n: span})
    return None


def _by_passage(citations: Sequence[Citation]) -> dict[PassageId, dict[int, Span]]:
    """The quoted spans of each passage, by mark; what came near has none and gets its place."""
    quoted: dict[PassageId, dict[int, Span]] = {}
    for place, citation in enumerate(citations, 1):
        span = Span(citation.start, citation.end)
        quoted.setdefault(citation.passage, {})[citation.n or place] = span
    return quoted
