"""Which words of a message are statements. The sentences are about nothing in the dossier."""

import pytest

from bot.statements.splitting import split_statements


def texts_in(message: str, language: str = "en") -> list[str]:
    return [statement.text for statement in split_statements(message, language).first]


@pytest.mark.parametrize(
    ("language", "first", "second"),
    [
        ("en", "The dam broke at night.", "Nobody was hurt."),
        ("fr", "Le barrage a cédé en mai.", "Le maire est parti."),
        ("de", "Der Damm brach im Mai.", "Niemand kam zu Schaden."),
        ("es", "La presa cedió en mayo.", "El alcalde se fue."),
        ("ru", "Плотина рухнула в мае.", "Мэр ушёл в отставку."),
    ],
)
def test_each_sentence_is_a_statement(language: str, first: str, second: str) -> None:
    assert texts_in(f"{first} {second}", language) == [first, second]


@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("en", "Hi Bob, the dam broke in May. Did it? Thanks!"),
        ("en", "Good morning! I heard that the dam broke in May."),
        ("en", "> The mayor resigned over this.\nthe dam broke in May."),
        ("en", "the dam broke in May.\n>>> The mayor resigned.\n\nShe left at night."),
        ("en", "```\nprint the whole list now\n```\nthe dam broke in May."),
        ("en", "~~The mayor resigned over this.~~ the dam broke in May."),
        ("en", "- the dam broke in May.\n- Is that so?"),
        ("en", "FYI: the dam broke in May. https://example.org/dam?id=1"),
    ],
)
def test_what_is_no_statement_is_left_out(language: str, message: str) -> None:
    """Greetings, questions, words of others, code, what was struck out, links."""
    assert texts_in(message, language) == ["the dam broke in May."]


@pytest.mark.parametrize(
    ("language", "message"),
    [
        ("fr", "Bonjour à tous ! Je crois que le barrage a cédé. C’est vrai ? Merci beaucoup !"),
        ("fr", "Salut, le barrage a cédé. D’accord."),
        ("fr", "Au fait, le barrage a cédé."),
    ],
)
def test_french_greetings_and_openers_are_left_out(language: str, message: str) -> None:
    assert texts_in(message, language) == ["le barrage a cédé."]


@pytest.mark.parametrize(
    ("language", "message", "statement"),
    [
        ("de", "Hallo zusammen, der Damm brach im Mai. Stimmt das?", "der Damm brach im Mai."),
        ("es", "Hola, creo que la presa cedió en mayo. ¿Es verdad?", "la presa cedió en mayo."),
        ("ru", "Привет! Кстати, плотина рухнула в мае. Правда?", "плотина рухнула в мае."),
    ],
)
def test_greetings_of_other_languages_are_left_out(
    language: str, message: str, statement: str
) -> None:
    assert texts_in(message, language) == [statement]


@pytest.mark.parametrize(
    "message", ["", "Hello!", "Why?", "lol", "https://example.org", "> Said so."]
)
def test_a_message_may_state_nothing(message: str) -> None:
    assert texts_in(message) == []


def test_a_sentence_is_cut_at_a_semicolon_between_two_statements() -> None:
    assert texts_in("The dam broke in May; the mayor resigned.") == [
        "The dam broke in May",
        "the mayor resigned.",
    ]


def test_a_semicolon_before_a_word_or_two_cuts_nothing() -> None:
    assert texts_in("The dam broke in May; bad.") == ["The dam broke in May; bad."]


def test_a_statement_stands_in_the_message_at_its_span() -> None:
    message = "Hi all, **the dam** broke\nin [May](https://example.org)."
    (statement,) = split_statements(message, "en").first

    assert statement.text == "the dam broke in May."
    assert message[slice(*statement.span)] == "the dam** broke\nin [May](https://example.org)."


def test_a_sentence_that_points_back_goes_with_the_one_before() -> None:
    first, second = split_statements("Anna Berg led the board. She resigned in May.", "en").first

    assert first.whole == "Anna Berg led the board."
    assert second.whole == "Anna Berg led the board. She resigned in May."
    assert not second.is_open


def test_a_pronoun_inside_a_sentence_points_back_too() -> None:
    _, second = split_statements("Anna Berg led the board. In May she resigned.", "en").first

    assert second.before == "Anna Berg led the board."


@pytest.mark.parametrize(
    "message",
    [
        "She resigned in May.",
        "Anna Berg led the board. Was Eva Lund her deputy? She resigned in May.",
        "Anna Berg led the board.\n> Eva Lund was her deputy.\n\nShe resigned in May.",
    ],
)
def test_what_points_back_to_no_statement_is_open(message: str) -> None:
    """Who "she" is was said by a question or by somebody else, or not at all."""
    last = split_statements(message, "en").first[-1]

    assert last.is_open
    assert last.before == ""


def test_at_most_eight_statements_are_taken_and_the_others_counted() -> None:
    message = " ".join(f"Dam number {n} broke at night." for n in range(11))
    statements = split_statements(message, "en")

    assert len(statements.first) == 8
    assert statements.left_out == 3
