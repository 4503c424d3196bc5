"""SRT and VTT: what is said in a recording, and when.

Cues are parsed by webvtt-py. They are cut where a screen is full, so sentences are put together
again: a paragraph ends where another speaks, or where there is a pause behind a sentence.
"""

import html
import io
import re
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from ingest.documents import Place, PlaceKind
from ingest.errors import DamagedDocumentError, first_line
from ingest.readers.content import Content
from ingest.readers.text import decode

if TYPE_CHECKING:
    from webvtt import Caption

PAUSE_S = 2.0
"""Silence that ends a paragraph, if a sentence has ended."""
LONG_PAUSE_S = 10.0
"""Silence that ends one anyway: a scene without words."""
_TOUCHING_S = 0.1
_FLASH_S = 0.05
"""Automatic captions roll: each line is shown again above the next one, and for a moment alone."""

_VOICE = re.compile(r"<v(?:\.[^\s<>.]*)*[ \t]+([^<>]*)>")
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|<\d[\d:.]*>|\{\\[^{}]*\}")
_DIALOGUE = re.compile(r"[-–—]\s*(?=\S)")
_SENTENCE_END = re.compile(r"[.!?…♪][\"'»”“’)\]]*$")


class _Speech(NamedTuple):
    """Words of one cue by one voice."""

    start_s: float
    end_s: float
    voice: str
    words: str
    is_turn: bool
    """Another speaks, as a dash says."""


def read_srt(path: str, data: bytes) -> Content:
    """Take what is said. Raises: DamagedDocumentError; as `decode`."""
    return _read(path, data, "srt", lambda text: text)


def read_vtt(path: str, data: bytes) -> Content:
    """Take what is said and by whom. Raises: DamagedDocumentError; as `decode`."""
    return _read(path, data, "vtt", html.unescape)


def _read(path: str, data: bytes, kind: str, unescape: Callable[[str], str]) -> Content:
    import webvtt
    from webvtt.errors import MalformedCaptionError, MalformedFileError

    text = decode(path, data).strip("\n")
    try:
        captions = webvtt.from_buffer(io.StringIO(text), format=kind).captions
    except (MalformedFileError, MalformedCaptionError) as error:
        reason = first_line(error) or "it does not begin as such a file does"
        raise DamagedDocumentError(path=path, kind=kind.upper(), reason=reason) from error
    return _write(_speeches(captions, unescape))


def _speeches(captions: Iterable["Caption"], unescape: Callable[[str], str]) -> Iterator[_Speech]:
    shown, ended = "", -1.0
    for caption in captions:
        start_s, end_s = (
            time.in_milliseconds() / 1000 for time in (caption.start_time, caption.end_time)
        )
        lines = [" ".join(line.split()) for line in caption.raw_text.split("\n") if line.strip()]
        plain = [_TAG.sub("", line) for line in lines]
        is_rolling = start_s - ended < _TOUCHING_S and (
            len(lines) > 1 or end_s - start_s < _FLASH_S
        )
        if is_rolling and plain and plain[0] == shown:
            lines = lines[1:]
        shown, ended = (plain or [shown])[-1], end_s
        yield from _turns(lines, start_s, end_s, unescape)


def _turns(
    lines: Iterable[str], start_s: float, end_s: float, unescape: Callable[[str], str]
) -> Iterator[_Speech]:
    """Part a cue where another voice begins: at a tag, or at a dash that begins a line."""
    voice, is_turn = "", False
    said: list[str] = []

    def finish() -> Iterator[_Speech]:
        if words := " ".join(unescape(_TAG.sub("", " ".join(said))).split()):
            yield _Speech(start_s, end_s, voice, words, is_turn)
        said.clear()

    for line in lines:
        first, *others = _VOICE.split(line)
        if dash := _DIALOGUE.match(first):
            yield from finish()
            is_turn = True
        said.append(first[dash.end() :] if dash else first)
        for name, words in zip(others[::2], others[1::2], strict=True):
            yield from finish()
            voice, is_turn = unescape(name).strip(), False
            said.append(words)
    yield from finish()


def _write(speeches: Iterable[_Speech]) -> Content:
    parts: list[str] = []
    places: list[Place] = []
    length = 0
    before: _Speech | None = None
    for speech in speeches:
        lead, name = " ", ""
        if before is None or _is_new(before, speech):
            lead = "\n\n" if before else ""
            name = f"{speech.voice}: " if speech.voice else ""
        places.append(Place(length + len(lead), PlaceKind.TIME, _time(speech.start_s)))
        parts.append(f"{lead}{name}{speech.words}")
        length += len(parts[-1])
        before = speech
    return Content("".join(parts), places=tuple(places))


def _is_new(before: _Speech, speech: _Speech) -> bool:
    pause = speech.start_s - before.end_s
    has_ended = pause >= PAUSE_S and _SENTENCE_END.search(before.words)
    return bool(
        speech.voice != before.voice or speech.is_turn or has_ended or pause >= LONG_PAUSE_S
    )


def _time(seconds: float) -> str:
    minutes, rest = divmod(int(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02}:{rest:02}"
