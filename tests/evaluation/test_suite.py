"""A whole run, on a small dossier of our own, and what stops it before its first question."""

import io
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from llama_index.core.base.embeddings.base import BaseEmbedding
from rich.console import Console

from bot.settings import BotSettings
from ingest.errors import DossierError, EmbeddingError, UnknownDocumentError
from tests.conftest import ROOT, ingest, write_dossier
from tests.doubles.llm.replies import Reply
from tests.doubles.llm.server import LlmServer
from tests.evaluation.arguments import parse
from tests.evaluation.checking import NoQuestionsError, SpanError, StaleIndexError
from tests.evaluation.configurations import ConfigurationError
from tests.evaluation.datasets.errors import UnknownDatasetError
from tests.evaluation.records import RecordError
from tests.evaluation.report.folder import ReportFolderError
from tests.evaluation.results import ResultsFolderError, read_run
from tests.evaluation.suite import evaluate

DOCUMENTS = {
    "hall.txt": "The hall on the market square was built in 1904. Anna Berg drew the plans for it.",
    "bridge.txt": "The bridge over the river was closed in 1951 because its pillars had rusted.",
}
BUILT: dict[str, Any] = {
    "id": "m1",
    "part": "dev",
    "question": "When was the hall on the market square built?",
    "lang": "en",
    "kind": "temporal",
    "answerable": True,
    "answers": [{"document": "hall.txt", "quote": "built in 1904"}],
    "key_facts": [["1904"]],
}
CLOSED: dict[str, Any] = {
    **BUILT,
    "id": "m2",
    "part": "test",
    "question": "Why was the bridge closed?",
    "kind": "causal",
    "answers": [{"document": "bridge.txt", "quote": "pillars had rusted"}],
    "key_facts": [],
}
NOWHERE: dict[str, Any] = {
    **BUILT,
    "id": "m3",
    "question": "Who won the chess championship in Reykjavik?",
    "kind": "out_of_scope",
    "answerable": False,
    "answers": [],
    "key_facts": [],
}
SAMPLES = ROOT / "tests" / "evaluation" / "datasets" / "samples"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory, embedding: BaseEmbedding) -> BotSettings:
    folder = tmp_path_factory.mktemp("suite")
    dossier, data = write_dossier(folder / "dossier", DOCUMENTS), folder / "data"
    ingest(dossier, data, embedding)
    return BotSettings(dossier_dir=dossier, data_dir=data)


def write_questions(folder: Path, *questions: dict[str, Any]) -> Path:
    file = folder / "mine.jsonl"
    file.write_text("".join(f"{json.dumps(question)}\n" for question in questions))
    return file


class Told:
    """A run by its command line, and what it told."""

    def __init__(self, settings: BotSettings, arguments: Sequence[object]) -> None:
        out, progress = io.StringIO(), io.StringIO()
        self._out, self._progress = out, progress
        self._settings, self._options = settings, parse([str(word) for word in arguments])

    def run(self) -> int:
        return evaluate(
            self._options,
            self._settings,
            Console(file=self._out, width=200),
            Console(file=self._progress, width=200),
        )

    @property
    def lines(self) -> list[str]:
        return self._out.getvalue().splitlines()

    @property
    def progress(self) -> list[str]:
        return self._progress.getvalue().splitlines()


def test_a_run_tells_figures_of_each_part_and_sums_up_in_a_last_line(
    settings: BotSettings, tmp_path: Path
) -> None:
    questions = write_questions(tmp_path, BUILT, CLOSED, NOWHERE)

    told = Told(settings, ["--questions", questions, "--alone", "--results", tmp_path / "results"])

    assert told.run() == 0
    assert told.progress == ["asking 3 questions: shipped"]
    assert [line for line in map(str.strip, told.lines) if line.endswith("questions")] == [
        "test part, 1 questions",
        "dev part, 2 questions",
    ]
    assert told.lines[-1].startswith("evaluation: 3 questions, cited 100 %, cited first 100 %, ")
    [file] = (tmp_path / "results").iterdir()
    assert f"results: {file}" in told.lines
    run = read_run(file)
    assert run.dataset == "dossier"
    assert [result.id for result in run.configurations["shipped"]] == ["m1", "m2", "m3"]


def test_another_configuration_is_asked_and_compared_though_it_is_not_a_usual_one(
    settings: BotSettings, tmp_path: Path
) -> None:
    questions = write_questions(tmp_path, BUILT, CLOSED)
    other = "shipped:lexical=0"

    told = Told(
        settings,
        [
            "--questions",
            questions,
            "--alone",
            "--against",
            other,
            "--results",
            tmp_path / "results",
        ],
    )

    assert told.run() == 0
    assert told.progress == ["asking 2 questions: shipped", f"asking 2 questions: {other}"]
    assert f"{other} -> shipped, 2 questions; * p < 0.05" in map(str.strip, told.lines)


def test_a_report_is_written_and_named(settings: BotSettings, tmp_path: Path) -> None:
    questions = write_questions(tmp_path, BUILT, NOWHERE)
    report = tmp_path / "report"

    told = Told(
        settings,
        [
            "--questions",
            questions,
            "--alone",
            "--report",
            report,
            "--results",
            tmp_path / "results",
        ],
    )

    assert told.run() == 0
    assert f"report: {report / 'index.html'}" in told.lines
    assert (report / "index.html").is_file()
    assert len(list((report / "questions").iterdir())) == 2


def test_documents_that_are_named_alone_answer_what_they_answer(
    settings: BotSettings, tmp_path: Path
) -> None:
    """What the others answer is then for nobody to answer."""
    questions = write_questions(tmp_path, BUILT, CLOSED)

    told = Told(
        settings,
        [
            "--questions",
            questions,
            "--alone",
            "--only",
            "hall.txt",
            "--results",
            tmp_path / "results",
        ],
    )

    assert told.run() == 0
    [file] = (tmp_path / "results").iterdir()
    results = read_run(file).configurations["shipped"]
    assert [result.answerable for result in results] == [True, False]


@pytest.mark.parametrize("sample", ["squad.json", "beir"])
def test_an_outside_set_is_asked_in_an_index_of_its_own(
    settings: BotSettings, tmp_path: Path, sample: str
) -> None:
    before = sorted(settings.data_dir.rglob("*"))

    told = Told(
        settings, ["--dataset", SAMPLES / sample, "--alone", "--results", tmp_path / "results"]
    )

    assert told.run() == 0
    assert told.lines[-1].startswith("evaluation: ")
    assert sorted(settings.data_dir.rglob("*")) == before


def test_the_gate_asks_the_dev_part_of_the_bot_with_nothing_set(
    dossier_data: Path, tmp_path: Path
) -> None:
    settings = BotSettings(
        dossier_dir=ROOT / "dossier",
        data_dir=dossier_data,
        llm_model="any",
        llm_base_url="http://127.0.0.1:9/v1",
    )

    told = Told(settings, ["--gate", "--ids", "q001", "q005", "--results", tmp_path / "results"])

    assert told.run() == 0
    assert told.progress == ["asking 2 questions: shipped"]
    assert told.lines[-2] == "gate: passed, 2 questions held against the kept run"


def test_a_language_model_that_is_set_judges_what_the_shipped_bot_answers(
    settings: BotSettings, tmp_path: Path, llm_server: LlmServer
) -> None:
    """What it writes is no answer here, so that quotes are judged."""
    llm_server.play_by(lambda _: Reply('{"reason": "It has the year.", "verdict": "right"}'))
    asking = settings.model_copy(
        update={
            "llm_base_url": llm_server.url,
            "llm_model": "parrot",
            "prompts_dir": ROOT / "prompts",
        }
    )
    questions = write_questions(tmp_path, BUILT, NOWHERE)

    told = Told(asking, ["--questions", questions, "--alone", "--results", tmp_path / "results"])

    assert told.run() == 0
    assert told.progress == ["asking 2 questions: shipped", "judging 2 answers: shipped"]
    [file] = (tmp_path / "results").iterdir()
    results = read_run(file).configurations["shipped"]
    assert [result.values.get("judged") for result in results] == [1.0, None]


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    """A folder with good and bad input."""
    good = write_questions(tmp_path, BUILT, CLOSED, NOWHERE).read_text()
    unheld = {**BUILT, "answers": [{"document": "hall.txt", "quote": "built in 1905"}]}
    (tmp_path / "broken.jsonl").write_text(f"{good}{{nothing}}\n")
    (tmp_path / "unheld.jsonl").write_text(f"{json.dumps(unheld)}\n")
    (tmp_path / "file").touch()
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "error", "named"),
    [
        ("--questions broken.jsonl", RecordError, r"broken\.jsonl.*line 4 "),
        (
            "--questions unheld.jsonl",
            SpanError,
            r"m1: hall\.txt doesn't hold these words: “built in 1905”",
        ),
        ("--kind list", NoQuestionsError, "No question is selected by kind list"),
        ("--with clever", ConfigurationError, "clever.*tutorial"),
        ("--against clever", ConfigurationError, "clever.*tutorial"),
        ("--alone --with shipped:embedding=file", EmbeddingError, "file"),
        ("--only tower.txt", UnknownDocumentError, r"tower\.txt.*bridge\.txt, hall\.txt"),
        ("--report file", ReportFolderError, "file"),
        ("--results file", ResultsFolderError, "file"),
    ],
)
def test_bad_input_is_named_before_anything_is_asked(
    settings: BotSettings,
    inputs: Path,
    monkeypatch: pytest.MonkeyPatch,
    arguments: str,
    error: type[DossierError],
    named: str,
) -> None:
    monkeypatch.chdir(inputs)
    told = Told(settings, ["--questions", "mine.jsonl", "--results", "results", *arguments.split()])

    with pytest.raises(error, match=named):
        told.run()

    assert told.progress == []


def test_a_set_of_no_known_format_is_named_before_anything_is_asked(
    settings: BotSettings, inputs: Path
) -> None:
    told = Told(settings, ["--dataset", inputs / "file", "--results", inputs / "results"])

    with pytest.raises(UnknownDatasetError, match="file"):
        told.run()

    assert told.progress == []


def test_an_index_older_than_the_dossier_is_not_asked(settings: BotSettings, inputs: Path) -> None:
    newer = write_dossier(inputs / "newer", {**DOCUMENTS, "tower.txt": "The tower is older."})
    changed = settings.model_copy(update={"dossier_dir": newer})
    told = Told(changed, ["--questions", inputs / "mine.jsonl", "--results", inputs / "results"])

    with pytest.raises(StaleIndexError, match=r"tower\.txt added.*python -m ingest"):
        told.run()

    assert told.progress == []
