from datetime import UTC, datetime
from typing import Any

import pytest
from rich.table import Table
from sklearn.metrics import brier_score_loss, roc_auc_score

from bot.answers import Citation
from tests.bot.render.test_terminal import answer_of, plain
from tests.evaluation.measuring import measure
from tests.evaluation.metrics.catalogue import BY_NAME
from tests.evaluation.outcomes import Outcome, Result, Run
from tests.evaluation.summary import (
    describe_misses,
    markdown,
    seconds_by_stage,
    stages_table,
    summarize,
    summary_line,
    table,
    table_by,
)
from tests.evaluation.test_measuring import RIGHT, WRONG, outcome_of, result_of, unanswerable


def asked(*citations: Citation, abstained: bool = False, answerable: bool = True) -> Outcome:
    """What became of a question: cited, or, where the bot abstained, shown as nearest."""
    answer = answer_of(
        abstained=abstained,
        confidence=0.25,
        claims=() if abstained else answer_of(citations=citations).claims,
        citations=() if abstained else citations,
        nearest=citations if abstained else (),
    )
    return outcome_of(answer) if answerable else unanswerable(answer)


def run_of(**configurations: list[Result]) -> Run:
    named = {name: tuple(results) for name, results in configurations.items()}
    at = datetime(2026, 1, 1, tzinfo=UTC)
    return Run(at=at, revision="1", dataset="dossier", index="i", configurations=named)


def cells(drawn: Table) -> list[list[str]]:
    """The words of a table, by row, with its heads."""
    columns = [[str(column.header), *map(str, column.cells)] for column in drawn.columns]
    return [list(row) for row in zip(*columns, strict=True)]


ANSWERABLE = [
    asked(RIGHT),
    asked(WRONG, RIGHT.model_copy(update={"n": 2})),
    asked(RIGHT, abstained=True),
    asked(WRONG),
]
OTHERS = [
    asked(WRONG, answerable=False),
    asked(WRONG, answerable=False, abstained=True),
    asked(WRONG, answerable=False, abstained=True),
]
RESULTS = [measure(outcome) for outcome in [*ANSWERABLE, *OTHERS]]


def in_part(part: str, results: list[Result]) -> list[Result]:
    return [result.model_copy(update={"part": part}) for result in results]


def test_means_are_over_the_questions_that_a_metric_says_something_about() -> None:
    figures = summarize(RESULTS)

    found = {name: (figure.value, figure.count) for name, figure in figures.items()}
    assert found["cited"] == (0.5, 4)
    assert found["cited_first"] == (0.25, 4)
    assert found["false_abstention"] == (0.25, 4)
    assert found["false_answer"] == pytest.approx((1 / 3, 3))
    assert found["coverage"] == pytest.approx((4 / 7, 7))
    assert found["selective_risk"] == (0.5, 4)
    assert found["auroc"] == (0.5, 7)
    assert "judged" not in found
    assert found.keys() <= BY_NAME.keys()


def test_figures_of_the_confidence_agree_with_scikit_learn() -> None:
    scores, labels = [0.9, 0.3, 0.6, 0.2, 0.7], [True, True, True, False, False]
    results = [
        result_of(confidence=score, answerable=label)
        for score, label in zip(scores, labels, strict=True)
    ]

    figures = summarize(results)

    assert figures["auroc"].value == pytest.approx(roc_auc_score(labels, scores))
    assert figures["brier"].value == pytest.approx(brier_score_loss(labels, scores))


def test_where_all_are_answerable_there_is_no_roc_and_no_false_answer() -> None:
    figures = summarize(RESULTS[:4])

    assert not {"auroc", "false_answer"} & figures.keys()
    assert summarize([]) == {}


def test_seconds_are_told_by_stage_over_the_answers_that_went_through_it() -> None:
    results = [result_of(seconds={"retrieval": float(n)}) for n in range(1, 101)]
    results.append(result_of(seconds={"cache": 0.5}))

    stages = seconds_by_stage(results)

    assert [figure.value for figure in stages["retrieval"]] == pytest.approx([50.5, 95.05])
    assert [figure.value for figure in stages["cache"]] == [0.5, 0.5]
    assert summarize(results)["seconds_p50"].value == pytest.approx(50)
    assert "seconds_p50" not in summarize([result_of()])


@pytest.mark.parametrize(
    "outcome", [asked(RIGHT), asked(RIGHT, WRONG), asked(WRONG, answerable=False, abstained=True)]
)
def test_what_went_right_is_no_miss(outcome: Outcome) -> None:
    assert describe_misses(list(map(measure, [outcome]))) == []


@pytest.mark.parametrize(
    ("outcome", "wrong"),
    [
        (asked(WRONG), "expected words not cited"),
        (asked(WRONG, RIGHT), "expected words not in the first quote"),
        (asked(RIGHT, abstained=True), "abstained"),
        (asked(WRONG, abstained=True), "abstained, expected words not among the nearest"),
        (asked(WRONG, answerable=False), "answered"),
    ],
)
def test_a_miss_names_the_question_and_all_that_went_wrong(outcome: Outcome, wrong: str) -> None:
    assert describe_misses(list(map(measure, [outcome]))) == [
        f"d1 [en] When did it close?\n    {wrong} (confidence 0.25)"
    ]


def test_misses_stand_in_the_order_of_questions() -> None:
    wrong, missed = asked(WRONG, answerable=False), asked(WRONG)

    lines = describe_misses(list(map(measure, [wrong, asked(RIGHT), missed])))

    assert lines == [
        *describe_misses(list(map(measure, [wrong]))),
        *describe_misses(list(map(measure, [missed]))),
    ]


def test_the_summary_line_tells_the_shipped_configuration_and_its_parts_apart() -> None:
    run = run_of(shipped=[*RESULTS[:4], *in_part("test", RESULTS[4:])], other=RESULTS[:1])

    assert summary_line(run) == (
        "evaluation: 7 questions, cited 50 %, cited first 25 %, "
        "abstained rightly 67 %, abstained wrongly 25 %; "
        "test 3: cited none asked, cited first none asked, "
        "abstained rightly 67 %, abstained wrongly none asked; "
        "dev 4: cited 50 %, cited first 25 %, "
        "abstained rightly none asked, abstained wrongly 25 %"
    )


def test_the_summary_of_nothing_divides_by_nothing() -> None:
    assert summary_line(run_of()) == (
        "evaluation: 0 questions, cited none asked, cited first none asked, "
        "abstained rightly none asked, abstained wrongly none asked"
    )


def test_a_table_has_a_row_a_configuration_of_one_part() -> None:
    right = [measure(asked(RIGHT))] * 12
    run = run_of(shipped=[*right, *in_part("test", RESULTS)], lexical=[measure(asked(WRONG))])

    drawn = table(run, "dev")

    assert drawn.title == "dev part, 12 questions"
    assert [row[:3] for row in cells(drawn)] == [
        ["configuration", "cited", "cited first"],
        ["shipped", "100 % [74, 100]", "100 % [74, 100]"],
        ["lexical", "0 % [0, 98]", "0 % [0, 98]"],
    ]
    assert "100 % [74, 100]" in plain(drawn, width=200)


def test_a_table_by_kind_has_a_row_a_kind_of_the_shipped_configuration() -> None:
    run = run_of(shipped=RESULTS, other=[])

    drawn = table_by(run, "dev", "kind")

    rows = cells(drawn)
    assert [row[0] for row in rows] == ["kind", "temporal (4)", "unanswerable (3)"]
    assert dict(zip(rows[0], rows[2], strict=True))["cited"] == "-"


def test_stages_are_told_in_milliseconds() -> None:
    run = run_of(shipped=[result_of(seconds={"retrieval": 0.02})])

    assert cells(stages_table(run, "dev")) == [
        ["stage", "median", "p95"],
        ["retrieval", "20 [20, 20]", "20 [20, 20]"],
    ]


def test_tables_of_a_part_that_was_not_asked_are_empty() -> None:
    run = run_of(shipped=RESULTS)

    assert cells(table_by(run, "test", "lang")) == [["lang"]]
    assert cells(table(run, "test")) == [["configuration"], ["shipped"]]


def test_readmes_tables_have_the_test_part_first() -> None:
    def judged(**known: Any) -> Result:
        return result_of(values={"cited": 1.0, "mrr": 0.5}, **known)

    run = run_of(shipped=[judged(), judged(part="test", id="t1"), judged(part="test", id="t2")])

    assert markdown(run) == (
        "| test part, 2 questions | cited |\n"
        "| --- | ---: |\n"
        "| shipped | 100 % [16, 100] |\n"
        "\n"
        "| dev part, 1 questions | cited |\n"
        "| --- | ---: |\n"
        "| shipped | 100 % [3, 100] |"
    )
