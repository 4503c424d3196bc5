"""Five conversations a language, and the promises that hold for any text."""

from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.answers import MAX_QUESTION_CHARS
from bot.conversation import (
    MAX_UNDERSTOOD_CHARS,
    Topic,
    Understood,
    is_greeting,
    is_question,
    replay,
    understand_follow_up,
)
from bot.understanding.cues import cues_in, plain, split_words

RIAA = "did the RIAA win in court in Russia?"
ASKED = {
    "en": RIAA,
    "fr": "La RIAA a-t-elle gagné devant les tribunaux en Russie ?",
    "de": "Hat die RIAA vor Gericht in Russland gewonnen?",
    "es": "¿Ganó la RIAA en los tribunales de Rusia?",
    "ru": "Выиграла ли RIAA в суде в России?",
}

CHAINS = {
    "en, a law suit": [
        ("did the RIAA win in court?", "did the RIAA win in court?"),
        ("and in Russia?", "did the RIAA win in court in Russia?"),
        ("when?", "when did the RIAA win in court in Russia?"),
        ("and Visa?", "did Visa win in court in Russia?"),
        ("why did they do it?", "why did they do it (Visa, Russia)?"),
        ("what about 2007?", "why did they do it (Visa, Russia, 2007)?"),
    ],
    "en, a dam": [
        ("how high is the Kariba Dam in Zambia?", "how high is the Kariba Dam in Zambia?"),
        ("and in Zimbabwe?", "how high is the Kariba Dam in Zimbabwe?"),
        ("since when?", "since when? how high is the Kariba Dam in Zimbabwe?"),
        ("what about the Olwa Dam?", "how high is the Olwa Dam in Zimbabwe?"),
        ("who paid for it?", "who paid for it (Olwa Dam, Zimbabwe)?"),
        ("and in 1974?", "who paid for it in 1974 (Olwa Dam, Zimbabwe)?"),
    ],
    "fr, a vaccine trial": [
        (
            "La Fondation Merlin a-t-elle testé son vaccin en Belgique ?",
            "La Fondation Merlin a-t-elle testé son vaccin en Belgique ?",
        ),
        ("et au Canada ?", "La Fondation Merlin a-t-elle testé son vaccin au Canada ?"),
        ("pourquoi ?", "pourquoi la Fondation Merlin a-t-elle testé son vaccin au Canada ?"),
        (
            "et en mars 2021 ?",
            "La Fondation Merlin a-t-elle testé son vaccin au Canada en mars 2021 ?",
        ),
        ("qui l'a financée ?", "qui l'a financée (Fondation Merlin, Canada) ?"),
        ("et Novavia ?", "qui l'a financée (Canada, Novavia) ?"),
    ],
    "de, a football club": [
        ("Wann gewann Werder Olbheim gegen Real Sucre?",) * 2,
        ("und gegen Schalke?", "Wann gewann Werder Olbheim gegen Schalke?"),
        ("wo?", "wo gewann Werder Olbheim gegen Schalke?"),
        ("und der Altener SV?", "Wann gewann der Altener SV gegen Schalke?"),
        ("wer hat sie trainiert?", "wer hat sie trainiert (Altener SV, Schalke)?"),
        ("und 1988?", "wer hat sie trainiert (Altener SV, Schalke, 1988)?"),
    ],
    "es, a football club": [
        ("¿Cuándo ganó el Club Aurora en Bolivia?", "¿Cuándo ganó el Club Aurora en Bolivia?"),
        ("¿y en Perú?", "¿Cuándo ganó el Club Aurora en Perú?"),
        ("¿por qué?", "¿por qué ganó el Club Aurora en Perú?"),
        ("¿y el Real Sucre?", "¿Cuándo ganó el Real Sucre en Perú?"),
        ("¿quién los entrenaba?", "¿quién los entrenaba (Real Sucre, Perú)?"),
        ("¿y en 1998?", "¿quién los entrenaba en 1998 (Real Sucre, Perú)?"),
    ],
    "ru, a dam": [
        ("Когда построили плотину Олва в Египте?", "Когда построили плотину Олва в Египте?"),
        ("а в Судане?", "Когда построили плотину Олва в Судане?"),
        ("почему?", "почему построили плотину Олва в Судане?"),
        ("а в 1970 году?", "Когда построили плотину Олва в Судане в 1970 году?"),
        ("кто её построил?", "кто её построил (Олва, Судане)?"),
        ("а Советский Союз?", "кто её построил (Судане, Советский Союз)?"),
    ],
    "in five languages": [
        ("Did the Novavia trial start in Kenya in 2019?",) * 2,
        ("et en France ?", "Did the Novavia trial start in France in 2019?"),
        ("und 2021?", "Did the Novavia trial start in France in 2021?"),
        ("¿y en Perú?", "Did the Novavia trial start in Perú in 2021?"),
        ("а в Германии?", "Did the Novavia trial start in Германии in 2021?"),
        ("and Merlin?", "Did Merlin trial start in Германии in 2021?"),
    ],
    "without any name": [
        ("who built the dam?", "who built the dam?"),
        ("when did it burst?", "when did it burst (built, dam)?"),
        ("and the bridge?", "when did it burst (built, dam, the bridge)?"),
        ("and the village?", "when did it burst (built, dam, the village)?"),
        ("why?", "why did it burst (built, dam, the village)?"),
        ("in the valley?", "when did it burst in the valley (built, dam)?"),
    ],
}


def after(question: str, follow_up: str) -> Understood:
    return understand_follow_up(follow_up, replay([question]))


@pytest.mark.parametrize("chain", CHAINS.values(), ids=CHAINS)
def test_five_follow_ups_each_become_a_question_that_stands_alone(
    chain: list[tuple[str, str]],
) -> None:
    topic: Topic | None = None
    understood = []
    for message, _ in chain:
        last = understand_follow_up(message, topic)
        topic = last.topic
        understood.append((message, last.text))

    assert understood == chain


@pytest.mark.parametrize(
    ("language", "follow_up", "text"),
    [
        ("en", "in 2007?", "did the RIAA win in court in Russia in 2007?"),
        ("en", "Thanks! And in Germany?", "did the RIAA win in court in Germany?"),
        ("en", "ok, and in france", "did the RIAA win in court in france?"),
        ("en", "what about Visa and PayPal?", "did Visa and PayPal win in court in Russia?"),
        ("en", "and Visa too?", "did Visa win in court in Russia?"),
        ("en", "and against AllofMP3?", "did the RIAA win in court in Russia against AllofMP3?"),
        ("en", "In France in 2006?", "did the RIAA win in court In France in 2006?"),
        ("en", "and in the United States?", "did the RIAA win in court in the United States?"),
        ("en", "and the riaa?", "did the riaa win in court in Russia?"),
        ("en", "in France, in Spain?", "did the RIAA win in court in Russia in France, in Spain?"),
        ("fr", "et la France ?", "La RIAA a-t-elle gagné devant les tribunaux en France ?"),
        ("fr", "et pour Visa ?", "Visa a-t-elle gagné devant les tribunaux en Russie ?"),
        ("fr", "qu'en est-il de Visa ?", "Visa a-t-elle gagné devant les tribunaux en Russie ?"),
        ("fr", "ok et en suisse", "La RIAA a-t-elle gagné devant les tribunaux en suisse ?"),
        ("de", "wie sieht es mit Visa aus?", "Hat Visa vor Gericht in Russland gewonnen?"),
        ("de", "in der Schweiz?", "Hat die RIAA vor Gericht in der Schweiz gewonnen?"),
        ("de", "was ist mit Frankreich?", "Hat die RIAA vor Gericht in Frankreich gewonnen?"),
        ("es", "y en españa", "¿Ganó la RIAA en los tribunales en españa?"),
        ("es", "¿qué hay de Mastercard?", "¿Ganó Mastercard en los tribunales de Rusia?"),
        ("ru", "а в сша", "Выиграла ли RIAA в суде в сша?"),
        ("ru", "а что насчёт Visa?", "Выиграла ли Visa в суде в России?"),
        ("ru", "в 2006 году?", "Выиграла ли RIAA в суде в России в 2006 году?"),
    ],
)
def test_a_part_takes_the_place_of_one_of_its_sort_or_is_added(
    language: str, follow_up: str, text: str
) -> None:
    assert after(ASKED[language], follow_up).text == text


@pytest.mark.parametrize(
    ("language", "follow_up", "text"),
    [
        ("en", "why not?", f"why not? {RIAA}"),
        ("en", "and who?", f"who? {RIAA}"),
        ("en", "which court?", f"which court? {RIAA}"),
        ("en", "when was that?", f"when was that? {RIAA}"),
        ("en", "in which year exactly?", f"in which year exactly {RIAA}"),
        (
            "fr",
            "depuis quand ?",
            "depuis quand la RIAA a-t-elle gagné devant les tribunaux en Russie ?",
        ),
        ("fr", "c'était quand ?", f"c'était quand ? {ASKED['fr']}"),
        ("de", "seit wann?", "seit wann hat die RIAA vor Gericht in Russland gewonnen?"),
        ("de", "wer?", "wer? Hat die RIAA vor Gericht in Russland gewonnen?"),
        ("es", "¿quién?", "¿quién? ¿Ganó la RIAA en los tribunales de Rusia?"),
        ("es", "por qué", "¿por qué ganó la RIAA en los tribunales de Rusia?"),
        ("ru", "а когда?", "когда выиграла RIAA в суде в России?"),
        ("ru", "кто?", "кто? Выиграла ли RIAA в суде в России?"),
    ],
)
def test_a_bare_question_word_asks_of_the_question_before_and_leaves_the_topic(
    language: str, follow_up: str, text: str
) -> None:
    understood = after(ASKED[language], follow_up)

    assert understood.text == text
    assert understood.topic.question == ASKED[language]


@pytest.mark.parametrize(
    ("language", "follow_up"),
    [
        ("en", "when did they withdraw it?"),
        ("en", "is that site still online?"),
        ("en", "and who closed it?"),
        ("en", "was that true?"),
        ("en", "does their site still exist?"),
        ("fr", "qui l'a fermé ?"),
        ("fr", "pourquoi a-t-elle perdu ?"),
        ("fr", "quels sites ont-ils fermés ?"),
        ("fr", "ce site existe-t-il encore ?"),
        ("de", "warum hat sie verloren?"),
        ("de", "wann wurde diese Seite geschlossen?"),
        ("de", "war das legal?"),
        ("es", "¿quién lo cerró?"),
        ("es", "¿cuándo la cerraron?"),
        ("es", "¿por qué perdió?"),
        ("ru", "кто его закрыл?"),
        ("ru", "этот сайт ещё работает?"),
        ("ru", "почему проиграла?"),
    ],
)
def test_what_a_pronoun_stands_for_is_added_in_brackets(language: str, follow_up: str) -> None:
    names = {"en": "Russia", "fr": "Russie", "de": "Russland", "es": "Rusia", "ru": "России"}
    asked, _, _ = follow_up.removesuffix("?").partition(" ?")
    mark = " ?" if language == "fr" else "?"

    understood = after(ASKED[language], follow_up)

    assert understood.text == f"{asked.rstrip()} (RIAA, {names[language]}){mark}"


def test_a_question_keeps_its_own_names_and_place_beside_those_a_pronoun_stands_for() -> None:
    assert after(RIAA, "did Visa stop it in Spain?").text == "did Visa stop it in Spain (RIAA)?"


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("en", "who closed the site in 2007?"),
        ("en", "is it true that Visa stopped paying?"),
        ("en", "did the company lose its licence?"),
        ("en", "is there a court ruling?"),
        ("en", "what is copyright?"),
        ("en", "does the RIAA say that AllofMP3 closed?"),
        ("en", "so did the vaccine trial end early?"),
        ("fr", "Le barrage a-t-il cédé ?"),
        ("fr", "Pourquoi Visa s'est-elle retirée ?"),
        ("fr", "Y a-t-il eu un procès ?"),
        ("fr", "est-il vrai que Visa a payé ?"),
        ("fr", "il y a combien de victimes ?"),
        ("fr", "le vaccin a-t-il perdu son efficacité ?"),
        ("fr", "s'agit-il d'un vaccin ?"),
        ("de", "gibt es ein Urteil?"),
        ("de", "stimmt es, dass Visa zahlte?"),
        ("de", "Hat das Gericht die Klage abgewiesen?"),
        ("de", "Können Sie mir den Damm erklären?"),
        ("de", "hat Visa seine Lizenz verloren?"),
        ("es", "¿hay una sentencia?"),
        ("es", "¿está cerrado el sitio?"),
        ("es", "¿lo que dijo Visa es cierto?"),
        ("es", "¿perdió Visa su licencia?"),
        ("ru", "кто закрыл сайт?"),
        ("ru", "правда ли, что Visa платила?"),
        ("ru", "что такое авторское право?"),
        ("ru", "Visa потеряла свою лицензию?"),
    ],
)
def test_a_whole_question_stands_alone_and_begins_a_new_topic(language: str, question: str) -> None:
    understood = after(ASKED[language], question)

    assert (understood.text, understood.rewritten) == (question, False)
    assert understood.topic.question == question
    assert understood.topic.added == ()


@pytest.mark.parametrize(
    "text", ["hi", "Hello!", "bonjour !", "Hallo", "¡hola!", "привет", "hey ok"]
)
def test_who_greets_may_be_told_how_to_ask(text: str) -> None:
    assert is_greeting(text)
    assert not is_question(text)


@pytest.mark.parametrize("text", ["thanks", "ok", "🎉", "hi, who won?", "merci"])
def test_not_all_that_asks_nothing_greets(text: str) -> None:
    assert not is_greeting(text)


@pytest.mark.parametrize(
    ("asked", "question", "understood"),
    [
        (
            "When does the library open?",
            "and are dogs allowed?",
            "and are dogs allowed (library, open)?",
        ),
        (
            "Did the RIAA sue?",
            "ok, and who closed the site?",
            "ok, and who closed the site (RIAA)?",
        ),
        (
            "Was kostet der Damm?",
            "und wann ist er fertig?",
            "und wann ist er fertig (kostet, Damm)?",
        ),
        ("Ouvre la piscine ?", "et qui la dirige ?", "et qui la dirige (Ouvre, piscine) ?"),
    ],
)
def test_a_question_that_goes_on_with_an_and_is_about_the_last_one(
    asked: str, question: str, understood: str
) -> None:
    assert understand_follow_up(question, replay([asked])).text == understood


def test_an_and_before_another_name_begins_a_new_topic() -> None:
    topic = replay(["Did the RIAA sue?"])

    assert understand_follow_up("and did Visa withdraw?", topic).text == "and did Visa withdraw?"


@pytest.mark.parametrize(
    "message",
    [
        *("thanks", "ok", "Thank you so much!", "merci !", "danke schön", "muchas gracias"),
        *("спасибо большое", "lol", "👍", "😂😂", "d'accord", "ok merci", "...", "?", "понятно"),
        *("alles klar", "got it, thanks", "je vois", "really?"),
    ],
)
def test_thanks_ask_nothing_and_leave_the_topic(message: str) -> None:
    assert not is_question(message)
    assert replay([RIAA, message]) == replay([RIAA])


@pytest.mark.parametrize(
    "message", ["ok, and in France?", "why?", "merci, et en France ?", "Visa?", "а Visa?", "und?!a"]
)
def test_a_question_is_one_whatever_thanks_are_before_it(message: str) -> None:
    assert is_question(message)


@pytest.mark.parametrize(
    ("follow_up", "language"),
    [
        ("Visa?", "de"),
        ("in 2007?", "de"),
        ("2007", "de"),
        ("und Visa?", "de"),
        ("et Visa ?", "fr"),
        ("¿y Visa?", "es"),
        ("а Visa?", "ru"),
        ("and Visa?", "en"),
    ],
)
def test_what_may_be_of_any_language_is_of_the_language_of_the_conversation(
    follow_up: str, language: str
) -> None:
    assert after(ASKED["de"], follow_up).language == language


def test_the_first_message_stands_alone_even_if_it_looks_like_a_follow_up() -> None:
    understood = understand_follow_up("and in France?", None)

    assert (understood.text, understood.rewritten) == ("and in France?", False)


def test_what_was_added_first_goes_first_where_a_question_grows_too_long() -> None:
    messages = [RIAA, "and against Visa?", "and with Merlin?", f"and under {'X' * 540}?"]

    understood = understand_follow_up(messages[-1], replay(messages[:-1]))

    assert understood.text == f"{RIAA[:-1]} with Merlin under {'X' * 540}?"


def test_a_follow_up_too_long_to_be_put_together_stands_alone() -> None:
    follow_up = f"and {'X' * 700}?"

    assert after(RIAA, follow_up).text == follow_up


OPENERS = ("and", "et", "und", "y", "а", "what about", "thanks", "ok,")
ASKING = ("when", "quand", "wann", "who", "did", "has", "est-ce que", "-t-il", "?", "!", "(", ",")
PARTS = (
    "in",
    "en",
    "в",
    "the",
    "la",
    "die",
    "RIAA",
    "Visa",
    "France",
    "Россия",
    "2007",
    "May 2007",
)
POINTING = ("it", "они", "l'a", "that", "das", "lo", "court", "суд", "Gericht", "won")
WORDS = (*OPENERS, *ASKING, *PARTS, *POINTING)
MESSAGES = st.one_of(
    st.text(max_size=60),
    st.sampled_from([message for chain in CHAINS.values() for message, _ in chain]),
    st.lists(st.sampled_from(WORDS), max_size=9).map(" ".join),
)


@settings(deadline=None, max_examples=300)
@given(st.lists(MESSAGES, min_size=1, max_size=5), st.sampled_from(["", "X", "Visa "]))
@example(["0", "0", "A0:RUSYA"], "Visa ")  # the whole message, in the place of the oldest part
def test_no_text_is_too_odd_no_question_too_long_and_no_word_lost(
    messages: list[str], filling: str
) -> None:
    for message in (*messages, messages[-1] + filling * 300):
        understood = understand_follow_up(message, replay(messages))

        if not understood.rewritten:
            assert understood.text == message
        assert len(understood.text) <= max(MAX_UNDERSTOOD_CHARS, len(message))
        assert [w for w in telling_words(message, understood) if w not in understood.text] == []


def telling_words(message: str, understood: Understood) -> list[str]:
    """All words but those that say nothing by themselves: "and", "the", "too"."""
    cues = cues_in(understood.language)
    little = cues.function_words | cues.thanks | cues.tails | {w for p in cues.about for w in p}
    return [word.text for word in split_words(message) if plain(word.text) not in little]


@settings(deadline=None)
@given(st.lists(MESSAGES, max_size=6))
def test_a_thread_read_back_is_about_what_it_was_about(messages: list[str]) -> None:
    topic: Topic | None = None
    for message in filter(is_question, messages):
        topic = understand_follow_up(message, topic).topic

    assert replay(messages) == topic


@settings(deadline=None)
@given(
    st.sampled_from(list(ASKED)),
    st.sampled_from(["Visa", "the Kariba Dam", "Werder Olbheim", "Novavia"]),
    st.sampled_from(["in 2007", "in Kenya", "against Merlin", "with a vaccine"]),
)
def test_a_question_with_verb_subject_and_object_is_never_changed(
    topic: str, subject: str, detail: str
) -> None:
    question = f"did {subject} lose the case {detail}?"

    assert after(ASKED[topic], question).text == question


def test_what_is_put_together_is_far_below_what_may_be_asked() -> None:
    assert MAX_UNDERSTOOD_CHARS * 2 < MAX_QUESTION_CHARS


def test_a_chain_does_not_grow_with_its_length() -> None:
    countries = ["France", "Spain", "Kenya", "Peru"] * 5
    messages = [RIAA, *(f"and {country} in {1990 + n}?" for n, country in enumerate(countries))]
    lengths = [len(topic.wording.text) for topic in topics(messages)]

    assert max(lengths) <= len(RIAA) + len(" in 1990")


def topics(messages: list[str]) -> Iterator[Topic]:
    """What a conversation is about, after each message."""
    topic: Topic | None = None
    for message in messages:
        topic = understand_follow_up(message, topic).topic
        yield topic
