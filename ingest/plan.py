"""What counts as added, replaced, removed. Pure: folder and index in, plan out."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from ingest.index import StoredDocument


@dataclass(frozen=True)
class Plan:
    """What a sync will do, as paths of documents, in order."""

    added: tuple[str, ...]
    replaced: tuple[str, ...]
    removed: tuple[str, ...]
    unchanged: tuple[str, ...]


def plan_sync(
    folder: Mapping[str, str], stored: Mapping[str, StoredDocument], failed: Collection[str] = ()
) -> Plan:
    """Compare the folder's content hashes by path with what the index holds.

    `failed`: documents that are there but can't be read; their old passages stay.
    A document that an interrupted run left half written counts as replaced.
    """
    present = folder.keys() | set(failed)
    unchanged = {
        path
        for path, content_hash in folder.items()
        if path in stored and stored[path].is_whole and stored[path].hashes == {content_hash}
    }
    return Plan(
        added=tuple(sorted(folder.keys() - stored.keys())),
        replaced=tuple(sorted(folder.keys() & stored.keys() - unchanged)),
        removed=tuple(sorted(stored.keys() - present)),
        unchanged=tuple(sorted(unchanged)),
    )
