import pytest

from bot.answers import CitedClaim, Dropped, Why
from tests.bot.render.test_sources import citation_of
from tests.bot.render.test_terminal import answer_of
from tests.doubles.llm.writing import claim, reply
from tests.evaluation.written import FACT, FELL, QUOTE, judge, main

QUOTED = citation_of(quote="Elle a gagné en 2007.")


def test_each_claim_that_was_written_is_told_what_became_of_it() -> None:
    written = reply(
        claim("She won in 2007.", (1, QUOTED.quote)),
        claim("She won in 2008.", (1, QUOTED.quote)),
        claim("She lost.", (1, "Elle a perdu.")),
        claim("Nothing else is known."),
    )
    answer = answer_of(
        citations=(QUOTED,),
        claims=(
            CitedClaim(text="According to Ann: She won in 2007.", citations=(1,)),
            CitedClaim(text=QUOTED.quote, citations=(1,)),
        ),
        dropped=(
            Dropped(text="She won in 2008.", why=Why.DATE),
            Dropped(text="Elle a perdu.", why=Why.NOT_VERBATIM),
        ),
    )

    assert list(judge([f"```json\n{written}\n```"], answer)) == [
        ("She won in 2007.", FACT, ""),
        ("She won in 2008.", QUOTE, str(Why.DATE)),
        ("She lost.", FELL, str(Why.NOT_VERBATIM)),
        ("Nothing else is known.", FELL, "no quote"),
    ]


@pytest.mark.parametrize(
    "reply",
    [
        "I would rather chat.",
        '{"claims": ["x", 1, null]}',
        '{"claims": "x"}',
        '{"claims": {"x": 1}}',
    ],
)
def test_a_reply_without_objects_that_are_claims_has_none(reply: str) -> None:
    assert list(judge([reply], answer_of())) == []


@pytest.mark.parametrize("text", ["", " **", "\u200b"])
def test_a_claim_without_words_is_not_shown_as_fact(text: str) -> None:
    answer = answer_of(citations=(QUOTED,), claims=(CitedClaim(text="She won.", citations=(1,)),))

    ((_, fate, why),) = judge([reply(claim(text, (1, QUOTED.quote)))], answer)

    assert (fate, why) == (FELL, "no words")


@pytest.mark.parametrize("quotes", ['["x"]', '"x"', "null", "7"])
def test_quotes_that_are_none_are_passed_over(quotes: str) -> None:
    written = f'{{"claims": [{{"text": "She lost.", "quotes": {quotes}}}]}}'

    assert list(judge([written], answer_of())) == [("She lost.", FELL, "no quote")]


def test_a_model_that_is_not_there_is_told_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nowhere.gguf"]) == 2
    assert capsys.readouterr().out.startswith("There is no file nowhere.gguf.")
