"""Every error says what happened, to which thing, and what to do."""

import string

import pytest

from ingest import errors
from ingest.errors import DossierError


def subclasses(of: type[DossierError]) -> list[type[DossierError]]:
    return [e for sub in of.__subclasses__() for e in [sub, *subclasses(sub)]]


ALL = [error for error in subclasses(DossierError) if error.__module__ == errors.__name__]
WITH_WORDS = [error for error in ALL if "problem" in vars(error)]


@pytest.mark.parametrize("error", WITH_WORDS, ids=lambda error: error.__name__)
def test_problem_and_remedy_are_sentences(error: type[DossierError]) -> None:
    assert error.problem.endswith(".")
    assert error.problem[0].isupper() or error.problem.startswith("{")
    assert error.remedy[0].isupper()
    assert "\n" not in error.problem + error.remedy


@pytest.mark.parametrize("error", WITH_WORDS, ids=lambda error: error.__name__)
def test_an_error_names_the_thing_it_happened_to(error: type[DossierError]) -> None:
    fields = {name for _, name, _, _ in string.Formatter().parse(error.problem) if name}

    assert fields & {"path", "folder", "name", "model", "found", "url"}


def test_keys_are_unlike_each_other() -> None:
    keys = [error.key for error in WITH_WORDS]

    assert len(set(keys)) == len(keys)


def test_the_tree_in_the_docstring_is_the_tree() -> None:
    drawn = [
        line.lstrip(" │├└─").split()[0]
        for line in (errors.__doc__ or "").splitlines()
        if "─" in line
    ]

    assert sorted(drawn) == sorted(error.__name__ for error in ALL)


def test_a_message_is_the_problem_and_the_remedy_with_their_fields() -> None:
    error = errors.IndexMissingError(folder="data")

    assert str(error) == "There is no index in data yet. Run: python -m ingest"
    assert error.fields == {"folder": "data"}


def test_a_message_is_one_line_that_can_be_printed_whatever_a_file_is_called() -> None:
    message = str(errors.NameDocumentError(path="a\nb\x1b\u2028\udce9 été\u00a0👨\u200d👩.txt"))

    assert message.startswith("a\\nb\\x1b\\u2028\\udce9 été\u00a0👨\u200d👩.txt has a name ")


def test_braces_in_a_name_are_taken_as_they_are() -> None:
    assert str(errors.IndexMissingError(folder="{x}")).startswith("There is no index in {x} yet.")
