from collections.abc import Sequence

import pytest

from tests.bot.render.test_sources import citation_of
from tests.bot.render.test_terminal import answer_of
from tests.evaluation.gate import describe, judge
from tests.evaluation.outcomes import Result
from tests.evaluation.test_measuring import outcome_of, result_of

TEXTS = {"a.txt": "The RIAA never Won. Nobody did."}
SAID = "Won."
PLACE = {"quote": SAID, "start": 15, "end": 19}


def results(metric: str, values: Sequence[float]) -> list[Result]:
    return [result_of(id=f"d{at}", values={metric: value}) for at, value in enumerate(values)]


GOOD = results("cited", [1] * 20)


def test_quotes_that_stand_where_they_say_and_figures_that_hold_pass() -> None:
    answer = answer_of(citations=(citation_of(**PLACE),))

    verdict = judge([outcome_of(answer)], GOOD, GOOD, TEXTS)

    assert verdict.passed
    assert list(describe(verdict)) == ["gate: passed, 20 questions held against the kept run"]


@pytest.mark.parametrize(
    ("place", "there"),
    [
        ({"quote": "on. ", "start": 15, "end": 19}, "there is “Won.”"),
        ({"quote": SAID, "start": 16, "end": 20}, "there is “on. ”"),
        ({"quote": SAID, "document": "b.txt"}, "there is no such document"),
        ({"quote": "", "start": 3, "end": 3}, "there is “”"),
    ],
)
@pytest.mark.parametrize("shown_as", ["citations", "nearest"])
def test_a_single_quote_that_is_not_verbatim_stops_it(
    place: dict[str, object], there: str, shown_as: str
) -> None:
    """Words shown as near are quoted, too."""
    answer = answer_of(**{"citations": (), "nearest": (), shown_as: (citation_of(**place),)})

    verdict = judge([outcome_of(answer)], GOOD, GOOD, TEXTS)

    assert not verdict.passed
    first, last = describe(verdict)
    assert first.startswith("gate: d1 quotes ")
    assert first.endswith(there)
    assert last == "gate: failed, 1 quotes are not verbatim: mend that"


def test_a_drop_that_chance_hardly_makes_stops_it_and_names_the_questions() -> None:
    """Six of twenty lost, none gained: p = 1/64."""
    verdict = judge([], results("cited", [0] * 6 + [1] * 14), GOOD, TEXTS)

    assert not verdict.passed
    told = list(describe(verdict))
    assert told[0].startswith("gate: cited 100.0% -> 70.0% ")
    assert told[1:7] == [f"  d{at} When?" for at in range(6)]
    assert told[7] == (
        "gate: failed, cited got worse; if that is wanted, keep the new figures: "
        "python -m tests.evaluation --keep"
    )


def test_more_false_answers_are_a_drop() -> None:
    before = results("false_answer", [0] * 20)

    verdict = judge([], results("false_answer", [1] * 6 + [0] * 14), before, TEXTS)

    assert [difference.metric.name for difference in verdict.dropped] == ["false_answer"]


def test_a_drop_that_chance_may_make_is_let_through() -> None:
    """Four of twenty lost, none gained: p = 1/16."""
    assert judge([], results("cited", [0] * 4 + [1] * 16), GOOD, TEXTS).passed


def test_a_sure_drop_of_less_than_a_point_is_let_through() -> None:
    before = results("mrr", [0.500] * 200)

    assert judge([], results("mrr", [0.495] * 200), before, TEXTS).passed
    assert not judge([], results("mrr", [0.485] * 200), before, TEXTS).passed


def test_what_became_better_is_let_through() -> None:
    assert judge([], GOOD, results("cited", [0] * 20), TEXTS).passed


def test_questions_that_were_not_asked_count_for_nothing() -> None:
    verdict = judge([], GOOD[:12], GOOD, TEXTS)

    assert verdict.passed
    assert verdict.comparison.common == 12
