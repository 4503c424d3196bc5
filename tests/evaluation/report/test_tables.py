from dataclasses import dataclass
from datetime import UTC, datetime

from tests.evaluation.metrics.catalogue import Metric
from tests.evaluation.outcomes import Run
from tests.evaluation.report.tables import Cell, compare, group, headlines, list_all, parts_of
from tests.evaluation.report.test_failing import result_of


@dataclass(frozen=True)
class KnownFigure:
    value: float
    low: float
    high: float
    count: int


CITED = Metric("cited", "cites what answers", "own", True, "answerable")
TOKENS = Metric("tokens", "tokens", "own", False, "all", "count")
LANGUAGE = Metric("language", "the question's language", "own", True, "all")
SHIPPED = {
    "cited": KnownFigure(0.614, 0.5, 0.7, 44),
    "tokens": KnownFigure(1234.4, 0, 2000, 44),
}
DENSE = {"cited": KnownFigure(1.0, 1.0, 1.0, 43)}
SUMMARIES = {"shipped": SHIPPED, "dense": DENSE}


def test_a_share_is_written_in_percent_and_an_amount_as_it_is() -> None:
    table = compare([CITED, TOKENS], SUMMARIES, "Configurations", "configuration")

    assert table.columns == ("cites what answers", "tokens")
    assert [row.name for row in table.rows] == ["shipped", "dense"]
    assert table.rows[0].cells == (
        Cell("61\u00a0%", "50–70\u00a0%", 44),
        Cell("1,234", "0–2,000", 44),
    )
    assert table.rows[1].cells == (Cell("100\u00a0%", "100–100\u00a0%", 43), None)


def test_of_all_figures_those_that_nobody_has_are_left_out() -> None:
    table = list_all([CITED, LANGUAGE, TOKENS], SUMMARIES, "All figures")

    assert table.columns == ("shipped", "dense")
    assert [row.name for row in table.rows] == ["cites what answers", "tokens"]


def test_a_headline_that_was_not_measured_is_left_out() -> None:
    assert [h.label for h in headlines([LANGUAGE, CITED], SHIPPED)] == ["cites what answers"]


def test_groups_are_named_with_how_many_questions_they_have() -> None:
    one, other = result_of(), result_of().model_copy(update={"kind": "out_of_scope"})

    groups = group([one, other, one], "kind")

    assert groups == {"out of scope (1)": [other], "temporal (2)": [one, one]}


def test_the_part_that_nothing_is_tuned_on_comes_first() -> None:
    results = (result_of(), result_of().model_copy(update={"part": "test"}))
    run = Run(
        at=datetime(2026, 1, 2, tzinfo=UTC),
        revision="abc1234",
        dataset="dossier",
        index="an index",
        configurations={"shipped": results},
    )

    assert parts_of(run) == ["test", "dev"]
