from pathlib import Path

from bot.pipeline import Pipeline, read_question
from tests.conftest import ROOT, SEED, write_dossier
from tests.evaluation.texts import read_texts


def test_citations_count_in_these_texts(seed_pipeline: Pipeline) -> None:
    answer = seed_pipeline.ask(read_question("Who did the RIAA sue?"))
    text = read_texts(ROOT / "dossier")[SEED]

    cited = answer.citations or answer.nearest
    assert [text[citation.start : citation.end] for citation in cited] == [
        citation.quote for citation in cited
    ]


def test_files_inside_of_files_have_texts_of_their_own() -> None:
    assert "london.en.eml/england-2006-2007.txt" in read_texts(ROOT / "dossier")


def test_what_cannot_be_read_is_left_out(tmp_path: Path) -> None:
    write_dossier(tmp_path, {"hall.txt": "The hall is old.", "no.pdf": "This is no PDF."})

    assert read_texts(tmp_path) == {"hall.txt": "The hall is old."}
