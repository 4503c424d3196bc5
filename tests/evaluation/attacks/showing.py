"""All that anybody sees of an answer: terminal, JSON, Discord's messages, passages, the log."""

import io
from collections.abc import Iterator
from contextlib import redirect_stdout

from bot.answers import Answer
from bot.phrases import phrases_in
from bot.render.claims import choose_shown
from bot.render.message import push_line, render_answer
from bot.render.paging import Page
from bot.render.passage import render_passage
from bot.terminal import show
from tests.bot.render.seeing import texts_of
from tests.evaluation.attacks.staging import Played


def show_everywhere(played: Played) -> Iterator[tuple[str, str]]:
    """Give each place and what is seen there."""
    yield "log", played.log
    for answer in (*played.states, played.answer):
        yield "terminal", _print(answer)
        yield "JSON", answer.model_dump_json().replace("\\n", " ")
        for text in show_on_discord(answer):
            yield "Discord", text
    for text in show_passages(played):
        yield "passages", text


def show_on_discord(answer: Answer) -> list[str]:
    """The texts, in Discord's markdown, of the messages that an answer takes, and of its push."""
    containers = render_answer(answer, asked=answer.question, understood=answer.question)
    return [push_line(answer), *(text for part in containers for text in texts_of(part))]


def show_passages(played: Played) -> Iterator[str]:
    """The texts, in Discord's markdown, of the passages below an answer."""
    phrases = phrases_in(played.answer.language)
    for shown in played.passages:
        yield from texts_of(render_passage(shown, Page(1, 1), phrases))


def own_words(answer: Answer) -> list[str]:
    """What is said in words of the bot's own: not bare quotes, nor who has which version."""
    shown = zip(choose_shown(answer), answer.claims, strict=True)
    return [claim.text for seen, claim in shown if seen.text is not None and not claim.said_by]


def quoted_words(answer: Answer) -> list[str]:
    """The quotes that are shown as an answer."""
    return [citation.quote for citation in answer.citations]


def _print(answer: Answer) -> str:
    printed = io.StringIO()
    with redirect_stdout(printed):
        show(answer, explain=bool(answer.passages))
    return printed.getvalue()
