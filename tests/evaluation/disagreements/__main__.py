"""Measures what is found of the disagreements of `cases.jsonl`: a few minutes, no network."""

from typing import get_args

from ingest.embedding import BUNDLED, load_embedding
from tests.evaluation.disagreements.asking import ask_case
from tests.evaluation.disagreements.cases import Part, read_cases
from tests.evaluation.disagreements.measure import describe_misses, summarize


def main() -> None:
    """Ask about every case; print what went wrong, and a line for each part."""
    embedding = load_embedding(BUNDLED)
    outcomes = [outcome for case in read_cases() for outcome in ask_case(case, embedding)]
    for line in describe_misses(outcomes):
        print(line)
    for part in get_args(Part):
        print(summarize(part, [outcome for outcome in outcomes if outcome.case.part == part]))


if __name__ == "__main__":
    main()
