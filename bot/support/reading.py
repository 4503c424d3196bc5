"""A text as claims are compared by it: its words, and for each what it is and where it belongs.

Nothing is parsed: small words are listed, the rest is compared by stem, number, date or name. Pure.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from bot.answering.dates import Date
from bot.answering.names import find_names, sound_of
from bot.support.marking import Marked, mark_words
from bot.support.quantities import Quantity, unit_of
from bot.support.tables import concepts, meets, small_words

if TYPE_CHECKING:
    from snowballstemmer import basestemmer

_MIN_UNIT_CHARS = 3
_SNOWBALL = {"en": "english", "fr": "french", "de": "german", "es": "spanish", "ru": "russian"}


@dataclass(frozen=True)
class Word:
    """A word of a text, or a number or date as one."""

    text: str
    stem: str
    """Without its ending, as Snowball cuts it; a number's or date's is its own text."""
    is_small: bool
    """Whether it is there for grammar alone."""
    is_name: bool
    value: Quantity | Date | None
    concepts: frozenset[str]
    """Ids of `concepts.toml`."""
    lead: str | None
    """The preposition that it stands behind; None for a subject, a verb, a plain object."""
    start: int
    end: int
    sentence: int
    part: int
    """Which stretch between commas, brackets and joining words, counted through the text."""

    @property
    def is_date(self) -> bool:
        """Whether it stands for a date."""
        return isinstance(self.value, Date)

    @property
    def is_number(self) -> bool:
        """Whether it stands for a number, with its unit."""
        return isinstance(self.value, Quantity)

    @property
    def sound(self) -> str:
        """In small Latin letters, roughly as it sounds."""
        return sound_of(self.text)


@lru_cache(maxsize=2048)
def read_words(text: str, language: str) -> tuple[Word, ...]:
    """Read a text, in order."""
    marked = list(mark_words(text, language))
    meant = _find_concepts(marked, language)
    names = frozenset(find_names(text, language))
    leads = _find_leads(marked, language)
    return tuple(
        Word(
            text=word.written,
            stem=word.form if word.value is not None else stem(word.form, language),
            is_small=word.value is None and (_is_small(word.form, language) or "-" in meant[at]),
            is_name=word.value is None and _is_name(word.written, names),
            value=word.value,
            concepts=frozenset() if "-" in meant[at] else frozenset(meant[at]),
            lead=leads[at],
            start=word.start,
            end=word.end,
            sentence=word.sentence,
            part=word.part,
        )
        for at, word in enumerate(marked)
    )


@lru_cache(maxsize=50_000)
def stem(form: str, language: str) -> str:
    """A word in small letters without its ending."""
    cut: str = _stemmer(language).stemWord(form)
    return cut


def _is_name(written: str, names: frozenset[str]) -> bool:
    return written in names or any(letter.isupper() for letter in written[1:])


def _is_small(form: str, language: str) -> bool:
    return any(
        form in small_words(kind, language)
        for kind in ("articles", "leads", "others", "negations", "breaks")
    ) or (len(form) == 1 and form.isalpha())


def _find_leads(marked: Sequence[Marked], language: str) -> list[str | None]:
    """For each word the preposition it stands behind: it lasts to the next article or part."""
    leads: list[str | None] = []
    lead, fresh, place = None, False, -1
    for at, word in enumerate(marked):
        if word.part != place:
            lead, place = None, word.part
        is_article = word.form in small_words("articles", language)
        if word.value is None and word.form in small_words("leads", language):
            lead, fresh = word.form, True
        elif word.value is None and is_article and not fresh:
            lead = None
        elif word.value is None and word.form in small_words("auxiliaries", language):
            lead, fresh = None, False
        elif not is_article:
            fresh = False
        is_owner = language == "en" and [after.form for after in marked[at + 1 : at + 2]] == ["s"]
        leads.append("of" if is_owner and word.value is None else lead)
        if isinstance(word.value, Date) or (word.value is not None and word.value.unit):
            lead = None
    return leads


def _find_concepts(marked: Sequence[Marked], language: str) -> list[set[str]]:
    """The concepts that begin at each word; "-" for what belongs to one that began before."""
    found: list[set[str]] = [set() for _ in marked]
    forms = ["" if word.value is not None else word.form for word in marked]
    table = concepts(language)
    ends = {word.sentence: at + 1 for at, word in enumerate(marked)}
    for at, word in enumerate(marked):
        if word.value is not None or word.written == "May":
            continue
        if (unit := unit_of(word.form)) is not None and len(word.form) >= _MIN_UNIT_CHARS:
            found[at].add(f"unit.{unit}")
        for concept, pattern in (*table.get(word.form[0], ()), *table.get("*", ())):
            if not meets(word.form, pattern.words[0] or ""):
                continue
            places = pattern.find(forms[at : ends[word.sentence]])
            if places is not None:
                found[at].add(concept)
                for further in places[1:]:
                    found[at + further].add("-")
    return found


@cache
def _stemmer(language: str) -> "basestemmer.BaseStemmer":
    import snowballstemmer

    return snowballstemmer.stemmer(_SNOWBALL.get(language, "english"))
