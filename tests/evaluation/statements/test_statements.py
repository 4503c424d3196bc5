"""The labelled statements hold what they say, and a small share of them is played here."""

from collections import Counter
from collections.abc import Iterator

import pytest

from bot.grounding import locate_quote
from bot.pipeline import Pipeline
from bot.prompts import load_prompts
from bot.settings import BotSettings
from bot.statements.checks import Verdict
from bot.statements.judging import Judge
from ingest.passages import document_of
from tests.conftest import ROOT
from tests.evaluation.statements.__main__ import summarize
from tests.evaluation.statements.cases import Corpus, open_corpora, read_cases
from tests.evaluation.statements.players import PLAYERS, Played
from tests.evaluation.statements.playing import play


@pytest.fixture(scope="module")
def corpora() -> Iterator[dict[Corpus, Pipeline]]:
    with open_corpora(BotSettings()) as pipelines:
        yield pipelines


def test_there_are_enough_of_each_label_and_language() -> None:
    cases = read_cases()
    dossier = [case for case in cases if case.corpus == "dossier"]

    assert len(dossier) >= 60
    assert len(cases) - len(dossier) >= 20
    assert min(Counter(case.label for case in cases).values()) >= 12
    assert min(Counter(case.language for case in cases).values()) >= 10


def test_every_quote_stands_in_its_document(corpora: dict[Corpus, Pipeline]) -> None:
    for case in read_cases():
        passages = list(corpora[case.corpus].index.passages())
        for each in case.quotes:
            own = [p for p in passages if document_of(p) == each.document]
            assert any(locate_quote(each.quote, p) for p in own), (case.id, each)


def test_what_is_not_in_the_dossier_has_no_quotes_and_all_else_has() -> None:
    for case in read_cases():
        assert bool(case.quotes) is (case.label is not Verdict.NOT_IN_DOSSIER), case.id


def test_a_model_that_says_yes_to_all_is_hardly_ever_believed(
    corpora: dict[Corpus, Pipeline],
) -> None:
    """Of the small texts alone: `python -m tests.evaluation.statements` plays all."""
    model = Played()
    judge = Judge(model, load_prompts(ROOT / "prompts"))
    yes = next(player for player in PLAYERS if player.name == "says yes, quotes of the label")
    cases = [case for case in read_cases() if case.corpus == "other"]

    outcomes = [play(case, yes, corpora[case.corpus], model, judge) for case in cases]

    assert [o.case.id for o in outcomes if o.is_wrongly_supported] == []
    assert sum(o.shown is Verdict.SUPPORTED for o in outcomes) >= 2
    assert summarize(outcomes).startswith("statements: dev: 0 of")
