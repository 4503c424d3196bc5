"""A quote is shown once, and each copy of its passage is quoted in its own words."""

import re
import tomllib

from bot.answering.extractive import extract
from bot.ranking import RankedPassage
from bot.retrieval import Retrieval
from ingest.passages import passage_id
from tests.bot.building import rank_by_hand, retrieval_of
from tests.conftest import ROOT

COURT: dict[str, str] = tomllib.loads(
    (ROOT / "tests" / "ingest" / "copies.toml").read_text("utf-8")
)["event"][0]
SHARES = "Shares of the company fell by 4 percent in Amsterdam after the ruling was published."
EDITED = "The company's shares fell 4 percent in Amsterdam after the ruling was published."
QUOTED = "We are disappointed that the court did not end this case today"


def found(version: str, path: str, about: str = "Amsterdam") -> RankedPassage:
    """A version of the story, of whose sentences those about something are asked for."""
    sentences = re.split(r"(?<=[.”\"])\s+(?=[A-Z“\"])", COURT[version].strip())
    return rank_by_hand(sentences, [0.9 if about in s else 0.5 for s in sentences], path)


def quotes_in(retrieval: Retrieval) -> list[list[tuple[str, str]]]:
    """Of each claim its quotes, with the document of each."""
    documents = {
        passage_id(f.passage): str(f.passage.metadata["document"]) for f in retrieval.all_passages
    }
    return [
        [(documents[quote.passage], quote.text) for quote in claim.quotes]
        for claim in extract(retrieval, "en")
    ]


def test_a_quote_brings_those_of_the_copies_of_its_passage() -> None:
    retrieval = retrieval_of([found("story", "agency.txt"), found("trimmed", "paper.txt")])

    (claim,) = [claim for claim in quotes_in(retrieval) if SHARES in claim[0][1]]

    assert claim[0] == ("agency.txt", SHARES)
    assert ("paper.txt", SHARES) in claim


def test_a_copy_that_was_edited_is_quoted_in_its_own_words() -> None:
    edited = found("edited", "paper.txt")
    retrieval = retrieval_of([found("edited", "agency.txt"), edited])

    assert quotes_in(retrieval)[0] == [("agency.txt", EDITED), ("paper.txt", EDITED)]


def test_what_a_copy_has_of_a_quote_is_not_quoted_again() -> None:
    """Even where it stands between other sentences there."""
    paper, agency = (
        found("trimmed", "paper.txt", "Lindora"),
        found("story", "agency.txt", "Lindora"),
    )

    (claim,) = quotes_in(retrieval_of([paper, agency]))

    assert [document for document, _ in claim] == ["paper.txt", "agency.txt"]


def test_copies_that_were_set_apart_are_quoted_too() -> None:
    retrieval = Retrieval(
        "?",
        (found("story", "agency.txt"),),
        retrieval_of([found("story", "a.txt")]).closeness,
        9,
        9,
        tuple(found("story", f"{n}.txt") for n in range(8)),
    )

    claims = quotes_in(retrieval)

    assert [document for document, _ in claims[0]] == ["agency.txt", "0.txt", "1.txt", "2.txt"]


def test_an_article_of_its_own_with_the_same_quotation_is_no_second_source() -> None:
    """Both may have it from whom it quotes: neither has it from the other."""
    retrieval = retrieval_of(
        [
            found("story", "agency.txt", "disappointed"),
            found("independent", "own.txt", "disappointed"),
        ]
    )

    for claim in quotes_in(retrieval):
        assert len(claim) == 1


def test_without_copies_a_claim_is_one_quote() -> None:
    assert [len(claim) for claim in quotes_in(retrieval_of([found("story", "a.txt")]))] == [1]
