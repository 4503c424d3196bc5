import io
from typing import Any

import pytest
from rich.console import Console, RenderableType

from bot.answers import (
    Answer,
    CitedClaim,
    Dropped,
    Fallback,
    Reason,
    RetrievedPassage,
    Searched,
    Why,
)
from bot.render.terminal import render_answer, render_explanation
from ingest.documents import Kind
from ingest.passages import PassageId
from tests.bot.render.test_sources import citation_of


def answer_of(**known: Any) -> Answer:
    """An answer of one citation, changed as a test says; of other citations if it names some."""
    if "claims" not in known:
        known["claims"] = tuple(
            CitedClaim(text=c.quote, citations=(c.n,)) for c in known.get("citations", ())
        ) or (CitedClaim(text="Won.", citations=(1,)),)
    passage = RetrievedPassage(
        id=PassageId("p"), document="a.txt", start=0, end=4, text="Won.", scores={"dense": 0.8}
    )
    answer = Answer(
        id=None,
        question="who won?",
        language="en",
        abstained=False,
        answerer="extractive",
        claims=(CitedClaim(text="Won.", citations=(1,)),),
        citations=(citation_of(),),
        nearest=(),
        passages=(passage,),
        confidence=0.9,
        threshold=0.5,
        reasons={"coverage": Reason(value=0.5, weight=2.5, adds=1.25)},
        dropped=(),
        searched=Searched(documents=2, passages=7),
        index="a model, chunking 1",
        seconds={"retrieval": 0.02},
    )
    return answer.model_copy(update=known)


def plain(renderable: RenderableType, width: int = 100) -> str:
    """What is seen on a pipe, without the spaces at line ends."""
    console = Console(file=io.StringIO(), width=width, highlight=False)
    console.print(renderable)
    assert isinstance(console.file, io.StringIO)
    return "\n".join(line.rstrip() for line in console.file.getvalue().splitlines())


def test_an_answer_shows_each_quote_with_its_mark_and_source() -> None:
    first = citation_of(
        quote="The court acquitted him.", title="Acquittal", publisher="Kommersant",
        published="2007-08-15", kind=Kind.PRESS, language="ru", source="https://k.example/1",
    )  # fmt: skip
    second = citation_of(n=2, quote="We won.", party="RIAA", kind=Kind.STATEMENT, document="b.txt")

    shown = plain(render_answer(answer_of(citations=(first, second))))

    assert shown == (
        "The passages that answer this best:\n"
        "\n"
        "[1]  “The court acquitted him.”\n"
        "     Kommersant · Acquittal · August 15, 2007 · press · Russian\n"
        "     https://k.example/1\n"
        "\n"
        "[2]  “We won.”\n"
        "     RIAA, in its own words · b.txt · undated · statement\n"
        "\n"
        "2 quotes, each found word for word, in 2 documents"
    )


@pytest.mark.parametrize(
    ("citations", "said"),
    [
        ((citation_of(),), "1 quote, found word for word"),
        ((citation_of(), citation_of(n=2)), "2 quotes, each found word for word, in 1 document"),
    ],
)
def test_how_many_quotes_of_how_many_documents_is_said(
    citations: tuple[object, ...], said: str
) -> None:
    assert plain(render_answer(answer_of(citations=citations))).endswith(f"\n{said}")


def test_an_abstention_says_what_was_looked_for_where_and_what_is_nearest() -> None:
    answer = answer_of(abstained=True, claims=(), citations=(), nearest=(citation_of(n=0),))

    assert plain(render_answer(answer)) == (
        "The dossier doesn't say.\n"
        "Looked for “who won?” in 2 documents (7 passages).\n"
        "\n"
        "What comes nearest:\n"
        "\n"
        " •   “Won.”\n"
        "     publisher unknown · a.txt · undated"
    )


@pytest.mark.parametrize(
    ("language", "answered", "abstained"),
    [
        ("en", "The passages that answer this best:", "The dossier doesn't say."),
        ("fr", "Les passages qui y répondent le mieux :", "Le dossier ne le dit pas."),
        ("de", "Die Stellen, die das am besten beantworten:", "Das Dossier sagt dazu nichts."),
        ("es", "Los pasajes que mejor lo responden:", "El dossier no lo dice."),
        ("ru", "Фрагменты, которые лучше всего на это отвечают:", "В досье об этом не сказано."),
    ],
)
def test_the_askers_language_is_spoken(language: str, answered: str, abstained: str) -> None:
    answer = answer_of(language=language)
    declined = answer_of(language=language, abstained=True, citations=(), nearest=())

    assert plain(render_answer(answer)).splitlines()[0] == answered
    assert plain(render_answer(declined)).splitlines()[0] == abstained


@pytest.mark.parametrize("words", ["[bold]Won[/bold]", "[red", ":smile: [link=x]y[/link]", "[/]"])
def test_words_of_documents_and_askers_are_not_taken_for_markup(words: str) -> None:
    citation = citation_of(quote=words, title=words, publisher=words)
    answer = answer_of(question=words, citations=(citation,))
    declined = answer.model_copy(
        update={"abstained": True, "citations": (), "nearest": (citation,)}
    )

    assert plain(render_answer(answer)).count(words) == 3
    assert plain(render_answer(declined)).count(words) == 4


COMMANDS = (
    "\x1b[31mred",
    "\x1b]8;;https://evil.example\x1b\\click",
    "\x9b2J",
    "\x07",
    "\x08",
    "\r",
    "\x7f",
    "\u202egnp.exe",
    "\u2066",
    "\udc80",
)


@pytest.mark.parametrize("command", COMMANDS)
def test_nothing_in_a_document_or_question_commands_the_terminal(command: str) -> None:
    citation = citation_of(
        quote=f"Won{command}.", title=f"T{command}", publisher=f"P{command}", source=f"S{command}"
    )
    passage = RetrievedPassage(
        id=PassageId("p"), document=f"D{command}", start=0, end=4, text=f"Won{command}.", scores={}
    )
    dropped = (Dropped(text=command, why=Why.NOT_VERBATIM),)
    answer = answer_of(
        question=command, citations=(citation,), passages=(passage,), dropped=dropped
    )
    declined = answer.model_copy(
        update={"abstained": True, "citations": (), "nearest": (citation,)}
    )

    for renderable in (render_answer(answer), render_answer(declined), render_explanation(answer)):
        shown = plain(renderable)
        assert command[0] not in shown
        assert "\ufffd" in shown


def test_lines_and_tabs_of_a_quote_are_kept_and_those_of_metadata_are_not() -> None:
    citation = citation_of(quote="Won.\r\nLost.\n\tTwice.", title="One\r\nTwo\u2028Three\nFour")

    shown = plain(render_answer(answer_of(citations=(citation,))))

    assert "\ufffd" not in shown
    assert "One Two Three Four" in shown
    quoted = shown.splitlines()[2:5]
    assert [line.split("  ")[-1].strip() for line in quoted] == ["“Won.", "Lost.", "Twice.”"]


def test_words_of_a_passage_are_not_taken_for_markup_in_an_explanation() -> None:
    passage = RetrievedPassage(
        id=PassageId("p"), document="[red].txt", start=0, end=4, text="[/] [bold]", scores={}
    )

    assert "[red].txt 0-4" in plain(render_explanation(answer_of(passages=(passage,))))


def test_a_long_quote_is_wrapped_and_whole() -> None:
    quote = " ".join(f"word{n}" for n in range(60))
    shown = plain(render_answer(answer_of(citations=(citation_of(quote=quote),))), width=40)

    assert quote in " ".join(shown.split())
    assert all(len(line) <= 40 for line in shown.splitlines())


def test_an_explanation_gives_scores_reasons_and_what_was_dropped() -> None:
    dropped = (Dropped(text="Lost.", why=Why.NOT_VERBATIM),)

    shown = plain(render_explanation(answer_of(dropped=dropped)))

    assert "a.txt 0-4" in shown
    assert "0.800" in shown
    assert "coverage" in shown
    assert "+1.25" in shown
    assert "confidence 0.90, threshold 0.50: answered" in shown
    assert 'dropped: "Lost." (the words do not stand in the passage)' in shown
    assert "a model, chunking 1; retrieval 20 ms" in shown


def test_a_claim_in_other_words_stands_above_its_quotes() -> None:
    won = citation_of(quote="Elle a gagné.")
    claims = (CitedClaim(text="She won.", citations=(1,)),)

    shown = plain(render_answer(answer_of(citations=(won,), claims=claims)))

    assert shown.startswith("She won. [1]\n[1]  “Elle a gagné.”\n")


def test_versions_stand_below_the_word_that_sources_disagree() -> None:
    first, second = citation_of(quote="in July"), citation_of(n=2, quote="in May", document="b.txt")
    claims = (
        CitedClaim(text="A: “July”", citations=(1,), said_by=("A",), value="July"),
        CitedClaim(text="B: “May”", citations=(2,), said_by=("B",), value="May"),
    )
    answer = answer_of(citations=(first, second), claims=claims, disagreement=True)

    assert plain(render_answer(answer)).startswith("The sources disagree:\n\nA: “July” [1]\n[1]")


def test_quotes_in_place_of_a_written_answer_say_why() -> None:
    answer = answer_of(fallback=Fallback.PAUSED)

    assert "is left alone for a while, so these are quotes alone.\n" in plain(
        render_answer(answer), width=120
    )


def test_the_explanation_tells_what_the_model_took_and_had_no_room_for() -> None:
    answer = answer_of(answerer="generative", model="m", tokens=1200, cost=0.25, left_out=2)

    shown = plain(render_explanation(answer))

    said = "answerer generative; model m, 1200 tokens, cost 0.2500; passages without room: 2"
    assert said in shown
