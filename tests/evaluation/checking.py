"""What is wrong with a run before it begins: its questions, their words, or the index."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from ingest.embedding import model_name
from ingest.errors import DossierError, IndexMissingError
from ingest.fingerprint import fingerprint
from ingest.settings import IngestSettings
from ingest.stores.opening import open_store
from ingest.sync import try_sync
from tests.evaluation.questions import EvaluationQuestion, Words
from tests.evaluation.spans import holds


class SpanError(DossierError):
    """Words that should answer a question don't stand where it says."""

    key = "span"
    problem = "Question {id}: {document} {reason}: {quote}"
    remedy = "Mend the words in the line of that question, or its document."


class StaleIndexError(DossierError):
    """Documents changed since the index was made, so that it would be asked about other words."""

    key = "stale-index"
    problem = "The index is older than the documents in {folder}: {changes}."
    remedy = "Bring it up to date with: python -m ingest"


class NoQuestionsError(DossierError):
    """Nothing is left to ask."""

    key = "no-questions"
    problem = "No question is selected by {wanted}; there are: {there}."
    remedy = "Ask for less at once, or for what is there."


def check_spans(questions: Iterable[EvaluationQuestion], texts: Mapping[str, str]) -> None:
    """Make sure that all words that should answer stand in their documents.

    texts: of each document, by its path. Raises: SpanError, for the first that doesn't.
    """
    for question in questions:
        for words in question.answers:
            if reason := _find_fault(words, texts):
                raise SpanError(
                    id=question.id,
                    document=words.document,
                    reason=reason,
                    quote=f"“{words.quote}”",
                )


def _find_fault(words: Words, texts: Mapping[str, str]) -> str | None:
    if words.document not in texts:
        return "is not among the documents"
    if not holds(words, words.document, texts[words.document]):
        return "doesn't hold these words"
    return None


def check_index(settings: IngestSettings) -> None:
    """Make sure that the index holds what the folder of documents holds.

    Raises: IndexMissingError, StaleIndexError; FolderError, DataFolderError, ChromaServerError.
    """
    store = open_store(settings.data_dir, settings.chroma_url)
    if store.version() is None:
        raise IndexMissingError(folder=settings.chroma_url or settings.data_dir)
    plan = try_sync(
        settings.dossier_dir,
        store,
        fingerprint(model_name(settings.embedding_model)),
    ).plan
    if plan.changes:
        paths = {
            "added": plan.added,
            "replaced": plan.replaced,
            "moved": [move.new for move in plan.moved],
            "removed": plan.removed,
        }
        told = (f"{', '.join(files)} {change}" for change, files in paths.items() if files)
        raise StaleIndexError(folder=settings.dossier_dir, changes="; ".join(told))


def select(
    questions: Sequence[EvaluationQuestion],
    *,
    part: str | None = None,
    kinds: Collection[str] = (),
    languages: Collection[str] = (),
    ids: Collection[str] = (),
) -> list[EvaluationQuestion]:
    """Keep the questions that are of all that is named; what is not named may be anything.

    Raises: NoQuestionsError, if none is.
    """
    wanted: dict[str, Collection[str]] = {
        "part": (part,) if part else (),
        "kind": kinds,
        "lang": languages,
        "id": ids,
    }
    kept = [question for question in questions if _is_wanted(question, wanted)]
    if not kept:
        raise NoQuestionsError(**_describe(questions, wanted))
    return kept


def _is_wanted(question: EvaluationQuestion, wanted: Mapping[str, Collection[str]]) -> bool:
    return all(getattr(question, name) in values for name, values in wanted.items() if values)


def _describe(
    questions: Sequence[EvaluationQuestion], wanted: Mapping[str, Collection[str]]
) -> dict[str, Any]:
    """What was asked for, and which values there are of that."""
    named = {name: values for name, values in wanted.items() if values}
    there = {name: sorted({getattr(question, name) for question in questions}) for name in named}
    return {
        "wanted": _list(named) or "nothing",
        "there": _list({name: values for name, values in there.items() if values}) or "none at all",
    }


def _list(values: Mapping[str, Collection[str]]) -> str:
    return "; ".join(f"{name} {', '.join(some)}" for name, some in values.items())
