from collections import Counter
from itertools import combinations
from pathlib import Path

import pytest

from ingest.folder import list_files, read_files
from ingest.reading import read_file
from tests.conftest import ROOT
from tests.evaluation.checking import check_spans
from tests.evaluation.questions import SETS, EvaluationQuestion, Words, read_questions
from tests.evaluation.records import RecordError
from tests.evaluation.spans import even_spaces, holds

DOSSIER = ROOT / "dossier"
DEV, TEST = SETS / "dev.jsonl", SETS / "test.jsonl"
QUESTIONS = read_questions()
VALID = DEV.read_text("utf-8").splitlines()[0]
KINDS = {
    *("factoid", "judgement", "temporal", "list", "causal", "comparison", "contradiction"),
    *("follow_up", "false_premise", "unanswerable", "out_of_scope", "injection"),
}
LANGUAGES = {"en", "fr", "de", "es", "ru"}


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """The text of every document of the dossier, attachments too, by path."""
    return {
        document.path: document.text
        for source in read_files(DOSSIER, list_files(DOSSIER), {})
        for document in read_file(source).documents
    }


def of_part(part: str) -> list[EvaluationQuestion]:
    return [question for question in QUESTIONS if question.part == part]


def test_each_question_has_an_id_of_its_own() -> None:
    counts = Counter(question.id for question in QUESTIONS)

    assert [name for name, count in counts.items() if count > 1] == []


def test_there_are_enough_questions_and_enough_that_nothing_answers() -> None:
    """Unanswerable ones of the hard kind: near to what the dossier says."""
    assert len(QUESTIONS) >= 250
    assert sum(question.kind == "unanswerable" for question in QUESTIONS) >= 60


@pytest.mark.parametrize("part", ["dev", "test"])
def test_each_part_has_every_kind_language_and_style(part: str) -> None:
    questions = of_part(part)

    assert {question.kind for question in questions} == KINDS
    assert {question.lang for question in questions} == LANGUAGES
    assert {question.style for question in questions} == {"plain", "colloquial", "misspelt"}


@pytest.mark.parametrize("part", ["dev", "test"])
def test_each_part_has_questions_in_each_language_with_an_answer_and_without(part: str) -> None:
    told = {(question.lang, question.answerable) for question in of_part(part)}

    assert told == {(lang, answerable) for lang in LANGUAGES for answerable in (True, False)}


@pytest.mark.parametrize(("part", "file"), [("dev", DEV), ("test", TEST)])
def test_a_file_holds_the_questions_of_its_part(part: str, file: Path) -> None:
    assert {question.part for question in read_questions(file)} == {part}


def test_no_question_is_in_both_parts() -> None:
    """Not even with other capitals, spaces or marks at the end."""

    def asked(question: EvaluationQuestion) -> tuple[str, ...]:
        turns = (*question.before, question.question)
        return tuple(even_spaces(turn).casefold().rstrip(" ?!.") for turn in turns)

    assert {asked(q) for q in of_part("dev")} & {asked(q) for q in of_part("test")} == set()


def share_of(one: EvaluationQuestion, other: EvaluationQuestion) -> float:
    """Of the words that answer `one`, the share that answers `other` too, in part at least."""
    shared = [
        words
        for words in one.answers
        if any(
            holds(words, its.document, its.quote) or holds(its, words.document, words.quote)
            for its in other.answers
        )
    ]
    return len(shared) / len(one.answers)


def test_what_is_asked_in_one_part_is_not_asked_in_other_words_in_the_other() -> None:
    """Else what was tuned on a question of dev would be measured on its paraphrase."""
    dev, test = ([q for q in of_part(part) if q.answerable] for part in ("dev", "test"))

    alike = [
        (one.id, other.id)
        for one in dev
        for other in test
        if min(share_of(one, other), share_of(other, one)) >= 0.5
    ]

    assert alike == []


def test_what_is_of_a_kind_without_answers_has_none() -> None:
    kinds = {"unanswerable", "out_of_scope"}

    assert [q.id for q in QUESTIONS if q.kind in kinds and q.answerable] == []


def test_all_words_that_answer_stand_in_their_documents(texts: dict[str, str]) -> None:
    check_spans(QUESTIONS, texts)


def test_words_that_answer_fit_into_a_quote() -> None:
    """A quote has 400 characters at most: longer words could never be shown whole."""
    long = [q.id for q in QUESTIONS for words in q.answers if len(words.quote) > 400]

    assert long == []


def test_words_that_answer_are_as_short_as_is_still_an_answer() -> None:
    """Whatever holds the longer of two holds the shorter: only the shorter is needed."""
    needless = [
        (question.id, longer.quote)
        for question in QUESTIONS
        for one, other in combinations(question.answers, 2)
        for shorter, longer in [sorted((one, other), key=lambda words: len(words.quote))]
        if holds(shorter, longer.document, longer.quote)
    ]

    assert needless == []


def test_what_is_answerable_has_key_facts_each_with_something_to_look_for() -> None:
    lacking = [q.id for q in QUESTIONS if q.answerable != bool(q.key_facts)]
    empty = [q.id for q in QUESTIONS for fact in q.key_facts if not all(map(str.strip, fact))]

    assert (lacking, empty) == ([], [])


def test_what_has_answers_is_answerable_and_the_other_way_round(tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text(VALID.replace('"answerable": true', '"answerable": false') + "\n", "utf-8")

    with pytest.raises(RecordError, match="answers are for what is answerable"):
        read_questions(file)


def test_a_line_says_what_is_asked_and_which_words_answer() -> None:
    [first] = [question for question in QUESTIONS if question.id == "q001"]

    assert (first.question, first.kind, first.style) == (
        "Did the RIAA win in court?",
        "judgement",
        "plain",
    )
    assert (
        Words(
            document="overview.en.html", quote="no court had ruled for the RIAA, as Numerama said"
        )
        in first.answers
    )


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "Invalid JSON"),
        ("", "Invalid JSON"),
        ('{"id": "q1"}', "part: Field required"),
        (VALID.replace('"dev"', '"train"'), "part: Input should be"),
        (VALID.replace('"style"', '"stile"'), "stile: Extra inputs"),
    ],
)
def test_a_malformed_line_is_named(tmp_path: Path, line: str, reason: str) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text(f"{VALID}\n{line}\n{VALID}\n", "utf-8")

    with pytest.raises(RecordError) as caught:
        read_questions(file)

    assert str(caught.value).startswith(f"{file}, line 2 can't be used: ")
    assert reason in str(caught.value)


def test_a_reason_without_a_field_begins_with_words(tmp_path: Path) -> None:
    file = tmp_path / "questions.jsonl"
    file.write_text("{\n", "utf-8")

    with pytest.raises(RecordError, match=r"used: Invalid JSON"):
        read_questions(file)


def test_a_line_separator_in_a_string_ends_no_line(tmp_path: Path) -> None:
    """JSON allows U+2028 and U+0085 unescaped, and web pages are full of them."""
    file = tmp_path / "questions.jsonl"
    file.write_text(VALID.replace("RIAA", "RIAA\u2028\u0085") + "\n", "utf-8")

    assert "\u2028" in read_questions(file)[0].question
