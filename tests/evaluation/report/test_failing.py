import pytest

from tests.evaluation.making import make_result
from tests.evaluation.outcomes import Result
from tests.evaluation.report.failing import Failure, count_failures, failure_of


def result_of(*, answerable: bool = True, abstained: bool = False, **values: float) -> Result:
    """A result of which nothing matters but what a test says."""
    return make_result(
        question="When?",
        kind="temporal",
        answerable=answerable,
        abstained=abstained,
        values={name.replace("recall_", "recall@"): value for name, value in values.items()},
    )


RIGHT = result_of(cited=1.0, recall_8=1.0)
DECLINED = result_of(answerable=False, abstained=True)
FAILED = {
    Failure.ANSWERED: result_of(answerable=False),
    Failure.ABSTAINED: result_of(abstained=True, cited=0.0, recall_8=1.0),
    Failure.NOT_RETRIEVED: result_of(cited=0.0, recall_8=0.0),
    Failure.NOT_QUOTED: result_of(cited=0.0, recall_8=0.5),
}


@pytest.mark.parametrize("failure", Failure)
def test_each_way_to_fail_is_told_from_the_others(failure: Failure) -> None:
    assert failure_of(FAILED[failure]) == failure


def test_to_answer_with_expected_words_or_to_decline_rightly_is_no_failure() -> None:
    assert failure_of(RIGHT) is None
    assert failure_of(DECLINED) is None


def test_ways_to_fail_are_counted_the_most_frequent_first() -> None:
    abstained, answered = FAILED[Failure.ABSTAINED], FAILED[Failure.ANSWERED]

    counted = count_failures([answered, RIGHT, abstained, abstained, DECLINED])

    assert counted == [(Failure.ABSTAINED, 2), (Failure.ANSWERED, 1)]
