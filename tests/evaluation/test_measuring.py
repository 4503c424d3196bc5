from typing import Any

import pytest

from bot.answers import Answer, CitedClaim, RetrievedPassage
from ingest.passages import PassageId
from tests.bot.render.test_sources import citation_of
from tests.bot.render.test_terminal import answer_of
from tests.evaluation.measuring import measure
from tests.evaluation.metrics.catalogue import BY_NAME, METRICS
from tests.evaluation.outcomes import Outcome, Result
from tests.evaluation.questions import EvaluationQuestion, Words

EXPECTED = Words(document="a.txt", quote="closed in 1994")
RIGHT = citation_of(quote="The hall closed in 1994, in winter.")
WRONG = citation_of(quote="The hall was large.")


def result_of(**known: Any) -> Result:
    """What was measured of a question, changed as a test says."""
    nothing = {"id": "d1", "part": "dev", "question": "When?", "lang": "en", "kind": "factoid"}
    rest = {"answerable": True, "abstained": False, "confidence": 0.5, "values": {}, "seconds": {}}
    return Result.model_validate({**nothing, "style": "plain", **rest, **known})


def outcome_of(answer: Answer, *relevant: str, **known: Any) -> Outcome:
    """What became of a question that the documents answer, changed as a test says."""
    question = {
        "id": "d1",
        "part": "dev",
        "question": "When did it close?",
        "lang": "en",
        "kind": "temporal",
        "answerable": True,
        "answers": (EXPECTED,),
        "key_facts": (("1994",), ("winter", "hiver")),
    }
    return Outcome(
        question=EvaluationQuestion.model_validate({**question, **known}),
        answer=answer,
        relevant=tuple(map(PassageId, relevant)),
    )


def unanswerable(answer: Answer) -> Outcome:
    return outcome_of(answer, answerable=False, answers=(), key_facts=(), kind="unanswerable")


def passages(*ids: str) -> tuple[RetrievedPassage, ...]:
    known: dict[str, Any] = {"document": "a.txt", "start": 0, "end": 1, "text": "", "scores": {}}
    return tuple(RetrievedPassage(id=PassageId(name), **known) for name in ids)


def test_every_metric_of_an_answer() -> None:
    answer = answer_of(
        citations=(WRONG, RIGHT.model_copy(update={"n": 2})),
        passages=passages("p", "q", "r"),
        confidence=0.75,
        seconds={"retrieval": 0.25, "answer": 0.5},
    )

    result = measure(outcome_of(answer, "q"))

    assert result.values == pytest.approx(
        {
            "recall@1": 0,
            "recall@3": 1,
            "recall@8": 1,
            "hit@1": 0,
            "hit@8": 1,
            "mrr": 0.5,
            "ndcg@8": 0.6309297535714575,
            "cited": 1,
            "cited_first": 0,
            "citation_recall": 0.5,
            "citation_precision": 0.5,
            "key_facts": 1,
            "false_abstention": 0,
            "right_if_answered": 1,
            "language": 1,
            "shown_chars": 54,
        }
    )
    assert (result.confidence, result.abstained) == (0.75, False)
    assert result.seconds == {"retrieval": 0.25, "answer": 0.5}
    assert result.values.keys() <= BY_NAME.keys()


def test_an_abstention_cites_nothing_though_what_is_nearest_is_right() -> None:
    answer = answer_of(abstained=True, claims=(), citations=(), nearest=(RIGHT,))

    values = measure(outcome_of(answer, "p")).values

    told = ("cited", "cited_first", "key_facts", "false_abstention", "right_if_answered")
    assert [values[name] for name in told] == [0, 0, 0, 1, 1]
    assert "citation_recall" not in values
    assert values["shown_chars"] == 0
    assert values["hit@1"] == 1


def test_of_what_nothing_answers_it_is_told_whether_it_was_answered() -> None:
    abstention = answer_of(abstained=True, claims=(), citations=(), nearest=(WRONG,))

    assert measure(unanswerable(answer_of(citations=(WRONG,)))).values["false_answer"] == 1
    assert measure(unanswerable(abstention)).values == {
        "false_answer": 0,
        "right_if_answered": 0,
        "language": 1,
        "shown_chars": 0,
    }


def test_metrics_of_the_answerable_are_of_no_others_and_the_other_way() -> None:
    both = [measure(outcome_of(answer_of())), measure(unanswerable(answer_of()))]

    for metric in METRICS:
        of = [result.answerable for result in both if metric.name in result.values]
        allowed = {"answerable": {True}, "unanswerable": {False}, "all": {True, False}}
        assert set(of) <= allowed[metric.of]


def test_tokens_and_cost_are_told_where_a_language_model_was_asked() -> None:
    written = answer_of(
        model="parrot",
        tokens=120,
        cost=0.25,
        citations=(RIGHT,),
        claims=(CitedClaim(text="It closed in 1994.", citations=(1,)),),
    )

    values = measure(outcome_of(written)).values

    assert (values["tokens"], values["cost"]) == (120, 0.25)
    assert values["shown_chars"] == 18 + 35
    assert "tokens" not in measure(outcome_of(answer_of())).values


def test_an_answer_in_another_language_is_told() -> None:
    assert measure(outcome_of(answer_of(language="fr"))).values["language"] == 0
