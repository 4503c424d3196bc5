"""The stage of what goes wrong on the wire."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from llama_index.core.base.embeddings.base import BaseEmbedding

from bot.live import LiveDossier
from bot.settings import BotSettings
from tests.doubles.discord.server import Loopback, loopback
from tests.faults.stage import Gate, Stage, at_work, bot_of, play


@pytest.fixture(scope="session")
def shared_dossier(seed_data: Path, embedding: BaseEmbedding) -> LiveDossier:
    return LiveDossier(BotSettings(data_dir=seed_data), embedding)


@pytest.fixture
def settings(tmp_path: Path) -> BotSettings:
    return BotSettings(data_dir=tmp_path / "data", dossier_dir=tmp_path / "dossier")


@pytest_asyncio.fixture
async def discord_server() -> AsyncIterator[Loopback]:
    async with loopback() as running:
        yield running


@pytest_asyncio.fixture
async def stage(
    discord_server: Loopback, settings: BotSettings, shared_dossier: LiveDossier
) -> AsyncIterator[Stage]:
    with bot_of(settings, shared_dossier) as bot:
        async with at_work(discord_server, bot):
            yield play(discord_server, bot)


@pytest_asyncio.fixture
async def gate(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Gate:
    return Gate(stage.bot.services.dossier, monkeypatch)
