"""The whole of a check, on a real index: with a language model that says anything, and without."""

from collections.abc import Iterator
from contextlib import closing

import pytest
from llama_index.core.base.embeddings.base import BaseEmbedding

from bot.answers import Fallback, Why
from bot.errors import LongStatementsError, NothingStatedError
from bot.llm.model import Limits
from bot.loading import load_pipeline
from bot.pipeline import Pipeline
from bot.prompts import load_prompts
from bot.settings import BotSettings
from bot.statements.checker import Checker, read_message
from bot.statements.checks import Check, Checked, Verdict
from bot.statements.judging import Judge
from bot.writing.claims import MAX_RAW_CHARS
from bot.writing.withholding import WITHHELD
from ingest.passages import document_of
from tests.bot.llm.asking import Unreadable, model_of
from tests.bot.statements.playing import TEXTS, Played, says
from tests.conftest import ROOT, ingest, write_dossier
from tests.doubles.llm.server import LlmServer


@pytest.fixture(scope="module")
def pipeline(
    tmp_path_factory: pytest.TempPathFactory, embedding: BaseEmbedding
) -> Iterator[Pipeline]:
    folder = tmp_path_factory.mktemp("statements")
    ingest(write_dossier(folder / "texts", TEXTS), folder / "data", embedding)
    with closing(load_pipeline(BotSettings(data_dir=folder / "data"))) as pipeline:
        yield pipeline


def check(pipeline: Pipeline, text: str, model: Played | None = None, **limits: object) -> Check:
    judge = Judge(model, load_prompts(ROOT / "prompts")) if model else None
    checker = Checker(pipeline.retriever, pipeline.abstention, judge)
    return checker.check(read_message(text), Limits(**limits))  # type: ignore[arg-type]


class Clock:
    """Stands still until it is told that 61 seconds have passed."""

    now = 0.0

    def __call__(self) -> float:
        return self.now

    def let_pass(self) -> None:
        self.now += 61


def judged(pipeline: Pipeline, text: str, verdict: str, *quotes: tuple[str, str]) -> Checked:
    """Check one statement; the model says a verdict and words of documents, by path."""
    documents = [document_of(f.passage) for f in pipeline.retriever.retrieve(text).ranked]
    numbered = [(documents.index(path) + 1, words) for path, words in quotes]
    return check(pipeline, text, Played([says(verdict, *numbered)])).statements[0]


def test_without_a_model_nothing_is_judged_and_the_nearest_quotes_are_shown(
    pipeline: Pipeline,
) -> None:
    made = check(pipeline, "The dam at Linz broke on 3 May 2012.")

    (checked,) = made.statements
    assert made.model is None
    assert checked.verdict is None
    assert checked.agrees == ("Linz",)
    assert [(d.said, d.here) for d in checked.differs] == [("3 May 2012", ("3 May 2011",))]
    assert "The dam at Linz broke on 3 May 2011." in made.citations[checked.citations[0] - 1].quote


def test_without_a_model_what_is_nowhere_is_said_to_be_nowhere(pipeline: Pipeline) -> None:
    made = check(pipeline, "The Eiffel Tower was completed in 1889.")

    assert made.statements[0].verdict is Verdict.NOT_IN_DOSSIER
    assert len(made.statements[0].citations) <= 1


def test_quotes_are_numbered_through_the_whole_check(pipeline: Pipeline) -> None:
    made = check(pipeline, "The dam at Linz broke in 2011. The farmers received 40,000 euros.")

    marks = {n for checked in made.statements for n in checked.citations}
    assert marks == set(range(1, len(made.citations) + 1))


def test_what_stands_in_a_quote_is_supported(pipeline: Pipeline) -> None:
    words = "The dam at Linz broke on 3 May 2011."
    checked = judged(pipeline, words, "supported", ("herald.md", words))

    assert checked.verdict is Verdict.SUPPORTED


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("The dam at Linz broke on 3 May 2012.", "The dam at Linz broke on 3 May 2011."),
        ("The dam at Graz broke on 3 May 2011.", "The dam at Linz broke on 3 May 2011."),
        ("Eva Lund led the board of the dam.", "Anna Berg led the board of the dam."),
        ("Anna Berg was fined over the dam.", "Nobody was fined over the dam."),
        (
            "The court in Linz granted the claim of the farmers in June 2012.",
            "The court in Linz rejected the claim of the farmers in June 2012.",
        ),
    ],
)
def test_what_no_quote_bears_out_is_never_supported(
    pipeline: Pipeline, statement: str, words: str
) -> None:
    checked = judged(pipeline, statement, "supported", ("herald.md", words))

    assert checked.verdict is not Verdict.SUPPORTED


def test_a_quote_that_is_not_there_supports_nothing(pipeline: Pipeline) -> None:
    statement = "The dam at Linz broke because of a storm."
    checked = judged(pipeline, statement, "supported", ("herald.md", statement))

    assert checked.verdict is not Verdict.SUPPORTED
    assert checked.dropped != ()


def test_what_only_a_party_says_is_not_supported(pipeline: Pipeline) -> None:
    words = "The dam at Linz was inspected in March 2011."
    checked = judged(pipeline, words, "supported", ("owner.md", words))

    assert checked.verdict is not Verdict.SUPPORTED
    assert (Why.ONLY_SAID, "Damwerk") in [(d.why, d.text) for d in checked.dropped]


def test_what_another_source_has_otherwise_is_disputed_though_the_model_says_supported(
    pipeline: Pipeline,
) -> None:
    words = "The farmers received 40,000 euros from the insurer Solva."
    checked = judged(pipeline, words, "supported", ("herald.md", words))

    assert checked.verdict is Verdict.DISPUTED
    assert len(checked.citations) == 2


def test_what_a_quote_has_otherwise_is_contradicted(pipeline: Pipeline) -> None:
    checked = judged(
        pipeline,
        "The dam at Linz broke on 3 May 2012.",
        "contradicted",
        ("herald.md", "The dam at Linz broke on 3 May 2011."),
    )

    assert checked.verdict is Verdict.CONTRADICTED


def test_the_opposite_outcome_is_contradicted(pipeline: Pipeline) -> None:
    checked = judged(
        pipeline,
        "The court in Linz granted the claim of the farmers in June 2012.",
        "contradicted",
        ("herald.md", "The court in Linz rejected the claim of the farmers in June 2012."),
    )

    assert checked.verdict is Verdict.CONTRADICTED


@pytest.mark.parametrize("verdict", ["contradicted", "disputed"])
def test_what_stands_in_a_quote_is_not_contradicted_by_it(pipeline: Pipeline, verdict: str) -> None:
    words = "The dam at Linz broke on 3 May 2011."

    assert judged(pipeline, words, verdict, ("herald.md", words)).verdict is None


def test_a_quote_about_another_thing_contradicts_nothing(pipeline: Pipeline) -> None:
    checked = judged(
        pipeline,
        "The dam at Linz broke on 3 May 2011.",
        "contradicted",
        ("herald.md", "The court in Linz rejected the claim of the farmers in June 2012."),
    )

    assert checked.verdict is None


def test_that_a_thing_is_not_there_is_not_believed_where_a_sentence_has_all_of_it(
    pipeline: Pipeline,
) -> None:
    checked = judged(pipeline, "The dam at Linz broke on 3 May 2011.", "not_in_dossier")

    assert checked.verdict is None
    assert checked.dropped[0].why is Why.IS_THERE


REJECTED = "The court in Linz rejected the claim of the farmers in June 2012."


@pytest.mark.parametrize(
    ("statement", "verdict", "quotes", "why"),
    [
        ("The court granted the claim.", "not_in_dossier", [], Why.IS_THERE),
        ("The claim was granted.", "contradicted", [("herald.md", REJECTED)], Why.NOT_UNDONE),
    ],
)
def test_what_was_found_to_bear_on_a_statement_is_not_said_to_be_nowhere(
    pipeline: Pipeline, statement: str, verdict: str, quotes: list[tuple[str, str]], why: Why
) -> None:
    """Abstention alone would say so of both."""
    checked = judged(pipeline, statement, verdict, *quotes)

    assert [(each.why, each.text) for each in checked.dropped] == [(why, REJECTED)]
    assert checked.verdict is None


def test_a_sentence_that_shares_no_detail_with_a_statement_does_not_tell_that_it_is_there(
    pipeline: Pipeline,
) -> None:
    checked = judged(pipeline, "The barrage was sound.", "not_in_dossier")

    assert (checked.verdict, checked.dropped) == (Verdict.NOT_IN_DOSSIER, ())


def test_what_is_dropped_of_a_reply_is_cut_and_tells_nothing_of_the_prompt(
    pipeline: Pipeline,
) -> None:
    told = "A quote is copied letter for letter from one passage"
    words = "The dam at Linz broke on 3 May 2011."
    flood = "word " * MAX_RAW_CHARS

    checked = judged(
        pipeline, words, "supported", ("herald.md", f"{told}: yes"), ("herald.md", flood)
    )

    shown = [each.text for each in checked.dropped]
    assert shown == [f"{WITHHELD}: yes", flood[:MAX_RAW_CHARS]]


def test_what_points_back_to_nothing_is_not_judged(pipeline: Pipeline) -> None:
    model = Played([says("supported", (1, "Nobody was fined over the dam."))])

    made = check(pipeline, "He led the board of the dam.", model)

    assert model.asked == []
    assert made.statements[0].verdict in (None, Verdict.NOT_IN_DOSSIER)


def test_a_server_that_fails_is_asked_about_one_statement_and_no_more(pipeline: Pipeline) -> None:
    model = Played([None])

    made = check(pipeline, "The dam at Linz broke in 2011. Nobody was fined over the dam.", model)

    assert len(model.asked) == 1
    assert [checked.fallback for checked in made.statements] == [Fallback.UNAVAILABLE] * 2
    assert all(checked.citations for checked in made.statements)


def test_a_budget_that_can_not_be_read_leaves_what_code_knows_and_is_logged_once(
    pipeline: Pipeline, llm_server: LlmServer, caplog: pytest.LogCaptureFixture
) -> None:
    judge = Judge(model_of(llm_server), load_prompts(ROOT / "prompts"))
    checker = Checker(pipeline.retriever, pipeline.abstention, judge)
    message = read_message("The dam at Linz broke in 2011. Nobody was fined over the dam.")

    made = checker.check(message, Limits(allowance=Unreadable()))

    assert [checked.fallback for checked in made.statements] == [Fallback.UNAVAILABLE] * 2
    assert all(checked.citations for checked in made.statements)
    assert [record.getMessage() for record in caplog.records] == [
        "the statement is only compared: What has been spent on the language model today can't be "
        "read, so nothing is asked of it. The disk is gone."
    ]


def test_a_reply_that_is_no_use_costs_one_statement_its_verdict(pipeline: Pipeline) -> None:
    words = "The dam at Linz broke on 3 May 2011."
    model = Played(["No.", "No.", says("supported", (1, words))])

    made = check(pipeline, f"Nobody was fined over the dam. {words}", model)

    assert [c.fallback for c in made.statements] == [Fallback.UNUSABLE, None]


def test_who_stops_it_is_shown_what_code_knows(pipeline: Pipeline) -> None:
    model = Played([says("supported")])

    made = check(pipeline, "The dam at Linz broke in 2011.", model, is_stopped=lambda: True)

    assert model.asked == []
    assert made.statements[0].fallback is Fallback.STOPPED
    assert made.statements[0].citations != ()


def test_what_the_time_does_not_reach_is_compared_without_the_model(pipeline: Pipeline) -> None:
    """The time is that of the whole check, and the model takes it all for one statement."""
    words, clock = "Nobody was fined over the dam.", Clock()
    model = Played([says("supported", (1, words))], before=clock.let_pass)
    checker = Checker(
        pipeline.retriever, pipeline.abstention, Judge(model, load_prompts(ROOT / "prompts")), clock
    )

    made = checker.check(read_message(f"{words} Eva Lund led the board of the dam."), timeout_s=60)

    assert len(model.asked) == 1
    assert [c.fallback for c in made.statements] == [None, Fallback.UNAVAILABLE]
    assert made.statements[1].citations != ()


def test_a_call_ends_with_the_time_of_the_check(pipeline: Pipeline) -> None:
    clock = Clock()
    model = Played(["No."], before=clock.let_pass)
    checker = Checker(
        pipeline.retriever, pipeline.abstention, Judge(model, load_prompts(ROOT / "prompts")), clock
    )

    made = checker.check(read_message("Nobody was fined over the dam."), timeout_s=60)

    assert len(model.asked) == 1
    assert [c.fallback for c in made.statements] == [Fallback.UNAVAILABLE]


def test_a_text_without_statements_is_refused() -> None:
    with pytest.raises(NothingStatedError):
        read_message("Hello! Did the dam break?")


def test_a_book_is_refused() -> None:
    with pytest.raises(LongStatementsError):
        read_message("The dam broke. " * 2000)


def test_half_a_surrogate_pair_is_no_obstacle(pipeline: Pipeline) -> None:
    assert check(pipeline, "The dam at Linz broke\ud800 in 2011.").statements[0].citations


def test_a_quote_that_speaks_against_it_counts_though_it_is_quoted_for_it(
    pipeline: Pipeline,
) -> None:
    checked = judged(
        pipeline,
        "The farmers received 40,000 euros from the insurer Solva.",
        "supported",
        ("herald.md", "The farmers received 40,000 euros from the insurer Solva."),
        ("gazette.md", "The farmers received 55,000 euros from the insurer Solva."),
    )

    assert checked.verdict is Verdict.DISPUTED
