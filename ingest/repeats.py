"""Which documents repeat the words of others, asked of an index after it was written.

A copy has nearly the vector of what it repeats: the index itself gives the few passages to compare.
Nothing of it is stored, for what repeats what depends on all documents together.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from llama_index.core.schema import TextNode
from llama_index.core.utils import iter_batch

from ingest.copies import have_one_origin, read_words
from ingest.index import Index
from ingest.passages import PassageId, document_of, metadata_of, passage_id, vectors_of

_NEIGHBOURS = 6
"""Passages compared with each, itself among them."""
_BATCH = 64


@dataclass(frozen=True)
class Copy:
    """A document that repeats another, as far as its new passages tell."""

    document: str
    repeats: str
    passages: int
    """Of the new ones, those that repeat the other document."""
    new: int

    @property
    def share(self) -> float:
        """Of the new passages, in [0, 1]."""
        return self.passages / self.new


class _Comparison:
    """What is counted while passages are compared, by document."""

    def __init__(self) -> None:
        self._new: Counter[str] = Counter()
        self._repeated: Counter[tuple[str, str]] = Counter()
        self._published: dict[str, str] = {}

    def add(self, passage: TextNode, repeated: Iterable[TextNode]) -> None:
        """Take in a new passage and the passages of other documents that it repeats."""
        self._note(passage)
        self._new[document_of(passage)] += 1
        others = {document_of(other): other for other in repeated}
        for document, other in others.items():
            self._note(other)
            self._repeated[document_of(passage), document] += 1

    def copies(self) -> dict[str, Copy]:
        """By document, which one it repeats most; of those, the one published first."""
        copies = [
            Copy(document, other, count, self._new[document])
            for (document, other), count in self._repeated.items()
        ]
        copies.sort(key=lambda copy: (-copy.share, self._age(copy.repeats)), reverse=True)
        return {copy.document: copy for copy in copies}

    def is_told_by(self, copy: Copy, back: Copy | None) -> bool:
        """Whether `back` says the same from the other side, and better."""
        if back is None or back.repeats != copy.document:
            return False
        return (back.share, self._age(back.document)) > (copy.share, self._age(copy.document))

    def _note(self, passage: TextNode) -> None:
        if (document := document_of(passage)) not in self._published:
            self._published[document] = metadata_of(passage).published or ""

    def _age(self, document: str) -> tuple[str, str]:
        return self._published[document], document


def find_copies(index: Index, written: Iterable[PassageId]) -> tuple[Copy, ...]:
    """Find which documents of passages just written repeat others, and which one each repeats most.

    Of two new documents that repeat each other, only the one that has less of its own is told, or
    else the one published later.
    Raises: DataFolderError, ChromaServerError.
    """
    comparison = _Comparison()
    for batch in iter_batch(written, _BATCH):
        for passage, repeated in _compare(index, index.get(list(batch))):
            comparison.add(passage, repeated)
    copies = comparison.copies()
    told = (c for c in copies.values() if not comparison.is_told_by(c, copies.get(c.repeats)))
    return tuple(sorted(told, key=lambda copy: copy.document))


def _compare(
    index: Index, passages: Sequence[TextNode]
) -> Iterator[tuple[TextNode, list[TextNode]]]:
    """Each passage, and those near it that repeat it and are of other documents."""
    vectors = [vectors_of(passage).own.tolist() for passage in passages]
    nearest = index.nearest_each(vectors, _NEIGHBOURS)
    found = {passage_id(passage): passage for passage in passages}
    missing = {each for ids in nearest for each in ids} - found.keys()
    found |= {passage_id(passage): passage for passage in index.get(sorted(missing))}
    words = {each: read_words(passage.text) for each, passage in found.items()}
    for passage, ids in zip(passages, nearest, strict=True):
        own = words[passage_id(passage)]
        others = (found[each] for each in ids if each in found)
        yield (
            passage,
            [
                other
                for other in others
                if document_of(other) != document_of(passage)
                and have_one_origin(own, words[passage_id(other)])
            ],
        )
