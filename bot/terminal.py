"""`ask`, its batch mode, and `chat`: questions in, answers out, on a terminal or a pipe."""

import json
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from rich.console import Console, RenderableType
from rich.text import Text

from bot.answers import BROKEN, Answer, Question
from bot.errors import BatchLineError
from bot.pipeline import Pipeline, read_question
from bot.render.terminal import render_answer, render_explanation
from ingest.errors import DossierError

_PIPE_COLUMNS = 100
_BYTE_ORDER_MARK = "\ufeff"
"""Written by some Windows programs at the beginning of a file."""


def answer_once(pipeline: Pipeline, question: Question, *, as_json: bool, explain: bool) -> None:
    """Answer one question on standard output."""
    answer = pipeline.ask(question)
    if as_json:
        print(answer.model_dump_json())
        return
    show(answer, explain=explain)


def answer_lines(pipeline: Pipeline, lines: Iterable[str]) -> int:
    """Answer one question a line, an object a line, in the same order; blank lines are skipped.

    A line that is no question gets an object with `error`, and the others go on.
    Returns: how many lines failed.
    """
    failed = 0
    for number, line in enumerate(lines, start=1):
        text = (line.removeprefix(_BYTE_ORDER_MARK) if number == 1 else line).strip()
        if not text:
            continue
        identity: str | int | None = None
        try:
            record = _read_record(number, text)
            identity = _read_id(number, record)
            question = read_question(_read_text(number, record), identity)
            print(pipeline.ask(question).model_dump_json(), flush=True)
        except DossierError as error:
            failed += 1
            message = {"key": error.key, "message": BROKEN.sub("\ufffd", str(error))}
            shown = {"id": identity, "question": BROKEN.sub("\ufffd", text), "error": message}
            print(json.dumps(shown, ensure_ascii=False), flush=True)
    return failed


def chat(pipeline: Pipeline, history: Path, *, explain: bool) -> None:
    """Ask again and again until end of input; earlier questions are kept for the arrow keys."""
    for line in _prompt(history):
        if not line.strip():
            continue
        try:
            show(pipeline.ask(read_question(line)), explain=explain)
        except DossierError as error:
            print(f"error: {error}", file=sys.stderr)


def show(answer: Answer, *, explain: bool) -> None:
    """Print an answer: with colour and links on a terminal, as plain text elsewhere."""
    parts = [render_answer(answer)]
    if explain:
        parts += [Text(), render_explanation(answer)]
    print_parts(*parts)


def print_parts(*parts: RenderableType) -> None:
    """Print what was laid out, as `show` does."""
    if sys.stdout.isatty():
        Console(highlight=False).print(*parts, sep="\n")
        return
    console = Console(width=_PIPE_COLUMNS, highlight=False)
    with console.capture() as capture:
        console.print(*parts, sep="\n")
    print("\n".join(line.rstrip() for line in capture.get().splitlines()))


def _read_record(number: int, line: str) -> Mapping[str, object]:
    if not line.startswith("{"):
        return {"question": line}
    try:
        record: dict[str, object] = json.loads(line)
    except ValueError as error:
        raise BatchLineError(line=number, reason=f"it is not JSON ({error})") from error
    except RecursionError as error:
        raise BatchLineError(line=number, reason="it is nested too deeply") from error
    return record


def _read_id(number: int, record: Mapping[str, object]) -> str | int | None:
    identity = record.get("id")
    if isinstance(identity, bool) or not isinstance(identity, str | int | None):
        raise BatchLineError(line=number, reason='its "id" is neither text nor a whole number')
    if isinstance(identity, str) and BROKEN.search(identity):
        raise BatchLineError(line=number, reason='its "id" has half a surrogate pair')
    return identity


def _read_text(number: int, record: Mapping[str, object]) -> str:
    question = record.get("question")
    if not isinstance(question, str):
        raise BatchLineError(line=number, reason='it has no "question" that is text')
    return question


def _prompt(history: Path) -> Iterator[str]:
    import readline

    if sys.stdin.isatty():
        print("Ask a question; Ctrl-D ends.", file=sys.stderr)

    try:
        readline.read_history_file(history)
    except OSError:
        readline.clear_history()
    try:
        while True:
            yield input("? ")
    except EOFError:
        print()
    except KeyboardInterrupt:
        print()
        raise
    finally:
        try:
            readline.write_history_file(history)
        except OSError as error:
            print(
                f"The questions could not be kept in {history}: {error.strerror}", file=sys.stderr
            )
