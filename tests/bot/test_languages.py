import pytest

from bot.languages import detect_question_language, likely_language


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("did the RIAA win in court?", "en"),
        ("la RIAA a-t-elle gagné son procès ?", "fr"),
        ("Hat die RIAA vor Gericht gewonnen?", "de"),
        ("¿Ganó la RIAA en los tribunales?", "es"),
        ("Выиграла ли RIAA в суде?", "ru"),
        ("12", "en"),
        ("Did Visa sue?", "en"),
        ("Qui est le pape ?", "fr"),
        ("Que dit Visa ?", "fr"),
        ("Wer ist Visa?", "de"),
        ("Ist es legal?", "de"),
        ("¿Quién es Visa?", "es"),
        ("Кто такие Visa?", "ru"),
    ],
)
def test_the_language_of_a_question_is_told(question: str, language: str) -> None:
    assert detect_question_language(question) == language


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Did AllofMP3 lose in court?", "en"),
        ("Is AllofMP3 still alive?", "en"),
        ("Wann schloss AllofMP3?", "de"),
        ("quand a fermé AllofMP3", "fr"),
        ("RIAA", "en"),
    ],
)
def test_names_do_not_decide_the_language_of_a_question(question: str, language: str) -> None:
    assert detect_question_language(question) == language


def test_a_question_of_no_language_is_told_from_an_english_one() -> None:
    assert likely_language("RIAA 2007?") is None
    assert likely_language("did the RIAA win in court?") == "en"


@pytest.mark.parametrize("hint", ["es", "fr", "de"])
def test_what_may_be_in_several_languages_is_in_the_persons(hint: str) -> None:
    assert detect_question_language("Es legal AllofMP3?", hint) == hint


def test_what_is_plain_in_one_language_is_not_taken_for_the_persons() -> None:
    assert detect_question_language("Wer ist Visa?", "fr") == "de"
    assert detect_question_language("did the RIAA win in court?", "fr") == "en"


def test_names_alone_are_in_the_persons_language() -> None:
    assert detect_question_language("RIAA 2007?", "ru") == "ru"
