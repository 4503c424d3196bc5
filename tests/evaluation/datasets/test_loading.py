from contextlib import closing
from pathlib import Path

import pytest

from bot.loading import load_pipeline
from bot.pipeline import read_question
from bot.settings import BotSettings
from ingest.passages import language_of, metadata_of
from tests.evaluation.datasets.dataset import Dataset, OutsideDocument
from tests.evaluation.datasets.errors import UnknownDatasetError, UnwritableIndexError
from tests.evaluation.datasets.loading import load_dataset, open_dataset

SAMPLES = Path(__file__).with_name("samples")


@pytest.fixture
def settings(tmp_path: Path) -> BotSettings:
    return BotSettings(dossier_dir=tmp_path / "dossier", data_dir=tmp_path / "data")


def test_a_file_and_a_folder_are_told_apart_by_looking() -> None:
    assert load_dataset(SAMPLES / "squad.json").name == "squad.json"
    assert load_dataset(SAMPLES / "beir").name == "beir"


@pytest.mark.parametrize("sample", ["squad.json", "beir"])
def test_a_set_is_answered_from_an_index_of_its_own(sample: str, settings: BotSettings) -> None:
    """In the way that every document is: read, cut, embedded, found, quoted."""
    dataset = load_dataset(SAMPLES / sample)
    missed = []
    with open_dataset(dataset, settings) as own, closing(load_pipeline(own)) as pipeline:
        for question in dataset.questions:
            answer = pipeline.ask(read_question(question.question))
            first = (*answer.citations, *answer.nearest)[0]
            if question.answerable and not any(
                words.document == first.document and words.quote in first.quote
                for words in question.answers
            ):
                missed.append(question.id)

    assert missed == []
    assert answer.searched.documents == len(list(dataset.documents))


def test_titles_and_languages_of_a_set_reach_its_passages(settings: BotSettings) -> None:
    dataset = load_dataset(SAMPLES / "squad.json")
    with open_dataset(dataset, settings) as own, closing(load_pipeline(own)) as pipeline:
        known = {
            (metadata_of(passage).title, language_of(passage))
            for passage in pipeline.index.passages()
        }

    assert known == {
        ("Harbour of Ostrel", "en"),
        ("Glass beetle", "en"),
        ("Mühle am Querbach", "de"),
    }


def test_the_index_of_a_set_is_gone_afterwards_and_the_dossier_untouched(
    settings: BotSettings,
) -> None:
    with open_dataset(load_dataset(SAMPLES / "squad.json"), settings) as own:
        assert own.data_dir.is_dir()

    assert not own.data_dir.parent.exists()
    assert not settings.dossier_dir.exists()
    assert not settings.data_dir.exists()


def test_what_is_said_to_be_a_set_and_is_none_is_named_with_what_was_looked_for(
    tmp_path: Path,
) -> None:
    (tmp_path / "corpus.jsonl").touch()
    (tmp_path / "qrels").mkdir()
    (tmp_path / "qrels/dev.tsv").touch()

    with pytest.raises(UnknownDatasetError) as caught:
        load_dataset(tmp_path)

    assert str(caught.value) == (
        f"{tmp_path} is no set of questions that is known: queries.jsonl, qrels/test.tsv is "
        "missing among corpus.jsonl, qrels, qrels/dev.tsv. Give a file in SQuAD's format (JSON, an "
        'object with "data"), or a folder in BEIR\'s (corpus.jsonl, queries.jsonl, qrels/test.tsv).'
    )


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ('{"data": [', "Invalid JSON: EOF while parsing a list at line 1 column 10"),
        ('{"version": "1"}', "data: Field required"),
        ('{"data": []}', "data: Tuple should have at least 1 item after validation, not 0"),
        ("[]", "Input should be an object"),
    ],
)
def test_a_file_that_is_no_squad_is_said_to_be_none(
    tmp_path: Path, content: str, found: str
) -> None:
    file = tmp_path / "set.json"
    file.write_text(content, "utf-8")

    with pytest.raises(UnknownDatasetError) as caught:
        load_dataset(file)

    assert caught.value.fields["found"] == found


def test_a_path_that_leads_to_nothing_is_an_error_of_ours(tmp_path: Path) -> None:
    with pytest.raises(UnknownDatasetError, match=r"it can't be read .*No such file"):
        load_dataset(tmp_path / "nothing.json")


def test_a_full_disk_is_told_as_one(settings: BotSettings) -> None:
    name = "n" * 300
    dataset = Dataset("long", (), [OutsideDocument(f"{name}.txt", "", "Words.", None)])

    with (
        pytest.raises(UnwritableIndexError, match="The documents of long can't be written to"),
        open_dataset(dataset, settings),
    ):
        pass
