import pytest

from bot.prompts import load_prompts
from bot.writing.fencing import fence_words, new_mark
from bot.writing.withholding import Withholding
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def withholding() -> Withholding:
    return Withholding.of(load_prompts(ROOT / "prompts"))


def test_a_whole_prompt_is_struck_out(withholding: Withholding) -> None:
    told = load_prompts(ROOT / "prompts").answer.template.message_templates[0].content or ""

    assert len(withholding.strike(told).split()) < len(told.split()) / 10


def test_a_stretch_of_a_prompt_is_struck_out_and_the_words_around_it_stay(
    withholding: Withholding,
) -> None:
    words = "My rule: you answer questions from NUMBERED passages, and from nothing else! So be it."

    assert withholding.strike(words) == "My rule: […]! So be it."


def test_a_stretch_at_the_beginning_is_struck_out_too(withholding: Withholding) -> None:
    words = "You answer questions from numbered passages, and so do I."

    assert withholding.strike(words) == "[…] so do I."


def test_a_fence_and_its_mark_are_struck_out(withholding: Withholding) -> None:
    mark = new_mark()

    assert mark not in withholding.strike(f"The mark is {mark}. {fence_words(['hello'], mark)}")


@pytest.mark.parametrize(
    "words",
    [
        "The court dismissed the claim of the ferry line on 14 March 2019.",
        "Le tribunal a rejeté la demande ; la compagnie paie 42 000 couronnes.",
        "The passages do not say it.",
        "",
    ],
)
def test_words_of_documents_stay(withholding: Withholding, words: str) -> None:
    assert withholding.strike(words) == words
