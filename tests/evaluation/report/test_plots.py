from lxml import etree

from tests.evaluation.metrics.abstention import Bin
from tests.evaluation.report.drawing import Plot
from tests.evaluation.report.plots import (
    plot_confidence,
    plot_latency,
    plot_reliability,
    plot_risk_coverage,
)
from tests.evaluation.report.test_failing import result_of


def texts_of(plot: Plot) -> list[str]:
    """Words in a picture, which has to be well-formed."""
    tree = etree.fromstring(plot.svg)
    return [text.text or "" for text in tree.iter("{http://www.w3.org/2000/svg}text")]


def test_a_calibration_curve_says_in_words_what_it_shows() -> None:
    plot = plot_reliability([Bin(0.125, 0.25, 4), Bin(0.9, 1.0, 3)], "Calibration")

    assert "0.12: 25% of 4, 0.90: 100% of 3" in plot.description
    assert {"confidence", "share answerable"} <= set(texts_of(plot))


def test_every_configuration_has_its_line_named_and_its_last_risk_told() -> None:
    curves = {"shipped": [(0.5, 0.0), (1.0, 0.25)], "<$dense$>": [(0.5, 1.0), (1.0, 0.5)]}

    plot = plot_risk_coverage(curves, "Risk")

    assert {"shipped", "<$dense$>"} <= set(texts_of(plot))
    assert "shipped 25%, <$dense$> 50%" in plot.description


def test_confidence_is_told_apart_for_questions_that_are_answerable_and_others() -> None:
    sure = result_of().model_copy(update={"confidence": 0.75})
    unsure = result_of(answerable=False).model_copy(update={"confidence": 0.25})

    plot = plot_confidence([sure, sure, unsure], 0.5, "Confidence")

    assert "answerable: 2, half of them from 0.75 to 0.75, median 0.75" in plot.description
    assert "not answerable: 1, half of them from 0.25 to 0.25" in plot.description
    assert "threshold" in texts_of(plot)


def test_each_stage_has_its_time_in_milliseconds() -> None:
    result = result_of().model_copy(update={"seconds": {"retrieval": 0.02, "answer": 0.001}})

    plot = plot_latency([result, result], "Time")

    assert "retrieval 20 and 20, answer 1 and 1" in plot.description
    assert {"retrieval", "answer"} <= set(texts_of(plot))


def test_plots_of_nothing_are_plots() -> None:
    for plot in (
        plot_reliability([], "a"),
        plot_risk_coverage({}, "b"),
        plot_confidence([], None, "c"),
        plot_latency([], "d"),
    ):
        assert texts_of(plot)


def test_a_picture_has_the_colour_of_the_page_and_is_the_same_each_time() -> None:
    first, second = (plot_reliability([Bin(0.5, 0.5, 2)], "Calibration").svg for _ in range(2))

    assert first == second
    assert "currentColor" in first
    assert 'role="img" aria-label="Calibration"' in first
