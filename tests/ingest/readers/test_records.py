"""Tables and JSON lines: a paragraph a record, found again by its row."""

import codecs
import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.errors import BinaryDocumentError, DamagedDocumentError, SwollenDocumentError
from ingest.readers import READERS
from ingest.readers.content import Content
from ingest.readers.jsonl import read_jsonl
from ingest.readers.tables import read_table


def rows_of(content: Content) -> dict[str, str]:
    """Each record by its row."""
    return {
        place.value: content.text[place.start :].split("\n\n", 1)[0] for place in content.places
    }


def table(text: str, path: str = "a.csv") -> dict[str, str]:
    return rows_of(read_table(path, text.encode()))


def json_lines(text: str) -> dict[str, str]:
    return rows_of(read_jsonl("a.jsonl", text.encode()))


def test_a_row_is_a_paragraph_of_named_values() -> None:
    content = read_table("a.csv", b"court,year\nMunich,2006\nCopenhagen,2007\n")

    assert content.text == "court: Munich\nyear: 2006\n\ncourt: Copenhagen\nyear: 2007"
    assert rows_of(content) == {
        "2": "court: Munich\nyear: 2006", "3": "court: Copenhagen\nyear: 2007",
    }  # fmt: skip


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_the_mark_between_cells_is_found(mark: str) -> None:
    assert table(f"court{mark}sum\nMunich{mark}1\n") == {"2": "court: Munich\nsum: 1"}


def test_a_semicolon_table_of_excel_has_commas_in_its_cells() -> None:
    data = codecs.BOM_UTF8 + "Gericht;Betrag, netto\r\nMünchen;1,5\r\nKöln;2,5\r\n".encode()

    assert rows_of(read_table("a.csv", data)) == {
        "2": "Gericht: München\nBetrag, netto: 1,5", "3": "Gericht: Köln\nBetrag, netto: 2,5",
    }  # fmt: skip


def test_marks_in_names_in_quotation_marks_do_not_count() -> None:
    assert table('"a; b|",c\n1,2\n') == {"2": "a; b|: 1\nc: 2"}


def test_the_line_in_which_excel_names_the_mark_is_no_row() -> None:
    assert table("sep=|\na|b,c\n1|2\n") == {"2": "a: 1\nb,c: 2"}


def test_lines_and_marks_in_quotation_marks_belong_to_their_cell() -> None:
    """The row's number is the spreadsheet's, not the line's."""
    assert table('a,b\n"one\n\ntwo","x, ""y"""\nthree,z\n') == {
        "2": 'a: one two\nb: x, "y"', "3": "a: three\nb: z",
    }  # fmt: skip


def test_empty_rows_are_counted_and_empty_cells_left_out() -> None:
    assert table("a,b\n\n,2\n,\n3,\n") == {"3": "b: 2", "5": "a: 3"}


def test_cells_without_a_name_are_kept() -> None:
    assert table("a,\n1,2,3\n") == {"2": "a: 1\n2\n3"}


def test_a_cell_may_be_as_long_as_a_document() -> None:
    assert len(table("a,b\n" + "x" * 1_000_000 + ",2\n")["2"]) == 1_000_008


@pytest.mark.parametrize(
    ("text", "line"), [('a,b\n1,2\n"3,4\n5,6\n', 3), ('a,b\n1,2\n1,2\n"3"x,4\n', 4)]
)
def test_a_row_that_is_broken_is_named_by_its_line(text: str, line: int) -> None:
    message = rf"^sub/a\.csv could not be read as a table: the row that begins in line {line} is "

    with pytest.raises(DamagedDocumentError, match=message):
        table(text, "sub/a.csv")


def test_a_table_with_nul_bytes_is_no_text() -> None:
    with pytest.raises(BinaryDocumentError):
        table("a,b\n1,\0\n")


def test_a_line_of_json_is_a_paragraph_of_named_values() -> None:
    assert json_lines('{"court": "Munich", "year": 2006}\n\n{"court": "Paris"}\n') == {
        "1": "court: Munich\nyear: 2006", "3": "court: Paris",
    }  # fmt: skip


def test_what_is_nested_is_named_by_its_path() -> None:
    line = {
        "court": {"city": "Munich", "judges": ["A", "B"]}, "open": True, "none": None, "no": [],
        "steps": [{"year": 2006}, {"year": 2007, "won": 1.50}],
    }  # fmt: skip

    assert json_lines(json.dumps(line)) == {
        "1": "court.city: Munich\ncourt.judges: A, B\nopen: true\n"
        "steps.1.year: 2006\nsteps.2.year: 2007\nsteps.2.won: 1.5"
    }


@pytest.mark.parametrize(
    "line",
    ['{"a": 1', "[1]", '"a"', "{'a': 1}", '{"a": ' + "[" * 100_000],
    ids=["cut off", "a list", "a string", "not JSON", "too deep"],
)
def test_a_line_that_is_no_object_is_named(line: str) -> None:
    message = r"^a\.jsonl could not be read as JSON lines: line 3: "

    with pytest.raises(DamagedDocumentError, match=message):
        json_lines('{"a": 1}\n{"a": 2}\n' + line)


def test_numbers_are_as_they_are_written() -> None:
    digits = "9" * 5000

    assert json_lines(f'{{"a": 1.10, "b": 1E5, "c": {digits}}}') == {
        "1": f"a: 1.10\nb: 1E5\nc: {digits}"
    }


def test_the_line_ends_of_windows_are_white_space() -> None:
    assert json_lines(r'{"a": "one\r\ntwo\u000bthree\f"}') == {"1": "a: one two three"}


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("a.csv", b"n" * 1_000_000 + b"\n" + b"x\n" * 100),
        ("a.jsonl", b'{"' + b"n" * 1_000_000 + b'": [' + b"[1]," * 100 + b"[]]}"),
    ],
)
def test_names_that_would_be_written_too_often_are_refused(path: str, data: bytes) -> None:
    with pytest.raises(SwollenDocumentError):
        READERS[path.removeprefix("a")](path, data)


def test_short_rows_below_many_names_take_no_time() -> None:
    """As many steps as names for each row would be three thousand million."""
    assert len(table("," * 1_000_000 + "\n" + "x\n" * 3000)) == 3000


def test_what_no_text_can_hold_is_replaced() -> None:
    assert json_lines(r'{"a": "x\u0000y\ud800z \ud83d\ude00"}') == {"1": "a: x\ufffdy\ufffdz 😀"}


cells = st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=12)


@given(st.lists(st.lists(cells, min_size=2, max_size=2), max_size=6))
def test_every_cell_that_a_table_was_written_with_is_read(rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out).writerows([["one", "two"], *rows])

    found = table(out.getvalue())

    written = {
        str(nth): "\n".join(
            f"{name}: {' '.join(cell.split())}"
            for name, cell in zip(["one", "two"], row, strict=True)
            if cell.strip()
        )
        for nth, row in enumerate(rows, 2)
    }
    assert found == {nth: text for nth, text in written.items() if text}
