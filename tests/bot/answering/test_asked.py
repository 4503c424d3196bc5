import pytest

from bot.answering.asked import understand
from bot.answering.dates import Date
from bot.answering.sorts import Sort


@pytest.mark.parametrize(
    ("language", "question", "sort"),
    [
        ("en", "On what day exactly did the office close?", Sort.DAY),
        ("fr", "Quel jour exact le bureau a-t-il fermé ?", Sort.DAY),
        ("de", "An welchem Tag wurde das Büro geschlossen?", Sort.DAY),
        ("es", "¿En qué fecha cerró la oficina?", Sort.DAY),
        ("ru", "Какого числа закрылась контора?", Sort.DAY),
        ("en", "In which year was it founded?", Sort.YEAR),
        ("de", "In welchem Jahr wurde sie gegründet?", Sort.YEAR),
        ("ru", "В каком месяце это было?", Sort.MONTH),
        ("fr", "Depuis quand existe ce site ?", Sort.TIME),
        ("es", "¿Cuándo se fundó?", Sort.TIME),
        ("en", "How many employees did the firm have?", Sort.NUMBER),
        ("fr", "Combien d'employés avait la société ?", Sort.NUMBER),
        ("de", "Wie viele Angestellte hatte die Firma?", Sort.NUMBER),
        ("es", "¿Cuántos empleados tenía la empresa?", Sort.NUMBER),
        ("ru", "Сколько сотрудников было в компании?", Sort.NUMBER),
        ("en", "What percentage of the price went to authors?", Sort.SHARE),
        ("de", "Wie viel Prozent gingen an die Autoren?", Sort.SHARE),
        ("ru", "Какая доля досталась авторам?", Sort.SHARE),
        ("fr", "Quel était le montant de l'amende ?", Sort.MONEY),
        ("es", "¿Cuánto dinero pagó?", Sort.MONEY),
        ("fr", "Quel est le numéro de dossier ?", Sort.IDENTIFIER),
        ("de", "Unter welchem Aktenzeichen läuft die Klage?", Sort.IDENTIFIER),
        ("en", "How long did the hearing last?", Sort.DURATION),
        ("es", "¿Cuánto tiempo duró?", Sort.DURATION),
        ("en", "Who founded it?", Sort.PERSON),
        ("ru", "Кто её основал?", Sort.PERSON),
        ("es", "¿Dónde está la sede?", Sort.PLACE),
        ("fr", "Devant quel tribunal ?", Sort.NAME),
    ],
)
def test_the_sort_of_thing_asked_for_is_told_by_the_words(
    language: str, question: str, sort: Sort
) -> None:
    assert understand(question, language).sorts == {sort}


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("en", "Did the union win in court?"),
        ("en", "What did the judge say about the day when it closed?"),
        ("en", "When the office closed, what did the staff do?"),
        ("fr", "Pourquoi le site qui vendait des disques a-t-il fermé ?"),
        ("de", "Womit begründete sie die Klage?"),
        ("es", "¿Qué dijo el juez cuando cerró?"),
        ("ru", "Почему его закрыли?"),
    ],
)
def test_yes_or_no_why_and_relative_clauses_ask_for_no_sort(language: str, question: str) -> None:
    """ "The day when" is no question for a day."""
    assert understand(question, language).sorts == frozenset()


@pytest.mark.parametrize(
    ("language", "question", "sort"),
    [
        ("fr", "il a fermé quand", Sort.TIME),
        ("fr", "quel numero de dossier", Sort.IDENTIFIER),
        ("en", "what precentage did it pay", Sort.SHARE),
        ("de", "wieviele leute", Sort.NUMBER),
        ("es", "cuantos empleados", Sort.NUMBER),
        ("ru", "какой процнет", Sort.SHARE),
    ],
)
def test_chat_spelling_is_forgiven(language: str, question: str, sort: Sort) -> None:
    """No capitals, no accents, one wrong letter in a long word, the question word at the end."""
    assert understand(question, language).sorts == {sort}


def test_a_question_for_two_things_asks_for_both() -> None:
    assert understand("When and where was it signed?", "en").sorts == {Sort.TIME, Sort.PLACE}


def test_the_finest_sort_asked_for_is_the_one_that_counts() -> None:
    """A year alone does not answer "on which day of which year"."""
    assert understand("On which day of which year?", "en").sorts == {Sort.DAY}


def test_a_language_without_cues_asks_for_nothing_but_gives_its_figures() -> None:
    asked = understand("Hur många vann 2007?", "sv")

    assert asked.sorts == frozenset()
    assert asked.given.dates == {Date(2007)}


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("en", "What did the court of Moscow decide on 20 May 2008?"),
        ("fr", "Qu'a décidé la cour de Moscou le 20 mai 2008 ?"),
        ("de", "Was entschied das Gericht in Moskau am 20. Mai 2008?"),
        ("es", "¿Qué decidió el tribunal de Moscú el 20 de mayo de 2008?"),
        ("ru", "Что решил 20 мая 2008 года суд в Москве?"),
    ],
)
def test_dates_and_names_of_a_question_are_what_it_gives(language: str, question: str) -> None:
    given = understand(question, language).given

    assert given.dates == {Date(2008, 5, 20)}
    assert len(given.names) == 1
