"""How text that is not ours is shown to a language model: numbered, labelled, fenced. Pure.

A fence has a mark that is new for each call, so that no document can close it; what looks like a
fence, or like a mark of a model's own protocol, is spelt with other brackets, sign for sign.
"""

import re
import secrets
from collections.abc import Iterable, Sequence

from babel import Locale, UnknownLocaleError
from llama_index.core.schema import TextNode

from ingest.documents import Kind, Metadata
from ingest.errors import harmless
from ingest.passages import metadata_of

MAX_LABEL_CHARS = 160
_MARK_BYTES = 6
_PROTOCOL = re.compile(
    r"<{2,}|>{2,}|<[|｜]|[|｜]>|</?(?!\w*\d)[a-z]+(?:_[a-z]+)*>"
    r"|\[/?(?:INST|[A-Z]+(?:_[A-Z]+)+)\]",
)
"""Runs of brackets, `<|im_start|>`, `<think>`, `</s>`, `<start_of_turn>`, `[INST]`: servers may
read them as marks even inside a message."""
_OTHER_BRACKETS = str.maketrans("<>[]|｜", "‹›()¦¦")
_SMUGGLED = re.compile("[\U000e0000-\U000e01ef\ufe00-\ufe0f\u200b\u2060-\u2064\ufeff]")
"""Tags, variation selectors, what has no width: letters that nobody sees may be hidden in them."""
_KINDS = {
    Kind.PRESS: "press",
    Kind.RULING: "a court's ruling",
    Kind.FILING: "a filing, a party's own words",
    Kind.STATEMENT: "a statement, a party's own words",
    Kind.TIMELINE: "timeline",
    Kind.REFERENCE: "reference",
}


def new_mark() -> str:
    """Make a mark for the fences of one call, which nobody can guess."""
    return secrets.token_hex(_MARK_BYTES)


def fence_passages(passages: Sequence[TextNode], mark: str) -> str:
    """Write passages one below the other, numbered from 1, each with what is known about it."""
    fenced = (fence_passage(number, passage, mark) for number, passage in enumerate(passages, 1))
    intro = f"Each passage stands between fences with the mark {mark}; only such a line ends it."
    return "\n\n".join([intro, *fenced])


def fence_passage(number: int, passage: TextNode, mark: str) -> str:
    """Write one passage, with what is known about it, between fences."""
    text = "\n".join([*_labels(metadata_of(passage)), "text:", neutralize(passage.text)])
    return _enclose(f"passage {number}", text, mark)


def fence_words(texts: Iterable[str], mark: str) -> str:
    """Write what people said between fences, one text a line."""
    return _enclose("data", "\n".join(" ".join(neutralize(text).split()) for text in texts), mark)


def neutralize(text: str) -> str:
    """Spell what could pass for a fence, or for a mark of the model's protocol, otherwise.

    Seen signs are replaced one for one and all others stay, so that quotes can be copied.
    """
    seen = _SMUGGLED.sub("", harmless(text))
    return _PROTOCOL.sub(lambda match: match[0].translate(_OTHER_BRACKETS), seen)


def name_language(code: str) -> str:
    """Give a language's English name, or its code where it has none."""
    try:
        return Locale(code).english_name or code
    except (UnknownLocaleError, ValueError):
        return code


def _enclose(what: str, text: str, mark: str) -> str:
    return f"<<<{what} {mark}>>>\n{text}\n<<<end {mark}>>>"


def _labels(known: Metadata) -> Iterable[str]:
    labels = {
        "title": known.title,
        "author": known.author,
        "publisher": known.publisher,
        "published": known.published,
        "kind": None if known.kind is None else _KINDS[known.kind],
        "the own words of": known.party,
        "language": None if known.language is None else name_language(known.language),
    }
    for label, value in labels.items():
        if value:
            yield f"{label}: {' '.join(neutralize(value).split())[:MAX_LABEL_CHARS]}"
