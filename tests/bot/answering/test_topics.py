"""What a text is about, as far as words tell."""

import pytest

from bot.answering.topics import are_same_happening, find_topics


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The plant was closed.", "en"),
        ("L’usine a été fermée.", "fr"),
        ("Das Werk wurde geschlossen.", "de"),
        ("La fábrica fue cerrada.", "es"),
        ("Завод закрылся.", "ru"),
    ],
)
def test_one_happening_is_told_alike_in_five_languages(text: str, language: str) -> None:
    assert find_topics(text, language) == {"close"}


def test_what_is_done_to_a_happening_is_another() -> None:
    acquittal = find_topics("The court acquitted him.", "en")
    confirmed = find_topics("The court confirmed the acquittal.", "en")

    assert not are_same_happening(acquittal, confirmed)
    assert not are_same_happening(confirmed, acquittal)


def test_what_something_happened_after_is_not_told() -> None:
    assert "arrest" not in find_topics("He was tried in Vienna after his arrest.", "en")


def test_a_name_tells_of_nothing() -> None:
    assert find_topics("It was said by Associated Press.", "en") == frozenset()


def test_a_thing_alone_tells_of_no_happening() -> None:
    strike_ended = find_topics("Wann endete der Streik?", "de")

    assert not are_same_happening(strike_ended, find_topics("Der Streik dauerte lange.", "de"))
