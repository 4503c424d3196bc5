from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.answers import Answer, Citation, CitedClaim, Searched
from bot.phrases import LANGUAGES
from bot.render.escaping import read_quote_block
from bot.render.fitting import Container
from bot.render.message import push_line, render_answer
from ingest.documents import Kind
from ingest.errors import harmless
from tests.bot.render.seeing import fits, quotes_of, texts_of, texts_up_to
from tests.bot.render.test_sources import citation_of
from tests.bot.render.test_terminal import answer_of

NUMERAMA = citation_of(
    n=1, quote="n’a jamais obtenu de jugement", document="numerama.txt", title="Fausse victoire",
    publisher="Numerama", published="2008-05", kind=Kind.PRESS, language="fr",
    source="https://n.example/(1)",
)  # fmt: skip
RIAA = citation_of(
    n=2, quote="We won.", document="riaa.txt", title="Statement", party="RIAA",
    kind=Kind.STATEMENT, page=3,
)  # fmt: skip
AGAIN = NUMERAMA.model_copy(update={"n": 3, "quote": "le site est défunt", "page": 2})


def quoting(*citations: Citation, **known: object) -> Answer:
    """An answer of quotes and nothing else."""
    claims = tuple(CitedClaim(text=c.quote, citations=(c.n,)) for c in citations)
    return answer_of(claims=claims, citations=citations, **known)


def claiming(text: str, *citations: Citation, **known: object) -> Answer:
    """An answer of one claim in words of its own."""
    claim = CitedClaim(text=text, citations=tuple(c.n for c in citations))
    return answer_of(claims=(claim,), citations=citations, **known)


def abstaining(*nearest: Citation, **known: object) -> Answer:
    return answer_of(abstained=True, claims=(), citations=(), nearest=nearest, **known)


def all_texts(answer: Answer, **known: str) -> list[str]:
    """The texts of an answer that one message holds."""
    (container,) = render_answer(answer, **known)
    return texts_of(container)


def test_quotes_stand_above_their_sources_and_are_counted() -> None:
    assert all_texts(quoting(NUMERAMA, RIAA, AGAIN)) == [
        "The passages that answer this best:",
        "> n’a jamais obtenu de jugement",
        "-# [1] Numerama · May 2008 · press · French"
        " · [Fausse victoire](<https://n.example/%281%29>)",
        "> We won.",
        "-# [2] RIAA, in its own words · undated · statement · p. 3 · Statement",
        "> le site est défunt",
        "-# [3] Numerama, same text as [1] · p. 2",
        "-# 3 quotes, each found word for word, in 2 documents",
    ]


def test_a_claim_in_words_of_its_own_stands_above_its_quotes_with_their_marks() -> None:
    answer = claiming("The RIAA *lost*.", NUMERAMA, RIAA)

    assert [text.split(" · ")[0] for text in all_texts(answer)] == [
        r"The RIAA \*lost\*. **[1] [2]**",
        "> n’a jamais obtenu de jugement",
        "-# [1] Numerama",
        "> We won.",
        "-# [2] RIAA, in its own words",
        "-# 2 quotes, each found word for word, in 2 documents",
    ]


def test_a_claim_shows_two_quotes_and_says_where_the_others_are() -> None:
    shown = all_texts(claiming("The RIAA lost.", NUMERAMA, RIAA, AGAIN))

    assert shown[0] == "The RIAA lost. **[1] [2] [3]**"
    assert len([text for text in shown if text.startswith(">")]) == 2
    assert shown[-1].endswith("in 2 documents · 1 more under “Passages”")


def test_a_quote_of_two_claims_is_shown_once() -> None:
    claims = tuple(CitedClaim(text=text, citations=(1,)) for text in ("It lost.", "It did."))
    answer = answer_of(claims=claims, citations=(NUMERAMA,))

    assert [text.split(" · ")[0] for text in all_texts(answer)] == [
        "It lost. **[1]**",
        "> n’a jamais obtenu de jugement",
        "-# [1] Numerama",
        "It did. **[1]**",
        "-# 1 quote, found word for word",
    ]


def test_a_source_is_called_the_same_as_one_that_is_shown() -> None:
    """Its first quote is the third of its claim, and so not shown."""
    hidden = NUMERAMA.model_copy(update={"n": 3})
    later = AGAIN.model_copy(update={"n": 4})
    other = RIAA.model_copy(update={"n": 1, "document": "b.txt"})
    claims = (
        CitedClaim(text="It lost.", citations=(1, 2, 3)),
        CitedClaim(text="It did.", citations=(4,)),
    )
    answer = answer_of(claims=claims, citations=(other, RIAA, hidden, later))

    assert any(text.startswith("-# [4] Numerama · May 2008") for text in all_texts(answer))


def test_an_abstention_says_what_was_looked_for_and_what_comes_nearest() -> None:
    nearest = NUMERAMA.model_copy(update={"n": 0})
    answer = abstaining(nearest, question="who *owned* it?")

    assert all_texts(answer) == [
        "**The dossier doesn't say.**\n"
        r"Looked for “who \*owned\* it?” in 2 documents (7 passages).",
        "-# What comes nearest:",
        "> n’a jamais obtenu de jugement",
        "-# Numerama · May 2008 · press · French · [Fausse victoire](<https://n.example/%281%29>)",
    ]


def test_of_a_document_that_comes_near_twice_the_source_is_written_out_once() -> None:
    near, again = (c.model_copy(update={"n": 0}) for c in (NUMERAMA, AGAIN))

    assert all_texts(abstaining(near, again))[-1] == "-# Numerama, same text as above · p. 2"


def test_an_abstention_with_nothing_near_leaves_it_at_that() -> None:
    assert len(all_texts(abstaining())) == 1


@pytest.mark.parametrize(
    ("answer", "colour"),
    [
        (quoting(NUMERAMA), 0x3B7DD8),
        (quoting(NUMERAMA, disagreement=True), 0xE8A93A),
        (abstaining(RIAA, disagreement=True), 0x8A8F98),
    ],
)
def test_the_accent_tells_answered_from_disputed_from_declined(answer: Answer, colour: int) -> None:
    assert [c.accent_colour for c in render_answer(answer)] == [colour]


def test_the_question_and_what_it_was_taken_for_come_first_and_inert() -> None:
    answer = quoting(NUMERAMA)

    shown = all_texts(answer, asked="and\n<@1>?", understood="Did **he** win?")

    assert shown[0] == "-# and \\<\\@1\\>?\n-# Understood as: Did \\*\\*he\\*\\* win?"


def test_a_long_question_is_cut_at_a_word() -> None:
    (first, *_) = all_texts(quoting(NUMERAMA), asked="why " * 500)

    assert first == "-# " + "why " * 49 + "why…"


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_is_laid_out_in_every_language(language: str) -> None:
    for answer in (quoting(NUMERAMA, RIAA, AGAIN), abstaining(RIAA)):
        spoken = answer.model_copy(update={"language": language})

        assert all(fits(c) for c in render_answer(spoken, asked="x", understood="y"))
        assert "{" not in push_line(spoken)


def test_a_long_answer_is_continued_in_another_message_between_claims() -> None:
    words = ["word " * 99 + str(n) for n in range(10)]
    citations = [
        citation_of(n=n, quote=text, document=f"{n}.txt") for n, text in enumerate(words, 1)
    ]
    claims = tuple(
        CitedClaim(text=f"Claim {n}.", citations=(2 * n + 1, 2 * n + 2)) for n in range(5)
    )

    shown = render_answer(answer_of(claims=claims, citations=tuple(citations)))

    assert len(shown) == 2
    assert texts_of(shown[1])[0].startswith("Claim ")
    assert texts_of(shown[1])[-1].startswith("-# 10 quotes")
    assert [read_quote_block(block) for block in quotes_of(shown)] == words


HOSTILE = texts_up_to(600, "\\*_[](<@:\n# aé")
NAMES = st.none() | texts_up_to(3000, "\\*[](<@\n a")
CITED = st.fixed_dictionaries(
    {
        "quote": HOSTILE,
        "document": st.sampled_from(["a.txt", "b/*c*.txt"]) | HOSTILE.map("x".__add__),
        "title": NAMES, "publisher": NAMES, "party": NAMES, "author": NAMES,
        "source": st.none() | HOSTILE.map("https://a.example/".__add__),
        "published": st.sampled_from([None, "2008-05"]),
    }
)  # fmt: skip


@given(st.lists(CITED, min_size=10, max_size=10), HOSTILE, st.sampled_from(["own", "quote", "no"]))
@settings(deadline=None, max_examples=60)
def test_nothing_is_too_long_and_every_quote_and_source_is_whole(
    known: list[dict[str, object]], words: str, way: str
) -> None:
    citations = tuple(citation_of(n=n, **fields) for n, fields in enumerate(known, 1))
    answer = {
        "own": answer_of(
            claims=tuple(CitedClaim(text=words, citations=(n, n + 1)) for n in range(1, 10, 2)),
            citations=citations,
        ),
        "quote": quoting(*citations),
        "no": abstaining(*citations[:3], question=words),
    }[way]

    messages = render_answer(answer, asked=words, understood=words)

    cited = citations[:3] if way == "no" else citations
    assert all(fits(container) for container in messages)
    assert [read_quote_block(block) for block in quotes_of(messages)] == [
        harmless(citation.quote) for citation in cited
    ]
    assert sources_follow_their_quotes(messages)
    assert len(push_line(answer)) <= 2000


def sources_follow_their_quotes(messages: Sequence[Container]) -> bool:
    """Whether each quote has its source below it, in the same message."""
    return all(
        below.startswith("-# ")
        for container in messages
        for text, below in zip(texts_of(container), [*texts_of(container)[1:], ""], strict=True)
        if text.startswith("> ")
    )


@pytest.mark.parametrize("part", ["\n", "*", "word "])
def test_a_quote_that_no_message_holds_is_shortened_and_the_answer_still_sent(part: str) -> None:
    answer = quoting(citation_of(quote="a" + part * 3000 + "b"))

    (container,) = render_answer(answer)

    assert fits(container)
    assert texts_of(container)[1].endswith("…")


def test_a_push_is_the_first_quote_and_who_says_it() -> None:
    answer = quoting(NUMERAMA.model_copy(update={"quote": "jamais\n*obtenu*"}), RIAA)

    assert push_line(answer) == r"“jamais \*obtenu\*” – Numerama, May 2008"


def test_a_push_of_an_abstention_says_so() -> None:
    answer = abstaining(RIAA, searched=Searched(documents=1, passages=7))

    assert push_line(answer) == (
        "The dossier doesn't say. Looked for “who won?” in 1 document (7 passages)."
    )


def test_a_push_too_long_for_a_message_names_the_source_alone() -> None:
    answer = quoting(RIAA.model_copy(update={"quote": "won " * 600}))

    assert push_line(answer) == (
        "The passages that answer this best: RIAA, in its own words, undated"
    )


def test_versions_stand_below_the_word_that_sources_disagree() -> None:
    claims = (
        CitedClaim(text="Numerama: “July”", citations=(1,), said_by=("Numerama",), value="July"),
        CitedClaim(text="RIAA: “May”", citations=(2,), said_by=("RIAA",), value="May"),
    )
    answer = answer_of(claims=claims, citations=(NUMERAMA, RIAA), disagreement=True)

    texts = all_texts(answer)

    assert texts[:2] == ["The sources disagree:", "Numerama: “July” **[1]**"]
    assert "RIAA: “May” **[2]**" in texts


def test_an_answer_that_was_cut_short_says_so_in_small() -> None:
    answer = claiming("He was acquitted.", NUMERAMA, is_cut_short=True, answerer="generative")

    assert all_texts(answer)[-1].startswith("-# The answer was cut short: ")
