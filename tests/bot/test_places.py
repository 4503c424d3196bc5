"""From a file to the answer: a quote says on which page, in which row or when it stands."""

import json
from pathlib import Path

from tests.conftest import Run, write_dossier
from tests.ingest.readers.making_pdf import pdf_of

OPENING = "The shop opened in Moscow and sold songs by the megabyte to people in many countries."
VERDICT = (
    "In the end the court acquitted Denis Kvasov in August of that year, since the prosecution had "
    "not shown that his shop had broken any law of Russia."
)
CUES = """1
00:00:01,000 --> 00:00:03,000
Welcome to the programme about music.

2
00:12:03,500 --> 00:12:06,000
The card company stopped
to take payments for the shop.
"""


def test_an_answer_gives_the_page_the_row_and_the_time_of_its_quotes(
    tmp_path: Path, run: Run
) -> None:
    """The passage of the verdict begins on the page before."""
    begun, ended = VERDICT.split(" since ")
    dossier = write_dossier(
        tmp_path / "dossier",
        {
            "courts.csv": "city,decision\nMunich,access to the site blocked\nOslo,no decision\n",
            "programme.srt": CUES,
        },
    )
    pages = ([OPENING], ["There was a trial.", begun], [f"since {ended}"])
    (dossier / "verdict.pdf").write_bytes(pdf_of(*pages))
    assert run("ingest").returncode == 0

    asked = ["When was Denis Kvasov acquitted?", "What did Munich decide?", "Who stopped payments?"]
    done = run("bot", "ask", "--json", "-", stdin="\n".join(asked))

    answers = [json.loads(line) for line in done.stdout.splitlines()]
    places = [place_of_first(answer) for answer in answers]
    assert places == [
        ("verdict.pdf", 2, None, None),
        ("courts.csv", None, 2, None),
        ("programme.srt", None, None, "0:12:03"),
    ]


def place_of_first(answer: dict[str, list[dict[str, object]]]) -> tuple[object, ...]:
    """Where the first quote stands; the nearest one, if nothing answers."""
    quote = [*answer["citations"], *answer["nearest"]][0]
    return tuple(quote[name] for name in ("document", "page", "row", "time"))
