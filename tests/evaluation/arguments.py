"""The command line of the evaluation suite, described; README shows its help."""

import argparse
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, get_args

from tests.evaluation.questions import Kind, Part

PROG = "python -m tests.evaluation"


@dataclass
class Options:
    """What the command line says; empty and None where it says nothing."""

    command: Literal["calibrate", "candidates"] | None = None
    part: Part | Literal["all"] | None = None
    kind: list[Kind] = field(default_factory=list)
    language: list[str] = field(default_factory=list)
    ids: list[str] = field(default_factory=list)
    questions: list[Path] = field(default_factory=list)
    only: list[str] = field(default_factory=list)
    dataset: Path | None = None
    limit: int | None = None
    seed: int | None = None
    split: str | None = None
    added: list[str] = field(default_factory=list)
    alone: bool = False
    against: str | None = None
    report: Path | None = None
    results: Path | None = None
    compare: list[Path] = field(default_factory=list)
    gate: bool = False
    keep: bool = False
    file: Path = Path()
    """What `calibrate` or `candidates` read."""
    dev: bool = False
    write: bool = False
    source: str = ""
    into: Path | None = None


def parse(arguments: Sequence[str] | None = None) -> Options:
    """Read the command line; ends the program where it can't be understood."""
    parser = build_parser()
    options = parser.parse_args(arguments, namespace=Options())
    if conflict := next(_find_conflicts(options), None):
        parser.error(conflict)
    return options


def build_parser() -> argparse.ArgumentParser:
    """Describe the command line."""
    parser = argparse.ArgumentParser(
        prog=PROG,
        usage=f"{PROG} [OPTION ...] [COMMAND ...]",
        argument_default=argparse.SUPPRESS,
        description="Measure the answers to the questions of tests/evaluation/sets, and compare "
        "the bot as it is with simpler ways to look for passages.",
    )
    _add_questions(parser.add_argument_group("which questions"))
    _add_configurations(parser.add_argument_group("which configurations"))
    _add_results(parser.add_argument_group("what becomes of the results"))
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", prog=PROG)
    _add_calibrate(
        commands.add_parser("calibrate", help="fit when to decline, on a file of questions")
    )
    _add_candidates(commands.add_parser("candidates", help="make questions of Discord's feedback"))
    return parser


def _add_questions(group: argparse._ArgumentGroup) -> None:
    kinds = tuple(kind for kind in get_args(Kind) if kind != "outside")
    group.add_argument("--part", choices=[*get_args(Part), "all"], help="without: all")
    group.add_argument("--kind", nargs="+", choices=kinds, metavar="KIND", help=", ".join(kinds))
    group.add_argument("--language", nargs="+", metavar="LANG", help="such as fr")
    group.add_argument("--ids", nargs="+", metavar="ID", help="such as d001")
    group.add_argument("--questions", nargs="+", type=Path, metavar="FILE",
                       help="JSON lines, in place of the sets; see questions.py")  # fmt: skip
    asked = group.add_mutually_exclusive_group()
    asked.add_argument("--only", nargs="+", metavar="DOCUMENT",
                       help="ask about these alone, in an index of their own")  # fmt: skip
    asked.add_argument("--dataset", type=Path, metavar="PATH",
                       help="ask a file in SQuAD's format or a folder in BEIR's, in an index "
                       "of its own")  # fmt: skip
    group.add_argument("--limit", type=_count, metavar="N", help="so many of the dataset's")
    group.add_argument("--seed", type=int, metavar="N", help="which of them; without: 0")
    group.add_argument("--split", metavar="NAME", help="of a folder in BEIR's; without: test")


def _add_configurations(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--with", nargs="+", dest="added", metavar="CONFIGURATION",
                       help="beside the usual ones, such as shipped:lexical=0.5")  # fmt: skip
    group.add_argument("--alone", action="store_true", help="without the usual ones")
    group.add_argument(
        "--against",
        metavar="CONFIGURATION",
        help="compare the bot as it is with one of them, question by question",
    )


def _add_results(group: argparse._ArgumentGroup) -> None:
    group.add_argument("--report", type=Path, metavar="FOLDER", help="write pages with plots")
    group.add_argument("--results", type=Path, metavar="FOLDER",
                       help="where to keep results; without: evaluation in DATA_DIR")  # fmt: skip
    ending = group.add_mutually_exclusive_group()
    ending.add_argument("--compare", nargs=2, type=Path, metavar=("A", "B"),
                        help="ask nothing, and compare two files of results")  # fmt: skip
    ending.add_argument(
        "--gate",
        action="store_true",
        help="ask the dev part, and fail where it is worse than it was kept",
    )
    ending.add_argument(
        "--keep",
        action="store_true",
        help="keep the results: for the gate, and for README if all is asked",
    )


def _add_calibrate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE",
                        help="JSON lines; see calibration_file.py")  # fmt: skip
    parser.add_argument("--dev", action="store_true",
                        help="fit on the dev part, too, as the index answers it")  # fmt: skip
    parser.add_argument("--write", action="store_true",
                        help="keep the fit, in bot/answering/abstention.json")  # fmt: skip
    parser.add_argument("--source", metavar="TEXT",
                        help="where the questions are from, for the record")  # fmt: skip


def _add_candidates(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", type=Path, metavar="FILE",
                        help="what python -m bot feedback export printed")  # fmt: skip
    parser.add_argument("--into", type=Path, metavar="FILE",
                        help="add them to a file, without those that it has")  # fmt: skip


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError("it should be a whole number from 1 on")
    return int(text)


def _find_conflicts(options: Options) -> Iterator[str]:
    elsewhere = options.questions or options.only or options.dataset
    if options.gate and options.part not in (None, "dev"):
        yield "argument --gate: it asks the dev part"
    if options.dataset and options.questions:
        yield "argument --dataset: it has its own questions"
    if (options.gate or options.keep) and elsewhere:
        yield "argument --gate, --keep: they are for the sets and the dossier, whole"
    if options.keep and (options.kind or options.language or options.ids or options.part == "test"):
        yield "argument --keep: it needs all questions, or those of --part dev"
    if options.keep and (options.added or options.against):
        yield "argument --keep: it keeps the usual configurations and no other"
    if options.dataset is None:
        for name in ("limit", "seed", "split"):
            if getattr(options, name) is not None:
                yield f"argument --{name}: it is for --dataset"
