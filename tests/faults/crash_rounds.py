"""One round: the folder is edited, the run that takes it in is killed, and then another ends."""

import random
import shutil
import signal
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from llama_index.core.schema import TextNode

from ingest.chroma import connect_to_server
from ingest.index import Index
from ingest.stores.generations import Generations
from tests.faults.crash_answers import Known, Reader, open_what_answers, silent
from tests.faults.crash_folder import Editor
from tests.faults.crash_tally import Pace, Tally
from tests.faults.crash_worker import Job, Remembering, begun, ingest_here

FINGERPRINTS = ("one model", "another model")
FRESH_MODEL = Remembering()
_LONGEST_S = 120.0
_KINDS = {"sync": 6, "rebuild": 2, "purge": 1}
_KILLS = {1: 7, 2: 2, 4: 1}
_READ = 0.4
"""The share of rounds in which somebody has the index open all the while."""
_EDIT_AGAIN, _TURN_BACK = 0.25, 0.1
"""How often, after a kill, the folder or the model changes once more."""


class Place:
    """A folder of documents, and where it is ingested to."""

    def __init__(self, root: Path, url: str | None, seed: int, pace: Pace, tally: Tally) -> None:
        self.name = "server" if url else "folder"
        self._root = root
        self._editor = Editor(root / "dossier", seed)
        self._job = Job(root / "dossier", root / "data", url, FINGERPRINTS[0])
        self._random = random.Random(seed)  # noqa: S311
        self._known = Known()
        self._doing = ""
        self._pace, self._tally = pace, tally

    def play(self, most_kills: int) -> None:
        """Edit, kill, go on to the end, and compare."""
        kills, complaints = self._tally.kills, len(self._tally.complaints)
        kind = self._begin()
        wanted = 0 if self._pace.is_to_go_on(kind) else min(most_kills, self._draw(_KILLS))
        with self._reading() as reader:
            while wanted and self._is_killed(kind):
                wanted -= 1
                self._check_answers()
                self._go_astray(reader)
            self._end(kind, was_killed=self._tally.kills > kills)
        self._compare()
        if len(self._tally.complaints) == complaints:
            self._tally.equal += self._tally.kills - kills

    def close(self) -> None:
        """Leave nothing."""
        shutil.rmtree(self._root)
        if self._job.url:
            with closing(connect_to_server(self._job.url)) as chroma:
                for collection in chroma.collections():
                    chroma.drop(collection)

    def _begin(self) -> str:
        kind = self._draw(_KINDS)
        self._tally.changes[kind] += 1
        self._doing = kind
        self._edit()
        if kind == "rebuild":
            self._turn()
        self._job = replace(self._job, purge=kind == "purge")
        return f"{self.name}, {kind}"

    def _draw(self, weights: Mapping[Any, int]) -> Any:
        return self._random.choices(list(weights), list(weights.values()))[0]

    def _is_killed(self, kind: str) -> bool:
        share, after_s = self._pace.next_moment(kind)
        before = self._stand()
        with begun(self._job) as run:
            began = time.monotonic()
            run.join(after_s)
            run.kill()
            run.join()
            if run.exitcode != -signal.SIGKILL:
                self._check_status(run.exitcode)
                self._pace.took(kind, time.monotonic() - began)
                return False
        self._tally.count(self.name, share, _describe(before, self._stand()))
        return True

    def _end(self, kind: str, *, was_killed: bool) -> None:
        with begun(self._job) as run:
            began = time.monotonic()
            run.join(_LONGEST_S)
            self._check_status(run.exitcode)
            if not was_killed:
                self._pace.took(kind, time.monotonic() - began)

    def _stand(self) -> tuple[str | None, set[str]]:
        """What answers, and what else there is."""
        if not self._job.url:
            generations = Generations(self._job.data)
            return generations.current(), set(generations.others())
        with closing(self._job.store) as store, closing(connect_to_server(self._job.url)) as chroma:
            indexes = [Index(chroma, found) for found in chroma.collections()]
            return store.version(), {str(list(index.heads())) for index in indexes}

    def _check_status(self, status: int | None) -> None:
        if status != 0:
            self._complain(f"a run ended with {status}")

    def _check_answers(self) -> None:
        """What is unchanged answers, at the moment of the kill."""
        unchanged = self._known.unchanged(self._editor.hashes())
        with closing(self._job.store) as store:
            index = open_what_answers(store, FINGERPRINTS)
            if index is None:
                if unchanged:
                    self._complain("after a kill, nothing answers")
                return
            with closing(index):
                for document in silent(index, unchanged):
                    self._complain(f"after a kill, {document} does not answer")
        self._tally.passages += len(unchanged)

    def _go_astray(self, reader: Reader | None) -> None:
        """Sometimes, change something else before the next run."""
        if self._random.random() < _EDIT_AGAIN:
            self._edit()
        if self._random.random() < _TURN_BACK:
            self._turn()
        if reader:
            reader.passages = self._expected()

    def _edit(self) -> None:
        changes = self._editor.edit()
        self._doing += f" {'+'.join(changes)}"
        self._tally.changes.update(changes)

    def _turn(self) -> None:
        """Have it ingested with the other model."""
        one, other = FINGERPRINTS
        now = self._job.fingerprint
        self._job = replace(self._job, fingerprint=other if now == one else one)

    def _expected(self) -> list[TextNode]:
        """What a reader finds: in a folder all that there was when it came."""
        if self._job.url:
            return self._known.unchanged(self._editor.hashes())
        return list(self._known.passages)

    @contextmanager
    def _reading(self) -> Iterator[Reader | None]:
        if self._random.random() > _READ:
            yield None
            return
        reader = Reader(self._job.store, FINGERPRINTS, self._expected())
        reader.start()
        yield reader
        reader.end()
        self._tally.questions += reader.asked
        for complaint in reader.complaints:
            self._complain(f"a reader missed {complaint}")

    def _compare(self) -> None:
        fresh = replace(self._job, data=self._root / "fresh", url=None, purge=False)
        ingest_here(fresh, FRESH_MODEL)
        wanted, found = passages_of(fresh), passages_of(self._job)
        if [_record(passage) for passage in wanted] != [_record(passage) for passage in found]:
            self._complain(f"{len(found)} passages differ from {len(wanted)} of a fresh ingest")
        if left := self._left_over():
            self._complain(f"left over: {', '.join(left)}")
        self._known = Known(self._editor.hashes(), tuple(wanted))
        shutil.rmtree(fresh.data)

    def _complain(self, of: str) -> None:
        self._tally.complaints.append(f"{self.name} {self._root.name}, {self._doing}: {of}")

    def _left_over(self) -> list[str]:
        """What is there besides the index."""
        if self._job.url:
            return _collections(self._job.url)[1:]
        current = Generations(self._job.data).current() or "nothing"
        there = (self._job.data / "chroma").iterdir()
        return [f.name for f in there if f.name != "CURRENT" and not f.name.startswith(current)]


def passages_of(job: Job) -> list[TextNode]:
    """All passages that answer for a job's model, in order of id."""
    with closing(job.store) as store:
        index = store.peek(job.fingerprint)
        if index is None:
            return []
        with closing(index):
            return sorted(index.passages(), key=lambda passage: passage.node_id)


def _describe(before: tuple[str | None, set[str]], after: tuple[str | None, set[str]]) -> str:
    if before[0] != after[0]:
        return "published"
    return ("untouched", "writing", "rewriting")[len(after[1] - before[1])]


def _record(passage: TextNode) -> tuple[str, str, Mapping[str, Any]]:
    return passage.node_id, passage.text, passage.metadata


def _collections(url: str) -> list[str]:
    with closing(connect_to_server(url)) as chroma:
        return [collection.name for collection in chroma.collections()]
