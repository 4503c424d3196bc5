import pytest

from bot.answers import CitedClaim
from tests.bot.render.test_sources import citation_of
from tests.bot.render.test_terminal import answer_of
from tests.evaluation.metrics.language import is_in_language

QUOTE = "Приговор занимает сорок две страницы, его огласили летом."


@pytest.mark.parametrize(
    ("claim", "told", "is_right"),
    [
        (CitedClaim(text=QUOTE, citations=(1,)), "fr", True),
        (CitedClaim(text=QUOTE, citations=(1,)), "en", False),
        (CitedClaim(text="Le jugement compte quarante-deux pages.", citations=(1,)), "fr", True),
        (CitedClaim(text="The judgment has forty-two pages in all.", citations=(1,)), "fr", False),
        (CitedClaim(text="42", citations=(1,)), "fr", True),
    ],
)
def test_own_words_are_in_the_askers_language_and_quotes_in_theirs(
    claim: CitedClaim, told: str, is_right: bool
) -> None:
    answer = answer_of(language=told, claims=(claim,), citations=(citation_of(quote=QUOTE),))

    assert is_in_language(answer, "fr") is is_right
