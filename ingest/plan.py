"""What counts as added, replaced, moved, removed. Pure: folder and index in, plan out."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from ingest.stored import StoredFile


class Move(NamedTuple):
    """A file that has another path than before, and the same bytes."""

    old: str
    new: str


@dataclass(frozen=True)
class Plan:
    """What a sync will do, as paths of files, in order."""

    added: tuple[str, ...] = ()
    replaced: tuple[str, ...] = ()
    moved: tuple[Move, ...] = ()
    removed: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()

    @property
    def changes(self) -> bool:
        """Whether there is anything to do."""
        return bool(self.added or self.replaced or self.moved or self.removed)

    @property
    def to_read(self) -> tuple[str, ...]:
        """Paths of the files whose passages are to be written."""
        return (*self.added, *self.replaced, *(move.new for move in self.moved))

    @property
    def to_delete(self) -> tuple[str, ...]:
        """Paths of files whose passages are to go, once the others are written."""
        return (*(move.old for move in self.moved), *self.removed)


def plan_sync(
    folder: Mapping[str, str], stored: Mapping[str, StoredFile], failed: Collection[str] = ()
) -> Plan:
    """Compare the folder's content hashes by path with what the index holds.

    `failed`: files that are there but can't be read; their old passages stay.
    A file that an interrupted run left half written counts as replaced.
    """
    unchanged = {
        path
        for path, content_hash in folder.items()
        if path in stored and stored[path].content_hash == content_hash
    }
    added = folder.keys() - stored.keys()
    removed = stored.keys() - folder.keys() - set(failed)
    moved = tuple(_find_moves({path: folder[path] for path in added}, stored, removed))
    return Plan(
        added=tuple(sorted(added - {move.new for move in moved})),
        replaced=tuple(sorted(folder.keys() & stored.keys() - unchanged)),
        moved=moved,
        removed=tuple(sorted(removed - {move.old for move in moved})),
        unchanged=tuple(sorted(unchanged)),
    )


def without_failed(plan: Plan, failed: Collection[str]) -> Plan:
    """Leave out what failed. The old place of a file that moved and then failed stays as it was."""

    def done(paths: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(path for path in paths if path not in failed)

    moved = tuple(move for move in plan.moved if move.new not in failed)
    return replace(plan, added=done(plan.added), replaced=done(plan.replaced), moved=moved)


def _find_moves(
    added: Mapping[str, str], stored: Mapping[str, StoredFile], removed: Collection[str]
) -> Iterator[Move]:
    """Pair what is gone with what is new and the same, in order of path."""
    gone: dict[str | None, list[str]] = defaultdict(list)
    for path in sorted(removed, reverse=True):
        gone[stored[path].content_hash].append(path)
    for path in sorted(added):
        if olds := gone.get(added[path]):
            yield Move(olds.pop(), path)
