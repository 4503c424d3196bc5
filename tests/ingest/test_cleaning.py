"""Invented articles; what stands between ⟦ and ⟧ is boilerplate, everything else the article's own.

The boxes in other words were written apart from the cues: the first cues marked 27 % of their
characters and were then widened.
"""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.cleaning import find_boilerplate
from ingest.documents import Span

SEED = Path(__file__).parents[2] / "dossier" / "numerama-riaa-allofmp3.fr.txt"
CUES = Path(__file__).parents[2] / "ingest" / "boilerplate.toml"

PROSE = {
    "en": "The court found that the company had kept no record of the works it sold, and that the "
    "licence it relied on covered neither downloads nor listeners outside the country.",
    "fr": "Le tribunal a jugé que la société ne tenait aucun registre des œuvres vendues et que la "
    "licence invoquée ne couvrait ni le téléchargement ni les auditeurs étrangers.",
    "de": "Das Gericht stellte fest, dass die Firma kein Verzeichnis der verkauften Werke führte "
    "und ihre Lizenz weder das Herunterladen noch Hörer im Ausland umfasste.",
    "es": "El tribunal concluyó que la empresa no llevaba registro de las obras vendidas y que su "
    "licencia no amparaba ni las descargas ni a los oyentes de otros países.",
    "ru": "Суд установил, что компания не вела учёта проданных произведений, а лицензия, на "
    "которую она ссылалась, не распространялась ни на скачивание, ни на слушателей за рубежом.",
}

ARTICLES = {
    "en, box at the end": f"""Music shop loses appeal

{PROSE["en"]}

The owners did not comment.

⟦Subscribe to our newsletter

The week's best stories, every Friday.

Enter your e-mail address

By signing up you agree to our terms and privacy policy.

Most read

Minister resigns over ferry contract

Ten gardens to visit this summer

© 2008 The Harbour Post. All rights reserved.⟧""",
    "en, menu at the start": f"""⟦Skip to main content

Menu

Log in

Subscribe

Home | News | Sport | Culture⟧

Music shop loses appeal

By Ann Holm

12 May 2008

⟦Share on Facebook

Share this article⟧

{PROSE["en"]}""",
    "en, call in the middle": f"""{PROSE["en"]}

⟦Read also: Why the licence never held⟧

{PROSE["en"]}

⟦You have read 3 of your 5 free articles this month.

Subscribe now⟧

What happens next

{PROSE["en"]}""",
    "fr, paywall": f"""{PROSE["fr"]}

Personne n'a souhaité réagir.

⟦La suite est réservée aux abonnés

Il vous reste 70 % de cet article à lire.

Déjà abonné ? Connectez-vous

Abonnez-vous dès 1 € le premier mois, sans engagement.⟧""",
    "fr, cookies at the start": f"""⟦Nous utilisons des cookies pour mesurer notre audience.

Tout accepter

Continuer sans accepter⟧

Un disquaire débouté

{PROSE["fr"]}

⟦À lire aussi

Le marché du disque repart

Une taxe contestée

S’abonner à L’Écho⟧""",
    "de, end": f"""Händler scheitert vor Gericht

{PROSE["de"]}

⟦Jetzt weiterlesen

Sie haben bereits 5 von 5 kostenlosen Artikeln gelesen.

Sie sind schon Abonnent? Hier anmelden

Jederzeit kündbar

Artikel teilen

Lesen Sie auch: Streit um die Gema

© 2008 Elbkurier. Alle Rechte vorbehalten.⟧""",
    "es, end": f"""{PROSE["es"]}

La empresa no quiso comentar.

⟦Suscríbete a nuestro boletín

Recibe cada mañana las noticias en tu correo.

Te puede interesar

La subida del disco de vinilo

Compartir en Facebook

Todos los derechos reservados⟧""",
    "ru, middle and end": f"""Магазин проиграл суд

{PROSE["ru"]}

⟦Читайте также: Кому принадлежит музыка⟧

{PROSE["ru"]}

⟦Подпишитесь на нашу рассылку

Поделиться в социальных сетях

Все права защищены⟧""",
    "en, one paragraph a line": f"""Music shop loses appeal
{PROSE["en"]}
The owners did not comment.
⟦Sign up for our newsletter
Follow us on Facebook⟧""",
}

OTHER_WORDS = {
    "en": """Don't want to miss anything?

Our Sunday digest lands in your mailbox with the stories that mattered.

Count me in

Keep independent reporting alive: chip in from $3.

Supported by readers like you

Trending now""",
    "en, paywall": """This is a premium article.

You've hit your monthly limit.

See subscription options

Existing subscriber? Sign in here.

Your subscription helps our reporters do their work.""",
    "fr": """Votre adresse e-mail

Je m'inscris à la lettre du matin

Contenu réservé à nos abonnés

Lisez la suite pour 2 € par mois

Nos journalistes ont besoin de vous.

Faites connaître cet article autour de vous""",
    "de": """Bleiben Sie auf dem Laufenden

Unser Morgenbrief bringt Ihnen das Wichtigste des Tages.

Zum Newsletter anmelden

Artikel verschenken

Ihre Spende macht unsere Recherchen möglich.

Das könnte Sie auch interessieren""",
    "es": """Contenido exclusivo para suscriptores

Si ya tienes cuenta, inicia sesión

Nuestro periodismo depende de ti.

Quiero colaborar

Valoramos tu privacidad: usamos cookies propias y de terceros.

También en portada""",
    "ru": """Будьте в курсе

Главные новости недели — в нашей рассылке.

Подписаться на рассылку

Этот материал доступен только подписчикам

Мы существуем благодаря вашим пожертвованиям.

Другие материалы рубрики""",
}

CONTENT = {
    "en, paywalls": """Why paywalls returned

The metered paywall lets visitors read a number of free articles before it asks them to pay.

Readers who had read ten articles were asked to subscribe. Most did not.

The box said: “Subscribe now to continue reading.” Fewer than two in a hundred did.

A month costs $9.99, a year $99, and either can be cancelled.""",
    "en, cookie law": """Cookies and consent

Websites that use cookies must ask for consent before storing them on a visitor's device.

"We use cookies to improve your experience" is not enough, the court said.

A banner with no way to refuse all cookies is unlawful. Accepting must not be easier.""",
    "en, newsletters": """The newsletter boom

Newsletters delivered to the inbox have become a business.

Writers earn from subscribers, not advertising.

Unlimited access, exclusive content and an ad-free site are what publishers promise most often.""",
    "en, copyright": """Copyright

The notice

Copyright notices used to be required. The symbol © with the year and the owner's name sufficed.

(c) the defendant shared the article on social media;

The phrase "all rights reserved" has had no effect since 2000.""",
    "en, help": """How do I cancel?

Log in to your account, open Settings and choose the plan.

1. Click on Subscribe.

2. Enter the address of the list.

Members may cancel at the end of each month.""",
    "fr, abonnements": """La presse et ses abonnés

Un abonné sur trois résilie au bout d'un an.

Le journal propose un abonnement à 9,99 € par mois, sans publicité et avec des contenus exclusifs.

« Abonnez-vous », répète le bandeau, que personne ne lit.

Les lecteurs sont invités à soutenir la rédaction par un don.""",
    "fr, cookies": """Cookies : la CNIL sanctionne

Le site déposait des cookies publicitaires avant tout consentement.

Refuser les cookies doit être aussi simple que les accepter.

L'amende s'élève à 150 millions d'euros.""",
    "fr, droit d'auteur": """Droits réservés

La mention « Tous droits réservés » n'a aucune valeur en droit français.

Partager un article, c'est le reproduire, a jugé la cour.

Publicité

La publicité finance encore la moitié des titres.""",
    "de, Bezahlschranken": """Wie Bezahlschranken wirken

Wer fünf Artikel gelesen hat, soll ein Abo abschließen.

Viele Abonnenten kündigen nach dem Probemonat.

Das Abo kostet 9,99 Euro im Monat und ist werbefrei.

Teilen

Das Teilen von Artikeln bleibt erlaubt, urteilte das Gericht.""",
    "de, Spenden": """Spenden für Journalismus

Unabhängiger Journalismus lebt zunehmend von Spenden.

Der Verein bat seine Leser um Unterstützung. Es kamen 40.000 Euro.

Newsletter erreichen mehr Leser als die Startseite.""",
    "es, muros de pago": """El muro de pago

Los diarios limitan los artículos gratuitos a diez al mes.

El lector que acepta las cookies lee gratis; el que las rechaza paga.

La suscripción cuesta 9 euros al mes y ofrece contenidos exclusivos sin publicidad.

«Suscríbete», pide el aviso.""",
    "es, boletines": """El regreso del boletín

Los boletines llegan al correo cada mañana.

El periodismo independiente vive de las donaciones de sus lectores.

La ley de propiedad intelectual no exige reservar derechos.""",
    "ru, подписка": """Платная подписка

Читатель, прочитавший десять статей, видит предложение подписаться.

Подписка стоит 300 рублей в месяц, без рекламы.

«Подпишитесь», — просит баннер.

Издания просят читателей поддержать редакцию пожертвованием.""",
    "ru, авторское право": """Авторское право

Реклама

Реклама занимает половину полосы.

Знак охраны не обязателен: права возникают с момента создания произведения.

Сайт использовал файлы cookie без согласия посетителей.""",
    "en, list of sources": """Sources

[1] Ruling of the Moscow city court, 2007

[2] Statement of the association, May 2008

Contact

Press office""",
    "en, an editor's letter": """Why we ask you to pay

Support us, readers tell other readers, and we are grateful for it; but a newspaper that lives on
gratitude alone will one day be owned by someone who does not need any, and then it will be too
late to ask who it was written for, and by whom, and at what price to the people in it.""",
}

SENTENCES = """
Donate now, decide later: the psychology of giving
Please donate blood before 3 June.
Register now for the hearing; places are limited to forty.
Enter your e-mail address and click OK.
You can change your settings at any time.
By using our services you agree to these terms.
Help us stop this bill.
Support our troops, the poster said.
More on this later.
Most popular of all was the second album.
Most read nothing at all.
Don't miss the deadline of 1 May.
Related posts were found in 14 servers.
The next article is reserved for members of the association.
Log in with the password you were given by the clerk.
Inscrivez-vous avant le 15 juin auprès de la mairie.
Connectez-vous à votre compte, puis ouvrez Réglages.
Faites un don de sang avant l'été.
Partagez l'addition, pas le lit.
Suivez la rivière sur deux kilomètres.
Ne manquez pas la date limite.
Merci de votre soutien, a écrit le ministre aux juges.
Accueil des réfugiés
Les plus lus des romans russes sont aussi les plus longs.
Teilen Sie den Teig in vier Teile.
Spenden Sie Blut.
Melden Sie sich bis zum 3. Mai beim Amt an.
Jetzt lesen wieder mehr Menschen Zeitung.
Unterstützen Sie unsere Forderung nach einem freien Netz.
Anmelden mussten sich alle Händler bis 2007.
Mehr zum Thema Urheberrecht sagte das Gericht nicht.
Recibe cada año un millón de visitas.
Sigue a la derecha hasta el puente.
Crea una cuenta falsa y desaparece.
Gracias por su atención, señorías.
Hazte rico: así se anunciaba la estafa.
Regístrese antes del 5 de mayo.
Comparte piso con dos músicos.
Inicio del juicio
Más leído que ninguno fue el Quijote.
Войдите в личный кабинет.
Зарегистрируйтесь на сайте суда до 5 мая.
Не пропустите срок подачи жалобы.
По теме доклада выступили трое.
Поддержите наше требование о свободном интернете.
Главная улица
Другие статьи расходов сократили.
Присоединяйтесь к иску до 1 июня.
Our members lost 300 million dollars to the site.
Our journalists were detained on Tuesday.
Subscribers paid 4.99 a month.
Cookies expire after thirteen months.
Terms and conditions
Privacy policy
Newsletter
Premium
© is a letter in a circle.
The album was sold under the label Home | Away.
Share prices fell.
Print is dead.
Comments (12)
Copyright 2008 was a good year for lawyers.
"""


def read_sample(sample: str) -> tuple[str, tuple[Span, ...]]:
    text, spans = "", []
    for piece in re.split("(⟦[^⟧]*⟧)", sample):
        if piece.startswith("⟦"):
            spans.append(Span(len(text), len(text) + len(piece) - 2))
        text += piece.strip("⟦⟧")
    return text, tuple(spans)


def words_of(text: str, spans: tuple[Span, ...]) -> list[str]:
    return [text[start:end] for start, end in spans]


def in_article(box: str, language: str) -> str:
    return f"{PROSE[language]}\n\n{box}\n\n{PROSE[language]}"


def test_the_seed_article_is_marked_from_its_subscription_box_to_its_end() -> None:
    text = SEED.read_text("utf-8")

    assert find_boilerplate(text) == (Span(text.index("Découvrez les bonus"), len(text.rstrip())),)


def test_no_cue_names_what_the_seed_article_is_about() -> None:
    """A cue that names a site works for that site only."""
    cues = CUES.read_text("utf-8").casefold()

    assert [name for name in ("numerama", "allofmp3", "riaa") if name in cues] == []


@pytest.mark.parametrize("name", ARTICLES)
def test_what_belongs_to_the_site_is_marked_and_nothing_else(name: str) -> None:
    text, expected = read_sample(ARTICLES[name])

    assert words_of(text, find_boilerplate(text)) == words_of(text, expected)


@pytest.mark.parametrize("name", CONTENT)
def test_an_article_about_such_matters_keeps_every_word(name: str) -> None:
    text = CONTENT[name]

    assert words_of(text, find_boilerplate(text)) == []


@pytest.mark.parametrize("sentence", SENTENCES.strip().split("\n"))
def test_a_sentence_or_heading_that_only_resembles_a_cue_is_kept(sentence: str) -> None:
    assert find_boilerplate(sentence) == ()
    assert find_boilerplate(in_article(sentence, "en")) == ()


@pytest.mark.parametrize("name", CONTENT)
def test_such_an_article_keeps_every_word_between_two_boxes_too(name: str) -> None:
    """Neither a box before the article nor one after it may draw its paragraphs in."""
    box = re.findall("⟦([^⟧]*)⟧", ARTICLES["en, box at the end"])[0]
    text = f"{box}\n\n{PROSE[name[:2]]}\n\n{CONTENT[name]}\n\n{box}"
    content = Span(text.index(CONTENT[name]), text.index(CONTENT[name]) + len(CONTENT[name]))

    inside = [s for s in find_boilerplate(text) if s.start < content.end and content.start < s.end]

    assert words_of(text, tuple(inside)) == []


@pytest.mark.parametrize("name", OTHER_WORDS)
def test_most_of_a_box_in_other_words_is_marked_and_none_of_the_article(name: str) -> None:
    box, language = OTHER_WORDS[name], name[:2]
    text = in_article(box, language)
    start, end = len(PROSE[language]), len(PROSE[language]) + len(box) + 4
    spans = find_boilerplate(text)

    assert all(start < span.start and span.end < end for span in spans)
    assert sum(span.end - span.start for span in spans) > 0.8 * len(box)


def test_a_long_paragraph_is_kept_however_much_it_speaks_of_subscribing() -> None:
    long = "Subscribe to our newsletter. Share this article. Follow us. " * 11

    assert find_boilerplate(long) == ()


def test_the_title_and_byline_between_two_menus_are_kept() -> None:
    text = f"Log in to comment\n\nPremium cars\n\nBy A. Holm\n\nShare on X\n\n{PROSE['en']}"

    assert words_of(text, find_boilerplate(text)) == ["Log in to comment", "Share on X"]


def test_a_short_paragraph_between_two_links_is_kept() -> None:
    link = "Read also: Why the licence never held"
    paragraph = "The owners did not comment, and their lawyer has since left the firm."
    text = f"{PROSE['en']}\n\n{link}\n\n{paragraph}\n\n{link}\n\n{PROSE['en']}"

    assert words_of(text, find_boilerplate(text)) == [link, link]


def test_a_title_that_only_hints_is_kept_before_a_menu() -> None:
    text = f"Premium cars\n\nShare on X\n\n{PROSE['en']}"

    assert words_of(text, find_boilerplate(text)) == ["Share on X"]


def test_a_last_section_that_only_hints_is_kept_before_a_box() -> None:
    section = "Cookies\n\nThe site had set cookies before anyone agreed."
    text = f"{PROSE['en']}\n\n{section}\n\nSubscribe to our newsletter"

    assert words_of(text, find_boilerplate(text)) == ["Subscribe to our newsletter"]


def test_short_paragraphs_between_two_long_boxes_are_kept() -> None:
    """However much the boxes on either side are worth, they can't pay for what is between them."""
    box = "\n\n".join(["Subscribe to our newsletter", "Share this article", "Accept all"] * 3)
    answers = (
        "Did it pay?\n\nIt never did.\n\nWhy not?\n\nNobody asked.\n\nAnd now?\n\nNow it must."
    )
    text = f"{PROSE['en']}\n\n{box}\n\n{answers}\n\n{box}"

    assert words_of(text, find_boilerplate(text)) == [box, box]


def test_the_heading_after_a_list_of_other_titles_is_kept() -> None:
    text = f"{PROSE['en']}\n\nMost read\n\nTen gardens\n\nThe appeal\n\n{PROSE['en']}"

    assert words_of(text, find_boilerplate(text)) == ["Most read\n\nTen gardens"]


def test_the_notes_after_a_box_are_kept() -> None:
    text = f"{PROSE['en']}\n\nMost read\n\nTen gardens\n\n[1] Ruling of 2007\n\n[2] Letter"

    assert words_of(text, find_boilerplate(text)) == ["Most read"]


def test_lines_of_wrapped_prose_are_not_paragraphs() -> None:
    """The second line begins as a call to the reader would, but it is the middle of a sentence."""
    text = (
        "The paper, as it said in a letter to all of its readers, would\n"
        "subscribe to our newsletter before it paid for another one that\n"
        "came with the same stories, and so in the end it did nothing at\n"
        "all."
    )

    assert find_boilerplate(text) == ()


lines = [line for box in [*OTHER_WORDS.values(), *CONTENT.values()] for line in box.split("\n")]
lines += ["Subscribe to our newsletter", "Share this article", "Read also", "Home", *PROSE.values()]
gaps = st.sampled_from(["\n", "\n\n", " \n \n", "\n\n\n", "\t", "\n\u00a0\n"])
texts = st.lists(st.one_of(st.sampled_from(lines), st.text(max_size=20), gaps)).map("".join)


@given(texts)
def test_spans_are_sorted_and_apart_and_hold_whole_paragraphs(text: str) -> None:
    spans = find_boilerplate(text)

    ends = [0, *(span.end for span in spans)]
    assert all(end <= span.start < span.end for end, span in zip(ends, spans, strict=False))
    assert ends[-1] <= len(text)
    for start, end in spans:
        assert text[start:end] == text[start:end].strip()
        assert not text[:start].split("\n")[-1].strip()
        assert not text[end:].split("\n")[0].strip()


@pytest.mark.parametrize(
    "text",
    [
        "a" * 5_000_000,
        "subscribe to our newsletter " * 180_000,
        "“" * 5_000_000,
        "Home\n\n" * 50_000,
        "Subscribe now\n\n" * 20_000,
        "\n \n" * 500_000,
    ],
    ids=["one line", "one cued line", "open quotes", "menu", "buttons", "blank lines"],
)
def test_time_is_linear_in_the_text(text: str) -> None:
    """That it returns at all is the promise: any step worse than linear would take hours here."""
    assert all(0 <= start < end <= len(text) for start, end in find_boilerplate(text))
