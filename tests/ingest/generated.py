"""Documents that hypothesis makes up: headings, boilerplate, emoji, Cyrillic, no-break spaces."""

from hypothesis import strategies as st

from ingest.documents import Document, Heading, Metadata, Span

WORDS = [
    "court",
    "Dr.",
    "music",
    "2008",
    "1.5",
    "Суд",
    "музыка",
    "😀",
    "👨\u200d👩\u200d👧",
    "naïve",
    "été",
    "«",
    "sans\xa0fin",
    "»",
    "»\u202f!",
    "東京。",
    "“yes”",
    "ok?",
    "no!",
    ";",
    ":",
    "–",
    "-",
    "3.",
    "(4)",
    "…",
    "///",
]


@st.composite
def paragraphs(draw: st.DrawFn) -> str:
    """One to 120 words, some lines long, some not."""
    words = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=120))
    gaps = st.sampled_from([" ", " ", " ", " ", "\u00a0", "\n", "\n- ", ""])
    return "".join(word + draw(gaps) for word in words).strip()


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Up to eight blocks; each may be a heading, or boilerplate, which may begin inside it."""
    text = ""
    headings: list[Heading] = []
    boilerplate: list[Span] = []
    for nth in range(draw(st.integers(0, 8))):
        block = draw(paragraphs())
        text += draw(st.sampled_from(["\n\n", "\n\n", "\n \n\n", "\n\u00a0\n"])) if text else ""
        start = len(text)
        match draw(st.sampled_from(["heading", "boilerplate", "part", "text", "text", "text"])):
            case "heading":
                title = f"{nth}. {block[:40].splitlines()[0].strip()}"
                text += title
                level = draw(st.integers(1, 3))
                headings.append(Heading(level, title, Span(start, len(text))))
            case "boilerplate":
                text += block
                boilerplate.append(Span(start, len(text)))
            case "part":
                text += block
                cut = draw(st.integers(0, len(block) - 1))
                boilerplate.append(Span(start + cut, len(text)))
            case _:
                text += block
    language = draw(st.sampled_from([None, "en", "fr", "ru", "ja"]))
    name = draw(st.sampled_from([None, "A title"]))
    metadata = Metadata(language=language, title=name)
    return Document("a.md", text, metadata, "hash", tuple(headings), tuple(boilerplate))
