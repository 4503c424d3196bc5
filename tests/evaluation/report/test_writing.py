from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from lxml import html

from bot.pipeline import Pipeline, read_question
from tests.evaluation.measuring import measure
from tests.evaluation.outcomes import Outcome, Run
from tests.evaluation.questions import EvaluationQuestion, Words
from tests.evaluation.report.folder import ReportFolderError
from tests.evaluation.report.writing import write_report

SEED = "numerama-riaa-allofmp3.fr.txt"
EVIL = "</title><script>alert(1)</script><img src=x onerror=alert(1)>"
UNQUOTED = Words(document=SEED, quote="stands nowhere <b>")


def question_of(name: str, text: str, *answers: Words) -> EvaluationQuestion:
    return EvaluationQuestion(
        id=name,
        part="test" if name.startswith("t") else "dev",
        question=text,
        lang="en",
        kind="factoid" if answers else "unanswerable",
        before=("Who sued?",) if name == "t1" else (),
        answerable=bool(answers),
        answers=answers,
        key_facts=(("1994", EVIL),) if answers else (),
    )


QUESTIONS = (
    question_of("t1", "did the RIAA win in court?", UNQUOTED),
    question_of("t2", "Who is the CEO of Apple?"),
    question_of("d1", f"Did the RIAA sue {EVIL}?", UNQUOTED),
    question_of("d2", "What is the boiling point of lead?"),
)


@pytest.fixture(scope="module")
def outcomes(seed_pipeline: Pipeline) -> list[Outcome]:
    return [
        Outcome(
            question=question,
            answer=seed_pipeline.ask(read_question(question.question, question.id)),
            relevant=(),
        )
        for question in QUESTIONS
    ]


@pytest.fixture(scope="module")
def report(outcomes: list[Outcome], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A report of two configurations that answer alike."""
    both = {"shipped": outcomes, "<i>other</i>": outcomes}
    return write_report(tmp_path_factory.mktemp("report"), run_of(both), both)


def run_of(outcomes: Mapping[str, Sequence[Outcome]]) -> Run:
    return Run(
        at=datetime(2026, 1, 2, 3, 4, tzinfo=UTC),
        revision="abc1234+",
        dataset="dossier",
        index="an index",
        configurations={name: tuple(map(measure, of_name)) for name, of_name in outcomes.items()},
    )


def pages_of(report: Path) -> list[Path]:
    return [report, *sorted(report.parent.glob("questions/*.html"))]


def read(page: Path) -> html.HtmlElement:
    return html.fromstring(page.read_bytes())


def words_of(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_every_question_has_a_page_and_every_link_leads_somewhere(report: Path) -> None:
    assert [page.name for page in pages_of(report)] == [
        "index.html",
        "0001-t1.html",
        "0002-t2.html",
        "0003-d1.html",
        "0004-d2.html",
    ]
    for page in pages_of(report):
        for target in map(str, read(page).xpath("//a/@href")):
            if not target.startswith(("#", "https://", "http://")):
                assert (page.parent / target.partition("#")[0]).is_file()


def test_the_summary_comes_first_and_the_test_part_before_the_dev_part(report: Path) -> None:
    sections = read(report).xpath("//section/@id")

    assert sections == ["test", "dev", "questions"]


def test_figures_stand_with_their_intervals_for_each_configuration(report: Path) -> None:
    table = read(report).xpath("//section[@id='test']//table")[0]

    assert words_of(table.xpath("caption")[0]) == "Configurations, test part"
    assert list(map(words_of, table.xpath("tbody//th"))) == ["shipped", "<i>other</i>"]
    assert words_of(table.xpath("tbody/tr[1]/td")[0]) == "0 % 0–98 %"


def test_every_failed_question_can_be_filtered_by_how_it_failed(report: Path) -> None:
    tree = read(report)
    rows = tree.xpath("//table[@class='questions']/tbody/tr")

    offered = tree.xpath("//select[@name='failure']/option/text()")
    assert {row.get("data-failure") for row in rows} <= set(offered) | {""}
    assert [row.get("data-outcome") for row in rows] == ["failed", "right", "failed", "right"]
    assert [row.get("data-part") for row in rows] == ["test", "test", "dev", "dev"]


def test_a_page_tells_what_was_asked_expected_retrieved_and_decided(
    report: Path, outcomes: list[Outcome]
) -> None:
    page = read(report.parent / "questions" / "0001-t1.html")
    answer = outcomes[0].answer

    said = words_of(page)
    assert "Who sued?" in words_of(page.xpath("//ol[@class='before']")[0])
    assert "stands nowhere <b>" in said
    for passage in answer.passages:
        assert " ".join(passage.text.split()) in said
    for citation in answer.citations:
        assert any(citation.quote in u.text_content() for u in page.xpath("//u/.."))
    for feature in answer.reasons:
        assert feature.replace("_", " ") in said
    assert "<i>other</i>" in said
    discord = words_of(page.xpath("//div[@class='discord']")[0])
    assert discord.startswith("did the RIAA win in court?")


def test_nothing_that_was_read_becomes_markup(report: Path) -> None:
    for page in pages_of(report):
        tree = read(page)
        assert len(tree.xpath("//script")) == (1 if page == report else 0)
        assert tree.xpath("//img | //b | //i | //@onerror") == []
        assert len(tree.xpath("//title")) == 1


def test_pages_load_nothing_and_run_only_the_script_of_the_report(report: Path) -> None:
    for page in pages_of(report):
        tree = read(page)
        policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
        assert policy.startswith(
            "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256"
        )
        assert tree.xpath("//link | //script/@src | //iframe | //image") == []


def test_who_sees_no_pictures_is_told_what_they_show(report: Path) -> None:
    tree = read(report)

    figures = tree.xpath("//figure")
    assert len(figures) == 8
    for figure in figures:
        assert figure.xpath("*[local-name()='svg'][@role='img']/@aria-label")
        assert len(words_of(figure.xpath("figcaption")[0])) > 40


def test_tables_have_captions_and_their_headings_say_what_of(report: Path) -> None:
    for page in pages_of(report):
        tree = read(page)
        assert tree.xpath("//table[not(caption)]") == []
        assert tree.xpath("//th[not(@scope)]") == []


def test_no_two_parts_of_a_page_have_the_same_id(report: Path) -> None:
    for page in pages_of(report):
        ids = read(page).xpath("//@id")
        assert len(ids) == len(set(ids))


def test_a_folder_that_cant_be_written_is_named(outcomes: list[Outcome], tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("mine")

    with pytest.raises(ReportFolderError, match=r"index\.html is in the way"):
        write_report(tmp_path, run_of({"shipped": outcomes}), {"shipped": outcomes})


def test_a_run_without_unanswerable_questions_has_a_report(
    outcomes: list[Outcome], tmp_path: Path
) -> None:
    one = {"shipped": outcomes[:1]}

    assert write_report(tmp_path, run_of(one), one) == tmp_path / "index.html"
