"""Who a text says its words are by: "Reuters reports that…", "selon Reuters", "laut Reuters". Pure.

A speaker that is missed is shown with the document's own words all the same; one that is no speaker
would be made to say what it did not. So whatever is not plainly said by somebody has no speaker.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from bot.answering.dates import is_calendar_word
from bot.answering.saying import Cues, Word, cues_of, match_phrase, split_words
from ingest.documents import Span

_MAX_WORDS = 9
"""Of one speaker: "the former general director of the company"."""
_MAX_ADVERBIAL = 6
"""Words between a verb and its clause: "in the spring of 2011"."""
_INSIDE = re.compile(r"[\s«»“”„‟\"‘’'&/‑-]*")
"""What may stand between two words of one name, or of a name and its verb."""
_LISTED = re.compile(r"[\s»”\"]*,[\s«“„\"]*")
_BREAK = re.compile(r"[,;:.!?…—–«»“”\"\n]")


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


def find_speakers(text: str, language: str | None) -> tuple[Speaker, ...]:
    """Find who a sentence or clause says its words are by, in order, each once.

    An unknown language has the cues of all. Who is said not to say something is none.
    """
    words = split_words(text)
    found: dict[Span, Speaker] = {}
    for cues in cues_of(language):
        sentence = _Sentence(text, words, cues)
        for at in range(len(words)):
            found |= {speaker.span: speaker for speaker in sentence.speakers_at(at)}
    return tuple(speaker for _, speaker in sorted(found.items()))


def has_saying(text: str, language: str | None) -> bool:
    """Whether a text has any word or turn that tells that something is said, whoever says it."""
    words = split_words(text)
    return any(
        match_phrase(words, at, phrases)
        for cues in cues_of(language)
        for at in range(len(words))
        for phrases in (cues.before, cues.behind, cues.says, cues.tells, cues.declares)
    )


@dataclass(frozen=True)
class _Sentence:
    """A text with the cues of one language."""

    text: str
    words: list[Word]
    cues: Cues

    def speakers_at(self, at: int) -> Iterator[Speaker]:
        """Find the speakers of the cue that begins at a word, if one does."""
        if length := match_phrase(self.words, at, self.cues.before):
            yield from self._after(at + length)
        elif match_phrase(self.words, at, self.cues.behind):
            yield from self._before(at)
        elif match_phrase(self.words, at, self.cues.inverted):
            if at and _BREAK.search(self._gap(at)):
                yield from self._after(at + 1)
        elif self.words[at].text[0].isupper() and at:
            return  # "the United States"
        elif length := match_phrase(self.words, at, self.cues.says):
            yield from self._around(at, length)
        elif length := match_phrase(self.words, at, self.cues.tells):
            yield from (s for s in self._around(at, length) if _is_spelt(s.name))
        elif length := match_phrase(self.words, at, self.cues.declares):
            is_said = self._is_clause(at + length)
            yield from (s if is_said else _doubt(s) for s in self._around(at, length))
        elif match_phrase(self.words, at, self.cues.together):
            several = list(self._before(at))
            yield from several if len(several) > 1 else ()
        elif match_phrase(self.words, at, self.cues.give):
            several = list(self._before(at))
            yield from map(_doubt, several if len(several) > 1 else ())
        elif length := match_phrase(self.words, at, self.cues.gives):
            yield from map(_doubt, self._around(at, length))
        elif any(frame.match(self.text, self.words[at].start) for frame in self.cues.frames):
            yield from map(_doubt, self._before(at))

    def _around(self, at: int, length: int) -> Iterator[Speaker]:
        """Find the subject of a verb: before it, or right behind it ("…, schreibt heise")."""
        beside = self.words[max(0, at - 1) : at] + self.words[at + length : at + length + 1]
        if any(word.plain in self.cues.negations for word in beside):
            return
        articles = (self.cues.articles | self.cues.possessives) - self.cues.between
        if at > 1 and self._is_inside(at) and self.words[at - 1].plain in articles:
            return  # "heard a claim"
        begin = self._skip_between(at)
        following = [speaker for speaker in self._after(at + length) if speaker.is_named]
        if begin and _BREAK.search(self._gap(begin)):
            subjects = following or self._in_apposition(begin)
        else:
            subjects = list(self._before(at)) or (following if self._is_free(begin) else [])
        yield from subjects

    def _is_clause(self, at: int) -> bool:
        """Whether a clause follows: "declared in May that", "erklärte für die Firma, sie sei"."""
        for following in range(at, min(at + _MAX_ADVERBIAL, len(self.words))):
            word = self.words[following].plain
            if word in self.cues.that:
                return True
            if mark := _BREAK.search(self._gap(following)):
                # German begins any clause with a comma; others also "war, which…".
                is_comma = self.cues.capitals and word not in self.cues.opens
                return mark[0] in ':«“„"' or (mark[0] == "," and is_comma)
        return at == len(self.words)

    def _in_apposition(self, end: int) -> list[Speaker]:
        """Read "Anna Berg" of "the minister, Anna Berg, said"."""
        first = self._start_of(end)
        is_enclosed = first and _LISTED.fullmatch(self._gap(first))
        if not is_enclosed or not all(map(self._is_name, range(first or 0, end))):
            return self._over_aside(end)
        return list(filter(None, [self._speaker(first or 0, end)]))

    def _over_aside(self, end: int) -> list[Speaker]:
        """Read "the mayor" of "the mayor, who had resigned, said"."""
        asides = self.cues.ends | self.cues.says.keys() | self.cues.tells.keys()
        for first in range(end - 1, max(0, end - 2 * _MAX_WORDS), -1):
            if _BREAK.search(self._gap(first)):
                is_aside = _LISTED.fullmatch(self._gap(first)) and self.words[first].plain in asides
                return [s for s in self._before(first) if s.is_named] if is_aside else []
        return []

    def _is_free(self, at: int) -> bool:
        """Whether no other subject stands before a verb: not in "he says", but in "Dazu sagt"."""
        if at == 0:
            return True
        before = self.words[at - 1].plain
        if before in self.cues.opens | self.cues.articles:
            return True
        return before not in self.cues.ends and self._opening(at) is not None

    def _opening(self, at: int) -> int | None:
        """The preposition that begins the clause of a word, where it runs up to it."""
        first = at
        while first and at - first < _MAX_WORDS and not _BREAK.search(self._gap(first)):
            first -= 1
        begins = first == 0 or _BREAK.search(self._gap(first))
        is_preposition = self.words[first].plain in self.cues.ends | self.cues.between
        return first if begins and is_preposition and at - first > 1 else None

    def _before(self, at: int) -> Iterator[Speaker]:
        """Read the subject that ends before a word; with those it is listed with."""
        end = self._skip_between(at)
        first = self._start_of(end)
        if first is None:
            return
        speaker = self._speaker(first, end)
        if speaker is None:
            return
        if first and self.words[first - 1].plain in self.cues.joins:
            yield from self._listed(first - 1)
        yield speaker

    def _listed(self, end: int) -> Iterator[Speaker]:
        """Read further names back from a joining word: "Slyck, CNews and"."""
        first = self._start_of(end)
        speaker = None if first is None else self._speaker(first, end)
        if first is None or speaker is None or not _is_spelt(speaker.name):
            return
        if first and _LISTED.fullmatch(self._gap(first)):
            yield from self._listed(first)
        yield speaker

    def _skip_between(self, at: int) -> int:
        """Go back over what may stand between a subject and its verb: "alone", "in 2008"."""
        is_dated = False
        while at and self._is_inside(at):
            word = self.words[at - 1]
            is_time = _is_number(word) or is_calendar_word(word.text)
            is_of_time = is_dated and word.plain in self.cues.of
            is_name = word.text[0].isupper() and self._is_inside(at - 1)  # Trade Today
            is_between = word.plain in self.cues.between and not is_name
            if not is_time and not is_of_time and not is_between:
                break
            is_dated |= is_time
            at -= 1
        return at

    def _start_of(self, end: int) -> int | None:
        """Go back over the words of a subject; None where it is no subject."""
        first = end
        while first and (first == end or self._is_inside(first)) and end - first < _MAX_WORDS:
            word = self.words[first - 1]
            if first == end and end < len(self.words) and not self._touches(end):
                return None
            if self._ends(first - 1) or word.plain in self.cues.joins:
                break
            first -= 1
        if first < end and first and self._is_inside(first) and not self._is_open(first):
            return self._last_name(first, end) if self._is_inside(end) else None
        return first if first < end else None

    def _last_name(self, first: int, end: int) -> int | None:
        """Read the name in "in a statement Crossman said", where no subject can begin sooner."""
        start = end
        while start > first and self._is_name(start - 1):
            start -= 1
        small = self.cues.of | self.cues.articles | self.cues.nouns
        is_apart = first < start < end and self.words[start - 1].plain not in small
        return start if is_apart else None

    def _touches(self, end: int) -> bool:
        gap = self._gap(end)
        return self._is_inside(end) or bool(_LISTED.fullmatch(gap)) or gap.strip() == ")"

    def _is_open(self, first: int) -> bool:
        """Whether a clause may begin with a word, by the one before."""
        before = self.words[first - 1]
        return before.plain in self.cues.opens | self.cues.joins or _is_number(before)

    def _ends(self, at: int) -> bool:
        """Whether a word can be no part of a subject; but of a name: WHO, Trade Today."""
        word, small = self.words[at], self.cues.ends | self.cues.opens | self.cues.negations
        is_acronym = word.text.isupper() and len(word.text) > 1
        is_name = is_acronym or (word.text[0].isupper() and self._is_inside(at))
        return (word.plain in small and not is_name) or _is_number(word)

    def _after(self, first: int) -> Iterator[Speaker]:
        """Read the speakers that begin with a word: "Slyck and CNews"."""
        end = self._end_of(first)
        speaker = self._speaker(first, end, is_told=True)
        if speaker is None:
            return
        yield speaker
        is_joined = end < len(self.words) and self.words[end].plain in self.cues.joins
        if is_joined and self._is_inside(end):
            yield from (other for other in self._after(end + 1) if other.is_named)
        elif end < len(self.words) and _LISTED.fullmatch(self._gap(end)):
            others = list(self._after(end))
            follows = any(word.plain in self.cues.joins for word in self.words[end : end + 4])
            yield from others if follows and all(other.is_named for other in others) else ()

    def _end_of(self, first: int) -> int:
        """Go on to where a speaker's name ends: at its last capital, if it has any."""
        end = first
        while end < len(self.words) and end - first < _MAX_WORDS:
            word = self.words[end]
            if end > first and not self._is_inside(end):
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
        names = [at for at in range(first, end) if self._is_name(at)]
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

    def _is_name(self, at: int) -> bool:
        """Whether a word is told by its letters to be a name, or is called one: "agency dpa"."""
        word = self.words[at]
        is_article = word.plain in self.cues.articles
        if self._is_sort(at) or (is_article and (word.text.islower() or not self._is_inside(at))):
            return False
        if word.text != word.text.lower() or "." in word.text.strip("."):
            return True
        return (
            self.cues.adjectives_first
            and self._is_inside(at)
            and self.words[at - 1].plain in self.cues.nouns
        )

    def _is_sort(self, at: int) -> bool:
        """Whether a word says what sort of speaker it is; not as part of a name: Wall Journal."""
        word = self.words[at]
        is_plain = self.cues.capitals or word.text.islower() or not self._is_inside(at)
        return word.plain in self.cues.nouns and is_plain

    def _speaker(self, first: int, end: int, *, is_told: bool = False) -> Speaker | None:
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
        is_small = (
            is_single
            and not has_article
            and not is_owned
            and self.words[bare].plain not in self.cues.of
        )
        is_named = any(self._is_name(at) for at in range(bare, end))
        if self.cues.capitals and has_article and is_single and not sort:
            is_named = _is_coined(self.words[bare].text)  # any noun has a capital
        is_named |= is_small and (self.cues.capitals or not is_told)
        if not is_named and not has_article and not is_small:
            return None
        span = Span(self.words[bare].start, self.words[end - 1].end)
        name = re.sub("['’]s$", "", self.text[span.start : span.end])
        return Speaker(name, Span(span.start, span.start + len(name)), is_named)

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
        names = [n for n in range(at + 1, end) if self._is_name(n)]
        name = next((n for n in names if not self.words[n].text.islower()), min(names, default=0))
        small = self.cues.of | self.cues.articles
        return 0 if any(word.plain in small for word in self.words[at + 1 : name]) else name

    def _gap(self, at: int) -> str:
        """What is between a word and the one before."""
        return self.text[self.words[at - 1].end : self.words[at].start]

    def _is_inside(self, at: int) -> bool:
        return 0 < at < len(self.words) and _INSIDE.fullmatch(self._gap(at)) is not None


def _is_number(word: Word) -> bool:
    return word.text[0].isdecimal() and not any(c.isalpha() for c in word.text)


def _is_spelt(name: str) -> bool:
    """Whether letters tell that it is a name: a capital, an address."""
    return name != name.lower() or "." in name


def _is_coined(word: str) -> bool:
    """Whether a word has more of a name than a capital: FAZ, derStandard, golem.de."""
    return "." in word or any(c.isupper() or c.isdecimal() for c in word[1:])


def _doubt(speaker: Speaker) -> Speaker:
    return replace(speaker, is_sure=False)
