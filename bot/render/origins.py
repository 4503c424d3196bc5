"""How quotes that have one origin are put together, and what is said of it. Pure."""

from collections.abc import Iterable, Sequence

from bot.answers import Citation
from bot.phrases import Phrases
from ingest.copies import read_words


def group_quotes(citations: Iterable[Citation]) -> list[list[Citation]]:
    """Put citations beside the first one of the same origin that has their words, in order.

    The words are the same but for case and punctuation: what was edited is shown as it is.
    """
    groups: list[list[Citation]] = []
    for citation in citations:
        home = next((group for group in groups if _has_words_of(group[0], citation)), None)
        if home is None:
            groups.append([citation])
        else:
            home.append(citation)
    return groups


def is_in_part(citation: Citation, shown: Citation) -> bool:
    """Whether a citation has only some of the words of the one that is shown for it."""
    return read_words(citation.quote) != read_words(shown.quote)


def say_origins(citations: Sequence[Citation], phrases: Phrases) -> list[str]:
    """Say which citations' documents have one origin: "[1] [2] two documents, one origin"."""
    origins: dict[int, list[Citation]] = {}
    for citation in citations:
        origins.setdefault(_origin(citation), []).append(citation)
    return [_say(shared, phrases) for shared in origins.values() if _documents(shared) > 1]


def count_origins(citations: Iterable[Citation]) -> int:
    """How many the documents are if those that share an origin count as one."""
    citations = list(citations)
    documents = {citation.n: citation.document for citation in citations}
    groups: list[set[str]] = []
    for citation in citations:
        linked = {citation.document, documents.get(citation.same_origin_as or 0, citation.document)}
        apart = [group for group in groups if not group & linked]
        groups = [*apart, linked.union(*(group for group in groups if group & linked))]
    return len(groups)


def _has_words_of(shown: Citation, citation: Citation) -> bool:
    words, others = (f" {' '.join(read_words(c.quote))} " for c in (shown, citation))
    has_one_origin = citation.document != shown.document and _origin(citation) == _origin(shown)
    return has_one_origin and others in words


def _origin(citation: Citation) -> int:
    return citation.same_origin_as or citation.n


def _documents(citations: Iterable[Citation]) -> int:
    return len({citation.document for citation in citations})


def _say(citations: Sequence[Citation], phrases: Phrases) -> str:
    count = _documents(citations)
    key = "one_origin_two" if count == 2 else "one_origin"
    return f"{' '.join(f'[{c.n}]' for c in citations)} {phrases(key, count=count)}"
