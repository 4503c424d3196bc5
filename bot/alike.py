"""Which questions ask the same thing, in whatever words and language. Pure.

Cosine alone holds two questions of one language for more alike than one question in two languages.
So what sets languages apart, the axes along which the same questions in five languages differ
(`alike.toml`), is taken out of the vectors first. Then what a question asks for counts, and what it
gives: other dates or numbers make another question, however alike the words.

Measured with the bundled model on `tests/bot/gap_questions.toml`: 160 questions in five languages
on eight topics; of each topic five questions, each put in four ways. OTHER_SORT and SAME_QUESTION
were chosen on four topics. Of the pairs of the other four, these count as the same:

| | same, one language | same, two languages | different, of one topic |
|---|---|---|---|
| cosine alone, from 0.917 on | 85 % | 35 % | 5 % |
| as it is here | 90 % | 73 % | 5 % |

Grouped, on average of 20 orders, 85 % of the pairs in a group belong there, and 68 % of those that
do are in one.
"""

import tomllib
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import combinations
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.answering.asked import Asked
from bot.answering.dates import Date
from bot.answering.held import Held
from bot.answering.sorts import Sort

SAME_QUESTION = 0.90
"""How alike questions are that ask the same thing. For the bundled model: others have other
cosines, and with most of them more questions will stay apart."""
OTHER_SORT = 0.03
"""How much less alike two questions are that ask for different sorts of things, one or none."""
_BROADER = {
    **dict.fromkeys((Sort.DAY, Sort.MONTH, Sort.YEAR), Sort.TIME),
    **dict.fromkeys((Sort.MONEY, Sort.SHARE, Sort.IDENTIFIER), Sort.NUMBER),
    Sort.PERSON: Sort.NAME,
}
"""What may be asked for in the place of a sort: "when" or "in which year"."""

Vectors = NDArray[np.float32]


def parallel_questions() -> tuple[str, ...]:
    """The same questions in each language, one language after the other."""
    return tuple(question for questions in _parallel().values() for question in questions)


def language_axes(vectors: Vectors) -> Vectors:
    """Find what sets the languages apart.

    vectors: those of `parallel_questions`, shape (n, d).
    Returns: orthonormal, shape (number of languages - 1, d).
    """
    means = np.stack([part.mean(axis=0) for part in np.split(vectors, len(_parallel()))])
    _, _, axes = np.linalg.svd(means - means.mean(axis=0), full_matrices=False)
    return np.asarray(axes[: len(means) - 1], dtype=np.float32)


def drop_language(vectors: Vectors, axes: Vectors) -> Vectors:
    """Take the axes out of vectors of shape (n, d); back at unit length."""
    rest = vectors - vectors @ axes.T @ axes
    norms = np.linalg.norm(rest, axis=1, keepdims=True)
    return np.asarray(rest / np.maximum(norms, 1e-12), dtype=np.float32)


def measure_alike(vectors: Vectors, asked: Sequence[Asked]) -> Vectors:
    """Measure how alike questions are, each with each.

    vectors: shape (n, d), of unit length and without language.
    asked: what each question asks for and gives.
    Returns: shape (n, n); cosines, less what speaks against, and -1 where they can't be the same.
    """
    alike = vectors @ vectors.T
    for one, other in combinations(range(len(asked)), 2):
        fits = _give_the_same(asked[one].given, asked[other].given)
        less = 0.0 if _ask_for_the_same(asked[one], asked[other]) else OTHER_SORT
        alike[one, other] = alike[other, one] = alike[one, other] - less if fits else -1
    return np.asarray(alike, dtype=np.float32)


def group_alike(alike: Vectors, threshold: float = SAME_QUESTION) -> list[list[int]]:
    """Group questions, by their places, in order of their first.

    alike: as `measure_alike` gives it.
    A question joins the group to which it is most alike on average, if that is `threshold` or more.
    """
    groups: list[list[int]] = []
    for at, row in enumerate(alike):
        near = max(groups, key=lambda group: row[group].mean(), default=None)
        if near is not None and row[near].mean() >= threshold:
            near.append(at)
        else:
            groups.append([at])
    return groups


def _ask_for_the_same(one: Asked, other: Asked) -> bool:
    sorts, others = ({_BROADER.get(sort, sort) for sort in asked.sorts} for asked in (one, other))
    return sorts == others or not sorts.isdisjoint(others)


def _give_the_same(one: Held, other: Held) -> bool:
    """Whether neither has a date or number in the place of one that the other has."""
    return _meet(one, other, one.dates, other.dates) and (
        not one.numbers or not other.numbers or bool(one.numbers & other.numbers)
    )


def _meet(one: Held, other: Held, dates: frozenset[Date], others: frozenset[Date]) -> bool:
    """Whether a date of one is told by the other, as June 2006 by 2006; if both have any."""
    return (
        not dates
        or not others
        or any(one.tells_date(date) for date in others)
        or any(other.tells_date(date) for date in dates)
    )


@cache
def _parallel() -> Mapping[str, list[str]]:
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
