"""Indexes on a Chroma server: a collection is written where it is read, document by document.

The server outlives a run that dies, so its collections are sound; what was half written is told by
the heads of documents. Another fingerprint gets another collection, which answers once it is whole.
"""

import time
from collections.abc import Callable, Sequence
from contextlib import closing
from uuid import uuid4

from ingest.chroma import Chroma, Collection, connect_to_server
from ingest.errors import DossierError, IndexMissingError
from ingest.index import FINGERPRINT, WHOLE, Index
from ingest.stores.store import Draft, Store, check_readable

_PUBLISHED = "published"
"""When the collection was last made the one that answers, in ns since the epoch."""
_CHANGING = "changing"
"""Whether a run has begun to write to it and not published that: readers don't know of it."""


class ServedStore(Store):
    """The indexes of one server: all its collections with our prefix are one dossier's."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._asking: Chroma | None = None

    def version(self) -> str | None:
        """When which collection was published. Its connection is kept: to connect is slow."""
        self._asking = self._asking or connect_to_server(self._url)
        found = _answering(self._asking)
        return f"{found.id} {(found.metadata or {})[_PUBLISHED]}" if found else None

    def close(self) -> None:
        """As in `Store`."""
        if self._asking:
            self._asking.close()
            self._asking = None

    def open_to_read(self, fingerprint: str) -> Index:
        """As in `Store`. It may change while it is read."""
        index = self._open_if(lambda _: True)
        if index is None:
            raise IndexMissingError(folder=self._url)
        try:
            check_readable(index, fingerprint, self._url)
        except DossierError:
            index.close()
            raise
        return index

    def begin(self, fingerprint: str) -> Draft:
        """As in `Store`: what answers itself, or what an earlier run began."""
        return ServedDraft(connect_to_server(self._url), fingerprint)

    def sweep(self) -> None:
        """As in `Store`: a run may have died before it had published, or once it had."""
        with closing(connect_to_server(self._url)) as chroma:
            if found := _answering(chroma):
                if (found.metadata or {}).get(_CHANGING):
                    _publish(chroma, found)
                _drop_others(chroma, found)

    def _open_if(self, is_wanted: Callable[[str], bool]) -> Index | None:
        chroma = connect_to_server(self._url)
        found = _answering(chroma)
        if found is None or not is_wanted(_fingerprint(found)):
            chroma.close()
            return None
        return Index(chroma, found, chroma.close)


class ServedDraft(Draft):
    """A collection of the fingerprint: the one that answers, or one that will."""

    def __init__(self, chroma: Chroma, fingerprint: str) -> None:
        self._chroma = chroma
        self._fingerprint = fingerprint
        self._collection = self._take_up() or self._create()
        self.index.mark({_CHANGING: True})

    @property
    def index(self) -> Index:
        """As in `Draft`."""
        return Index(self._chroma, self._collection)

    @property
    def spare(self) -> Sequence[Index]:
        """None: a collection that was begun is gone on with."""
        return ()

    def rewrite(self) -> None:
        """As in `Draft`: in another collection. When its bytes go is the server's matter."""
        old = self.index
        self._collection = self._create()
        self.index.take_over(old)

    def publish(self) -> None:
        """As in `Draft`."""
        _publish(self._chroma, self._collection)
        _drop_others(self._chroma, self._collection)

    def close(self) -> None:
        """As in `Draft`."""
        self._chroma.close()

    def _take_up(self) -> Collection | None:
        """The one published last, before any that never was; of those, the fullest."""

        def rank(collection: Collection) -> tuple[int, int]:
            return _published(collection), Index(self._chroma, collection).count()

        ours = [c for c in _ours(self._chroma) if _fingerprint(c) == self._fingerprint]
        return max(ours, key=rank, default=None)

    def _create(self) -> Collection:
        return self._chroma.create(uuid4().hex, {FINGERPRINT: self._fingerprint, WHOLE: False})


def _ours(chroma: Chroma) -> list[Collection]:
    """Whoever else calls a collection as we do has not said what we say of ours."""
    return [c for c in chroma.collections() if {FINGERPRINT, WHOLE} <= (c.metadata or {}).keys()]


def _publish(chroma: Chroma, collection: Collection) -> None:
    said = {WHOLE: True, _PUBLISHED: time.time_ns(), _CHANGING: False}
    Index(chroma, collection).mark(said)


def _drop_others(chroma: Chroma, collection: Collection) -> None:
    for other in _ours(chroma):
        if other.id != collection.id:
            chroma.drop(other)


def _answering(chroma: Chroma) -> Collection | None:
    whole = [c for c in _ours(chroma) if (c.metadata or {})[WHOLE]]
    return max(whole, key=_published, default=None)


def _published(collection: Collection) -> int:
    return int((collection.metadata or {}).get(_PUBLISHED, 0))


def _fingerprint(collection: Collection) -> str:
    return str((collection.metadata or {})[FINGERPRINT])
