"""How a run is done: what can be wrong with that is found out here, before anything is asked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.llm.loading import load_language_model
from bot.prompts import load_prompts
from bot.settings import BotSettings
from tests.evaluation.arguments import Options
from tests.evaluation.configurations import Configuration, choose_configurations
from tests.evaluation.judging import AnswerJudge
from tests.evaluation.kept import BASELINE, read_baseline
from tests.evaluation.outcomes import Result
from tests.evaluation.report.folder import check_folder
from tests.evaluation.results import check_results_folder

RESULTS = "evaluation"
"""Folder of results in DATA_DIR."""


@dataclass(frozen=True)
class Plan:
    """How a run is done."""

    settings: BotSettings
    configurations: Sequence[Configuration]
    """The shipped one first."""
    judge: AnswerJudge | None
    judged: frozenset[str]
    """Names of configurations whose answers it judges: a call of the language model each."""
    baseline: Sequence[Result] | None
    """What the gate holds the shipped configuration against."""
    results: Path
    """Folder."""


def make_plan(options: Options, settings: BotSettings) -> Plan:
    """See how the run is done that the command line asks for.

    Raises: ConfigurationError, ResultsFolderError, ReportFolderError, BaselineMissingError,
    ResultsFileError, PromptError, SettingsError.
    """
    settings = without_extras(settings) if options.gate or options.keep else settings
    alone = options.alone or options.gate
    configurations = choose_configurations(settings, list(_named(options)), alone=alone)
    results = options.results or settings.data_dir / RESULTS
    _check_folders(options, results)
    return Plan(
        settings,
        configurations,
        _load_judge(settings),
        frozenset({configurations[0].name, *_named(options)}),
        read_baseline() if options.gate else None,
        results,
    )


def without_extras(settings: BotSettings) -> BotSettings:
    """Leave out what needs a server or a download: what is kept is the bot with nothing set."""
    extras = {"llm_model": None, "llm_base_url": None, "reranker_model": None}
    return settings.model_copy(update=extras)


def _named(options: Options) -> Iterator[str]:
    """The configurations that the command line names."""
    yield from options.added
    if options.against:
        yield options.against


def _check_folders(options: Options, results: Path) -> None:
    check_results_folder(results)
    if options.report:
        check_folder(options.report)
    if options.keep:
        check_results_folder(BASELINE.parent)


def _load_judge(settings: BotSettings) -> AnswerJudge | None:
    model = load_language_model(settings)
    return None if model is None else AnswerJudge(model, load_prompts(settings.prompts_dir))
