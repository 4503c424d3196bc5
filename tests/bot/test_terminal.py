"""`ask`, its batch mode and `chat`, as they are on a pipe."""

import json
from pathlib import Path
from typing import Any

import pytest

from bot.answers import Answer
from bot.pipeline import Pipeline, read_question
from bot.terminal import answer_lines, answer_once
from tests.conftest import Run


def batch(pipeline: Pipeline, capsys: pytest.CaptureFixture[str], *lines: str) -> list[Any]:
    """What batch mode prints for these lines, as objects."""
    answer_lines(lambda: pipeline, [f"{line}\n" for line in lines])
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_on_a_pipe_an_answer_is_plain_text_with_marks_and_sources(
    seed_pipeline: Pipeline, capsys: pytest.CaptureFixture[str]
) -> None:
    question = read_question("La RIAA a-t-elle obtenu un jugement contre AllofMP3 ?")
    answer_once(seed_pipeline, question, as_json=False, explain=False)

    shown = capsys.readouterr().out
    assert "\x1b" not in shown
    assert "[1]" in shown
    assert "n’a jamais obtenu de jugement" in " ".join(shown.split())
    assert "Numerama · La RIAA proclame une fausse victoire sur AllofMP3 · mai 2008" in shown
    assert "https://numerama.com/politique/" in shown
    assert all(len(line) <= 100 for line in shown.splitlines())


def test_asked_for_json_one_object_is_printed(
    seed_pipeline: Pipeline, capsys: pytest.CaptureFixture[str]
) -> None:
    answer_once(seed_pipeline, read_question("Qui a gagné ?"), as_json=True, explain=True)

    (line,) = capsys.readouterr().out.splitlines()
    assert Answer.model_validate_json(line).question == "Qui a gagné ?"


def test_an_explanation_comes_below_the_answer(
    seed_pipeline: Pipeline, capsys: pytest.CaptureFixture[str]
) -> None:
    answer_once(seed_pipeline, read_question("Qui a gagné ?"), as_json=False, explain=True)

    shown = capsys.readouterr().out
    assert shown.index("Numerama ·") < shown.index("Retrieved, best first")


def test_a_batch_is_answered_in_the_same_order_with_its_ids(
    seed_pipeline: Pipeline, capsys: pytest.CaptureFixture[str]
) -> None:
    answers = batch(
        seed_pipeline,
        capsys,
        "Qui a porté plainte ?",
        '{"id": "q2", "question": "What is the capital of Australia?"}',
        "",
        '  {"question": "Wer hat die Seite geschlossen?", "id": 3, "more": []}',
        "Qui a porté plainte ?",
    )

    assert [(answer["id"], answer["question"]) for answer in answers] == [
        (None, "Qui a porté plainte ?"),
        ("q2", "What is the capital of Australia?"),
        (3, "Wer hat die Seite geschlossen?"),
        (None, "Qui a porté plainte ?"),
    ]
    assert [answer["abstained"] for answer in answers][1] is True


@pytest.mark.parametrize(
    ("line", "key", "identity", "says"),
    [
        ("{not json", "batch-line", None, "Line 2 is not a question: it is not JSON"),
        ('{"id": "x"}', "batch-line", None, 'it has no "question" that is text'),
        ('{"id": "x", "question": 7}', "batch-line", None, 'it has no "question" that is text'),
        ('{"id": [], "question": "who?"}', "batch-line", None, '"id" is neither'),
        ('{"id": "x", "question": " "}', "empty-question", "x", "The question is empty."),
        ("?!", "wordless-question", None, "The question has no words."),
        ("x" * 2001, "long-question", None, "2001 characters"),
    ],
)
def test_a_bad_line_gives_an_error_in_its_place_and_the_others_go_on(
    seed_pipeline: Pipeline,
    capsys: pytest.CaptureFixture[str],
    line: str,
    key: str,
    identity: str | None,
    says: str,
) -> None:
    first, bad, last = batch(seed_pipeline, capsys, "Qui a gagné ?", line, "Qui a perdu ?")

    assert (first["question"], last["question"]) == ("Qui a gagné ?", "Qui a perdu ?")
    assert bad.keys() == {"id", "question", "error"}
    assert (bad["id"], bad["question"], bad["error"]["key"]) == (identity, line, key)
    assert says in bad["error"]["message"]


def test_lines_that_failed_are_counted(
    seed_pipeline: Pipeline, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer_lines(lambda: seed_pipeline, ["qui ?\n", "?\n", "\n", "{\n"]) == 2
    assert len(capsys.readouterr().out.splitlines()) == 3


def test_a_batch_as_a_process_exits_with_1_if_a_line_was_bad(run: Run, seed_data: Path) -> None:
    done = run(
        "bot", "ask", "--json", "-", stdin="Qui a gagné ?\n{}\nЧто?\n", DATA_DIR=str(seed_data)
    )

    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line.get("question") for line in lines] == ["Qui a gagné ?", "{}", "Что?"]
    assert ["error" in line for line in lines] == [False, True, False]
    assert (done.returncode, done.stderr) == (1, "")


def test_a_batch_without_lines_prints_nothing(run: Run, seed_data: Path) -> None:
    done = run("bot", "ask", "--json", "-", DATA_DIR=str(seed_data))

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_one_question_as_a_process_is_answered_in_plain_text(run: Run, seed_data: Path) -> None:
    done = run("bot", "ask", "did the RIAA win in court?", DATA_DIR=str(seed_data))

    assert (done.returncode, done.stderr) == (0, "")
    assert "\x1b" not in done.stdout
    assert "Numerama" in done.stdout


def test_an_abstention_is_an_answer_with_exit_status_0(run: Run, seed_data: Path) -> None:
    done = run("bot", "ask", "Who painted the Mona Lisa?", DATA_DIR=str(seed_data))

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("The dossier doesn't say.\n")


def test_chat_answers_line_by_line_and_goes_on_after_a_mistake(
    run: Run, seed_data: Path, tmp_path: Path
) -> None:
    data = tmp_path / "data"
    data.symlink_to(seed_data)
    done = run("bot", "chat", stdin="Qui a porté plainte ?\n\n?!\nWer hat geklagt?\n")
    (seed_data / "chat_history").unlink(missing_ok=True)

    assert done.returncode == 0
    assert done.stdout.count("Numerama · ") >= 2
    assert done.stderr == (
        "error: The question has no words. "
        'Ask in words, for example: "did the RIAA win in court?"\n'
    )
