from dataclasses import replace
from datetime import UTC, datetime

from bot.phrases import phrases_in
from bot.render.listing.status import Status, render_status
from tests.bot.render.seeing import fits, texts_of

EN = phrases_in("en")
STATUS = Status(
    documents=4, passages=123, model="multilingual-e5-small", fingerprint="e5, chunking_1",
    ingested=datetime.fromtimestamp(1_200_000_000, UTC), p50_s=0.0614, p95_s=0.18,
)  # fmt: skip


def test_how_things_stand_is_said() -> None:
    assert texts_of(render_status(STATUS, EN)) == [
        "**How the bot is doing**",
        "Documents: 4 · passages: 123\n"
        "Last ingested: <t:1200000000:R>\n"
        "Time to answer: 61 ms for half of the questions, 180 ms for 95 in 100\n"
        "Embedding model: multilingual-e5-small\n"
        "-# Fingerprint of the index: e5, chunking\\_1",
    ]


def test_what_is_not_known_yet_is_called_so() -> None:
    unknown = replace(STATUS, ingested=None, p50_s=None, p95_s=None)

    shown = texts_of(render_status(unknown, EN))[1]

    assert "Last ingested: not known yet\nTime to answer: not known yet" in shown


def test_a_long_name_of_a_model_is_shortened() -> None:
    assert fits(render_status(replace(STATUS, model="*" * 5000), EN))
