"""Where metadata comes from, and that every mistake names its file and its key."""

import pytest

from ingest.documents import Kind, Metadata
from ingest.errors import MetadataError
from ingest.metadata import detect_language, read_metadata, split_front_matter

KEYS = "the known keys are title, author, publisher, published, language, source, kind, party."


def refusal(front: dict[str, object], sidecar: str | bytes | None = None) -> str:
    data = sidecar.encode() if isinstance(sidecar, str) else sidecar
    with pytest.raises(MetadataError) as caught:
        read_metadata("rulings/munich.md", front, data)
    return str(caught.value)


def test_front_matter_and_sidecar_are_one() -> None:
    merged = read_metadata("a.md", {"title": "T", "kind": "ruling"}, b"author: A\nkind: press\n")

    assert merged == Metadata(title="T", author="A", kind=Kind.PRESS)


def test_a_sidecar_wins_over_front_matter() -> None:
    assert read_metadata("a.md", {"title": "Front"}, b"title: Beside").title == "Beside"


@pytest.mark.parametrize("sidecar", [b"", b"# nothing is known\n", None])
def test_a_sidecar_that_says_nothing_changes_nothing(sidecar: bytes | None) -> None:
    assert read_metadata("a.md", {"title": "T"}, sidecar) == Metadata(title="T")


@pytest.mark.parametrize(
    ("front", "reason"),
    [
        ({"autor": "A"}, "autor is not a known key (did you mean author?)"),
        ({"Title": "A"}, "Title is not a known key (did you mean title?)"),
        ({"colour": "red"}, "colour is not a known key"),
        (
            {"source": "a.org", "colour": "red", "language": "french"},
            "language must be a two-letter code such as en, fr, de, es or ru; "
            "source must be an address that begins with http:// or https://; "
            "colour is not a known key",
        ),
        ({"published": "May 2008"}, "published must be YYYY, YYYY-MM or YYYY-MM-DD"),
        ({"published": "2008-13"}, "published month must be in 1..12"),
        ({"language": "french"}, "language must be a two-letter code such as en, fr, de, es or ru"),
        ({"source": "a.org"}, "source must be an address that begins with http:// or https://"),
        ({"title": ["a", "b"]}, "title should be a valid string"),
        ({"title": ""}, "title must not be empty: leave the key out if unknown"),
    ],
)
def test_a_mistake_in_front_matter_names_file_key_and_what_is_wrong(
    front: dict[str, object], reason: str
) -> None:
    assert refusal(front) == (
        f"The metadata of rulings/munich.md can't be used: {reason}. "
        f"Mend it in rulings/munich.md; {KEYS}"
    )


def test_a_mistake_in_a_sidecar_names_the_sidecar() -> None:
    assert refusal({}, "kind: blog").startswith(
        "The metadata of rulings/munich.md can't be used: kind should be 'press', 'ruling', "
    )
    assert refusal({}, "kind: blog").endswith(f"Mend it in munich.md.meta.yaml; {KEYS}")


@pytest.mark.parametrize("sidecar", ["title: [", "title: a: b", b"title: caf\xe9"])
def test_a_sidecar_that_is_not_yaml_is_refused_by_name(sidecar: str | bytes) -> None:
    message = refusal({}, sidecar)

    assert "The metadata of rulings/munich.md can't be used: it is not YAML (" in message
    assert "Mend it in munich.md.meta.yaml;" in message
    assert "\n" not in message


def test_an_impossible_date_names_its_key() -> None:
    assert ": published month must be in 1..12. " in refusal({}, "published: 1890-13-45")
    with pytest.raises(MetadataError, match="published month must be"):
        front, _ = split_front_matter("a.md", "---\npublished: 1890-13-45\n---\nText")
        read_metadata("a.md", front, None)


def test_nesting_too_deep_is_refused() -> None:
    deep = "[" * 3000

    assert "it is not YAML (nested too deeply). Mend it in munich.md.meta.yaml" in refusal({}, deep)
    with pytest.raises(MetadataError, match="nested too deeply"):
        split_front_matter("a.md", f"---\n{deep}\n---\nText")


@pytest.mark.parametrize("sidecar", ["just words", "- a\n- b"])
def test_a_sidecar_without_keys_is_refused(sidecar: str) -> None:
    assert "it is not a list of 'key: value' lines" in refusal({}, sidecar)


def test_a_mistake_in_front_matter_is_not_blamed_on_a_sidecar() -> None:
    assert "Mend it in rulings/munich.md;" in refusal({"autor": "A"}, "title: T")
    assert "Mend it in munich.md.meta.yaml;" in refusal({"title": "T"}, "autor: A")
    assert "Mend it in rulings/munich.md;" in refusal({"title": ""}, "author: A")


def test_a_sidecar_mends_a_mistake_in_front_matter() -> None:
    assert read_metadata("a.md", {"title": ""}, b"title: T") == Metadata(title="T")


def test_front_matter_is_separated_from_the_text() -> None:
    front, body = split_front_matter("a.md", "---\ntitle: T\npublished: 2008-05\n---\n\n# H\n")

    assert front == {"title": "T", "published": "2008-05"}
    assert body.strip() == "# H"


def test_text_without_front_matter_is_all_text() -> None:
    assert split_front_matter("a.md", "A line.\n\n---\n\nAnother.") == (
        {},
        "A line.\n\n---\n\nAnother.",
    )


def test_front_matter_that_is_not_yaml_is_refused() -> None:
    with pytest.raises(MetadataError, match=r"^The metadata of a\.md can't .* it is not YAML \("):
        split_front_matter("a.md", "---\ntitle: [\n---\nText")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "The court found that the company kept no record of the works that it sold."),
        ("fr", "Le tribunal a jugé que la société ne tenait aucun registre des œuvres vendues."),
        ("de", "Das Gericht stellte fest, dass die Firma kein Verzeichnis der Werke führte."),
        ("es", "El tribunal concluyó que la empresa no llevaba registro de las obras vendidas."),
        ("ru", "Суд установил, что компания не вела учёта проданных произведений."),
    ],
)
def test_the_language_of_a_text_is_detected(language: str, text: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize("text", ["", "OK", "1998 - 2008 - 2018; 3.14159", "😀 😀 😀 😀 😀"])
def test_a_language_that_can_not_be_told_is_unknown(text: str) -> None:
    assert detect_language(text) is None
