"""Who a text says its words are by: "Reuters reports that…", "selon Reuters", "laut Reuters". Pure.

A speaker that is missed is shown with the document's own words all the same; one that is no speaker
would be made to say what it did not. So whatever is not plainly said by somebody has no speaker.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache

from bot.answering.names import is_country
from bot.answering.saying import cues_of, match_phrase, split_words
from bot.answering.subjects import BREAK, LISTED, MAX_WORDS, Speaker, Subjects, is_spelt

__all__ = ["Speaker", "find_label", "find_speakers", "has_saying"]

_MAX_ADVERBIAL = 6
"""Words between a verb and its clause: "in the spring of 2011"."""
_MAX_LABEL = 4
"""Words before a colon that may be a speaker's name."""
_MIN_LABELLED = 3
"""Words behind it that may be what is said: "Reuters: May 2011" says nothing."""


@lru_cache(maxsize=4096)
def find_speakers(text: str, language: str | None) -> tuple[Speaker, ...]:
    """Find who a sentence or clause says its words are by, in order, each once.

    An unknown language has the cues of all. Who is said not to say something is none.
    """
    words = split_words(text)
    found: dict[tuple[int, int], Speaker] = {}
    for cues in cues_of(language):
        sentence = _Sentence(text, words, cues)
        for at in range(len(words)):
            found |= {speaker.span: speaker for speaker in sentence.speakers_at(at)}
    return tuple(speaker for _, speaker in sorted(found.items()))


def find_label(text: str, language: str | None) -> Speaker | None:
    """Find whose name stands before what is said: "Reuters: the dam broke".

    A word with nothing but its capital to tell that it is a name is given without one (`is_named`).
    """
    words = split_words(text)
    found = (_Sentence(text, words, cues).label() for cues in cues_of(language) if words)
    return next(filter(None, found), None)


def has_saying(text: str, language: str | None) -> bool:
    """Whether a text has any word or turn that tells that something is said, whoever says it."""
    words = split_words(text)
    if any(p.search(text) for cues in cues_of(language) for p in cues.opinions):
        return True
    return any(
        match_phrase(words, at, phrases)
        for cues in cues_of(language)
        for at in range(len(words))
        for phrases in (cues.before, cues.behind, cues.says, cues.tells, cues.declares)
    )


class _Sentence(Subjects):
    """A text with the cues of one language, each with whom it tells of."""

    def speakers_at(self, at: int) -> Iterator[Speaker]:
        """Find the speakers of the cue that begins at a word, if one does."""
        if length := match_phrase(self.words, at, self.cues.before):
            yield from self.after(at + length)
        elif match_phrase(self.words, at, self.cues.behind):
            yield from self.before(at)
        elif match_phrase(self.words, at, self.cues.inverted):
            if at and BREAK.search(self.gap(at)):
                yield from self.after(at + 1)
        elif self.words[at].text[0].isupper() and at:
            return  # "the United States"
        elif any(opinion.match(self.text, self.words[at].start) for opinion in self.cues.opinions):
            yield from self._around(at, 1)
        elif self.words[at].plain in self.cues.views:
            yield from self._of_view(at)
        elif length := match_phrase(self.words, at, self.cues.says):
            yield from self._around(at, length)
        elif length := match_phrase(self.words, at, self.cues.tells):
            yield from (s for s in self._around(at, length) if is_spelt(s.name))
        elif length := match_phrase(self.words, at, self.cues.declares):
            is_said = self._is_clause(at + length)
            yield from (s if is_said else _doubt(s) for s in self._around(at, length))
        elif match_phrase(self.words, at, self.cues.together):
            several = list(self.before(at))
            yield from several if len(several) > 1 else ()
        elif match_phrase(self.words, at, self.cues.give):
            several = list(self.before(at))
            yield from map(_doubt, several if len(several) > 1 else ())
        elif length := match_phrase(self.words, at, self.cues.gives):
            yield from map(_doubt, self._around(at, length))
        elif any(frame.match(self.text, self.words[at].start) for frame in self.cues.frames):
            yield from map(_doubt, self.before(at))

    def label(self) -> Speaker | None:
        """Read the name that the text begins with, if a colon and a clause follow it."""
        end = next((n for n in range(1, len(self.words)) if BREAK.search(self.gap(n))), 0)
        if not 0 < end <= _MAX_LABEL or len(self.words) - end < _MIN_LABELLED:
            return None
        mark, name = self.gap(end), self.text[: self.words[end - 1].end]
        if BREAK.findall(mark)[0] != ":" or self._is_no_label(end) or is_country(name):
            return None
        speaker = self.name_speaker(0, end)
        is_plain = end == 1 and name[1:] == name[1:].lower() and "." not in name
        if speaker and is_plain and not set('“„«"') & set(mark):
            return replace(speaker, is_named=False)
        return speaker

    def _is_no_label(self, end: int) -> bool:
        words = self.words[:end]
        small = self.cues.of | self.cues.articles | self.cues.joins
        is_name = all(word.text[0].isupper() or word.plain in small for word in words)
        return not is_name or any(word.plain in self.cues.labels for word in words)

    def _of_view(self, at: int) -> Iterator[Speaker]:
        """Read "Warner" of "in Warner’s view"."""
        is_owned = at and (self.words[at - 1].plain.endswith("'s") or self.gap(at)[0] in "'’")
        first = at
        while is_owned and first and self.is_inside(first) and at - first <= MAX_WORDS:
            first -= 1
            if self.words[first].plain in self.cues.within:
                yield from filter(None, [self.name_speaker(first + 1, at)])
                return

    def _around(self, at: int, length: int) -> Iterator[Speaker]:
        """Find the subject of a verb: before it, or right behind it ("…, schreibt heise")."""
        beside = self.words[max(0, at - 1) : at] + self.words[at + length : at + length + 1]
        if any(word.plain in self.cues.negations for word in beside):
            return
        articles = (self.cues.articles | self.cues.possessives) - self.cues.between
        if at > 1 and self.is_inside(at) and self.words[at - 1].plain in articles:
            return  # "heard a claim"
        begin = self._skip_between(at)
        following = [speaker for speaker in self.after(at + length) if speaker.is_named]
        if begin and BREAK.search(self.gap(begin)):
            subjects = following or self._in_apposition(begin)
        else:
            subjects = list(self.before(at)) or (following if self._is_free(begin) else [])
        yield from subjects

    def _is_clause(self, at: int) -> bool:
        """Whether a clause follows: "declared in May that", "erklärte für die Firma, sie sei"."""
        for following in range(at, min(at + _MAX_ADVERBIAL, len(self.words))):
            word = self.words[following].plain
            if word in self.cues.that:
                return True
            if mark := BREAK.search(self.gap(following)):
                # German begins any clause with a comma; others also "war, which…".
                is_comma = self.cues.capitals and word not in self.cues.opens
                return mark[0] in ':«“„"' or (mark[0] == "," and is_comma)
        return at == len(self.words)

    def _in_apposition(self, end: int) -> list[Speaker]:
        """Read "Anna Berg" of "the minister, Anna Berg, said"."""
        first = self.start_of(end)
        is_enclosed = first and LISTED.fullmatch(self.gap(first))
        if not is_enclosed or not all(map(self.is_name, range(first or 0, end))):
            return self._over_aside(end)
        return list(filter(None, [self.name_speaker(first or 0, end)]))

    def _over_aside(self, end: int) -> list[Speaker]:
        """Read "the mayor" of "the mayor, who had resigned, said"."""
        asides = self.cues.ends | self.cues.says.keys() | self.cues.tells.keys()
        for first in range(end - 1, max(0, end - 2 * MAX_WORDS), -1):
            if BREAK.search(self.gap(first)):
                is_aside = LISTED.fullmatch(self.gap(first)) and self.words[first].plain in asides
                return [s for s in self.before(first) if s.is_named] if is_aside else []
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
        while first and at - first < MAX_WORDS and not BREAK.search(self.gap(first)):
            first -= 1
        begins = first == 0 or BREAK.search(self.gap(first))
        is_preposition = self.words[first].plain in self.cues.ends | self.cues.between
        return first if begins and is_preposition and at - first > 1 else None


def _doubt(speaker: Speaker) -> Speaker:
    return replace(speaker, is_sure=False)
