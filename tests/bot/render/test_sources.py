import pytest

from bot.answers import Citation
from bot.phrases import LANGUAGES, phrases_in
from bot.render.sources import (
    describe_source,
    format_published,
    name_language,
    name_speaker,
    name_title,
    say_place,
)
from ingest.documents import Kind, Place, PlaceKind
from ingest.passages import PassageId

PLACES = {"page": 3, "row": 12, "time": "0:12:03"}


def citation_of(**known: object) -> Citation:
    """A citation of which nothing is known but what a test says."""
    nothing = dict.fromkeys(
        ("title", "author", "publisher", "published", "kind", "party", "language", "source", "page")
    )
    place = {"n": 1, "document": "a.txt", "document_hash": "0", "start": 0, "end": 4}
    rest = {"quote": "Won.", "passage": PassageId("p"), "score": 0.8}
    return Citation.model_validate({**nothing, **place, **rest, **known})


@pytest.mark.parametrize(
    ("known", "speaker"),
    [
        ({"publisher": "Numerama", "author": "A. Writer"}, "Numerama"),
        ({"author": "A. Writer"}, "A. Writer"),
        ({}, "publisher unknown"),
        ({"kind": Kind.RULING, "publisher": "High Court"}, "High Court"),
        ({"party": "RIAA", "publisher": "riaa.com"}, "RIAA, in its own words"),
        ({"party": "RIAA", "kind": Kind.FILING}, "RIAA, in its own words"),
        ({"kind": Kind.STATEMENT, "publisher": "IFPI"}, "IFPI, in its own words"),
        ({"kind": Kind.STATEMENT, "author": "B. Lamy"}, "B. Lamy, in its own words"),
        ({"kind": Kind.STATEMENT}, "publisher unknown"),
    ],
)
def test_who_says_it_is_named_and_a_partys_words_are_called_its_own(
    known: dict[str, object], speaker: str
) -> None:
    assert name_speaker(citation_of(**known), phrases_in("en")) == speaker


def test_a_document_without_a_title_is_named_by_its_path() -> None:
    assert name_title(citation_of(title="A win")) == "A win"
    assert name_title(citation_of()) == "a.txt"


@pytest.mark.parametrize(
    ("published", "language", "words"),
    [
        ("2008", "en", "2008"),
        ("2008-05", "en", "May 2008"),
        ("2008-05-20", "en", "May 20, 2008"),
        ("2008-05", "fr", "mai 2008"),
        ("2008-05-20", "fr", "20 mai 2008"),
        ("2008-05-20", "de", "20. Mai 2008"),
        ("2008-05-20", "es", "20 de mayo de 2008"),
        ("2008-05-20", "ru", "20 мая 2008\u202fг."),
        (None, "en", "undated"),
        (None, "fr", "sans date"),
        (None, "de", "ohne Datum"),
        (None, "es", "sin fecha"),
        (None, "ru", "без даты"),
    ],
)
def test_a_date_is_written_out_as_far_as_it_is_known(
    published: str | None, language: str, words: str
) -> None:
    written = format_published(published, phrases_in(language))

    assert " ".join(written.split()) == " ".join(words.split())


def test_the_month_alone_never_becomes_a_day() -> None:
    for language in LANGUAGES:
        assert "1" not in format_published("2008-05", phrases_in(language))


def test_a_source_is_described_by_date_kind_page_and_language() -> None:
    citation = citation_of(published="2007", kind=Kind.RULING, page=12, language="de")

    assert describe_source(citation, phrases_in("en")) == ["2007", "ruling", "p. 12", "German"]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["p. 3", "row 12", "at 0:12:03"]),
        ("fr", ["p. 3", "ligne 12", "à 0:12:03"]),
        ("de", ["S. 3", "Zeile 12", "bei 0:12:03"]),
        ("es", ["pág. 3", "fila 12", "en 0:12:03"]),
        ("ru", ["с. 3", "строка 12", "на 0:12:03"]),
    ],
)
def test_a_place_is_said_in_the_askers_language(language: str, words: list[str]) -> None:
    phrases = phrases_in(language)
    cited = [citation_of(**{kind: value}) for kind, value in PLACES.items()]
    places = [Place(0, PlaceKind(kind), str(value)) for kind, value in PLACES.items()]

    assert [say_place(citation, phrases) for citation in cited] == words
    assert [say_place(place, phrases) for place in places] == words


def test_of_a_place_that_is_not_known_nothing_is_said() -> None:
    assert say_place(citation_of(), phrases_in("en")) == ""
    assert say_place(None, phrases_in("en")) == ""


def test_the_askers_own_language_is_not_mentioned() -> None:
    citation = citation_of(kind=Kind.PRESS, language="fr")

    assert describe_source(citation, phrases_in("fr")) == ["sans date", "presse"]


def test_nothing_known_is_said_aloud() -> None:
    assert describe_source(citation_of(), phrases_in("en")) == ["undated"]


@pytest.mark.parametrize(
    ("language", "asker", "name"),
    [
        ("fr", "en", "French"),
        ("fr", "ru", "французский"),
        ("de", "es", "alemán"),
        ("xx", "en", "xx"),
    ],
)
def test_a_language_is_named_in_the_askers(language: str, asker: str, name: str) -> None:
    assert name_language(language, asker) == name
