import pytest

from bot.answers import Why
from bot.writing.manner import find_fault, is_foreign

SENTENCES = {
    "en": "The court dismissed the case because the two sides had settled it.",
    "fr": "Le tribunal a rejeté la demande parce que les parties s’étaient entendues.",
    "de": "Das Gericht hat die Klage abgewiesen, weil sich beide Seiten geeinigt hatten.",
    "es": "El tribunal desestimó la demanda porque las partes habían llegado a un acuerdo.",
    "ru": "Суд отклонил иск, потому что стороны пришли к соглашению.",
}


@pytest.mark.parametrize("language", SENTENCES)
def test_a_claim_in_the_askers_language_is_shown_as_it_is(language: str) -> None:
    assert find_fault(SENTENCES[language], language) is None


@pytest.mark.parametrize("language", SENTENCES)
def test_a_claim_in_another_language_is_not_shown_in_its_words(language: str) -> None:
    others = [text for other, text in SENTENCES.items() if other != language]

    assert {find_fault(text, language) for text in others} == {Why.OTHER_LANGUAGE}


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("AllofMP3, MediaServices, RIAA, IFPI: 2007.", "fr"),
        ("In May 2007.", "fr"),
        ("RIAA подала в суд на AllofMP3.", "ru"),
        ("Il a dit : “We are not going to close, whatever anybody may say of it.”", "fr"),
    ],
)
def test_names_and_quotations_are_of_no_language(text: str, language: str) -> None:
    assert find_fault(text, language) is None


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_script_that_is_not_the_askers_is_told_at_once(language: str) -> None:
    assert find_fault("法院驳回了唱片公司的全部诉讼请求", language) is Why.OTHER_LANGUAGE


def test_a_claim_of_a_few_foreign_letters_is_left_alone() -> None:
    assert not is_foreign("Правда", "en")


def test_a_claim_that_is_too_long_is_not_cut() -> None:
    assert find_fault("The court did not say so. " * 16, "en") is Why.TOO_LONG


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Yes.", "en"),
        ("Да, это так.", "ru"),
        ("Cero coronas.", "es"),
        ("Ja, so war es.", "de"),
        ("It was so.", "en"),
    ],
)
def test_a_word_or_two_are_no_claim_nor_are_small_words(text: str, language: str) -> None:
    assert find_fault(text, language) is Why.TOO_SHORT


def test_a_digit_that_is_set_small_behind_a_number_could_be_read_with_it() -> None:
    assert find_fault("The costs are 42,000⁰ crowns.", "en") is Why.NUMBER
    assert find_fault("The field has 42,000 m² and CO₂.", "en") is None
