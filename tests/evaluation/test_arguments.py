from pathlib import Path

import pytest

from tests.evaluation.arguments import Options, build_parser, parse


def test_nothing_said_is_everything_asked() -> None:
    assert parse([]) == Options()


def test_what_is_said_is_read() -> None:
    options = parse(
        ["--part", "dev", "--kind", "list", "causal", "--with", "dense", "shipped:lexical=1"]
    )

    assert options == Options(
        part="dev", kind=["list", "causal"], added=["dense", "shipped:lexical=1"]
    )


def test_commands_have_their_own_file() -> None:
    assert parse(["candidates", "asked.jsonl", "--into", "new.jsonl"]) == Options(
        command="candidates", file=Path("asked.jsonl"), into=Path("new.jsonl")
    )
    assert parse(["calibrate", "file.jsonl", "--write", "--source", "mine"]) == Options(
        command="calibrate", file=Path("file.jsonl"), write=True, source="mine"
    )


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ("--gate --part test", "argument --gate: it asks the dev part"),
        ("--gate --questions mine.jsonl", "they are for the sets and the dossier, whole"),
        ("--keep --only a.txt", "they are for the sets and the dossier, whole"),
        ("--keep --dataset squad.json", "they are for the sets and the dossier, whole"),
        ("--keep --language fr", "argument --keep: it needs all questions"),
        ("--keep --part test", "argument --keep: it needs all questions"),
        ("--limit 5", "argument --limit: it is for --dataset"),
        ("--split dev", "argument --split: it is for --dataset"),
        (
            "--dataset squad.json --limit 0",
            "argument --limit: it should be a whole number from 1 on",
        ),
        ("--keep --gate", "not allowed with argument"),
        ("--keep --with title", "it keeps the usual configurations and no other"),
        ("--keep --against dense", "it keeps the usual configurations and no other"),
        ("--dataset set.json --questions mine.jsonl", "it has its own questions"),
        ("--kind outside", "invalid choice: 'outside'"),
    ],
)
def test_what_cannot_be_meant_is_said_in_a_line(
    arguments: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        parse(arguments.split())

    assert ended.value.code == 2
    assert told in capsys.readouterr().err.splitlines()[-1]


def test_the_help_fits_a_page_of_a_hundred_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")

    lines = build_parser().format_help().splitlines()

    assert max(map(len, lines)) <= 100
