"""How sets in BEIR's format become ours.

Documents are judged there, not words: any words of a relevant document are right. So figures count
passages where BEIR's own tables count documents. Degrees of relevance above 0 are all one.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path

from tests.evaluation.datasets.beir_files import (
    Found,
    Judged,
    Query,
    find_documents,
    find_queries,
    qrels_of,
    read_corpus,
    read_qrels,
)
from tests.evaluation.datasets.dataset import (
    DISTRACTORS,
    Dataset,
    OutsideDocument,
    can_be_asked,
    language_of_all,
    path_of,
    take_sample,
)
from tests.evaluation.datasets.errors import EmptyDatasetError
from tests.evaluation.questions import EvaluationQuestion, Words


@dataclass(frozen=True)
class _Corpus:
    """The documents of a corpus at some of its lines, or at all."""

    folder: Path
    lines: Set[int] | None

    def __iter__(self) -> Iterator[OutsideDocument]:
        for number, line in enumerate(read_corpus(self.folder)):
            if line.words and (self.lines is None or number in self.lines):
                path = path_of(number, line.id)
                yield OutsideDocument(path, (line.title or "").strip(), line.words, None)


def load_beir(folder: Path, split: str, limit: int | None, seed: int) -> Dataset:
    """Read a folder, its corpus line by line; see `load_dataset`.

    Raises: OSError, UnicodeDecodeError, RecordsFileError, RecordError, BrokenQrelsError,
    EmptyDatasetError.
    """
    qrels = qrels_of(folder, split)
    judged = read_qrels(qrels)
    queries = find_queries(folder, qrels, judged)
    found, count = find_documents(folder, qrels, judged)
    asked = {q.id: q for q in queries if can_be_asked(q.text) and judged[q.id].keys() & found}
    if not asked:
        raise EmptyDatasetError(path=folder, reason=f"{qrels.name} calls no words relevant")
    chosen = take_sample(list(asked.values()), limit, seed)
    relevant = [found[document] for q in chosen for document in judged[q.id] if document in found]
    return Dataset(
        folder.name,
        tuple(_make_questions(chosen, judged, found)),
        _Corpus(folder, _choose_lines(relevant, count, limit, seed)),
        tuple(query.id for query in queries if query.id not in asked),
    )


def _make_questions(
    queries: Sequence[Query], judged: Judged, found: Mapping[str, Found]
) -> Iterator[EvaluationQuestion]:
    language = language_of_all(query.text for query in queries)
    for query in queries:
        relevant = (found[document] for document in judged[query.id] if document in found)
        yield EvaluationQuestion(
            id=query.id,
            part="test",
            question=query.text,
            lang=language,
            kind="outside",
            answerable=True,
            answers=tuple(Words(document=path_of(*document), quote="") for document in relevant),
        )


def _choose_lines(
    relevant: Iterable[Found], count: int, limit: int | None, seed: int
) -> Set[int] | None:
    """Choose the documents that are asked about and, as distractors, others; None for all."""
    if limit is None:
        return None
    others = take_sample(range(count), DISTRACTORS * limit, seed)
    return {*(document.line for document in relevant), *others}
