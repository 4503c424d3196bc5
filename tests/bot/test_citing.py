from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.citing import cite, number_citations
from bot.grounding import GroundedClaim, GroundedQuote
from ingest.documents import Kind, Place, PlaceKind, Span
from ingest.passages import passage_id, words_at
from tests.bot.building import make_document, passage_at, passage_of

TEXT = "One two three four five six seven eight nine ten."
PASSAGES = (
    passage_of(TEXT),
    passage_of(TEXT, "b.txt"),
    passage_at(make_document(TEXT), 4),
)
"""The first and the third are of one document and overlap; the second has the same words."""


def quote(passage: int, start: int, end: int) -> GroundedQuote:
    span = Span(start, end)
    return GroundedQuote(PASSAGES[passage], span, words_at(PASSAGES[passage], span))


quotes = st.builds(
    quote, st.integers(0, 2), st.sampled_from([4, 8, 14]), st.sampled_from([18, 23, 27])
)
claims = st.lists(
    st.builds(
        GroundedClaim,
        st.text(max_size=5),
        st.lists(quotes, min_size=1, max_size=4).map(tuple),
    ),
    max_size=5,
)


@given(claims)
def test_every_mark_resolves_and_every_source_is_marked(made: list[GroundedClaim]) -> None:
    cited, citations = number_citations(made, {})

    marks = [mark for claim in cited for mark in claim.citations]
    assert [claim.text for claim in cited] == [claim.text for claim in made]
    assert [citation.n for citation in citations] == list(range(1, len(citations) + 1))
    assert set(marks) == {citation.n for citation in citations}


@given(claims)
def test_marks_count_up_in_order_of_appearance(made: list[GroundedClaim]) -> None:
    cited, _ = number_citations(made, {})

    seen = 0
    for claim in cited:
        assert len(set(claim.citations)) == len(claim.citations)
        for mark in claim.citations:
            assert mark <= seen + 1
            seen = max(seen, mark)


@given(claims)
def test_one_number_stands_for_one_stretch_of_a_document(made: list[GroundedClaim]) -> None:
    cited, citations = number_citations(made, {})

    places = [(citation.document, citation.start, citation.end) for citation in citations]
    assert len(set(places)) == len(places)
    for claim, marked in zip(made, cited, strict=True):
        marks = {places[mark - 1] for mark in marked.citations}
        assert marks == {(str(q.passage.metadata["document"]), *q.span) for q in claim.quotes}


def test_the_same_stretch_quoted_twice_has_one_number() -> None:
    """Also from two passages that overlap."""
    made = [
        GroundedClaim("First.", (quote(0, 4, 23), quote(1, 4, 23))),
        GroundedClaim("Second.", (quote(2, 4, 23), quote(0, 4, 18))),
    ]

    cited, citations = number_citations(made, {})

    assert [claim.citations for claim in cited] == [(1, 2), (1, 3)]
    assert [(c.document, c.quote) for c in citations] == [
        ("a.txt", "two three four five"),
        ("b.txt", "two three four five"),
        ("a.txt", "two three four"),
    ]


def test_a_citation_has_the_score_of_its_passage() -> None:
    scores = {passage_id(PASSAGES[0]): 0.9, passage_id(PASSAGES[1]): 0.8}
    made = [GroundedClaim("Both.", (quote(1, 4, 18), quote(0, 4, 18)))]

    _, citations = number_citations(made, scores)

    assert [citation.score for citation in citations] == [0.8, 0.9]


def test_citations_of_one_origin_name_the_first_of_them() -> None:
    """Of other documents only, and not those that happen to share a few words."""
    story = " ".join(f"word{n}" for n in range(60))
    passages = [passage_of(story, path) for path in ("a.txt", "b.txt", "c.txt")]
    apart = passage_of(" ".join(f"other{n}" for n in range(60)), "d.txt")
    quotes = [
        GroundedQuote(passage, Span(start, start + 11), passage.text[start : start + 11])
        for start in (0, 12)
        for passage in (apart, *passages)
    ]

    _, citations = number_citations([GroundedClaim("All.", tuple(quotes))], {})

    assert [c.document for c in citations] == ["d.txt", "a.txt", "b.txt", "c.txt"] * 2
    assert [c.same_origin_as for c in citations] == [None, None, 2, 2, None, 2, 2, 2]


def test_nothing_claimed_is_nothing_cited() -> None:
    assert number_citations([], {}) == ((), ())


def test_a_citation_says_what_is_known_of_its_document() -> None:
    passage = passage_of(
        "We won.",
        "riaa.txt",
        title="A win",
        author="A. Writer",
        publisher="RIAA",
        published="2008-05-20",
        source="https://riaa.example/win",
        kind="statement",
        party="RIAA",
    )

    citation = cite(GroundedQuote(passage, Span(0, 6), "We won"), 3, 0.5)

    assert citation.model_dump(exclude={"document_hash", "passage"}) == {
        "n": 3,
        "document": "riaa.txt",
        "title": "A win",
        "author": "A. Writer",
        "publisher": "RIAA",
        "published": "2008-05-20",
        "kind": Kind.STATEMENT,
        "party": "RIAA",
        "language": "en",
        "source": "https://riaa.example/win",
        "page": None,
        "row": None,
        "time": None,
        "quote": "We won",
        "start": 0,
        "end": 6,
        "score": 0.5,
        "same_origin_as": None,
    }
    assert citation.passage == passage_id(passage)


@pytest.mark.parametrize("name", ["title", "author", "publisher", "published", "kind", "party"])
def test_what_is_unknown_of_a_document_stays_unknown(name: str) -> None:
    citation = cite(GroundedQuote(passage_of("We won."), Span(0, 6), "We won"), 1, 0.5)

    assert getattr(citation, name) is None


@pytest.mark.parametrize(
    ("kind", "values", "cited"),
    [
        (PlaceKind.PAGE, ("3", "4"), {"page": 4, "row": None, "time": None}),
        (PlaceKind.ROW, ("3", "12"), {"page": None, "row": 12, "time": None}),
        (PlaceKind.TIME, ("0:00:01", "0:12:03"), {"page": None, "row": None, "time": "0:12:03"}),
    ],
)
def test_a_citation_says_where_in_the_original_its_quote_begins(
    kind: PlaceKind, values: tuple[str, str], cited: dict[str, object]
) -> None:
    """Not where its passage does."""
    places = (Place(0, kind, values[0]), Place(8, kind, values[1]))
    passage = passage_at(replace(make_document("We won. They lost."), places=places))

    citation = cite(GroundedQuote(passage, Span(8, 17), "They lost"), 1, 0.5)

    assert citation.model_dump(include={"page", "row", "time"}) == cited
