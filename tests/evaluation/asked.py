"""What is asked of which documents, read and checked before anything is asked."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from bot.settings import BotSettings
from ingest.errors import UnknownDocumentError
from tests.evaluation.arguments import Options
from tests.evaluation.checking import check_index, check_spans, select
from tests.evaluation.datasets.loading import SPLIT, load_dataset, open_dataset
from tests.evaluation.questions import EvaluationQuestion, read_questions
from tests.evaluation.running import narrow
from tests.evaluation.texts import read_texts

DOSSIER = "dossier"


@dataclass(frozen=True)
class Asked:
    """Questions, and the documents that they are asked about."""

    name: str
    settings: BotSettings
    """Where these documents and their index are."""
    questions: Sequence[EvaluationQuestion]
    texts: Mapping[str, str]
    """Of the documents, by path."""
    left_out: Sequence[str] = ()
    """Ids of questions of an outside set that nobody could ask."""


@contextmanager
def open_asked(options: Options, settings: BotSettings) -> Iterator[Asked]:
    """Read what the command line asks for, and see that it can be asked.

    Raises: NoQuestionsError, SpanError, StaleIndexError; RecordsFileError, RecordError;
    UnknownDocumentError, if `--only` names one; as `load_dataset` and `open_dataset`.
    """
    if options.dataset is None:
        yield _open_dossier(options, settings)
        return
    seed, split = options.seed or 0, options.split or SPLIT
    dataset = load_dataset(options.dataset, options.limit, seed, split)
    questions = _select(dataset.questions, options)
    with open_dataset(dataset, settings) as own:
        texts = read_texts(own.dossier_dir)
        check_spans(questions, texts)
        yield Asked(dataset.name, own, questions, texts, dataset.left_out)


def _open_dossier(options: Options, settings: BotSettings) -> Asked:
    questions = _select(read_questions(*options.questions), options)
    texts = read_texts(settings.dossier_dir)
    check_spans(questions, texts)
    if not options.only:
        check_index(settings)
        return Asked(DOSSIER, settings, questions, texts)
    for path in options.only:
        if path not in texts:
            documents = ", ".join(sorted(texts))
            raise UnknownDocumentError(path=path, folder=settings.dossier_dir, documents=documents)
    name = f"{DOSSIER}: {', '.join(options.only)}"
    return Asked(name, settings, narrow(questions, options.only), texts)


def _select(questions: Sequence[EvaluationQuestion], options: Options) -> list[EvaluationQuestion]:
    part = "dev" if options.gate else options.part
    return select(
        questions,
        part=None if part == "all" else part,
        kinds=options.kind,
        languages=options.language,
        ids=options.ids,
    )
