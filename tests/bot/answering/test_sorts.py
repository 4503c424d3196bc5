import pytest

from bot.answering.held import read
from bot.answering.sorts import Sort

NOTHING = read("", None)


@pytest.mark.parametrize(
    ("sort", "text"),
    [
        (Sort.DAY, "on Monday"),
        (Sort.DAY, "в субботу"),
        (Sort.TIME, "au XVe siècle"),
        (Sort.TIME, "vor zwanzig Jahren"),
        (Sort.NUMBER, "three labels"),
        (Sort.NUMBER, "einundzwanzig Firmen"),
        (Sort.NUMBER, "des dizaines de clones"),
        (Sort.NUMBER, "трое судей"),
        (Sort.SHARE, "15 % of sales"),
        (Sort.SHARE, "el quince por ciento"),
        (Sort.SHARE, "15 процентов"),
        (Sort.MONEY, "$5"),
        (Sort.MONEY, "пять рублей"),
        (Sort.IDENTIFIER, "case 06-cv-15319"),
        (Sort.IDENTIFIER, "dossier n° 12"),
        (Sort.DURATION, "from 1870 to 1939"),
        (Sort.NAME, "before the High Court"),
    ],
)
def test_a_sort_of_thing_is_seen_by_its_form(sort: Sort, text: str) -> None:
    assert read(text, "en").holds(sort, NOTHING)


@pytest.mark.parametrize(
    ("sort", "text"),
    [
        (Sort.DAY, "closed in August 2007"),
        (Sort.MONTH, "closed in 2007"),
        (Sort.NUMBER, "closed in 2007"),
        (Sort.SHARE, "15 firms"),
        (Sort.MONEY, "France paid"),
        (Sort.IDENTIFIER, "15 well-known firms on 20 May 2008"),
        (Sort.NAME, "The court was closed."),
    ],
)
def test_a_coarser_or_another_thing_is_not_the_sort(sort: Sort, text: str) -> None:
    assert not read(text, "en").holds(sort, NOTHING)
