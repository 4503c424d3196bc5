"""What is tuned is tuned on the dev part or a calibration file, and its record says on which."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.evaluation.questions import SETS

CALIBRATION = {"xquad-dev.jsonl"}
"""Files of calibration questions, which are too large, or not ours, to lie in the repository."""
TUNED_ON = {"tests/evaluation/sets/dev.jsonl"}
NEVER = "sets/test.jsonl"


def find_records(value: object) -> list[dict[str, Any]]:
    """All records of how a constant was chosen, wherever they stand in a file of JSON."""
    if isinstance(value, list):
        return [record for item in value for record in find_records(item)]
    if not isinstance(value, dict):
        return []
    below = [record for item in value.values() for record in find_records(item)]
    return [value["record"], *below] if isinstance(value.get("record"), dict) else below


def hash_of(name: str) -> str | None:
    """Hex SHA-256 of a file that lies in the repository; else None."""
    file = ROOT / name
    return hashlib.sha256(file.read_bytes()).hexdigest() if file.is_file() else None


FILES = sorted(
    file for file in (ROOT / "bot").rglob("*.json") if find_records(json.loads(file.read_bytes()))
)
RECORDS = [
    pytest.param(record, id=str(file.relative_to(ROOT)))
    for file in FILES
    for record in find_records(json.loads(file.read_bytes()))
]


def test_the_model_of_abstention_has_a_record() -> None:
    assert ROOT / "bot" / "answering" / "abstention.json" in FILES


def data_of(record: dict[str, Any]) -> dict[str, str]:
    """What it was chosen on, with its hash: one file, or a second one, too."""
    both = {record["data"]: record["sha256"], record.get("data_2"): record.get("sha256_2")}
    return {str(name): str(digest) for name, digest in both.items() if name is not None}


@pytest.mark.parametrize("record", RECORDS)
def test_a_record_names_the_dev_part_or_a_file_of_calibration(record: dict[str, Any]) -> None:
    assert data_of(record).keys() <= TUNED_ON | CALIBRATION


@pytest.mark.parametrize("record", RECORDS)
def test_a_record_has_nothing_to_do_with_the_test_part(record: dict[str, Any]) -> None:
    test_part = SETS / "test.jsonl"

    assert NEVER not in json.dumps(record)
    assert hash_of(str(test_part.relative_to(ROOT))) not in record.values()


@pytest.mark.parametrize("record", RECORDS)
def test_a_record_of_a_file_that_is_here_is_of_that_file_as_it_is(record: dict[str, Any]) -> None:
    """Questions that changed since call for another fit: `calibrate --dev`."""
    for name, digest in data_of(record).items():
        assert hash_of(name) in (None, digest)


def test_records_are_found_wherever_they_stand() -> None:
    nested = {"record": {"data": "a"}, "more": [{"record": {"data": "b"}}], "record_of": "c"}

    assert find_records(nested) == [{"data": "a"}, {"data": "b"}]


def test_nothing_that_is_shipped_reads_the_test_part() -> None:
    """Neither product nor ingestion knows where it is."""
    sources = [*(ROOT / "bot").rglob("*.py"), *(ROOT / "ingest").rglob("*.py")]

    assert [str(file) for file in sources if NEVER in Path(file).read_text("utf-8")] == []
