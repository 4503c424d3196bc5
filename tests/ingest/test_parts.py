"""What a file's change consists of, and in which steps changes are done."""

from collections.abc import Mapping

import pytest
from llama_index.core.schema import TextNode

from ingest.documents import Document, Metadata, Span
from ingest.parts import FileChange, Part, compare, share_out
from ingest.passages import PassageId, make_passage, passage_id
from ingest.preparing import Notes, PreparedFile


def prepared(*texts: str, content_hash: str = "1", path: str = "a.txt") -> PreparedFile:
    """A file of one document, a passage a text."""
    whole = "\n\n".join(texts)
    document = Document(path, whole, Metadata(language="en"), content_hash)
    spans = [Span(whole.index(text), whole.index(text) + len(text)) for text in texts]
    passages = [make_passage(document, span, [span], [], 0) for span in spans]
    return PreparedFile(path, {path: passages}, {}, Notes())


def stored(*files: PreparedFile) -> Mapping[PassageId, TextNode]:
    return {passage_id(p): p for file in files for cut in file.passages.values() for p in cut}


def told(change: FileChange) -> tuple[list[str], int, int]:
    return [p.text for p in change.new], len(change.revised), len(change.stale)


def test_a_new_file_is_all_new() -> None:
    assert told(compare(prepared("One.", "Two."), {})) == (["One.", "Two."], 0, 0)


def test_an_edit_is_one_new_passage_one_stale_and_what_moved_revised() -> None:
    before = stored(prepared("One.", "Two.", "Three."))

    change = compare(prepared("One.", "Twenty.", "Three.", content_hash="2"), before)

    assert told(change) == (["Twenty."], 2, 1)
    assert all(list(changed) == ["passage"] for changed in change.revised.values())


def test_what_is_as_it_was_is_no_change_at_all() -> None:
    same = prepared("One.", "Two.")

    assert told(compare(same, stored(same))) == ([], 0, 0)


def test_small_files_share_a_step_and_a_large_one_takes_several(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("ingest.parts.GROUP", 3)
    files = [prepared("One.", path="a"), prepared("One.", path="b"), prepared(*"12345", path="c")]

    parts = list(share_out(compare(file, {}) for file in files))

    assert [[p.metadata["document"] for p in part.new] for part in parts] == [
        ["a", "b", "c"],
        ["c", "c", "c"],
        ["c"],
    ]
    assert [(part.unfinished, part.share) for part in parts] == [("c", 0.2), ("c", 0.8), (None, 1)]
    assert [len(part.heads) for part in parts] == [2, 0, 1]


def test_a_file_with_nothing_new_is_still_said_to_be_whole() -> None:
    same = prepared("One.")

    [part] = share_out([compare(same, stored(same))])

    assert (part.new, len(part.heads)) == ([], 1)


def test_parts_that_are_written_together_keep_their_order() -> None:
    first, second = (next(share_out([compare(prepared(t, path=t), {})])) for t in "ab")
    both = Part()

    both.add(first)
    both.add(second)

    assert [p.text for p in both.new] == ["a", "b"]
    assert both.heads == first.heads + second.heads
