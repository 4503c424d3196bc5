"""Who must be named where a claim rests only on what somebody says. Pure.

A language model likes to leave the speaker out, and so makes a fact of what a party says of itself.
What a document says in its own voice is shown as it is, and so is what a ruling says in its own, or
as that of its court; not what it tells a party to say.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from anyascii import anyascii
from babel.lists import format_list
from llama_index.core.schema import TextNode

from bot.answering.clauses import clauses_of
from bot.answering.names import has_name, sound_of, sounds_in, spell, translations_of
from bot.answering.saying import is_bare_court, is_court
from bot.answering.speakers import find_label, find_speakers, has_saying
from bot.answering.subjects import Speaker
from bot.grounding import GroundedQuote
from bot.phrases import phrases_in
from ingest.documents import Kind
from ingest.passages import document_of, language_of, metadata_of

_NAMED, _UNNAMED = "according_to", "according_to_quoted"
_ANONYMOUS = {
    Kind.STATEMENT: "according_to_statement",
    Kind.FILING: "according_to_filing",
}


@dataclass(frozen=True)
class _Voice:
    """Who says the words of a quote."""

    name: str
    phrase: str = _NAMED
    """Where only a role is told, `name` is who quotes it; where nobody is known, it is empty."""


def attribute(text: str, language: str, quotes: Sequence[GroundedQuote]) -> str:
    """Name in a claim who says so, where every quote is somebody's words and it names none of them.

    `language`: of the claim. Returns: the claim as it is, or with a phrase before it.
    """
    voices = [_voices_of(quote, text, language) for quote in quotes]
    if not voices or not all(voices):
        return text
    missing = {
        (voice.phrase, sound_of(voice.name)): voice
        for several in voices
        for voice in several
        if not _is_told(voice, text, language)
    }
    phrases = phrases_in(language)
    for key in (_NAMED, _UNNAMED, *_ANONYMOUS.values()):
        names = [voice.name for voice in missing.values() if voice.phrase == key]
        if names:
            return phrases(key, speakers=format_list(names, locale=phrases.language), claim=text)
    return text


def _voices_of(quote: GroundedQuote, claim: str, language: str) -> list[_Voice]:
    """Tell whose words a quote has; none where they are the document's own."""
    about = metadata_of(quote.passage)
    if about.kind in _ANONYMOUS:
        party = about.party or about.author or about.publisher
        return [_Voice(party) if party else _Voice("", _ANONYMOUS[about.kind])]
    if about.party and about.kind is not Kind.RULING:
        return [_Voice(about.party)]
    speakers = _speakers_in(quote, claim, language)
    is_foreign = language_of(quote.passage) != language
    named = [_Voice(s.name) for s in speakers if _is_portable(s, is_foreign=is_foreign)]
    return named or [_Voice(_name_source(quote.passage), _UNNAMED) for _ in speakers[:1]]


def _speakers_in(quote: GroundedQuote, claim: str, language: str) -> list[Speaker]:
    """Find who says what of a quote a claim has, as far as the text tells.

    The clauses that have most in common with the claim decide; if that cannot be told, and they
    have different speakers, none of these is named.
    """
    theirs = language_of(quote.passage)
    clauses = clauses_of(quote)
    likeness = [clause.likeness(claim, language, theirs) for clause in clauses]
    best = [c for c, alike in zip(clauses, likeness, strict=True) if alike == max(likeness)]
    found = [[s for s in _read(c.text, theirs) if _is_another(s, quote.passage)] for c in best]
    said = [speakers for speakers in found if speakers]
    if len({tuple(speaker.name for speaker in speakers) for speakers in said}) > 1:
        return [replace(said[0][0], is_named=False)]
    return said[0] if said else []


def _read(text: str, language: str | None) -> Sequence[Speaker]:
    label = find_label(text, language)
    return find_speakers(text, language) or ([label] if label else [])


def _is_another(speaker: Speaker, passage: TextNode) -> bool:
    """Whether a text says something plainly in another voice than its own."""
    is_ruling = metadata_of(passage).kind is Kind.RULING
    return speaker.is_sure and not (is_ruling and _rules(speaker, passage))


def _rules(speaker: Speaker, ruling: TextNode) -> bool:
    """Whether a speaker is whose ruling it is: a court without a name, or with that of its own."""
    about, language = metadata_of(ruling), language_of(ruling)
    if not is_court(speaker.name, language):
        return False
    known = filter(None, [about.author, about.publisher])
    return is_bare_court(speaker.name, language) or any(is_one(speaker.name, c) for c in known)


def _is_portable(speaker: Speaker, *, is_foreign: bool) -> bool:
    """Whether a name can stand behind "according to": no "maire de Lyon", abroad no "police"."""
    words = speaker.name.split()
    if len(words) == 1:
        return speaker.is_named and not (is_foreign and speaker.name.islower())
    return speaker.is_named and all(w != w.lower() or "." in w for w in (words[0], words[-1]))


def _name_source(passage: TextNode) -> str:
    about = metadata_of(passage)
    return about.publisher or about.author or about.title or document_of(passage)


def _is_told(voice: _Voice, claim: str, language: str) -> bool:
    """Whether a claim says who says so; that it has the name is not enough ("the RIAA won")."""
    speakers = _read(claim, language)
    if voice.phrase != _NAMED:
        return bool(speakers) or has_saying(claim, language)
    if any(is_one(voice.name, speaker.name) for speaker in speakers):
        return True
    unread = not speakers and has_saying(claim, language)
    return unread and is_one(voice.name, claim)


def is_one(name: str, text: str) -> bool:
    """Whether a text has a name, or half of its words: in any script, short or written out."""
    sounds = sounds_in(text)
    words = [word for word in name.replace("(", " ").replace(")", " ").split() if word[0].isalnum()]
    telling = [word for word in words if not word.islower()] or words
    alike = sum(_is_in(word, sounds) for word in telling)
    return 2 * alike >= len(telling) > 0 or _initials(telling) in sounds or _is_short(name, text)


def _is_in(word: str, sounds: Iterable[str]) -> bool:
    return has_name(spell(word), sounds) or any(
        has_name(other, sounds) for other in translations_of(spell(word))
    )


def _is_short(name: str, text: str) -> bool:
    """Whether a name is short for words that a text writes out."""
    return name.isupper() and sound_of(name) == _initials(text.split())


def _initials(words: Sequence[str]) -> str:
    """The acronym of some words, by sound; a space where it has too few letters to tell."""
    letters = "".join(anyascii(word)[:1] for word in words if word[:1].isupper())
    return sound_of(letters) if len(letters) > 2 else " "
