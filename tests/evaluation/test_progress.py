import io

from rich.console import Console

from tests.evaluation.progress import show_progress


def test_off_a_terminal_each_stage_is_a_line() -> None:
    console = Console(file=io.StringIO(), force_terminal=False, width=20)

    with show_progress(console, 3) as bar:
        bar.begin("asking 2 questions: shipped:lexical=[0.5]")
        bar.advance()

    assert isinstance(console.file, io.StringIO)
    assert console.file.getvalue() == "asking 2 questions: shipped:lexical=[0.5]\n"


def test_on_a_terminal_the_bar_says_what_is_done_and_how_far_it_is() -> None:
    console = Console(file=io.StringIO(), force_terminal=True, width=80)

    with show_progress(console, 3) as bar:
        bar.begin("shipped:lexical=[0.5]")
        bar.advance()

    assert isinstance(console.file, io.StringIO)
    assert "shipped:lexical=[0.5]" in console.file.getvalue()
    assert "1/3" in console.file.getvalue()
