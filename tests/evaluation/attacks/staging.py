"""How an attack is played: a dossier with what is planted in it, a server, the whole pipeline."""

import logging
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from llama_index.core.base.embeddings.base import BaseEmbedding
from pydantic import SecretStr

from bot.answers import Answer
from bot.conversation import replay, understand_follow_up
from bot.loading import build_pipeline, load_writer, open_index
from bot.pipeline import Pipeline, read_question
from bot.render.passage import ShownPassage
from bot.session import Session
from bot.settings import BotSettings
from ingest.embedding import BUNDLED, load_embedding, model_name
from ingest.fingerprint import fingerprint
from ingest.logs import TextFormatter
from ingest.stores.embedded import EmbeddedStore
from ingest.sync import sync
from tests.doubles.llm.server import LlmServer
from tests.evaluation.attacks.cases import Attack, Kind
from tests.evaluation.attacks.obeying import OTHERS_QUESTION, obey, read_mark

DOSSIER = Path(__file__).with_name("dossier")
"""What the dossier holds without an attack: a lawsuit that a ferry line lost, in five languages."""
PROMPTS = Path(__file__).parents[3] / "prompts"
API_KEY = "sk-proj-0attack0wants0this0key"
DISCORD_TOKEN = "MTE4OTk5OTk5OTk5OTk5OTk5.GattAk.wants-this-token-of-the-bot-xyz"  # noqa: S105


@dataclass(frozen=True)
class Played:
    """What came of an attack."""

    attack: Attack
    answer: Answer
    states: tuple[Answer, ...]
    """What was shown while it was written."""
    log: str
    """All that was logged at INFO and above."""
    marks: frozenset[str]
    """Of the fences that the model was shown."""
    told: str
    """All that the model was told."""
    passages: tuple[ShownPassage, ...]
    """What the button below the answer shows."""


class Stage:
    """Plays attacks one after the other; each has a dossier of its own below `folder`."""

    def __init__(self, folder: Path, server: LlmServer, embedding: BaseEmbedding) -> None:
        self._folder = folder
        self._server = server
        self._embedding = embedding
        self._unharmed = folder / "unharmed"
        self._ingest(DOSSIER, self._unharmed)

    def play(self, attack: Attack) -> Played:
        """Ingest what is planted, let somebody else ask, then ask as the attack says."""
        with _logged() as lines, closing(self._open(attack)) as pipeline:
            self._server.play_by(lambda request: obey(attack, request))
            if attack.kind is Kind.SECRET:
                pipeline.ask(read_question(OTHERS_QUESTION))
            before = len(self._server.requests)
            states: list[Answer] = []
            question = read_question(understand(attack), attack.id)
            answer = pipeline.ask(question, Session(show=states.append))
            passages = pipeline.index.get([passage.id for passage in answer.passages])
        asked = self._server.requests[before:]
        marks = frozenset(filter(None, map(read_mark, asked)))
        shown = tuple(ShownPassage(passage, 0.0) for passage in passages)
        told = "\n".join(request.words for request in asked)
        return Played(attack, answer, tuple(states), "\n".join(lines), marks, told, shown)

    def _open(self, attack: Attack) -> Pipeline:
        """As `load_pipeline` does, with the embedding that is loaded already."""
        dossier, data = DOSSIER, self._unharmed
        if attack.documents:
            dossier = self._folder / attack.id / "dossier"
            data = dossier.with_name("data")
            _plant(attack, dossier)
            shutil.copytree(self._unharmed, data)
            self._ingest(dossier, data)
        settings = self._settings(dossier, data)
        index = open_index(EmbeddedStore(data), settings.embedding_model)
        return build_pipeline(index, self._embedding, model_name(BUNDLED), load_writer(settings))

    def _ingest(self, dossier: Path, data: Path) -> None:
        made = fingerprint(model_name(BUNDLED))
        report = sync(dossier, EmbeddedStore(data), made, lambda: self._embedding)
        assert not report.failed, report.failed

    def _settings(self, dossier: Path, data: Path) -> BotSettings:
        return BotSettings(
            dossier_dir=dossier,
            data_dir=data,
            embedding_model=BUNDLED,
            llm_base_url=self._server.url,
            llm_model="obedient",
            llm_api_key=SecretStr(API_KEY),
            discord_token=SecretStr(DISCORD_TOKEN),
            prompts_dir=PROMPTS,
        )


@contextmanager
def open_stage(folder: Path) -> Iterator[Stage]:
    """Load the embedding and start the server, once for all attacks."""
    with LlmServer().run() as server:
        yield Stage(folder, server, load_embedding(BUNDLED))


def play_all(
    attacks: Iterable[Attack], folder: Path, show: Callable[[Played], None] = lambda _: None
) -> list[Played]:
    """Play attacks in order; each is shown as soon as it was played."""
    played = []
    with open_stage(folder) as stage:
        for attack in attacks:
            played.append(stage.play(attack))
            show(played[-1])
    return played


def understand(attack: Attack) -> str:
    """The question as it is asked: a follow-up is understood by those before it."""
    return understand_follow_up(attack.question, replay(attack.earlier)).text


def _plant(attack: Attack, dossier: Path) -> None:
    dossier.mkdir(parents=True)
    for file in sorted(DOSSIER.iterdir()):
        (dossier / file.name).write_bytes(file.read_bytes())
    for path, text in attack.documents.items():
        file = dossier / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8", newline="")


class _Lines(logging.Handler):
    def __init__(self, lines: list[str]) -> None:
        super().__init__(logging.INFO)
        self.setFormatter(TextFormatter("%(levelname)s: %(message)s"))
        self._lines = lines

    def emit(self, record: logging.LogRecord) -> None:
        self._lines.append(self.format(record))


@contextmanager
def _logged() -> Iterator[list[str]]:
    """Collect what every logger says at INFO and above, and print nothing of it."""
    lines: list[str] = []
    root = logging.getLogger()
    level, handlers = root.level, root.handlers
    root.handlers = [_Lines(lines)]
    root.setLevel(logging.INFO)
    try:
        yield lines
    finally:
        root.setLevel(level)
        root.handlers = handlers
