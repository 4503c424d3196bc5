"""From paragraphs of lines to a text: hyphens at line ends are mended, pages and headings kept.

Pure.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence

from ingest.documents import Heading, Place, PlaceKind, Span
from ingest.readers.layout import Paragraph

_STEM_CHARS = 3
"""Letters behind the hyphen that another word of the document has to have as well: "en-coding" is
mended where there is "encodes", and "court-ordered" is left alone."""
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_LAST = re.compile(r"[^\W\d_]+\Z")
_FIRST = re.compile(r"[^\W\d_]+")
_AND = frozenset(("and", "or", "und", "oder", "bzw", "et", "ou", "y", "e", "o", "u", "и", "или"))
"""Behind "Ein-", as in "Ein- und Ausfuhr", a space."""


def set_text(
    paragraphs: Sequence[Paragraph],
) -> tuple[str, tuple[Heading, ...], tuple[Place, ...]]:
    """Write paragraphs out, a blank line between two.

    Returns: the text, the headings in it, and where the words of each page begin.
    """
    words = _words(paragraphs)
    pieces: list[str] = []
    headings, places = [], []
    length, page = 0, -1
    for paragraph in paragraphs:
        lead = "\n\n" if pieces else ""
        start = length + len(lead)
        for joint, words_of_line, its_page in _pieces(paragraph, words):
            lead += joint
            if its_page > page:
                page = its_page
                places.append(Place(length + len(lead), PlaceKind.PAGE, str(page + 1)))
            pieces += (lead, words_of_line)
            length += len(lead) + len(words_of_line)
            lead = ""
        if level := paragraph[0].line.level:
            title = " ".join(joined.line.text for joined in paragraph)
            headings.append(Heading(level, title, Span(start, length)))
    return "".join(pieces), tuple(headings), tuple(places)


def _pieces(paragraph: Paragraph, words: Sequence[str]) -> Iterator[tuple[str, str, int]]:
    """Yield, for each line, what parts it from the one before, its text, and its page."""
    glue: str | None = ""
    for nth, joined in enumerate(paragraph):
        line, text, joint = joined.line, joined.line.text, joined.joint if glue is None else glue
        glue = None
        if line.is_cut:
            following = paragraph[nth + 1].line.text if nth + 1 < len(paragraph) else ""
            hyphen, glue = _mend(text, following, words)
            text += hyphen
        yield joint, text, line.page


def _mend(text: str, following: str, words: Sequence[str]) -> tuple[str, str]:
    """Decide on the hyphen between two lines. Returns: what is left of it, and what follows it."""
    last, first = _LAST.search(text), _FIRST.match(following)
    if not last or not first:
        return "-", ""
    before, after = last[0].lower(), first[0].lower()
    if after in _AND:
        return "-", " "
    is_compound = first[0][0].isupper() or _has(f"{before}-{after}", words)
    is_word = _has(before + after[:_STEM_CHARS], words)
    return ("", "") if is_word and not is_compound else ("-", "")


def _words(paragraphs: Iterable[Paragraph]) -> list[str]:
    """The words of the document in small letters, sorted; but those that were cut in two."""
    found: set[str] = set()
    for paragraph in paragraphs:
        was_cut = False
        for line in (joined.line for joined in paragraph):
            whole = [match[0].lower() for match in _WORD.finditer(line.text)]
            found.update(whole[was_cut : len(whole) - line.is_cut])
            was_cut = line.is_cut
    return sorted(found)


def _has(stem: str, words: Sequence[str]) -> bool:
    """Whether some word begins so."""
    at = bisect_left(words, stem)
    return at < len(words) and words[at].startswith(stem)
