from typing import Any

from bot.answers import Citation, Reason, RetrievedPassage
from ingest.passages import PassageId
from tests.bot.render.test_sources import citation_of
from tests.bot.render.test_terminal import answer_of
from tests.evaluation.outcomes import Outcome, Result
from tests.evaluation.questions import EvaluationQuestion, Words
from tests.evaluation.report.failing import Failure
from tests.evaluation.report.pages import choose_paged
from tests.evaluation.report.question import Attempt, collect_cases
from tests.evaluation.report.test_failing import result_of

ANSWERS = (
    Words(document="a.txt", quote="closed in 1994"),
    Words(document="b.txt", quote="shut its doors"),
)


def passage_of(name: str, text: str, document: str = "a.txt", start: int = 0) -> RetrievedPassage:
    return RetrievedPassage(
        id=PassageId(name),
        document=document,
        start=start,
        end=start + len(text),
        text=text,
        scores={"dense": 0.8},
    )


PASSAGES = (
    passage_of("p1", "The hall was large."),
    passage_of("p2", "It closed in 1994. It was cold.", start=20),
)


def quote_of(words: str) -> Citation:
    """A citation of the second passage."""
    start = PASSAGES[1].start + PASSAGES[1].text.index(words)
    end = start + len(words)
    return citation_of(passage=PassageId("p2"), quote=words, start=start, end=end)


def outcome_of(question_id: str = "q1", **known: Any) -> Outcome:
    """A question about the hall, answered as a test says."""
    question = EvaluationQuestion(
        id=question_id,
        part="dev",
        question="When did it close?",
        lang="en",
        kind="temporal",
        answerable=True,
        answers=ANSWERS,
    )
    answer = answer_of(**{"passages": PASSAGES, **known})
    return Outcome(question=question, answer=answer, relevant=(PassageId("p2"), PassageId("p9")))


def attempt_of(**known: Any) -> Attempt:
    return Attempt("shipped", outcome_of(**known), result_of(cited=0.0, recall_8=1.0))


def result_named(name: str, confidence: float = 0.5) -> Result:
    return result_of(cited=1.0).model_copy(update={"id": name, "confidence": confidence})


def test_expected_words_are_followed_to_their_rank_and_into_the_quotes() -> None:
    attempt = attempt_of(citations=(quote_of("It closed in 1994."),))

    assert [(e.rank, e.is_quoted) for e in attempt.expected] == [(2, True), (None, False)]


def test_the_rank_is_of_the_first_passage_that_holds_an_answer() -> None:
    assert attempt_of().rank == 2
    assert attempt_of(passages=PASSAGES[:1]).rank is None


def test_in_a_passage_expected_words_and_those_that_were_quoted_are_marked() -> None:
    first, second = attempt_of(citations=(quote_of("It was cold."),)).retrieved

    assert (first.text, first.is_expected) == ("The hall was large.", False)
    assert second.text == "It <mark>closed in 1994</mark>. <u>It was cold.</u>"
    assert second.is_expected


def test_what_was_shown_as_near_is_told_where_nothing_was_cited() -> None:
    near = quote_of("It closed in 1994.").model_copy(update={"n": 0})

    (shown,) = attempt_of(abstained=True, citations=(), nearest=(near,)).quoted

    assert shown.text == "It <mark>closed in 1994</mark>."


def test_reasons_come_with_what_weighs_most_first() -> None:
    reasons = {
        "little": Reason(value=1, weight=1, adds=0.1),
        "much": Reason(value=1, weight=1, adds=-2),
    }

    assert [name for name, _ in attempt_of(reasons=reasons).reasons] == ["much", "little"]


def test_a_question_stands_beside_what_other_configurations_made_of_it() -> None:
    results = {
        "shipped": (result_named("q1"), result_named("q2")),
        "dense": (result_named("q2", 0.25),),
        "unkept": (result_named("q1"),),
    }
    outcomes = {"shipped": [outcome_of("q1"), outcome_of("q2")], "dense": [outcome_of("q2")]}

    first, second = collect_cases(results, outcomes)

    assert first.others == ()
    assert [(o.configuration, o.result.confidence) for o in second.others] == [("dense", 0.25)]


def test_an_id_that_is_no_file_name_still_has_a_page_of_its_own() -> None:
    names = ("../../etc/passwd", "Q1", "q1", "?")
    results = {"shipped": tuple(map(result_named, names))}

    cases = collect_cases(results, {"shipped": [outcome_of(name) for name in names]})

    assert [case.file for case in cases] == [
        "0001--etc-passwd.html",
        "0002-Q1.html",
        "0003-q1.html",
        "0004--.html",
    ]


def test_of_too_many_questions_the_failed_ones_have_a_page_in_their_order() -> None:
    right, wrong = result_named("q1"), result_of(cited=0.0)
    results = [
        right.model_copy(update={"id": "q1"}),
        wrong.model_copy(update={"id": "q2"}),
        right.model_copy(update={"id": "q3"}),
        wrong.model_copy(update={"id": "q4"}),
    ]
    outcomes = [outcome_of(result.id) for result in results]
    cases = collect_cases({"shipped": results}, {"shipped": outcomes})

    chosen = [[case.attempt.result.id for case in choose_paged(cases, most)] for most in (1, 3, 9)]

    assert chosen == [["q2"], ["q1", "q2", "q4"], ["q1", "q2", "q3", "q4"]]


def test_an_attempt_knows_how_it_failed() -> None:
    assert attempt_of().failure == Failure.NOT_QUOTED
