"""The stage of the transcripts: a real bot on a server that simcord plays."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from llama_index.core.base.embeddings.base import BaseEmbedding
from simcord import Env

from bot.client import DossierBot
from bot.settings import BotSettings
from tests.conftest import copy_seed
from tests.flows.world import SETTLE_S, World, make_bot, people


@pytest.fixture
def settings(seed_data: Path, tmp_path: Path) -> BotSettings:
    """Of a bot on a copy of the dossier in this repository, and of its index."""
    data, dossier = tmp_path / "data", tmp_path / "dossier"
    shutil.copytree(seed_data, data)
    copy_seed(dossier)
    return BotSettings(data_dir=data, dossier_dir=dossier)


@pytest.fixture
def bot(settings: BotSettings, embedding: BaseEmbedding) -> DossierBot:
    return make_bot(settings, embedding)


@pytest.fixture
async def env(bot: DossierBot) -> AsyncIterator[Env]:
    env = Env(bot, shard_count=1, settle_timeout=SETTLE_S)
    await env.start()
    yield env
    await env.shutdown()


@pytest.fixture
def world(env: Env, bot: DossierBot, settings: BotSettings, embedding: BaseEmbedding) -> World:
    return people(env, bot, settings, embedding)
