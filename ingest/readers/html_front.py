"""What a page says about itself in its head: in <meta>, <title>, <link>, lang and JSON-LD.

Only what stands there as such: a date or a name out of the page's words would be a guess.
"""

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from ingest.readers.front import day_of, keep_valid

if TYPE_CHECKING:
    from lxml.etree import _Element

_TITLE = ("og:title", "citation_title", "dc.title", "dcterms.title")
_AUTHOR = ("author", "article:author", "citation_author", "dc.creator", "dcterms.creator")
_PUBLISHER = ("og:site_name", "citation_publisher", "dc.publisher", "dcterms.publisher")
_PUBLISHED = (
    "article:published_time", "citation_publication_date", "datepublished", "dc.date.issued",
    "dcterms.issued", "dc.date", "dcterms.date", "date",
)  # fmt: skip
_ARTICLES = ("Article", "NewsArticle", "BlogPosting", "Report", "ReportageNewsArticle", "WebPage")


def read_front(tree: "_Element") -> dict[str, str]:
    """Find title, author, publisher, published, language and source, as far as they are valid."""
    said, article = _meta(tree), _article(tree)
    return keep_valid(
        {
            "title": _first(said, _TITLE)
            or _string(article, "headline")
            or tree.findtext(".//title"),
            "author": _person(_first(said, _AUTHOR)) or _name(article, "author"),
            "publisher": _first(said, _PUBLISHER) or _name(article, "publisher"),
            "published": _day(_first(said, _PUBLISHED)) or _day(_string(article, "datePublished")),
            "language": (tree.get("lang") or tree.get("xml:lang") or "").split("-")[0].lower(),
            "source": _address(tree) or _first(said, ("og:url",)),
        }
    )


def _meta(tree: "_Element") -> dict[str, str]:
    """The first value of each name; names are in small letters."""
    said: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        if content := (meta.get("content") or "").strip():
            said.setdefault(name.strip().lower(), content)
    return said


def _first(said: Mapping[str, str], names: tuple[str, ...]) -> str | None:
    return next((said[name] for name in names if name in said), None)


def _person(name: str | None) -> str | None:
    """Facebook's article:author is an address."""
    return None if name is None or "://" in name else name


def _day(moment: str | None) -> str | None:
    return day_of(moment.replace("/", "-")) if moment else None


def _address(tree: "_Element") -> str | None:
    links = tree.iter("link")
    return next((e.get("href") for e in links if "canonical" in (e.get("rel") or "").split()), None)


def _article(tree: "_Element") -> Mapping[str, Any]:
    """What JSON-LD says of the page's article; empty if it says nothing that can be read."""
    for script in tree.iter("script"):
        if script.get("type") == "application/ld+json" and script.text:
            try:
                said = json.loads(script.text)
            except (ValueError, RecursionError):
                continue
            for thing in _things(said):
                if thing.get("@type") in _ARTICLES:
                    return thing
    return {}


def _things(said: object) -> Iterator[Mapping[str, Any]]:
    for thing in said if isinstance(said, list) else [said]:
        if isinstance(thing, dict):
            graph = thing.get("@graph")
            yield from (e for e in graph if isinstance(e, dict)) if isinstance(graph, list) else ()
            yield thing


def _string(thing: Mapping[str, Any], key: str) -> str | None:
    value = thing.get(key)
    return value if isinstance(value, str) else None


def _name(thing: Mapping[str, Any], key: str) -> str | None:
    """Of one person or organization, or of several."""
    value = thing.get(key)
    names = [
        one.get("name") if isinstance(one, dict) else one
        for one in (value if isinstance(value, list) else [value])
    ]
    return ", ".join(name for name in names if isinstance(name, str)) or None
