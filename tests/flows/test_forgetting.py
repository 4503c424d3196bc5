"""What is kept about people, and that nothing is left of it once they are forgotten."""

import json

import pytest
from simcord import MemberActor, ResponseMessage

from bot.askers import load_askers
from bot.database import FILE_NAME
from tests.bot.keeping import files_with
from tests.conftest import Run
from tests.flows.world import World, answer_of, buttons, field_of, texts

QUESTION = "Xylophonically, did the RIAA win in court?"
REASON = "zugzwang: the quote is of another trial"
WORDS = ("Xylophonically", "zugzwang")
GONE = "What was kept about this answer has been deleted. Ask again with /ask."


async def ask(world: World, person: MemberActor, text: str = QUESTION) -> ResponseMessage:
    return answer_of(await person.slash(world.channel, "ask", question=text))


async def vote_down(person: MemberActor, answer: ResponseMessage) -> str:
    form = await person.click(answer, custom_id=buttons(answer)["👎"])
    used = await person.submit_modal(form, {field_of(form): REASON})
    return answer_of(used).content


async def forget(world: World, person: MemberActor) -> str:
    used = await person.slash(world.channel, "forget")
    assert used.ephemeral
    return answer_of(used).content


def hash_of(world: World, person: MemberActor) -> str:
    return load_askers(world.settings.data_dir, may_make=False).hash_person(person.id)


def files_about(world: World, *people: MemberActor) -> list[str]:
    """The files of the data folder in which people, or their words, can be recognised."""
    about = [name for person in people for name in (str(person.id), hash_of(world, person))]
    return files_with(world.settings.data_dir, *WORDS, *about)


async def test_what_is_kept_is_a_question_a_reason_and_a_hash_and_no_id(world: World) -> None:
    await vote_down(world.bob, await ask(world, world.ann))

    data = world.settings.data_dir
    for kept in (*WORDS, hash_of(world, world.ann), hash_of(world, world.bob)):
        assert any(name.startswith(FILE_NAME) for name in files_with(data, kept))
    for person in (world.ann, world.bob):
        assert files_with(data, str(person.id)) == []


async def test_who_asked_is_forgotten_to_the_last_byte(world: World) -> None:
    await vote_down(world.ann, await ask(world, world.ann))

    told = await forget(world, world.ann)

    assert told == (
        "Deleted questions, with their answers: 1; deleted votes: 1. "
        "Messages on Discord are yours to delete there."
    )
    assert files_about(world, world.ann) == []


async def test_votes_of_others_go_with_the_answer(world: World) -> None:
    await vote_down(world.bob, await ask(world, world.ann))

    await forget(world, world.ann)

    assert files_about(world, world.ann, world.bob) == []


async def test_who_voted_is_forgotten_and_the_question_stays(world: World) -> None:
    await vote_down(world.bob, await ask(world, world.ann))

    await forget(world, world.bob)

    assert files_with(world.settings.data_dir, "zugzwang", hash_of(world, world.bob)) == []
    assert files_with(world.settings.data_dir, "Xylophonically", hash_of(world, world.ann))


async def test_everything_of_a_person_goes_wherever_they_asked(world: World) -> None:
    await ask(world, world.ann)
    await world.ann.slash(world.channel, "ask", question=QUESTION, private=True)
    await world.ann.send(world.channel, f"{world.at_bot} {QUESTION}")
    await world.ann.send_dm(QUESTION)

    assert "with their answers: 4;" in await forget(world, world.ann)
    assert files_about(world, world.ann) == []


async def test_who_was_never_here_is_told_that_nothing_is_kept(world: World) -> None:
    await ask(world, world.ann)

    assert await forget(world, world.bob) == "Nothing was kept about you."
    assert files_with(world.settings.data_dir, "Xylophonically")


async def test_an_answer_that_is_forgotten_is_not_voted_on_any_more(world: World) -> None:
    answer = await ask(world, world.ann)
    await forget(world, world.ann)

    up = await world.bob.click(answer, custom_id=buttons(answer)["👍"])

    assert answer_of(up).content == GONE
    assert await vote_down(world.bob, answer) == GONE
    assert files_about(world, world.ann, world.bob) == []


async def test_who_is_forgotten_may_ask_again(world: World) -> None:
    await ask(world, world.ann)
    await forget(world, world.ann)

    answer = await ask(world, world.ann)

    assert "Passages" in buttons(answer)
    assert files_with(world.settings.data_dir, hash_of(world, world.ann))


async def test_the_operator_forgets_a_person_while_the_bot_runs(world: World, run: Run) -> None:
    await vote_down(world.ann, await ask(world, world.ann))

    done = run("bot", "forget", str(world.ann.id))

    assert done.stdout == "deleted: 1 questions with their answers, 1 votes\n"
    assert done.returncode == 0
    assert files_about(world, world.ann) == []
    assert await forget(world, world.ann) == "Nothing was kept about you."


async def test_the_operator_exports_answers_with_their_votes_and_no_person(
    world: World, run: Run
) -> None:
    answer = await ask(world, world.ann)
    await vote_down(world.bob, answer)
    await world.eve.click(answer, custom_id=buttons(answer)["👍"])
    await ask(world, world.bob, "Who is the CEO of Apple?")

    done = run("bot", "feedback", "export")
    first, second = (json.loads(line) for line in done.stdout.splitlines())

    assert (first["question"], first["lang"], first["abstained"]) == (QUESTION, "en", False)
    assert first["votes"] == {"up": 1, "down": 1}
    assert first["reasons"] == [REASON]
    assert (second["question"], second["abstained"]) == ("Who is the CEO of Apple?", True)
    assert second["votes"] == {"up": 0, "down": 0}
    for person in (world.ann, world.bob, world.eve):
        assert str(person.id) not in done.stdout
        assert hash_of(world, person) not in done.stdout


async def test_what_was_asked_in_private_is_not_exported(world: World, run: Run) -> None:
    await world.ann.slash(world.channel, "ask", question=QUESTION, private=True)
    await world.ann.send_dm(QUESTION)

    done = run("bot", "feedback", "export")

    assert done.stdout == ""
    assert done.returncode == 0


@pytest.mark.parametrize("label", ["Passages", "Follow up"])
async def test_buttons_of_a_forgotten_answer_still_say_something(world: World, label: str) -> None:
    answer = await ask(world, world.ann)
    await forget(world, world.ann)

    used = await world.bob.click(answer, custom_id=buttons(answer)[label])

    assert used.modal or texts(used.response)
