import io
from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from bot.answers import Citation
from tests.bot.render.test_terminal import answer_of
from tests.evaluation.comparing import compare_runs
from tests.evaluation.measuring import measure
from tests.evaluation.outcomes import Outcome, Result
from tests.evaluation.telling import (
    Told,
    show,
    tell_against,
    tell_figures,
    tell_left_out,
    tell_misses,
    tell_runs,
)
from tests.evaluation.test_measuring import WRONG, outcome_of, result_of
from tests.evaluation.test_summary import run_of


def shown(*told: Told) -> str:
    console = Console(file=io.StringIO(), width=40)
    show(console, told)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def results(cited: Sequence[float], **known: object) -> list[Result]:
    return [result_of(id=f"d{at}", values={"cited": v}, **known) for at, v in enumerate(cited)]


def missed(*citations: Citation) -> Outcome:
    return outcome_of(answer_of(citations=citations), question="Wann [b]schloss\x1b[31m es?")


def test_a_line_is_neither_folded_nor_read_as_markup_nor_let_steer_the_terminal() -> None:
    [line, _] = tell_misses([measure(missed(WRONG))])

    assert shown(line) == (
        "d1 [en] Wann [b]schloss\ufffd[31m es?\n    expected words not cited (confidence 0.90)\n"
    )


def test_of_very_many_misses_the_first_are_named_and_the_others_counted() -> None:
    told = list(tell_misses([measure(missed(WRONG))] * 203))

    assert len(told) == 202
    assert told[-2:] == ["and 3 more; --report has a page for each", ""]


def test_each_part_that_was_asked_has_its_tables_the_test_part_first() -> None:
    """Nothing is told by language where all are in one."""
    run = run_of(
        shipped=[*results([1, 0]), result_of(kind="list"), *results([1], part="test", lang="fr")]
    )

    titles = [each.title for each in tell_figures(run) if isinstance(each, Table)]

    assert titles == [
        "test part, 1 questions",
        "test part, milliseconds by stage, as shipped",
        "dev part, 3 questions",
        "dev part by kind, as shipped",
        "dev part, milliseconds by stage, as shipped",
    ]


def test_against_another_configuration_the_shipped_one_is_what_came_after() -> None:
    run = run_of(shipped=results([1, 1]), dense=results([1, 0]))

    *changes, table = tell_against(run, "dense")

    assert changes == ["cited, better now:", "  d1 (0.00 -> 1.00) When?"]
    assert isinstance(table, Table)
    assert table.title == "dense -> shipped, 2 questions; * p < 0.05"


def test_two_runs_are_summed_up_in_a_last_line_by_what_is_sure() -> None:
    before = run_of(shipped=results([0] * 6 + [1]), dense=results([1, 0]), lexical=results([1]))
    after = run_of(shipped=results([1] * 7), dense=results([1, 1]), title=results([1]))

    *_, only_before, only_after, last = tell_runs(compare_runs(before, after))

    assert (only_before, only_after) == ("only in A: lexical", "only in B: title")
    assert last == "compare: shipped cited better; dense no difference that is sure"


def test_runs_that_have_nothing_in_common_are_said_to_have_nothing() -> None:
    told = list(tell_runs(compare_runs(run_of(a=results([1])), run_of(b=results([1])))))

    assert told == ["only in A: a", "only in B: b", "compare: no configuration is in both"]


def test_questions_that_nobody_could_ask_are_counted_and_the_first_named() -> None:
    assert list(tell_left_out([])) == []
    assert list(tell_left_out([f"q{at}" for at in range(10)])) == [
        "left out, being empty, wordless or too long: 10 questions "
        "(q0, q1, q2, q3, q4, q5, q6, q7, …)"
    ]
