"""Indexes in the data folder: Chroma's embedded store, one folder for each state of the index.

A draft is a folder of its own, so that nothing that a run does, and nothing that Chroma has half
written when it dies, touches the folder that answers. It is kept when a run dies: its records are
in SQLite, which is sound whenever the process ends, and bear the vectors.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from ingest.chroma import GRAPH_WRITTEN_AFTER, Chroma, Collection, connect_to_folder
from ingest.errors import (
    DataFolderError,
    DossierError,
    IndexMissingError,
    first_line,
)
from ingest.index import FINGERPRINT, WHOLE, Index
from ingest.stores.generations import Generations
from ingest.stores.graphs import blank_room
from ingest.stores.store import Draft, Store, check_readable

_COLLECTION = "passages"


class EmbeddedStore(Store):
    """The indexes below a data folder."""

    def __init__(self, data_dir: Path) -> None:
        self._data_dir = data_dir
        self._generations = Generations(data_dir)

    def version(self) -> str | None:
        """Name of the folder that answers."""
        with _translated(self._data_dir):
            return self._generations.current()

    def open_to_read(self, fingerprint: str) -> Index:
        """As in `Store`."""
        if self._data_dir.exists() and not self._data_dir.is_dir():
            raise DataFolderError(folder=self._data_dir, reason="it is not a folder")
        index = self._open()
        if index is None:
            raise IndexMissingError(folder=self._data_dir)
        try:
            check_readable(index, fingerprint, self._data_dir)
        except DossierError:
            index.close()
            raise
        return index

    def begin(self, fingerprint: str) -> Draft:
        """As in `Store`: a copy of what answers, else what the fullest earlier draft has."""
        with _translated(self._data_dir), ExitStack() as on_failure:
            earlier = self._fullest_draft(fingerprint)
            if earlier:
                on_failure.callback(earlier.close)
            name = self._generations.begin()
            is_copied = self._copy_current(fingerprint, name)
            draft = EmbeddedDraft(self._generations, name, fingerprint, earlier)
            on_failure.callback(draft.close)
            if earlier and not is_copied:
                draft.index.take_over(earlier)
            on_failure.pop_all()
        return draft

    def close(self) -> None:
        """Nothing is kept open."""

    def sweep(self) -> None:
        """As in `Store`."""
        with _translated(self._data_dir):
            self._generations.sweep()

    def _open_if(self, is_wanted: Callable[[str], bool]) -> Index | None:
        index = self._open()
        if index and not is_wanted(index.fingerprint):
            index.close()
            return None
        return index

    def _open(self) -> Index | None:
        """Open the current folder, held until the index is closed."""
        with _translated(self._data_dir):
            held = self._generations.hold_current()
        if held is None:
            return None
        name, lock = held

        def let_go() -> None:
            if opened:
                opened.close()
            self._generations.let_go(lock)
            if self._generations.current() not in (name, None):
                self._generations.drop(name)

        opened: Chroma | None = None
        try:
            opened = connect_to_folder(self._generations.path(name), self._generations.data_dir)
            found = _find(opened)
        except DossierError:
            let_go()
            raise
        if found is None:
            let_go()
            return None
        return Index(opened, found, let_go)

    def _copy_current(self, fingerprint: str, to: str) -> bool:
        """Fill a new folder with what answers; False if nothing does that has the fingerprint."""
        current = self.peek(fingerprint)
        if current is None:
            return False
        with closing(current):
            try:
                self._generations.copy(self._generations.current() or "", to)
            except (OSError, sqlite3.Error):
                self._generations.drop(to)
                raise
        return True

    def _fullest_draft(self, fingerprint: str) -> Index | None:
        """The draft with the most passages, of those that runs left; the others are deleted."""
        opened = {name: self._open_draft(name, fingerprint) for name in self._generations.others()}
        drafts = {name: draft for name, draft in opened.items() if draft}
        fullest = max(drafts, key=lambda name: drafts[name].count(), default=None)
        for name in drafts.keys() - {fullest}:
            drafts[name].close()
            self._generations.drop(name)
        return drafts[fullest] if fullest else None

    def _open_draft(self, name: str, fingerprint: str) -> Index | None:
        """Open what nobody reads; deleted if it is of no use.

        What can't be opened stays until the next index is published: its run may have died before
        Chroma had made its tables, or the disk may be full just now.
        """
        if self._generations.is_read(name):
            return None
        try:
            chroma = connect_to_folder(self._generations.path(name), self._generations.data_dir)
            found = _find(chroma)
        except DataFolderError:
            return None
        index = Index(chroma, found, chroma.close) if found else None
        if index and index.fingerprint == fingerprint:
            return index
        chroma.close()
        self._generations.drop(name)
        return None


class EmbeddedDraft(Draft):
    """A folder that nobody reads yet."""

    def __init__(
        self, generations: Generations, name: str, fingerprint: str, earlier: Index | None
    ) -> None:
        self._generations = generations
        self._fingerprint = fingerprint
        self._earlier = earlier
        self._open(name)

    @property
    def index(self) -> Index:
        """As in `Draft`."""
        return self._index

    @property
    def spare(self) -> Sequence[Index]:
        """As in `Draft`."""
        return [self._earlier] if self._earlier else []

    def rewrite(self) -> None:
        """As in `Draft`: into another folder, where nothing of what was deleted ever stood."""
        with _translated(self._generations.data_dir), closing(self._index) as old:
            self._open(self._generations.begin())
            self._index.take_over(old)

    def publish(self) -> None:
        """As in `Draft`."""
        self._index.mark({WHOLE: True})
        self._write_graph()
        self.close()
        with _translated(self._generations.data_dir):
            blank_room(self._generations.path(self._name))
            self._generations.switch(self._name)
            self._generations.sweep()

    def close(self) -> None:
        """As in `Draft`: a later run finds what was written."""
        self._index.close()
        if self._earlier:
            self._earlier.close()

    def _open(self, name: str) -> None:
        self._name = name
        self._index = self._connect()
        self._index.mark({FINGERPRINT: self._fingerprint, WHOLE: False})

    def _connect(self) -> Index:
        folder = self._generations.path(self._name)
        chroma = connect_to_folder(folder, self._generations.data_dir)
        about = {FINGERPRINT: self._fingerprint, WHOLE: False}
        return Index(chroma, _find(chroma) or chroma.create(_COLLECTION, about), chroma.close)

    def _write_graph(self) -> None:
        """Have Chroma write its search graph to disk, which each reader would finish for itself."""
        self._index.write_graph_after(1)
        self._index.close()
        self._index = self._connect()  # for it to be heeded
        self._index.touch()
        self._index.write_graph_after(GRAPH_WRITTEN_AFTER)


def _find(chroma: Chroma) -> Collection | None:
    return next(iter(chroma.collections()), None)


@contextmanager
def _translated(data_dir: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        reason = getattr(error, "strerror", None) or first_line(error)
        raise DataFolderError(folder=data_dir, reason=reason) from error
