"""The README's pictures: the real bot, on a server that simcord plays, drawn by Chromium.

`python -m tests.pictures [FOLDER]` (`make screenshots`) writes each at a phone's width and at a
desktop's. It takes Chromium as Debian packages it, since browsers that test tools download are not
to be had everywhere.
"""

import argparse
import asyncio
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.async_api import BrowserType
from simcord import ChannelHandle, Env, MemberActor

from bot.settings import BotSettings
from ingest.embedding import BUNDLED, load_embedding
from tests.conftest import ROOT, ingest
from tests.flows.world import SETTLE_S, World, answer_of, buttons, field_of, make_bot, people

FOLDER = ROOT / ".github" / "pictures"
VIEWPORTS = {"phone": (380, 1600), "desktop": (900, 1200)}
"""High enough for every message; what is empty of it is not drawn."""
CHROMIUM = shutil.which("chromium") or "chromium"
_QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)


@dataclass(frozen=True)
class Photographer:
    """Takes pictures of a world."""

    env: Env
    folder: Path

    async def take(
        self, name: str, channel: ChannelHandle, viewer: MemberActor, target: Any
    ) -> None:
        """Draw a message or a form as somebody sees it, at each width."""
        async with self.env.preview(channel, viewers=[viewer]) as preview:
            await preview.show(target)
            for width, viewport in VIEWPORTS.items():
                file = self.folder / f"{name}-{width}.png"
                shot = await preview.screenshot(file, target=target, viewport=viewport)
                assert shot.complete, shot.diagnostics
                # 256 colours are all there are, in a quarter of the bytes.
                Image.open(file).quantize(256).save(file, optimize=True)
                print(file)


async def take_pictures(folder: Path) -> None:
    """Play the scenes of the README and draw them."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, packaged_chromium():
        embedding = load_embedding(BUNDLED)
        ingest(ROOT / "dossier", Path(data), embedding)
        settings = BotSettings(data_dir=Path(data), dossier_dir=ROOT / "dossier")
        bot = make_bot(settings, embedding)
        env = Env(bot, shard_count=1, settle_timeout=SETTLE_S)
        env.backend.bot_user.name = "Dossier"
        await env.start()
        try:
            await _play(people(env, bot, settings, embedding), Photographer(env, folder))
        finally:
            await env.shutdown()


async def _play(world: World, photographer: Photographer) -> None:
    ann, bob, channel = world.ann, world.bob, world.channel
    asked = await ann.slash(channel, "ask", question="did the RIAA win in court?")
    answer = answer_of(asked)
    await photographer.take("answer", channel, ann, answer)

    passages = await bob.click(answer, custom_id=buttons(answer)["Passages"])
    await photographer.take("passages", channel, bob, passages)

    form = await bob.click(answer, custom_id=buttons(answer)["Follow up"])
    await photographer.take("form", channel, bob, form)
    await bob.submit_modal(form, {field_of(form): "and in France?"})
    thread = channel.threads[0]
    await photographer.take("thread", thread, bob, thread.last_message)

    disputed = await ann.slash(channel, "ask", question="When did the RIAA sue AllofMP3?")
    await photographer.take("disagreement", channel, ann, answer_of(disputed))

    said = await bob.send(channel, "Denis Kvasov was acquitted on 15 August 2009.")
    checked = await ann.context_menu(channel, "Check this", said)
    await photographer.take("check", channel, ann, answer_of(checked))

    declined = await ann.slash(channel, "ask", question="Who is the CEO of Apple?")
    await photographer.take("abstention", channel, ann, answer_of(declined))

    helped = await ann.slash(channel, "help")
    await photographer.take("help", channel, ann, helped)


@contextmanager
def packaged_chromium() -> Iterator[None]:
    """Let Playwright start the Chromium that is installed; it can't be told so otherwise."""
    launch = BrowserType.launch

    async def launch_packaged(browser: BrowserType, **options: Any) -> Any:
        return await launch(browser, executable_path=CHROMIUM, args=list(_QUIET), **options)

    BrowserType.launch = launch_packaged  # type: ignore[method-assign, assignment]
    try:
        yield
    finally:
        BrowserType.launch = launch  # type: ignore[method-assign]


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.pictures", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=FOLDER)
    asyncio.run(take_pictures(parser.parse_args().folder))
