"""Every way an outside set can't be used: what is wrong, where in it, what to do.

DossierError
└── DatasetError             a set can't be used
    ├── UnknownDatasetError  it is of neither format
    ├── BrokenSquadError     a value of a SQuAD file can't be used
    ├── BrokenQrelsError     a line of judgements can't be used
    ├── EmptyDatasetError    nothing in it can be asked
    └── UnwritableIndexError there is no room for its throwaway index

A line of a BEIR folder's `*.jsonl` is a `tests.evaluation.records.RecordError`.
"""

from ingest.errors import DossierError


class DatasetError(DossierError):
    """An outside set can't be used."""


class UnknownDatasetError(DatasetError):
    """It is of neither format."""

    key = "unknown-dataset"
    problem = "{path} is no set of questions that is known: {found}."
    remedy = (
        "Give a file in SQuAD's format (JSON, an object with \"data\"), or a folder in BEIR's "
        "(corpus.jsonl, queries.jsonl, qrels/test.tsv)."
    )


class BrokenSquadError(DatasetError):
    """A value of a SQuAD file can't be used."""

    key = "broken-squad"
    problem = "{path} can't be used at {place}: {reason}."
    remedy = "Mend it: tests/evaluation/datasets/squad_file.py says what stands there."


class BrokenQrelsError(DatasetError):
    """A line of judgements can't be used."""

    key = "broken-qrels"
    problem = "{path}, line {line} can't be used: {reason}."
    remedy = "Mend the line: id of a query, id of a document and a whole number, tabs between them."


class EmptyDatasetError(DatasetError):
    """Nothing in it can be asked."""

    key = "empty-dataset"
    problem = "{path} has nothing that can be asked: {reason}."
    remedy = "Give a set with at least one question and what it is asked about."


class UnwritableIndexError(DatasetError):
    """There is no room for its throwaway index."""

    key = "unwritable-index"
    problem = "The documents of {name} can't be written to {folder}: {reason}."
    remedy = "Make room there, take a smaller sample, or set TMPDIR to another folder."
