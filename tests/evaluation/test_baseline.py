from dataclasses import replace
from itertools import pairwise

import pytest
from llama_index.core.base.embeddings.base import BaseEmbedding

from bot.answers import Question
from ingest.documents import Document, Metadata
from ingest.passages import span_of
from tests.evaluation.baseline import Tutorial, build_tutorial

HALL = "The hall was built in 1907.\n\nIt closed in 1994."
MILL = "  The mill by the river burnt down in 1950."
WHEN_CLOSED = Question(text="When did the hall close?", language="en")


def document(path: str, text: str) -> Document:
    return Document(path, text, Metadata(language="en"), "hash")


@pytest.fixture
def tutorial(embedding: BaseEmbedding) -> Tutorial:
    return build_tutorial([document("mill.txt", MILL), document("hall.txt", HALL)], embedding)


def test_the_two_nodes_that_fit_best_are_quoted_whole_where_they_stand(tutorial: Tutorial) -> None:
    answer = tutorial.ask(WHEN_CLOSED)

    assert [(c.document, c.start, c.end, c.quote) for c in answer.citations] == [
        ("hall.txt", 0, 47, HALL),
        ("mill.txt", 2, 43, MILL.strip()),
    ]
    assert [claim.citations for claim in answer.claims] == [(1,), (2,)]
    assert [passage.id for passage in answer.passages] == [c.passage for c in answer.citations]
    assert answer.confidence == answer.citations[0].score


def test_a_quote_may_be_cut(tutorial: Tutorial) -> None:
    answer = replace(tutorial, max_chars=27).ask(WHEN_CLOSED)

    assert [(c.start, c.end, c.quote) for c in answer.citations] == [
        (0, 27, "The hall was built in 1907."),
        (2, 29, "The mill by the river burnt"),
    ]


def test_nodes_of_a_long_document_are_found_again_at_their_places(embedding: BaseEmbedding) -> None:
    text = "\n\n".join(f"Paragraph {n}. " + "It says the same again. " * 40 for n in range(12))

    tutorial = build_tutorial([document("long.txt", text)], embedding)
    spans = sorted(map(span_of, tutorial.passages.values()))

    assert len(spans) > 2
    assert spans[0].start == 0
    assert spans[-1].end == len(text.rstrip())
    assert all(later.start <= earlier.end + 2 for earlier, later in pairwise(spans))
    assert all(text[slice(*span_of(p))] == p.text for p in tutorial.passages.values())
