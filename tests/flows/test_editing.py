"""Changing the dossier from Discord: who may, what becomes of the files, and what is told."""

import shutil
from pathlib import Path

import discord
import pytest
from llama_index.core.base.embeddings.base import BaseEmbedding
from simcord import InteractionResult, MemberActor, ResponseMessage

from bot.settings import BotSettings
from ingest.lock import one_writer
from ingest.readers import READERS
from tests.conftest import ingest, write_dossier
from tests.flows.wire import calls, messages_sent, set_language
from tests.flows.world import World, answer_of, buttons, field_of, texts

HALL = "Ada Quist founded the assembly hall in 1907 and paid for its roof herself."
LIGHTHOUSE = "The lighthouse was built by Tomas Berg in 1912 on the northern sandbank."
FERRY = b"The ferry Aurora carried 412 passengers a day between the islands in 1931."
FERRY_QUESTION = "How many passengers a day did the ferry Aurora carry?"
REFUSAL = (
    "Only people with the permission Manage Server, or with the role for editors, may do this. "
    "Ask one of them."
)
UNNAMED = (
    "I am on several servers, and none of them is named as the one that may change the dossier. "
    "Who runs the bot can do that in the setting DISCORD_GUILDS."
)
CHANGES: list[tuple[str, dict[str, object]]] = [
    ("reingest", {}),
    ("dossier add", {"file": ("ferry.md", FERRY)}),
    ("dossier remove", {"document": "hall.md"}),
    ("gaps", {}),
]
BUSY = "The dossier is being ingested already. Wait until that has finished, then try again."


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory, embedding: BaseEmbedding) -> Path:
    """A folder with a dossier of two documents and its data. Not to be written to."""
    folder = tmp_path_factory.mktemp("library")
    documents = {"hall.md": HALL, "lighthouse.md": LIGHTHOUSE}
    ingest(write_dossier(folder / "dossier", documents), folder / "data", embedding)
    return folder


@pytest.fixture
def settings(library: Path, tmp_path: Path) -> BotSettings:
    shutil.copytree(library, tmp_path, dirs_exist_ok=True)
    return BotSettings(
        data_dir=tmp_path / "data",
        dossier_dir=tmp_path / "dossier",
        dossier_editor_role="Archivists",
        questions_per_minute=100,
    )


@pytest.fixture
def dossier(settings: BotSettings) -> Path:
    return settings.dossier_dir


async def use(world: World, command: str, **options: object) -> ResponseMessage:
    """What Eve, who manages the server, is shown, and nobody else."""
    return private(await world.eve.slash(world.channel, command, **options))


async def press(world: World, shown: ResponseMessage, label: str) -> ResponseMessage:
    return private(await world.eve.click(shown, custom_id=buttons(shown)[label]))


async def add(world: World, name: str, data: bytes, **about: object) -> str:
    return words(await use(world, "dossier add", file=(name, data), **about))


async def ask(world: World, question: str, person: MemberActor | None = None) -> ResponseMessage:
    return answer_of(await (person or world.ann).slash(world.channel, "ask", question=question))


def private(used: InteractionResult) -> ResponseMessage:
    assert answer_of(used).ephemeral
    return answer_of(used)


def words(shown: ResponseMessage) -> str:
    return "\n".join(texts(shown))


def names(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}


async def test_a_reingestion_reports_what_was_added_replaced_removed_and_what_failed(
    world: World, dossier: Path
) -> None:
    (dossier / "ferry.md").write_bytes(FERRY)
    (dossier / "hall.md").write_text(HALL.replace("1907", "1908"), "utf-8")
    (dossier / "lighthouse.md").unlink()
    (dossier / "broken.md").write_bytes(b"nul \0 byte")

    shown = await use(world, "reingest")

    assert texts(shown)[0].startswith(
        "**The dossier is up to date now.**\n-# Unchanged: 0 · passages: 2 · "
    )
    assert texts(shown)[1:] == [
        "**Added: 1**\n- ferry.md",
        "**Replaced: 1**\n- hall.md",
        "**Removed: 1**\n- lighthouse.md",
        "**Failed, and left as they were: 1**\n- broken.md is not text: it has a NUL byte at "
        "offset 4. Save it as plain text in UTF-8.",
    ]
    assert "412 passengers a day" in words(await ask(world, FERRY_QUESTION))


async def test_a_reingestion_with_nothing_to_do_says_so(world: World) -> None:
    shown = await use(world, "reingest")

    assert "**The dossier was up to date already.**\n-# Unchanged: 2" in words(shown)


async def test_an_emptied_folder_is_told_and_what_was_ingested_still_answers(
    world: World, dossier: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Why is for who runs the bot: it stands in the log."""
    for file in dossier.iterdir():
        file.unlink()

    assert words(await use(world, "reingest")) == (
        "The dossier’s folder can’t be used. Nothing was changed. "
        "Who runs the bot has to look at it."
    )
    assert f"The dossier folder {dossier} has no documents." in caplog.text
    assert "Ada Quist" in words(await ask(world, "Who founded the assembly hall?"))


@pytest.mark.parametrize(("command", "options"), CHANGES)
async def test_people_who_are_no_editors_are_refused_privately(
    world: World, dossier: Path, command: str, options: dict[str, object]
) -> None:
    shown = private(await world.ann.slash(world.channel, command, **options))

    assert words(shown) == REFUSAL
    assert names(dossier) == {"hall.md", "lighthouse.md"}


async def test_people_with_the_editors_role_may(world: World) -> None:
    role = world.guild.create_role("Archivists")
    editor = world.guild.add_member(world.env.create_user("eda"), roles=[role])

    used = await editor.slash(world.channel, "reingest")

    assert "up to date" in words(private(used))


async def test_the_editors_role_can_be_set_by_its_id(world: World) -> None:
    role = world.guild.create_role("Scribes")
    editor = world.guild.add_member(world.env.create_user("eda"), roles=[role])
    world.settings = world.settings.model_copy(update={"dossier_editor_role": str(role.id)})
    await world.restart()

    used = await editor.slash(world.channel, "reingest")

    assert "up to date" in words(private(used))


async def test_who_invites_the_bot_to_a_server_of_theirs_changes_nothing(
    world: World, dossier: Path
) -> None:
    theirs = world.env.create_guild(name="Theirs")
    channel = theirs.create_text_channel("mine")
    boss = theirs.create_role("Boss", permissions=discord.Permissions(manage_guild=True))
    mallory = theirs.add_member(world.env.create_user("mallory"), roles=[boss])

    for command, options in CHANGES:
        shown = private(await mallory.slash(channel, command, **options))
        assert words(shown) == UNNAMED
    assert words(await use(world, "reingest")) == UNNAMED
    assert names(dossier) == {"hall.md", "lighthouse.md"}


async def test_where_servers_are_named_theirs_alone_change_the_dossier(world: World) -> None:
    world.env.create_guild(name="Theirs")
    world.settings = world.settings.model_copy(update={"discord_guilds": (world.guild.id,)})
    await world.restart()

    assert "up to date" in words(await use(world, "reingest"))


async def test_a_document_is_added_with_what_is_said_about_it_and_answers_at_once(
    world: World, dossier: Path
) -> None:
    report = await add(
        world,
        "ferry.md",
        FERRY,
        title="The ferry",
        publisher="Harbour Gazette",
        published="1931-05",
        kind="press",
        source="https://example.org/ferry",
    )

    assert "**Added: 1**\n- ferry.md" in report
    assert (dossier / "ferry.md").read_bytes() == FERRY
    answer = words(await ask(world, FERRY_QUESTION))
    assert "> The ferry Aurora carried 412 passengers a day" in answer
    assert "Harbour Gazette · May 1931 · press · [The ferry](<https://example.org/ferry>)" in answer


@pytest.mark.parametrize(
    ("name", "data", "told"),
    [
        (
            "ferry.exe",
            FERRY,
            "ferry.exe is of a kind that can’t be read (.exe). "
            f"Save it as one of {', '.join(READERS)}.",
        ),
        (
            "ferry.md",
            b"x" * 20_600_000,
            "ferry.md is too large: 21 MB, and a document may have 20 MB. "
            "Split it into several files.",
        ),
        (
            "../../x",
            FERRY,
            "A document can’t be called ..\\/..\\/x. Give it a plain file name, such as "
            "ruling-2008.md, and attach it again.",
        ),
        (
            "ferry.md",
            b"nul \0 byte",
            "ferry.md is not text: it has a NUL byte at offset 4. Save it as plain text in UTF-8.",
        ),
        ("ferry.md", b" \n ", "ferry.md has no text to ingest. Add text to it."),
        (
            "hall.md",
            FERRY,
            "There is a document hall.md already. Attach it again with replace: True to put it "
            "in that one’s place, or rename it.",
        ),
    ],
)
async def test_what_can_not_become_a_document_is_told_and_changes_nothing(
    world: World, dossier: Path, name: str, data: bytes, told: str
) -> None:
    assert await add(world, name, data) == told

    assert names(dossier) == {"hall.md", "lighthouse.md"}
    assert (dossier / "hall.md").read_text("utf-8") == HALL


@pytest.mark.parametrize(
    ("about", "told"),
    [
        (
            {"published": "May 1931"},
            "May 1931 can’t be used as a date. Write 2008, 2008-05 or 2008-05-20.",
        ),
        (
            {"published": "1931-02-30"},
            "1931-02-30 can’t be used as a date. Write 2008, 2008-05 or 2008-05-20.",
        ),
        (
            {"source": "ftp://x"},
            "ftp\\:\\/\\/x can’t be used as an address. It has to begin with http:// or https://, "
            "and have no spaces.",
        ),
    ],
)
async def test_what_is_said_of_a_document_is_checked(
    world: World, dossier: Path, about: dict[str, str], told: str
) -> None:
    assert await add(world, "ferry.md", FERRY, **about) == told

    assert names(dossier) == {"hall.md", "lighthouse.md"}


async def test_of_a_document_nothing_is_said_with_spaces_alone(world: World, dossier: Path) -> None:
    assert "**Added: 1**" in await add(world, "ferry.md", FERRY, title="  ")

    assert names(dossier) == {"hall.md", "lighthouse.md", "ferry.md"}


async def test_front_matter_that_can_not_be_used_is_told_with_what_could(world: World) -> None:
    told = await add(world, "ferry.md", b"---\npublishd: 1931\n---\n" + FERRY)

    assert told == (
        "The metadata of ferry.md can’t be used. Mend it in ferry.md. The known keys are title, "
        "author, publisher, published, language, source, kind, party; published is 2008, 2008-05 "
        "or 2008-05-20, language two letters, source an address with http:// or https://."
    )


async def test_a_german_editor_is_told_no_english(world: World, dossier: Path) -> None:
    set_language(world.env, world.eve, "de")
    for file in dossier.iterdir():
        file.unlink()

    assert words(await use(world, "reingest")) == (
        "Der Ordner des Dossiers ist nicht benutzbar. Es wurde nichts geändert. "
        "Wer den Bot betreibt, muss danach sehen."
    )


async def test_a_document_is_replaced_when_that_is_asked_for(world: World, dossier: Path) -> None:
    report = await add(world, "hall.md", FERRY, replace=True)

    assert "**Replaced: 1**\n- hall.md" in report
    assert (dossier / "hall.md").read_bytes() == FERRY
    assert "412 passengers a day" in words(await ask(world, FERRY_QUESTION))


async def test_a_document_is_removed_once_that_is_confirmed(world: World, dossier: Path) -> None:
    asked = await use(world, "dossier remove", document="hall.md")

    assert texts(asked) == ["Remove hall.md from the dossier (passages: 1)? The file is deleted."]
    assert names(dossier) == {"hall.md", "lighthouse.md"}

    report = words(await press(world, asked, "Remove it"))

    assert "**Removed: 1**\n- hall.md" in report
    assert names(dossier) == {"lighthouse.md"}
    assert "Ada Quist" not in words(await ask(world, "Who founded the assembly hall?"))


async def test_a_document_is_kept_if_that_is_pressed(world: World, dossier: Path) -> None:
    asked = await use(world, "dossier remove", document="hall.md")

    shown = await press(world, asked, "Keep it")

    assert texts(shown) == ["Nothing was removed."]
    assert not buttons(shown)
    assert names(dossier) == {"hall.md", "lighthouse.md"}


async def test_a_removal_is_confirmed_after_a_restart(world: World, dossier: Path) -> None:
    asked = await use(world, "dossier remove", document="hall.md")

    await world.restart()
    await press(world, asked, "Remove it")

    assert names(dossier) == {"lighthouse.md"}


async def test_who_is_no_editor_any_more_does_not_confirm_a_removal(
    world: World, dossier: Path
) -> None:
    asked = await use(world, "dossier remove", document="hall.md")
    world.settings = world.settings.model_copy(update={"discord_guilds": (1,)})
    world.env.inject_error("PUT", "/applications/*/guilds/1/commands", status=403, code=50001)
    await world.restart()

    assert words(await press(world, asked, "Remove it")) == REFUSAL
    assert names(dossier) == {"hall.md", "lighthouse.md"}


async def test_a_removal_confirmed_twice_says_that_the_document_is_gone(world: World) -> None:
    first = await use(world, "dossier remove", document="hall.md")
    second = await use(world, "dossier remove", document="hall.md")
    await press(world, first, "Remove it")

    shown = await press(world, second, "Remove it")

    assert "/sources lists" in words(shown)


async def test_a_removal_that_is_confirmed_can_not_be_confirmed_again(world: World) -> None:
    """The question makes way for what is being done, and that for the report."""
    asked = await use(world, "dossier remove", document="hall.md")
    since = len(world.env.http_requests)

    report = await press(world, asked, "Remove it")

    assert report.id == asked.id
    assert not buttons(report)
    assert calls(world.env, since)[:2] == ["POST callback", "PATCH @original"]
    [first, *_] = messages_sent(world.env)[-2:]
    assert "Comparing the folder with the index…" in str(first)
    assert "Remove it" not in str(first)


async def test_the_last_document_is_not_removed(world: World, dossier: Path) -> None:
    asked = await use(world, "dossier remove", document="hall.md")
    last = await use(world, "dossier remove", document="lighthouse.md")
    await press(world, asked, "Remove it")

    told = (
        "lighthouse.md is the only document, and without any there is nothing to answer from. "
        "Add another first."
    )
    assert words(await press(world, last, "Remove it")) == told
    assert words(await use(world, "dossier remove", document="lighthouse.md")) == told
    assert names(dossier) == {"lighthouse.md"}


async def test_a_removal_from_a_folder_that_is_gone_is_logged_with_the_reason(
    world: World, dossier: Path, caplog: pytest.LogCaptureFixture
) -> None:
    shutil.rmtree(dossier)

    told = words(await use(world, "dossier remove", document="hall.md"))

    assert told.startswith("The dossier’s folder can’t be used.")
    assert f"The dossier folder {dossier} does not exist." in caplog.text


async def test_documents_are_completed_as_one_types(world: World) -> None:
    choices = await world.eve.autocomplete(world.channel, "dossier remove", "document", "hal")

    assert [choice["value"] for choice in choices] == ["hall.md"]


async def test_of_two_who_reingest_at_once_the_second_is_told_to_wait(
    world: World, settings: BotSettings
) -> None:
    with one_writer(settings.data_dir):
        assert words(await use(world, "reingest")) == BUSY

    assert "up to date" in words(await use(world, "reingest"))


async def test_while_somebody_ingests_a_document_is_not_even_written(
    world: World, settings: BotSettings, dossier: Path
) -> None:
    with one_writer(settings.data_dir):
        assert await add(world, "ferry.md", FERRY) == BUSY

    assert names(dossier) == {"hall.md", "lighthouse.md"}
    assert "**Added: 1**\n- ferry.md" in await add(world, "ferry.md", FERRY)


async def test_while_somebody_ingests_a_removal_is_not_even_begun(
    world: World, settings: BotSettings, dossier: Path
) -> None:
    asked = await use(world, "dossier remove", document="hall.md")
    with one_writer(settings.data_dir):
        assert words(await press(world, asked, "Remove it")) == BUSY

    assert names(dossier) == {"hall.md", "lighthouse.md"}
    again = await use(world, "dossier remove", document="hall.md")
    assert "**Removed: 1**\n- hall.md" in words(await press(world, again, "Remove it"))


async def test_a_name_that_is_refused_is_not_downloaded_first(world: World) -> None:
    since = len(world.env.http_requests)

    await add(world, "../../x", FERRY)

    assert calls(world.env, since) == ["POST callback"]


async def test_gaps_gather_what_asks_the_same_most_asked_first(world: World) -> None:
    for question in (
        "Who is the CEO of Apple?",
        "How do I cook carbonara?",
        "Who is Apple's CEO?",
        "Wer ist der CEO von Apple?",
    ):
        await ask(world, question)

    shown = texts(await use(world, "gaps"))

    assert shown[0] == "**Not answered, or not well**"
    assert shown[1].startswith("**3×** Who is the CEO of Apple?\n")
    assert "Wer ist der CEO von Apple?" in shown[1]
    assert any(text.startswith("**1×** How do I cook carbonara?") for text in shown)


async def test_gaps_have_what_was_voted_down_too(world: World) -> None:
    answer = await ask(world, "Who founded the assembly hall?")
    assert words(await use(world, "gaps")) == (
        "Every question so far was answered, and no answer voted down."
    )

    form = await world.bob.click(answer, custom_id=buttons(answer)["👎"])
    await world.bob.submit_modal(form, {field_of(form): "wrong woman"})

    shown = words(await use(world, "gaps"))
    assert "**1×** Who founded the assembly hall?" in shown
    assert "> Ada Quist founded the assembly hall" in shown


async def test_gaps_turn_their_pages(world: World) -> None:
    for question in (
        "Who is the CEO of Apple?",
        "How do I cook carbonara?",
        "What is the capital of Australia?",
        "How far away is the moon?",
        "Which team won the world cup in 1998?",
        "What does a litre of milk cost in Japan?",
    ):
        await ask(world, question)

    shown = await use(world, "gaps")
    assert texts(shown)[0].endswith("1 of 2")
    assert words(shown).count("**1×**") == 5

    shown = await press(world, shown, "Next")
    assert texts(shown)[0].endswith("2 of 2")
    assert words(shown).count("**1×**") == 1
