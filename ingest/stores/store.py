"""Where indexes are kept: what a folder and a server both offer."""

from collections.abc import Callable, Sequence
from typing import Protocol

from ingest.errors import IndexMismatchError, IndexMissingError
from ingest.index import Index


class Draft(Protocol):
    """What the one writer makes; to be closed in the end."""

    @property
    def index(self) -> Index:
        """The index to write to. At first it holds what answers, or what an earlier draft had."""
        ...

    @property
    def spare(self) -> Sequence[Index]:
        """Indexes that never answered, with vectors of passages that this one may not have."""
        ...

    def rewrite(self) -> None:
        """Go on with an index that is made from the passages of this one and from nothing else."""
        ...

    def publish(self) -> None:
        """Make this the index that answers, and drop every other. The last thing to be called."""
        ...

    def close(self) -> None:
        """Let go of what was opened, published or not."""
        ...


class Store(Protocol):
    """All methods raise DataFolderError or ChromaServerError."""

    def version(self) -> str | None:
        """Name what answers now: another name is another state. None: nothing does. Cheap."""
        ...

    def open_to_read(self, fingerprint: str) -> Index:
        """Open the index that answers, to be closed in the end; until then it stays as it is.

        Raises: IndexMissingError, also if it holds no passage; IndexMismatchError, if it is of
        another fingerprint.
        """
        ...

    def peek(self, fingerprint: str) -> Index | None:
        """Open the index that answers; None if there is none of this fingerprint."""
        return self._open_if(lambda found: found == fingerprint)

    def other(self, fingerprint: str) -> Index | None:
        """Open the index that answers if it is of another fingerprint; else None."""
        return self._open_if(lambda found: found != fingerprint)

    def _open_if(self, is_wanted: Callable[[str], bool]) -> Index | None:
        """Open the index that answers, if its fingerprint is wanted."""
        ...

    def begin(self, fingerprint: str) -> Draft:
        """Begin to write, as the one writer."""
        ...

    def close(self) -> None:
        """Let go of what `version` keeps open."""
        ...

    def sweep(self) -> None:
        """Where nothing is to be written: do what a run that died had left to do.

        What does not answer any more is deleted, but for what is still read; what was changed where
        it answers is another state from now on (`version`).
        """
        ...


def check_readable(index: Index, fingerprint: str, place: object) -> None:
    """Raises: IndexMismatchError, IndexMissingError, if it can't answer for these settings."""
    if index.fingerprint != fingerprint:
        raise IndexMismatchError(found=index.fingerprint, wanted=fingerprint)
    if not index.count():  # BM25 can't be built of none
        raise IndexMissingError(folder=place)
