"""What of a question's dates, numbers and names a retrieved passage doesn't have. Pure."""

from collections.abc import Iterator, Sequence

from bot.answering.held import Held, join, read
from bot.ranking import RankedPassage
from ingest.passages import language_of, metadata_of


def read_passages(passages: Sequence[RankedPassage]) -> Held:
    """See what passages hold, with what is known of their documents ("according to Numerama")."""
    return join(part for found in passages for part in _read(found))


def share_of_names_missing(given: Held, held: Held, *, same_language: bool) -> float:
    """Share of the question's names that aren't there, in [0, 1]; 0 if it has none."""
    return share_missing([held.tells_name(name, same_language) for name in given.names])


def share_missing(held: Sequence[bool]) -> float:
    """Share of what should be held that isn't; 0 of nothing."""
    return held.count(False) / len(held) if held else 0.0


def _read(found: RankedPassage) -> Iterator[Held]:
    language = language_of(found.passage)
    metadata = metadata_of(found.passage)
    known = (metadata.title, metadata.publisher, metadata.author)
    for text in (*(sentence.text for sentence in found.sentences), *filter(None, known)):
        yield read(text, language)
