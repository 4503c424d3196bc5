import pytest

from bot.answers import Citation
from tests.bot.render.test_sources import citation_of
from tests.bot.render.test_terminal import answer_of
from tests.evaluation.measure import Outcome, describe_misses, summarize
from tests.evaluation.questions import EvaluationQuestion, Words

EXPECTED = (
    Words(document="b.txt", quote="shut its doors in 1994"),
    Words(document="a.txt", quote="closed in 1994"),
)
RIGHT = citation_of(quote="The hall closed in 1994, in winter.")
RIGHT_TOO = citation_of(document="b.txt", quote="It shut its doors in 1994.")
WRONG = citation_of(quote="The hall was large.")
ELSEWHERE = citation_of(document="b.txt", quote="The hall closed in 1994, in winter.")


def outcome_of(*citations: Citation, answerable: bool = True, abstained: bool = False) -> Outcome:
    """What became of a question: cited, or, where the bot abstained, shown as nearest."""
    question = EvaluationQuestion(
        id="q1",
        question="When did it close?",
        part="dev",
        lang="en",
        kind="temporal",
        answerable=answerable,
        answers=EXPECTED if answerable else (),
    )
    answer = answer_of(
        abstained=abstained,
        confidence=0.25,
        citations=() if abstained else citations,
        nearest=citations if abstained else (),
    )
    return Outcome(question, answer)


@pytest.mark.parametrize(
    "outcome",
    [
        outcome_of(RIGHT),
        outcome_of(RIGHT, WRONG),
        outcome_of(RIGHT_TOO),
        outcome_of(WRONG, answerable=False, abstained=True),
    ],
)
def test_what_went_right_is_no_miss(outcome: Outcome) -> None:
    assert describe_misses([outcome]) == []


@pytest.mark.parametrize(
    ("outcome", "wrong"),
    [
        (outcome_of(WRONG), "expected words not quoted"),
        (outcome_of(ELSEWHERE), "expected words not quoted"),
        (outcome_of(), "expected words not quoted"),
        (outcome_of(WRONG, RIGHT), "expected words not in the first quote"),
        (outcome_of(RIGHT, abstained=True), "abstained"),
        (outcome_of(WRONG, abstained=True), "abstained, expected words not quoted"),
        (outcome_of(WRONG, answerable=False), "answered"),
    ],
)
def test_a_miss_names_the_question_and_all_that_went_wrong(outcome: Outcome, wrong: str) -> None:
    assert describe_misses([outcome]) == [
        f"q1 [en] When did it close?\n    {wrong} (confidence 0.25)"
    ]


def test_misses_stand_in_the_order_of_questions() -> None:
    wrong, missed = outcome_of(WRONG, answerable=False), outcome_of(WRONG)

    lines = describe_misses([wrong, outcome_of(RIGHT), missed])

    assert lines == [*describe_misses([wrong]), *describe_misses([missed])]


def test_the_summary_counts_the_answerable_and_the_others_apart() -> None:
    outcomes = [
        outcome_of(RIGHT),
        outcome_of(WRONG, RIGHT),
        outcome_of(RIGHT, abstained=True),
        outcome_of(WRONG),
        outcome_of(WRONG, answerable=False),
        outcome_of(WRONG, answerable=False, abstained=True),
        outcome_of(WRONG, answerable=False, abstained=True),
    ]

    assert summarize(outcomes) == (
        "evaluation: 7 questions, cited 75% (3 of 4), cited first 50% (2 of 4), "
        "abstained rightly 67% (2 of 3), abstained wrongly 25% (1 of 4)"
    )


def test_the_summary_of_nothing_divides_by_nothing() -> None:
    assert summarize([]) == (
        "evaluation: 0 questions, cited none asked, cited first none asked, "
        "abstained rightly none asked, abstained wrongly none asked"
    )


def test_an_answer_without_a_quote_counts_as_not_cited() -> None:
    """The bot abstains without anything near where no claim was extracted."""
    assert "cited first 0% (0 of 1)" in summarize([outcome_of(abstained=True)])
