"""`check`: a text in, what was found of its statements out, on a terminal or a pipe."""

from bot.pipeline import Pipeline
from bot.render.check_terminal import render_check
from bot.statements.checker import Message, checker_of
from bot.terminal import print_parts


def check_once(pipeline: Pipeline, message: Message, *, as_json: bool) -> None:
    """Check one text on standard output. Raises: DataFolderError, ChromaServerError."""
    check = checker_of(pipeline).check(message)
    if as_json:
        print(check.model_dump_json())
    else:
        print_parts(render_check(check))
