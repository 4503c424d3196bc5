"""What an answer looks like in a terminal. Pure: `Answer` in, rich renderables out."""

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.style import Style
from rich.table import Table
from rich.text import Text

from bot.answers import Answer, Citation
from bot.phrases import Phrases, phrases_in
from bot.render.claims import choose_shown, say_headline, say_notes
from bot.render.counting import describe_check, describe_search
from bot.render.origins import is_in_part, say_origins
from bot.render.sources import describe_source, name_speaker, name_title
from ingest.errors import harmless

_LINES = {"quote", "text", "question"}
"""Fields of an answer that may have several lines."""
_ANSWERED, _ABSTAINED, _SUBTLE = "bold blue", "bold bright_black", "bright_black"


def render_answer(answer: Answer) -> RenderableType:
    """Lay out an answer, or what is said when the dossier has none."""
    answer = _harmless(answer)
    phrases = phrases_in(answer.language)
    parts = _abstention(answer, phrases) if answer.abstained else _claims(answer, phrases)
    return Group(*parts)


def render_explanation(answer: Answer) -> RenderableType:
    """Lay out what was retrieved, each score, and what abstention was decided on."""
    answer = _harmless(answer)
    passages = Table("passage", *answer.passages[0].scores, "begins", title="Retrieved, best first")
    for passage in answer.passages:
        scores = (f"{score:.3f}" for score in passage.scores.values())
        place = Text(f"{passage.document} {passage.start}-{passage.end}")
        passages.add_row(place, *scores, Text(passage.text[:40].replace("\n", " ")))
    reasons = Table("feature", "value", "weight", "adds", title="Why it was answered or not")
    for name, reason in answer.reasons.items():
        reasons.add_row(name, f"{reason.value:.2f}", f"{reason.weight:+.2f}", f"{reason.adds:+.2f}")
    decision = (
        f"confidence {answer.confidence:.2f}, threshold {answer.threshold:.2f}: "
        f"{'abstained' if answer.abstained else 'answered'}"
    )
    stages = ", ".join(f"{stage} {s * 1000:.0f} ms" for stage, s in answer.seconds.items())
    dropped = [Text(f'dropped: "{d.text}" ({d.why})') for d in answer.dropped]
    return Group(
        passages,
        reasons,
        Text(decision),
        Text(_say_writer(answer)),
        *dropped,
        Text(f"{answer.index}; {stages}"),
    )


def _say_writer(answer: Answer) -> str:
    """Who wrote the answer, what it took, and what it had no room for."""
    parts = [f"answerer {answer.answerer}"]
    if answer.model:
        parts.append(f"model {answer.model}, {answer.tokens} tokens, cost {answer.cost:.4f}")
    if answer.fallback:
        parts.append(f"quotes alone: {answer.fallback}")
    if answer.left_out:
        parts.append(f"passages without room: {answer.left_out}, the lowest")
    return "; ".join(parts)


def _harmless(answer: Answer) -> Answer:
    """Documents are data: whatever would command the terminal is shown as U+FFFD."""
    return Answer.model_validate(disarm(answer.model_dump(), ""))


def disarm(value: object, field: str) -> object:
    """Make every text of a record harmless; on one line, but where its field may have several."""
    if isinstance(value, dict):
        return {key: disarm(inner, key) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [disarm(inner, field) for inner in value]
    if not isinstance(value, str):
        return value
    shown = harmless(value.replace("\r\n", "\n"))
    return shown if field in _LINES else " ".join(shown.splitlines())


def _claims(answer: Answer, phrases: Phrases) -> Iterator[RenderableType]:
    if headline := say_headline(answer, phrases):
        yield from (Text(headline, style=_ANSWERED), Text())
    for claim in choose_shown(answer):
        if claim.text is not None:
            yield Text.assemble(claim.text, " ", (claim.marks, _ANSWERED))
        for nth, quote in enumerate(claim.quotes):
            if nth:
                yield Text()
            yield render_quote(quote, phrases)
        if claim.text is not None or claim.quotes:
            yield Text()
    for said in (*say_notes(answer, phrases), *say_origins(answer.citations, phrases)):
        yield Text(said, style=_SUBTLE)
    yield Text(describe_check(answer.citations, phrases), style=_SUBTLE)


def _abstention(answer: Answer, phrases: Phrases) -> Iterator[RenderableType]:
    yield Text(phrases("abstained"), style=_ABSTAINED)
    yield Text(describe_search(answer.question, answer.searched, phrases))
    yield Text()
    yield Text(phrases("nearest"), style=_SUBTLE)
    for citation in answer.nearest:
        yield Text()
        yield render_quote([citation], phrases)


def render_quote(citations: Sequence[Citation], phrases: Phrases) -> RenderableType:
    """A quote, and below it where it stands: each place but the first with a mark of its own."""
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=4, no_wrap=True)
    grid.add_column()
    grid.add_row(_mark(citations[0]), Text(f"“{citations[0].quote}”"))
    for nth, citation in enumerate(citations):
        source = _source(citation, phrases, in_part=is_in_part(citation, citations[0]))
        grid.add_row(_mark(citation) if nth else "", source)
    return grid


def _mark(citation: Citation) -> Text:
    return Text(f"[{citation.n}]" if citation.n else " • ", style=_ANSWERED)


def _source(citation: Citation, phrases: Phrases, *, in_part: bool) -> Text:
    title = Text(name_title(citation), style=Style(link=citation.source, underline=True))
    source = Text(" · ").join(
        [Text(name_speaker(citation, phrases)), title]
        + [Text(part) for part in describe_source(citation, phrases)]
        + ([Text(phrases("in_part"))] if in_part else [])
    )
    if citation.source:
        source.append(f"\n{citation.source}", style=Style(link=citation.source, dim=True))
    return source
