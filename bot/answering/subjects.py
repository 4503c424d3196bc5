"""Where a text names somebody before or behind a verb of saying: which words are the name. Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.answering.dates import is_calendar_word
from bot.answering.saying import Cues, Word, match_phrase
from ingest.documents import Span

MAX_WORDS = 9
"""Of one speaker: "the former general director of the company"."""
_INSIDE = re.compile(r"[\s«»“”„‟\"‘’'&/‑-]*")
"""What may stand between two words of one name, or of a name and its verb."""
LISTED = re.compile(r"[\s»”\"]*,[\s«“„\"]*")
BREAK = re.compile(r"[,;:.!?…—–«»“”\"\n]")


@dataclass(frozen=True)
class Speaker:
    """Somebody whose words a text says it gives."""

    name: str
    """As it stands in the text, without article and sort: "dpa" of "the German agency dpa"."""
    span: Span
    """Of the name, in characters of the text."""
    is_named: bool
    """False where only a role is told: "prosecutor"."""
    is_sure: bool = True
    """False where the verb may mean something else than saying: "Reuters gives May 2011"."""


@dataclass(frozen=True)
class Subjects:
    """A text, its words and the cues of one language."""

    text: str
    words: list[Word]
    cues: Cues

    def before(self, at: int) -> Iterator[Speaker]:
        """Read the subject that ends before a word; with those it is listed with."""
        end = self._skip_between(at)
        first = self.start_of(end)
        if first is None:
            return
        speaker = self.name_speaker(first, end)
        if speaker is None:
            return
        if first and self.words[first - 1].plain in self.cues.joins:
            yield from self._listed(first - 1)
        yield speaker

    def after(self, first: int) -> Iterator[Speaker]:
        """Read the speakers that begin with a word: "Slyck and CNews"."""
        end = self._end_of(first)
        speaker = self.name_speaker(first, end, is_told=True)
        if speaker is None:
            return
        yield speaker
        is_joined = end < len(self.words) and self.words[end].plain in self.cues.joins
        if is_joined and self.is_inside(end):
            yield from (other for other in self.after(end + 1) if other.is_named)
        elif end < len(self.words) and LISTED.fullmatch(self.gap(end)):
            others = list(self.after(end))
            follows = any(word.plain in self.cues.joins for word in self.words[end : end + 4])
            yield from others if follows and all(other.is_named for other in others) else ()

    def start_of(self, end: int) -> int | None:
        """Go back over the words of a subject; None where it is no subject."""
        first = end
        while first and (first == end or self.is_inside(first)) and end - first < MAX_WORDS:
            word = self.words[first - 1]
            if first == end and end < len(self.words) and not self._touches(end):
                return None
            if self._ends(first - 1) or word.plain in self.cues.joins:
                break
            first -= 1
        if first < end and first and self.is_inside(first) and not self._is_open(first):
            return self._last_name(first, end) if self.is_inside(end) else None
        return first if first < end else None

    def name_speaker(self, first: int, end: int, *, is_told: bool = False) -> Speaker | None:
        """Make a speaker of some words: without its article, without what sort it is.

        is_told: whether a role may stand without an article there ("according to police").
        """
        bare, has_article = first, False
        small = self.cues.articles | self.cues.between | self.cues.possessives
        while bare < end and self.words[bare].plain in small:
            has_article |= self.words[bare].plain in self.cues.articles
            bare += 1
        sort = max([0, *(self._named_by(at, end) for at in range(bare, end - 1))])
        bare = sort or bare
        if bare >= end or _is_number(self.words[bare]) or is_calendar_word(self.words[bare].text):
            return None
        if match_phrase(self.words, bare, self.cues.before):
            return None  # "according to what Reuters said"
        end = self._end_of_owner(bare, end)
        is_single = end - bare == 1
        is_owned = any(w.plain in self.cues.possessives for w in self.words[first:bare])
        is_small = is_single and not has_article and not is_owned
        is_small &= self.words[bare].plain not in self.cues.of
        is_named = any(self.is_name(at) for at in range(bare, end))
        if self.cues.capitals and has_article and is_single and not sort:
            is_named = _is_coined(self.words[bare].text)  # any noun has a capital
        is_named |= is_small and (self.cues.capitals or not is_told)
        if not is_named and not has_article and not is_small:
            return None
        span = Span(self.words[bare].start, self.words[end - 1].end)
        name = re.sub("['’]s$", "", self.text[span.start : span.end])
        return Speaker(name, Span(span.start, span.start + len(name)), is_named)

    def is_name(self, at: int) -> bool:
        """Whether a word is told by its letters to be a name, or is called one: "agency dpa"."""
        word = self.words[at]
        is_article = word.plain in self.cues.articles
        if self._is_sort(at) or (is_article and (word.text.islower() or not self.is_inside(at))):
            return False
        if word.text != word.text.lower() or "." in word.text.strip("."):
            return True
        return (
            self.cues.adjectives_first
            and self.is_inside(at)
            and self.words[at - 1].plain in self.cues.nouns
        )

    def gap(self, at: int) -> str:
        """What is between a word and the one before."""
        return self.text[self.words[at - 1].end : self.words[at].start]

    def is_inside(self, at: int) -> bool:
        """Whether a word may belong to one name with the one before."""
        return 0 < at < len(self.words) and _INSIDE.fullmatch(self.gap(at)) is not None

    def _listed(self, end: int) -> Iterator[Speaker]:
        """Read further names back from a joining word: "Slyck, CNews and"."""
        first = self.start_of(end)
        speaker = None if first is None else self.name_speaker(first, end)
        if first is None or speaker is None or not is_spelt(speaker.name):
            return
        if first and LISTED.fullmatch(self.gap(first)):
            yield from self._listed(first)
        yield speaker

    def _skip_between(self, at: int) -> int:
        """Go back over what may stand between a subject and its verb: "alone", "in 2008"."""
        is_dated = False
        while at and self.is_inside(at):
            word = self.words[at - 1]
            is_time = _is_number(word) or is_calendar_word(word.text)
            is_of_time = is_dated and word.plain in self.cues.of
            is_name = word.text[0].isupper() and self.is_inside(at - 1)  # Trade Today
            is_between = word.plain in self.cues.between and not is_name
            if not is_time and not is_of_time and not is_between:
                break
            is_dated |= is_time
            at -= 1
        return at

    def _last_name(self, first: int, end: int) -> int | None:
        """Read the name in "in a statement Crossman said", where no subject can begin sooner."""
        start = end
        while start > first and self.is_name(start - 1):
            start -= 1
        small = self.cues.of | self.cues.articles | self.cues.nouns
        is_apart = first < start < end and self.words[start - 1].plain not in small
        return start if is_apart else None

    def _touches(self, end: int) -> bool:
        gap = self.gap(end)
        return self.is_inside(end) or bool(LISTED.fullmatch(gap)) or gap.strip() == ")"

    def _is_open(self, first: int) -> bool:
        """Whether a clause may begin with a word, by the one before."""
        before = self.words[first - 1]
        return before.plain in self.cues.opens | self.cues.joins or _is_number(before)

    def _ends(self, at: int) -> bool:
        """Whether a word can be no part of a subject; but of a name: WHO, Trade Today."""
        word, small = self.words[at], self.cues.ends | self.cues.opens | self.cues.negations
        is_acronym = word.text.isupper() and len(word.text) > 1
        is_name = is_acronym or (word.text[0].isupper() and self.is_inside(at))
        return (word.plain in small and not is_name) or _is_number(word)

    def _end_of(self, first: int) -> int:
        """Go on to where a speaker's name ends: at its last capital, if it has any."""
        end = first
        while end < len(self.words) and end - first < MAX_WORDS:
            word = self.words[end]
            if end > first and not self.is_inside(end):
                break
            if self._ends(end) or word.plain in self.cues.joins or self._is_verb(end):
                break
            is_first = all(other.plain in self.cues.articles for other in self.words[first:end])
            if self.cues.capitals and self._is_second(first, end):
                break
            is_article = word.text.islower() and word.plain in self.cues.articles - self.cues.of
            if is_article and not is_first:
                break
            end += 1
        names = [at for at in range(first, end) if self.is_name(at)]
        if not names:
            return min(end, first + 1 if self.cues.capitals else first + 3)
        last = names[0]
        while last + 1 in names or self._leads_on(last, names):
            last += 1
        is_begun = self.words[last].plain.endswith(self.cues.adjective_endings)
        return end if is_begun else last + 1

    def _is_second(self, first: int, at: int) -> bool:
        """Whether a word can be but the verb, as German has it second: "laut dpa brach…"."""
        before = [w for w in self.words[first:at] if w.plain not in self.cues.articles]
        return len(before) == 1 and before[0].text.islower() and self.words[at].text.islower()

    def _leads_on(self, last: int, names: Sequence[int]) -> bool:
        """Whether a name goes on behind small words: "Bank of the West"."""
        following = [at for at in names if at > last]
        between = self.words[last + 1 : following[0]] if following else []
        small = self.cues.of | self.cues.articles
        return bool(between) and len(between) < 3 and all(word.plain in small for word in between)

    def _is_verb(self, at: int) -> bool:
        return any(
            match_phrase(self.words, at, verbs) for verbs in (self.cues.says, self.cues.tells)
        )

    def _is_sort(self, at: int) -> bool:
        """Whether a word says what sort of speaker it is; not as part of a name: Wall Journal."""
        word = self.words[at]
        is_plain = self.cues.capitals or word.text.islower() or not self.is_inside(at)
        return word.plain in self.cues.nouns and is_plain

    def _end_of_owner(self, first: int, end: int) -> int:
        """Leave out what is somebody's: "Reuters’s article"."""
        for at in range(first, end - 1):
            rest = self.words[at + 1 : end]
            if self.words[at].plain.endswith("'s") and all(w.text.islower() for w in rest):
                return at + 1
        return end

    def _named_by(self, at: int, end: int) -> int:
        """The name behind a word that says of what sort it is; 0 if that is no such word."""
        if not self._is_sort(at):
            return 0
        names = [n for n in range(at + 1, end) if self.is_name(n)]
        name = next((n for n in names if not self.words[n].text.islower()), min(names, default=0))
        small = self.cues.of | self.cues.articles
        return 0 if any(word.plain in small for word in self.words[at + 1 : name]) else name


def is_spelt(name: str) -> bool:
    """Whether letters tell that it is a name: a capital, an address."""
    return name != name.lower() or "." in name


def _is_number(word: Word) -> bool:
    return word.text[0].isdecimal() and not any(c.isalpha() for c in word.text)


def _is_coined(word: str) -> bool:
    """Whether a word has more of a name than a capital: FAZ, derStandard, golem.de."""
    return "." in word or any(c.isupper() or c.isdecimal() for c in word[1:])
