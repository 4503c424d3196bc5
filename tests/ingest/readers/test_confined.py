"""What can't be trusted ends in its own process, and what became of it is said."""

from pathlib import Path

import pytest

from ingest.errors import (
    DamagedDocumentError,
    DocumentError,
    SlowDocumentError,
    SwollenDocumentError,
)
from ingest.readers.confined import run_confined


def run(folder: Path, code: str, data: bytes = b"", time_s: float = 60) -> dict[str, object]:
    script = folder / "script.py"
    script.write_text(f"import json, os, sys, time\n{code}", "utf-8")
    return run_confined(
        script, data, path="a.pdf", kind="PDF", memory_mb=300, time_s=time_s, extra="1,2"
    )


def test_a_script_gets_bytes_and_arguments_and_answers_in_json(tmp_path: Path) -> None:
    code = "print(json.dumps({'read': len(sys.stdin.buffer.read()), 'arguments': sys.argv[1:]}))"

    assert run(tmp_path, code, bytes(1_000_000)) == {"read": 1_000_000, "arguments": ["300", "1,2"]}


def test_files_beside_a_script_hide_no_module_of_python(tmp_path: Path) -> None:
    """Readers are called html and email."""
    (tmp_path / "html.py").write_text("raise SystemExit(9)", "utf-8")

    assert run(tmp_path, "import html\nprint('{}')") == {}


@pytest.mark.parametrize(
    ("code", "error", "message"),
    [
        ("os.abort()", SwollenDocumentError, "a.pdf holds more .*: 300 MB"),
        ("time.sleep(60)", SlowDocumentError, "a.pdf could not be read in 1 seconds"),
        ("sys.exit(3)", DamagedDocumentError, r"a.pdf could not be read as PDF: .*\(3\)"),
        ("os.kill(os.getpid(), 11)", DamagedDocumentError, "a.pdf could not be read as PDF"),
    ],
    ids=["refused memory", "no end", "an exception", "a crash"],
)
def test_how_a_script_ends_is_told_as_an_error_of_the_document(
    tmp_path: Path, code: str, error: type[DocumentError], message: str
) -> None:
    with pytest.raises(error, match=message):
        run(tmp_path, code, time_s=1 if "sleep" in code else 60)
