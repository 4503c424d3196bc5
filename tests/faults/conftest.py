"""The stage of what goes wrong on the wire."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio
from llama_index.core.base.embeddings.base import BaseEmbedding

from bot.live import LiveDossier
from bot.settings import BotSettings
from tests.conftest import ROOT
from tests.doubles.discord.server import Loopback, loopback
from tests.doubles.llm.server import LlmServer
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


@pytest.fixture
def writing_settings(tmp_path: Path, seed_data: Path, llm_server: LlmServer) -> BotSettings:
    """Of a bot for which a language model of our own writes, about the seed article."""
    return BotSettings(
        data_dir=seed_data,
        dossier_dir=tmp_path / "dossier",
        prompts_dir=ROOT / "prompts",
        llm_base_url=llm_server.url,
        llm_model="parrot",
    )


@pytest_asyncio.fixture
async def writing_stage(
    discord_server: Loopback,
    writing_settings: BotSettings,
    embedding: BaseEmbedding,
    tmp_path: Path,
) -> AsyncIterator[Stage]:
    dossier = LiveDossier(writing_settings, embedding)
    own = writing_settings.model_copy(update={"data_dir": tmp_path / "data"})
    with bot_of(own, dossier) as bot:
        async with at_work(discord_server, bot):
            yield play(discord_server, bot)
    dossier.close()
