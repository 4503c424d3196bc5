"""`ask`, its batch mode and `chat`, as they are on a pipe."""

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import main
from bot.answers import Answer
from bot.pipeline import Pipeline, read_question
from bot.terminal import answer_lines, answer_once
from tests.conftest import ROOT, Run


def batch(pipeline: Pipeline, capsys: pytest.CaptureFixture[str], *lines: str) -> list[Any]:
    """What batch mode prints for these lines, as objects."""
    answer_lines(pipeline, [f"{line}\n" for line in lines])
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
        ('{"id": "x"}', "batch-line", "x", 'it has no "question" that is text'),
        ('{"id": 3, "question": 7}', "batch-line", 3, 'it has no "question" that is text'),
        ('{"id": [], "question": "who?"}', "batch-line", None, '"id" is neither'),
        ('{"id": true, "question": "who?"}', "batch-line", None, '"id" is neither'),
        ('{"id": 1.5, "question": "who?"}', "batch-line", None, '"id" is neither'),
        ('{"id": "\\ud800", "question": "who?"}', "batch-line", None, '"id" has half'),
        ('{"id": "x", "question": "who\\udc00?"}', "broken-question", "x", "at position 4"),
        ('{"id": ' + "[" * 100_000, "batch-line", None, "it is nested too deeply"),
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
    identity: str | int | None,
    says: str,
) -> None:
    first, bad, last = batch(seed_pipeline, capsys, "Qui a gagné ?", line, "Qui a perdu ?")

    assert (first["question"], last["question"]) == ("Qui a gagné ?", "Qui a perdu ?")
    assert bad.keys() == {"id", "question", "error"}
    assert (bad["id"], bad["question"], bad["error"]["key"]) == (identity, line, key)
    assert says in bad["error"]["message"]


def test_half_a_character_on_a_line_is_refused_and_shown_as_none(
    seed_pipeline: Pipeline, capsys: pytest.CaptureFixture[str]
) -> None:
    (bad,) = batch(seed_pipeline, capsys, "qui \udcff ?")

    assert (bad["question"], bad["error"]["key"]) == ("qui \ufffd ?", "broken-question")


@pytest.mark.parametrize("line", ["Qui a gagné ?", '{"id": null, "question": "Qui a gagné ?"}'])
def test_a_byte_order_mark_before_the_first_line_is_no_part_of_it(
    seed_pipeline: Pipeline, capsys: pytest.CaptureFixture[str], line: str
) -> None:
    (answer,) = batch(seed_pipeline, capsys, f"\ufeff{line}")

    assert (answer["question"], answer["language"]) == ("Qui a gagné ?", "fr")


def test_a_batch_without_lines_prints_nothing(
    seed_pipeline: Pipeline, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer_lines(seed_pipeline, []) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["ask", "-"], "- reads a question a line and needs --json"),
        (["ask", "--json", "--explain", "who?"], "--explain: not allowed with argument --json"),
    ],
)
def test_options_that_do_not_go_together_are_refused(
    capsys: pytest.CaptureFixture[str], arguments: list[str], says: str
) -> None:
    with pytest.raises(SystemExit) as refused:
        main(arguments)

    assert refused.value.code == 2
    assert says in capsys.readouterr().err


def test_lines_that_failed_are_counted(
    seed_pipeline: Pipeline, capsys: pytest.CaptureFixture[str]
) -> None:
    assert answer_lines(seed_pipeline, ["qui ?\n", "?\n", "\n", "{\n"]) == 2
    assert len(capsys.readouterr().out.splitlines()) == 3


def test_a_batch_as_a_process_exits_with_1_if_a_line_was_bad(run: Run, seed_data: Path) -> None:
    done = run(
        "bot", "ask", "--json", "-", stdin="Qui a gagné ?\n{}\nЧто?\n", DATA_DIR=str(seed_data)
    )

    lines = [json.loads(line) for line in done.stdout.splitlines()]
    assert [line.get("question") for line in lines] == ["Qui a gagné ?", "{}", "Что?"]
    assert ["error" in line for line in lines] == [False, True, False]
    assert (done.returncode, done.stderr) == (1, "")


def test_an_abstention_is_an_answer_with_exit_status_0(run: Run, seed_data: Path) -> None:
    done = run("bot", "ask", "Who painted the Mona Lisa?", DATA_DIR=str(seed_data))

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("The dossier doesn't say.\n")


def start(data: Path, *arguments: str) -> "subprocess.Popen[bytes]":
    """Run the bot as a process that can be talked to while it runs."""
    return subprocess.Popen(
        [sys.executable, "-m", "bot", *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=data.parent,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "DATA_DIR": str(data)},
    )


def test_a_reader_that_has_enough_ends_a_batch_without_a_word(seed_data: Path) -> None:
    """As `| head -n 1` does."""
    with start(seed_data, "ask", "--json", "-") as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(b"Qui a gagne ?\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["question"] == "Qui a gagne ?"
        process.stdout.close()
        process.stdin.write(b"Qui a perdu ?\n" * 3)
        process.stdin.close()

        assert (process.wait(60), process.stderr.read()) == (0, b"")


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
        'error: The question has no words. Ask in words, for example: "when was it decided?"\n'
    )


@pytest.mark.parametrize("arguments", [["chat"], ["ask", "--json", "-"]])
def test_ctrl_c_exits_with_130_and_one_word(seed_data: Path, arguments: list[str]) -> None:
    with start(seed_data, *arguments) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        if arguments == ["chat"]:
            assert os.read(process.stdout.fileno(), 100) == b"? "
        else:
            process.stdin.write(b"Qui a gagne ?\n")
            process.stdin.flush()
            assert process.stdout.readline().startswith(b"{")
        # A signal between the prompt and the system call that reads would be seen after that only.
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)

        assert (process.wait(20), process.stderr.read()) == (130, b"interrupted\n")
    (seed_data / "chat_history").unlink(missing_ok=True)


def test_the_same_question_is_answered_alike_to_the_byte(run: Run, dossier_data: Path) -> None:
    """Whatever the process: sets have another order in each."""
    questions = (
        "When did the RIAA sue AllofMP3?\nКто закрыл AllofMP3?\nWarum wurde Kvasov angeklagt?\n"
    )

    def ask(seed: str) -> str:
        settings = {"DATA_DIR": str(dossier_data), "PYTHONHASHSEED": seed}
        done = run("bot", "ask", "--json", "-", stdin=questions, **settings)
        return re.sub(r'"seconds":\{[^}]*\}', "", done.stdout)

    first = ask("1")
    assert first.count("\n") == 3
    assert '"disagreement":true' in first
    assert '"index":"multilingual-e5-small' in first
    assert ask("2") == first
