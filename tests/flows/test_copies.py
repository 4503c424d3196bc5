"""An article and its reprint in a dossier: both are cited, and said to be one."""

import json
import tomllib
from contextlib import closing
from pathlib import Path

import pytest
from llama_index.core.base.embeddings.base import BaseEmbedding

from bot.answers import Answer
from bot.loading import load_pipeline
from bot.pipeline import read_question
from bot.settings import BotSettings
from tests.conftest import ROOT, Run, ingest, write_dossier

EVENTS: list[dict[str, str]] = tomllib.loads(
    (ROOT / "tests" / "ingest" / "copies.toml").read_text("utf-8")
)["event"]
COURT = EVENTS[0]
OTHERS = {f"{n}.txt": event["story"] for n, event in enumerate(EVENTS[1:])}
QUESTION = "How far did the shares of Lindora fall after the ruling?"
QUOTE = "Shares of the company fell by 4 percent in Amsterdam after the ruling was published."


def ask(folder: Path, embedding: BaseEmbedding, documents: dict[str, str]) -> Answer:
    write_dossier(folder / "dossier", {**documents, **OTHERS})
    ingest(folder / "dossier", folder / "data", embedding)
    with closing(load_pipeline(BotSettings(data_dir=folder / "data"))) as pipeline:
        return pipeline.ask(read_question(QUESTION))


def test_an_article_and_its_trimmed_reprint_are_cited_as_one_origin(
    tmp_path: Path, embedding: BaseEmbedding
) -> None:
    answer = ask(tmp_path, embedding, {"agency.txt": COURT["story"], "paper.txt": COURT["trimmed"]})

    first = answer.claims[0]
    cited = [answer.citations[n - 1] for n in first.citations]
    assert {c.document for c in cited} == {"agency.txt", "paper.txt"}
    assert [c.same_origin_as for c in cited] == [None, cited[0].n]
    assert {c.passage for c in answer.citations} <= {p.id for p in answer.passages}
    for citation in cited:
        text = (tmp_path / "dossier" / citation.document).read_text("utf-8")
        assert text[citation.start : citation.end] == citation.quote


def test_articles_of_their_own_are_not_taken_for_one(
    tmp_path: Path, embedding: BaseEmbedding
) -> None:
    answer = ask(
        tmp_path, embedding, {"agency.txt": COURT["story"], "own.txt": COURT["independent"]}
    )

    assert answer.citations
    assert {c.same_origin_as for c in answer.citations} == {None}


def test_many_reprints_crowd_nothing_out(tmp_path: Path, embedding: BaseEmbedding) -> None:
    reprints = {f"paper{n}.txt": COURT["story"] for n in range(12)}

    answer = ask(tmp_path, embedding, {**reprints, "own.txt": COURT["independent"]})

    distinct = answer.passages[:8]
    assert len([p for p in distinct if QUOTE in p.text]) == 1
    assert "own.txt" in {p.document for p in distinct}
    quotes = [answer.citations[claim.citations[0] - 1].quote for claim in answer.claims]
    assert len(set(quotes)) == len(quotes)


@pytest.mark.parametrize("reprint", ["story", "trimmed"])
def test_the_command_says_that_two_documents_have_one_origin(
    tmp_path: Path, run: Run, reprint: str
) -> None:
    write_dossier(
        tmp_path / "dossier",
        {"agency.txt": COURT["story"], "paper.txt": COURT[reprint], **OTHERS},
    )

    ingested = run("ingest")
    told, said = run("bot", "ask", QUESTION), run("bot", "ask", "--json", QUESTION)

    assert "copies: paper.txt repeats agency.txt" in ingested.stdout
    assert "two documents, one origin" in told.stdout
    assert "origins: 1)" in told.stdout
    assert json.loads(said.stdout)["citations"][1]["same_origin_as"] == 1
