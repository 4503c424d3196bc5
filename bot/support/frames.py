"""What a claim says of where its words are printed, before it says what they tell. Pure.

"Numerama reported in May 2008 that …" is borne out by what is known about the document, not by a
quote from it.
"""

import re

from bot.answering.dates import Date, tells_date
from bot.answering.names import SAME_WORD, has_name, sounds_in
from bot.support.reading import Word, read_words
from bot.support.tables import small_words
from ingest.documents import Metadata

_END = re.compile(
    r"(?<=\w)(?:,|:| that\b| que?\b| qu(?=[’'])|, dass\b|, что\b|,\s)\s*[’']?", re.IGNORECASE
)
_MAX_CHARS = 120


def without_frame(claim: str, language: str, metadata: Metadata) -> str | None:
    """The claim without a first clause that only names its document, None if it has none.

    That clause has the document's publisher, author or title, that it says so, and at most the day
    it was published: nothing else.
    """
    for end in _END.finditer(claim, 0, _MAX_CHARS):
        frame = read_words(claim[: end.start()], language)
        denied = any(w.text.casefold() in small_words("negations", language) for w in frame)
        words = [word for word in frame if not word.is_small]
        if words and not denied and _names_document(words, metadata):
            rest = claim[end.end() :].lstrip()
            return rest[:1].upper() + rest[1:]
    return None


def _names_document(words: list[Word], metadata: Metadata) -> bool:
    known = sounds_in(" ".join(filter(None, (metadata.publisher, metadata.author))))
    named = [word for word in words if _is_known(word, known)]
    says = [word for word in words if "scope.say" in word.concepts]
    dates = [word for word in words if _is_day_of(word, metadata.published)]
    return bool(named and says) and len(named) + len(says) + len(dates) == len(words)


def _is_known(word: Word, known: frozenset[str]) -> bool:
    return word.value is None and not word.concepts and has_name(word.sound, known, SAME_WORD)


def _is_day_of(word: Word, published: str | None) -> bool:
    if published is None or not isinstance(word.value, Date):
        return False
    return tells_date(word.value, [Date(*map(int, published.split("-")))])
