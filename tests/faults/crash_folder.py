"""A dossier of made-up documents, and whoever edits it at random."""

import random
from email.message import EmailMessage
from pathlib import Path

from ingest.folder import list_files, read_files
from ingest.metadata import sidecar_of

DOCUMENTS = 18
_FEW, _MANY = 12, 24
_LONG = "long.md"
_LONG_SECTIONS = 40
"""More than a run writes in one go."""
_WHO = ("The court", "A shop", "The ministry", "Ada Quist", "Суд", "Le tribunal", "Der Verlag")
_DID = ("dismissed", "sold", "published", "paid for", "закрыл", "a vendu", "verbot")
_WHAT = ("the archive", "a licence", "ten songs", "the bridge", "сайт", "le catalogue", "das Werk")


class Editor:
    """Adds, replaces, moves and removes documents; the same ones for the same seed."""

    def __init__(self, folder: Path, seed: int) -> None:
        self._folder = folder
        self._random = random.Random(seed)  # noqa: S311
        self._count = 0
        folder.mkdir(parents=True)
        self._write(_LONG, self._article(_LONG_SECTIONS))
        for _ in range(DOCUMENTS):
            self.add()

    def edit(self) -> list[str]:
        """Make some changes, and name them."""
        few, many = len(self._files()) < _FEW, len(self._files()) > _MANY
        choices = [self.replace, self.replace, self.move, self.describe]
        choices += [] if few else [self.remove, self.remove]
        choices += [] if many else [self.add, self.add, self.copy]
        changes = [self._random.choice(choices) for _ in range(self._random.randint(1, 4))]
        for change in changes:
            change()
        return [change.__name__ for change in changes]

    def add(self) -> None:
        """A new document of any kind, in some folder."""
        self._count += 1
        kind = self._random.choice(["md", "md", "txt", "eml"])
        place = self._random.choice(["", "", "sub/", "sub/deep/"])
        text = self._mail() if kind == "eml" else self._article(self._random.randint(1, 3))
        self._write(f"{place}{self._count}.{kind}", text)

    def replace(self) -> None:
        """A word, a paragraph or all of a document."""
        file = self._pick()
        if file.suffix == ".eml":
            file.write_text(self._mail(), "utf-8")
            return
        paragraphs = file.read_text("utf-8").split("\n\n")
        at = self._random.randrange(len(paragraphs))
        match self._random.choice(["word", "insert", "drop", "all"]):
            case "word":
                paragraphs[at] += f" {self._sentence()}"
            case "insert":
                paragraphs.insert(at + 1, self._sentence())
            case "drop" if len(paragraphs) > 4:
                del paragraphs[at]
            case _ if file.name != _LONG:
                paragraphs = [self._article(2)]
        file.write_text("\n\n".join(paragraphs), "utf-8")

    def move(self) -> None:
        """A document with its sidecar."""
        self._count += 1
        file = self._pick()
        place = file.with_name(f"moved-{self._count}{file.suffix}")
        for old, new in ((file, place), (sidecar_of(file), sidecar_of(place))):
            if old.exists():
                old.rename(new)

    def copy(self) -> None:
        """A document to another place, as it is."""
        self._count += 1
        file = self._pick()
        self._write(f"copy-{self._count}{file.suffix}", file.read_text("utf-8"))

    def remove(self) -> None:
        """A document with its sidecar."""
        file = self._pick()
        file.unlink()
        sidecar_of(file).unlink(missing_ok=True)

    def describe(self) -> None:
        """A sidecar: new, changed or taken away."""
        sidecar = sidecar_of(self._pick())
        if sidecar.exists() and self._random.random() < 0.5:
            sidecar.unlink()
            return
        self._count += 1
        known = [f"publisher: Post {self._count}", f"author: A. Writer {self._count}"]
        known += [f"title: Title {self._count}"] if self._random.random() < 0.5 else []
        sidecar.write_text("\n".join(self._random.sample(known, 2)), "utf-8")

    def hashes(self) -> dict[str, str]:
        """Every document's content hash, by path."""
        files = read_files(self._folder, list_files(self._folder), {})
        return {source.path: source.content_hash for source in files}

    def _pick(self) -> Path:
        return self._random.choice(self._files())

    def _files(self) -> list[Path]:
        return list_files(self._folder)

    def _write(self, path: str, text: str) -> None:
        file = self._folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")

    def _article(self, sections: int) -> str:
        parts = (f"## Part {n}\n\n{self._paragraph()}" for n in range(1, sections + 1))
        return "\n\n".join([f"# {self._sentence()[:-1]}", *parts])

    def _mail(self) -> str:
        mail = EmailMessage()
        mail["From"], mail["Subject"] = "ann@example.org", f"Letter {self._count}"
        mail.set_content(self._paragraph())
        mail.add_attachment(self._paragraph(), filename=f"{self._count}.txt")
        return mail.as_string()

    def _paragraph(self) -> str:
        return " ".join(self._sentence() for _ in range(self._random.randint(1, 2)))

    def _sentence(self) -> str:
        words = (self._random.choice(part) for part in (_WHO, _DID, _WHAT))
        return f"{' '.join(words)} in {self._random.randint(1000, 99999)}."
