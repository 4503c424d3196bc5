import pytest

from bot.phrases import DEFAULT, LANGUAGES, phrases_in


def test_there_are_phrases_in_five_languages() -> None:
    assert LANGUAGES == ("en", "fr", "de", "es", "ru")


@pytest.mark.parametrize("language", LANGUAGES)
def test_phrases_of_a_language_know_which_it_is(language: str) -> None:
    assert phrases_in(language).language == language


@pytest.mark.parametrize("language", ["nl", "", "zz", "EN", "../en"])
def test_any_other_language_gets_the_english_phrases(language: str) -> None:
    assert DEFAULT == "en"
    assert phrases_in(language).language == "en"


def test_fields_are_filled_in() -> None:
    phrase = phrases_in("fr")("searched_one", question="qui ?", passages=3)

    assert phrase == "Recherché : « qui ? » dans 1 document (3 passages)."


def test_braces_in_what_is_filled_in_stay_as_they_are() -> None:
    phrase = phrases_in("en")("searched_one", question="{passages} {0} {", passages=3)

    assert "“{passages} {0} {”" in phrase


def test_an_unknown_key_is_an_error_of_ours() -> None:
    with pytest.raises(KeyError):
        phrases_in("en")("no-such-phrase")
