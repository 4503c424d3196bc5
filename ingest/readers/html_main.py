"""Where in a page its own words are: without what is hidden, navigation and what stands beside.

trafilatura says what the content is. Its own text is not used, for it loses lists, captions and
words between two tags: all that is shown in the smallest element around its findings is taken.
"""

import logging
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from ingest.readers.html_words import NOT_WORDS, is_hidden

if TYPE_CHECKING:
    from lxml.etree import _Element

_NAVIGATION_ROLES = frozenset({"navigation", "menu", "menubar", "search", "dialog", "alertdialog"})
_NAVIGATION_NAMES = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|breadcrumbs?|sidebar|share|sharing|social|related"
    r"|pagination|pager|footer|header|toolbar|toc)(?:$|[\s_-])",
    re.IGNORECASE,
)
_NAVIGATION_TAGS = frozenset({"aside", "footer", "header"})
_MAX_LINKED = 0.5
"""Of the words of something that is called a menu: with more, it is one."""
_SAMPLE_CHARS = 25
"""Shorter words stand in a menu as well as in an article: they say nothing of where it is."""
_MAX_ELEMENTS, _MAX_CHARS = 20_000, 2_000_000
"""Of a larger page all is taken: few articles have half of that, and what trafilatura needs grows
with the square of what is odd in a page (2.5 GB for 50,000 bold words in one paragraph)."""
_MIN_SHARE = 0.5
"""Of a page's words that are not links: with less, what was found is not all of the content."""


def find_main(body: "_Element") -> "_Element":
    """Find the element with the page's content, and take out of `body` what is never content.

    Returns: `body` itself where trafilatura would lose most of the page, as of one by hand.
    """
    _remove_hidden(body)
    _remove_navigation(body)
    found = _locate(body, _samples(body)) if _is_of_usual_size(body) else None
    if found is None or _own_chars(found) < _MIN_SHARE * _own_chars(body):
        return body
    return next(found.iterancestors("article"), found)


def _remove_hidden(body: "_Element") -> None:
    for element in [e for e in body.iter("*") if e is not body and is_hidden(e)]:
        _empty(element)


def _remove_navigation(body: "_Element") -> None:
    from lxml.etree import iterwalk

    counts = [(0, 0)]
    """Characters, and those of links, of each element that is open."""
    for event, element in iterwalk(body, events=("start", "end")):
        if event == "start":
            counts.append((len((element.text or "").strip()), 0))
            continue
        chars, linked = counts.pop()
        linked = chars if element.tag == "a" else linked
        above, linked_above = counts[-1]
        above += len((element.tail or "").strip())
        if element is not body and _is_navigation(element, chars, linked):
            _empty(element)
        else:
            above, linked_above = above + chars, linked_above + linked
        counts[-1] = (above, linked_above)


def _empty(element: "_Element") -> None:
    """Take out what is in an element. It stays itself: lxml needs square time for the text between
    two tags where many were taken out."""
    tail = element.tail
    element.clear()
    element.tail = tail
    if element.tag in NOT_WORDS:
        element.tag = "span"


def _is_navigation(element: "_Element", chars: int, linked: int) -> bool:
    if element.tag == "nav" or element.get("role") in _NAVIGATION_ROLES:
        return True
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    is_called_so = element.tag in _NAVIGATION_TAGS or _NAVIGATION_NAMES.search(names[:500])
    return bool(is_called_so) and linked > _MAX_LINKED * chars


def _is_of_usual_size(body: "_Element") -> bool:
    count = sum(1 for _ in islice(body.iter(), _MAX_ELEMENTS))
    return count < _MAX_ELEMENTS and _own_chars(body) < _MAX_CHARS


def _samples(body: "_Element") -> set[str]:
    """The longer pieces of text of what trafilatura takes for the content."""
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    # That it finds nothing is no warning: the whole page is taken then.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    # With marks and links, a piece of text ends where it ends in the page.
    found = bare_extraction(
        body.getroottree().getroot(),
        favor_recall=True,
        include_formatting=True,
        include_links=True,
        with_metadata=False,
    )
    parts = [found.body, found.commentsbody] if isinstance(found, Document) else []
    return {piece for part in parts if part is not None for _, piece in _pieces(part)}


def _locate(body: "_Element", samples: set[str]) -> "_Element | None":
    """The innermost element around all samples; one that stands twice in the page says nothing."""
    found = [(element, piece) for element, piece in _pieces(body) if piece in samples]
    times = Counter(piece for _, piece in found)
    around: list[_Element] = []
    """From the innermost to `body`."""
    for element, piece in found:
        if times[piece] > 1:
            continue
        path = [element, *element.iterancestors()]
        if not around:
            around = path
            continue
        places = {ancestor: place for place, ancestor in enumerate(around)}
        around = around[next(places[ancestor] for ancestor in path if ancestor in places) :]
    return around[0] if around else None


def _pieces(root: "_Element") -> Iterator[tuple["_Element", str]]:
    """Yield each longer text between two tags, white space made one, and the element it is in."""
    for element in root.iter("*"):
        parent = None if element is root else element.getparent()
        for inside, text in ((element, element.text), (parent, element.tail)):
            piece = " ".join((text or "").split())
            if inside is not None and len(piece) >= _SAMPLE_CHARS:
                yield inside, piece


def _own_chars(root: "_Element") -> int:
    from lxml.etree import iterwalk

    chars = 0
    walk = iterwalk(root, events=("start", "end"))
    for event, element in walk:
        if event == "end":
            chars += len((element.tail or "").strip()) if element is not root else 0
        elif element.tag == "a":
            walk.skip_subtree()
        else:
            chars += len((element.text or "").strip())
    return chars
