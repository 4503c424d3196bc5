"""Plays models on the labelled statements, along the real path: split, retrieve, judge, confirm."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.pipeline import Pipeline
from bot.prompts import load_prompts
from bot.settings import BotSettings
from bot.statements.checker import Checker, read_message
from bot.statements.checks import Checked, Verdict
from bot.statements.judging import Judge
from tests.evaluation.statements.cases import Case, open_corpora, read_cases
from tests.evaluation.statements.players import PLAYERS, Played, Player


@dataclass(frozen=True)
class Outcome:
    """What was shown of a statement when a model was played."""

    case: Case
    player: Player
    checked: Checked

    @property
    def shown(self) -> Verdict | None:
        """The verdict that was shown."""
        return self.checked.verdict

    @property
    def is_wrongly_supported(self) -> bool:
        """Whether it is shown as supported and is not."""
        return self.shown is Verdict.SUPPORTED and self.case.label is not Verdict.SUPPORTED

    @property
    def is_wrong(self) -> bool:
        """Whether a wrong verdict is shown. Not there is said of what nobody could confirm, too."""
        harmless = (None, Verdict.NOT_IN_DOSSIER, self.case.label)
        return self.shown not in harmless


def play_all(settings: BotSettings) -> Iterator[Outcome]:
    """Play every model on every statement."""
    model = Played()
    judge = Judge(model, load_prompts(settings.prompts_dir))
    with open_corpora(settings) as pipelines:
        for case in read_cases():
            for player in PLAYERS:
                yield play(case, player, pipelines[case.corpus], model, judge)


def play(case: Case, player: Player, pipeline: Pipeline, model: Played, judge: Judge) -> Outcome:
    """Play one model on one statement."""
    model.reply = player.reply(case, pipeline.retriever.retrieve(case.statement))
    checker = Checker(pipeline.retriever, pipeline.abstention, judge)
    check = checker.check(read_message(case.statement))
    return Outcome(case, player, check.statements[0])
