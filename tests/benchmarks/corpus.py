"""Made-up documents: of a hundred paragraphs each, every paragraph a passage of six sentences.

Of real words, in no order: letters at random would be cut into many more tokens than words are.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np

from tests.ingest.bundled.texts import PARAGRAPHS as PARAGRAPHS_OF

PARAGRAPHS, SENTENCES, WORDS = 100, 6, 18


def write_corpus(folder: Path, passages: int) -> None:
    """Write documents of so many passages in all; the same each time."""
    folder.mkdir(parents=True)
    paragraphs = _paragraphs(seed=1)
    for number in range(-(-passages // PARAGRAPHS)):
        count = min(PARAGRAPHS, passages - number * PARAGRAPHS)
        text = "\n\n".join(next(paragraphs) for _ in range(count))
        front = f"---\ntitle: Document {number}\nlanguage: en\n---\n"
        (folder / f"{number:05}.md").write_text(front + text, "utf-8")


def edit_documents(folder: Path, share: float) -> None:
    """Put another paragraph in the place of one, in so many of the documents; at least in one."""
    random = np.random.default_rng(int(share * 1000))
    files = sorted(folder.iterdir())
    chosen = random.choice(len(files), max(1, round(share * len(files))), replace=False)
    paragraphs = _paragraphs(seed=int(share * 1000) + 2)
    for file in (files[at] for at in chosen):
        parts = file.read_text("utf-8").split("\n\n")
        parts[int(random.integers(1, len(parts)))] = next(paragraphs)
        file.write_text("\n\n".join(parts), "utf-8")


def _paragraphs(seed: int) -> Iterator[str]:
    random = np.random.default_rng(seed)
    words = [word.strip(".,;:") for paragraph in PARAGRAPHS_OF for word in paragraph.split()]
    while True:
        sentences = random.choice(words, (SENTENCES, WORDS))
        yield " ".join(f"{' '.join(sentence).capitalize()}." for sentence in sentences)
