"""Asks the evaluation questions, about what the index holds or about the seed article alone."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from bot.loading import load_pipeline
from bot.pipeline import Pipeline, read_question
from bot.settings import BotSettings
from ingest.update import check_report, update_index
from tests.evaluation.measure import Outcome
from tests.evaluation.questions import SEED, read_questions


def ask_all(pipeline: Pipeline, *, seed: bool) -> list[Outcome]:
    """Ask every question. `seed`: the index holds the seed article alone; of starters only."""
    return [
        Outcome(
            question,
            pipeline.ask(read_question(question.question, question.id)),
            question.expect(seed=seed),
        )
        for question in read_questions()
        if not seed or question.origin == "starter"
    ]


def ask_index(settings: BotSettings) -> list[Outcome]:
    """Ask what the settings' index holds, which should be the whole dossier.

    Raises: as `load_pipeline`.
    """
    with closing(load_pipeline(settings)) as pipeline:
        return ask_all(pipeline, seed=False)


def ask_seed(settings: BotSettings) -> list[Outcome]:
    """Ask the seed article alone: a copy of it, and an index that is gone afterwards.

    Raises: as `update_index`, `check_report` and `load_pipeline`.
    """
    with _alone(settings) as alone:
        check_report(update_index(alone), alone)
        with closing(load_pipeline(alone)) as pipeline:
            return ask_all(pipeline, seed=True)


@contextmanager
def _alone(settings: BotSettings) -> Iterator[BotSettings]:
    with tempfile.TemporaryDirectory() as name:
        dossier, data = Path(name, "dossier"), Path(name, "data")
        dossier.mkdir()
        for file in settings.dossier_dir.glob(f"{SEED}*"):
            shutil.copy(file, dossier)
        # A Chroma server keeps one dossier, and that is the whole one.
        changed = {"dossier_dir": dossier, "data_dir": data, "chroma_url": None}
        yield settings.model_copy(update=changed)
