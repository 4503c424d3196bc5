"""What makes an index unusable."""

import pytest

from ingest import chunking
from ingest.fingerprint import fingerprint


def test_the_fingerprint_is_words_for_a_person() -> None:
    assert fingerprint("some/model") == (f"some/model, chunking {chunking.VERSION}, schema 3")


def test_another_model_is_another_fingerprint() -> None:
    assert fingerprint("a") != fingerprint("b")


def test_another_way_of_cutting_is_another_fingerprint(monkeypatch: pytest.MonkeyPatch) -> None:
    before = fingerprint("a")
    monkeypatch.setattr(chunking, "VERSION", chunking.VERSION + 1)

    assert fingerprint("a") != before
