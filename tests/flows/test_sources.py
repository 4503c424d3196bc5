"""What people see of the dossier itself, and of the bot: on a dossier of a harbour town."""

import shutil
from pathlib import Path

import pytest
from llama_index.core.base.embeddings.base import BaseEmbedding
from simcord import ResponseMessage

from bot.settings import BotSettings
from tests.conftest import ingest, write_dossier
from tests.flows.wire import calls, set_language
from tests.flows.world import World, answer_of, buttons, texts

LONG = "minutes.md"
MEETING = "## {year}\n\nThe council put off the lighthouse in {year}."
REPORT = (
    "---\ntitle: Report {n}\npublisher: Harbour Gazette\npublished: 19{n}\nkind: press\n"
    "source: https://example.org/{n}\n---\nShip number {n} brought {n} barrels of herring."
)
DOCUMENTS = {f"report-{n}.md": REPORT.format(n=n) for n in range(10, 35)} | {
    LONG: "\n\n".join(["# Minutes", *(MEETING.format(year=year) for year in range(1901, 1914))]),
}


@pytest.fixture(scope="module")
def harbour(tmp_path_factory: pytest.TempPathFactory, embedding: BaseEmbedding) -> Path:
    """A folder with the dossier and its data. Not to be written to."""
    folder = tmp_path_factory.mktemp("harbour")
    ingest(write_dossier(folder / "dossier", DOCUMENTS), folder / "data", embedding)
    return folder


@pytest.fixture
def settings(harbour: Path, tmp_path: Path) -> BotSettings:
    shutil.copytree(harbour, tmp_path, dirs_exist_ok=True)
    return BotSettings(data_dir=tmp_path / "data", dossier_dir=tmp_path / "dossier")


async def use(world: World, command: str, **options: str) -> ResponseMessage:
    """What Ann is shown, and nobody else."""
    used = await world.ann.slash(world.channel, command, **options)
    assert used.ephemeral
    return answer_of(used)


async def press(world: World, shown: ResponseMessage, label: str) -> ResponseMessage:
    """Turn a page of what Ann is shown, in place."""
    used = await world.ann.click(shown, custom_id=buttons(shown)[label])
    assert answer_of(used).id == shown.id
    return answer_of(used)


def words(shown: ResponseMessage) -> str:
    return "\n".join(texts(shown))


async def test_documents_are_listed_ten_a_page(world: World) -> None:
    shown = await use(world, "sources")

    assert texts(shown)[0] == "**The documents of this dossier: 26** · 1 of 3"
    assert words(shown).count("report-") + words(shown).count("Report ") == 9

    shown = await press(world, shown, "Next")
    assert texts(shown)[0] == "**The documents of this dossier: 26** · 2 of 3"
    shown = await press(world, shown, "Next")
    assert "Report 33" in words(shown)
    shown = await press(world, shown, "Previous")
    assert "Report 33" not in words(shown)


async def test_a_document_is_listed_with_who_when_and_what_it_is(world: World) -> None:
    shown = await use(world, "sources")

    assert (
        "[Report 10](<https://example.org/10>)\n"
        "-# Harbour Gazette · 1910 · press · English · 1 passage"
    ) in words(shown)


async def test_pages_turn_after_a_restart(world: World) -> None:
    shown = await use(world, "sources")

    await world.restart()
    shown = await press(world, shown, "Next")

    assert texts(shown)[0].endswith("2 of 3")


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("report 1", [f"Report {n}" for n in range(10, 20)]),
        ("MINUTES", ["Minutes"]),
        ("report-33", ["Report 33"]),
        ("zeppelin", []),
    ],
)
async def test_titles_and_file_names_are_completed_as_one_types(
    world: World, typed: str, offered: list[str]
) -> None:
    choices = await world.ann.autocomplete(world.channel, "sources", "document", typed)

    assert [choice["name"] for choice in choices] == offered


async def test_no_more_is_offered_than_discord_takes(world: World) -> None:
    choices = await world.ann.autocomplete(world.channel, "sources", "document", "")

    assert len(choices) == 25


async def test_a_document_is_shown_with_the_beginnings_of_its_passages(world: World) -> None:
    shown = await use(world, "sources", document=LONG)

    assert "**Minutes**" in words(shown)
    assert "-# minutes.md" in words(shown)
    first = words(shown)
    assert "-# 1\\. " in first
    assert "-# 10\\. " in first
    assert "-# 11\\. " not in first

    shown = await press(world, shown, "Next")
    assert "-# 11\\. " in words(shown)
    shown = await press(world, shown, "Previous")
    assert words(shown) == first


@pytest.mark.parametrize("options", [{}, {"document": LONG}])
async def test_a_press_is_acknowledged_before_a_page_is_made(
    world: World, options: dict[str, str]
) -> None:
    shown = await use(world, "sources", **options)
    since = len(world.env.http_requests)

    await press(world, shown, "Next")

    assert calls(world.env, since) == ["POST callback", "PATCH @original"]


async def test_a_document_can_be_named_by_its_title(world: World) -> None:
    shown = await use(world, "sources", document="Report 12")

    assert "Ship number 12 brought 12 barrels of herring" in words(shown)


async def test_an_unknown_document_is_said_to_be_unknown(world: World) -> None:
    shown = await use(world, "sources", document="**zeppelin**.md")

    assert shown.content == (
        "There is no document \\*\\*zeppelin\\*\\*.md. /sources lists them all."
    )


async def test_a_page_of_a_document_that_is_gone_says_so(world: World) -> None:
    shown = await use(world, "sources", document=LONG)
    (world.settings.dossier_dir / LONG).unlink()
    await world.eve.slash(world.channel, "reingest")

    used = await world.ann.click(shown, custom_id=buttons(shown)["Next"])

    [told] = used.followups
    assert told.ephemeral
    assert "/sources lists them all." in told.content


async def test_passages_are_found_with_their_scores_and_without_an_answer(world: World) -> None:
    used = await world.ann.slash(world.channel, "search", text="ship number 21")
    pages = [answer_of(used), *used.followups]

    assert all(page.ephemeral for page in pages)
    assert texts(pages[0])[0] == "**Found for “ship number 21”** · 1 of 2"
    assert "1\\. [Report 21](<https://example.org/21>)" in words(pages[0])
    assert "Ship number 21 brought 21 barrels of herring" in words(pages[0])
    assert "fused " in words(pages[0])
    assert not buttons(pages[0])


@pytest.mark.parametrize("text", ["", "  ", "?!", "x" * 6000])
async def test_nothing_that_is_no_text_is_looked_for(world: World, text: str) -> None:
    shown = await use(world, "search", text=text)

    assert shown.content.startswith("The question ")


async def test_what_is_looked_for_is_shown_inert(world: World) -> None:
    shown = await use(world, "search", text="@everyone **herring** <@1>")

    assert texts(shown)[0].startswith("**Found for “\\@everyone \\*\\*herring\\*\\* \\<\\@1\\>”**")


async def test_the_status_says_how_much_there_is_to_answer_from(world: World) -> None:
    before = words(await use(world, "status"))

    assert "Documents: 26 · passages: " in before
    assert "Time to answer: not known yet" in before
    assert "Embedding model: " in before
    assert "Last ingested: <t:" in before

    await world.ann.slash(world.channel, "ask", question="How much did ship number 21 bring?")

    after = words(await use(world, "status"))
    assert " ms for half of the questions, " in after


async def test_the_help_says_how_to_ask_with_commands_that_can_be_clicked(world: World) -> None:
    shown = words(await use(world, "help"))

    ask = next(c for c in await world.bot.tree.fetch_commands() if c.name == "ask")
    assert "**No quote, no claim**" in shown
    assert f"- {ask.mention}: ask a question, in your language" in shown
    assert "👍 helpful, 👎 not helpful: your vote shows the editors" in shown


async def test_the_help_is_in_the_language_of_the_persons_discord(world: World) -> None:
    set_language(world.env, world.ann, "fr")

    shown = words(await use(world, "help"))

    assert "No quote" not in shown
    assert "Pas de citation, pas d’affirmation" in shown
