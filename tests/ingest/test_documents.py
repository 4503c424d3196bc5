"""What metadata may say: every key is checked where it enters."""

from datetime import date

import pytest
from pydantic import ValidationError

from ingest.documents import Document, Kind, Metadata, Span


def test_what_is_not_known_is_none() -> None:
    assert Metadata().model_dump() == dict.fromkeys(
        ["title", "author", "publisher", "published", "language", "source", "kind", "party"]
    )


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2008", "2008"),
        (2008, "2008"),
        ("2008-05", "2008-05"),
        ("2008-02-29", "2008-02-29"),
        (date(2008, 5, 20), "2008-05-20"),
        (" 2008-05 ", "2008-05"),
        (None, None),
    ],
)
def test_a_date_is_a_year_a_month_or_a_day(written: object, read: str | None) -> None:
    """YAML makes a number of 2008 and a date of 2008-05-20."""
    assert Metadata.model_validate({"published": written}).published == read


@pytest.mark.parametrize(
    "written", ["May 2008", "20.05.2008", "2008-13", "2007-02-29", "2008-5", "08", True, "", 1.5]
)
def test_any_other_date_is_refused(written: object) -> None:
    with pytest.raises(ValidationError, match="published"):
        Metadata.model_validate({"published": written})


@pytest.mark.parametrize("written", ["EN", "eng", "english", "e", "fr-CA"])
def test_a_language_is_two_small_letters(written: str) -> None:
    with pytest.raises(ValidationError, match="two-letter code such as en"):
        Metadata(language=written)


@pytest.mark.parametrize(
    "written", ["ftp://a.org/b", "javascript:alert(1)", "a.org", "https://a b", "https://a.org/<b>"]
)
def test_a_source_is_a_web_address(written: str) -> None:
    with pytest.raises(ValidationError, match="begins with http:// or https://"):
        Metadata(source=written)


def test_kinds_are_those_that_decide_how_words_are_attributed() -> None:
    assert [kind.value for kind in Kind] == [
        "press",
        "ruling",
        "filing",
        "statement",
        "timeline",
        "reference",
    ]
    with pytest.raises(ValidationError, match="kind"):
        Metadata.model_validate({"kind": "blog"})


@pytest.mark.parametrize("key", ["title", "author", "publisher", "party"])
def test_an_empty_value_is_refused_rather_than_taken_for_unknown(key: str) -> None:
    with pytest.raises(ValidationError, match=f"{key} must not be empty: leave the key out"):
        Metadata.model_validate({key: "  "})


def test_a_key_that_is_not_known_is_refused() -> None:
    with pytest.raises(ValidationError, match="autor"):
        Metadata.model_validate({"autor": "A. Writer"})


def test_metadata_and_documents_can_not_be_changed() -> None:
    document = Document("a.txt", "Text", Metadata(title="T"), "hash")

    with pytest.raises(AttributeError):
        document.text = "Other"  # type: ignore[misc]
    with pytest.raises(ValidationError, match="frozen"):
        document.metadata.title = "Other"


def test_a_span_is_a_pair_that_cuts_text() -> None:
    start, end = Span(1, 3)

    assert "abcd"[start:end] == "bc"


@pytest.mark.parametrize(
    ("other", "overlaps"),
    [
        (Span(0, 3), False),
        (Span(0, 4), True),
        (Span(4, 5), True),
        (Span(5, 9), True),
        (Span(6, 9), False),
        (Span(4, 4), False),
    ],
)
def test_spans_overlap_where_they_have_a_character_in_common(other: Span, overlaps: bool) -> None:
    assert Span(3, 6).overlaps(other) is overlaps
    assert other.overlaps(Span(3, 6)) is overlaps
