"""PDF files made by hand: by ReportLab as an author would, and byte by byte as an enemy would."""

import io
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from textwrap import wrap

import pypdfium2
import reportlab
from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

LINE_CHARS = 80
_VERA = str(Path(reportlab.__file__).with_name("fonts") / "Vera.ttf")
FONT, SIZE, LEADING = "Courier", 10, 12


def pdf_of(
    *pages: Iterable[str],
    head: str = "",
    foot: str = "",
    outline: Sequence[tuple[str, int, int]] = (),
    password: str | None = None,
    **info: str,
) -> bytes:
    """A PDF of pages of paragraphs, which are wrapped; "{page}" in head and foot is the page's.

    `outline`: words, level from 0 and page from 0. `password`: "" for none but the owner's.
    """
    out = io.BytesIO()
    lock = None if password is None else StandardEncryption(password, "owner", strength=128)
    canvas = Canvas(out, encrypt=lock)
    for name, value in info.items():
        getattr(canvas, f"set{name.title()}")(value)
    for number, paragraphs in enumerate(pages):
        lines: list[str] = []
        for paragraph in paragraphs:
            lines += [*(part for line in paragraph.split("\n") for part in wrap_line(line)), ""]
        draw(canvas, [head.format(page=number + 1)], 800)
        draw(canvas, lines, 760)
        draw(canvas, [foot.format(page=number + 1)], 30)
        for title, level, page in outline:
            if page == number:
                canvas.bookmarkPage(title)
                canvas.addOutlineEntry(title, title, level)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def landscape_of(*paragraphs: str, degrees: int) -> bytes:
    """A page that is drawn on its side, and says that it is to be turned."""
    drawn, turned = io.BytesIO(), io.BytesIO()
    canvas = Canvas(drawn, pagesize=(595, 842))
    canvas.translate(*((595, 0) if degrees == 90 else (0, 842)))
    canvas.rotate(90 if degrees == 90 else -90)
    draw(canvas, [line for text in paragraphs for line in [*wrap_line(text), ""]], 500)
    canvas.save()
    document = pypdfium2.PdfDocument(drawn.getvalue())
    document[0].set_rotation(degrees)
    document.save(turned)
    return turned.getvalue()


def wrap_line(line: str) -> list[str]:
    return wrap(line, LINE_CHARS, break_on_hyphens=False) or [""]


def draw(canvas: Canvas, lines: Iterable[str], top: float, left: float = 60) -> None:
    canvas.setFont(FONT, SIZE)
    for nth, line in enumerate(lines):
        canvas.drawString(left, top - nth * LEADING, line)


def picture_of(text: str) -> Image.Image:
    """A page of A4 at 200 dots an inch with a text on it, as from a scanner."""
    image = Image.new("L", (1654, 2339), 255)
    font = ImageFont.truetype(_VERA, 28)
    ImageDraw.Draw(image).text((150, 200), "\n".join(wrap(text, 75)), font=font, fill=0, spacing=12)
    return image


def scan_of(*pages: str) -> bytes:
    """A PDF of pictures of texts; a text that begins with "=" is printed as text."""
    out = io.BytesIO()
    canvas = Canvas(out)
    for text in pages:
        if text.startswith("="):
            draw(canvas, wrap_line(text[1:]), 760)
        else:
            canvas.drawInlineImage(picture_of(text), 0, 0, 595, 842)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def raw_pdf(
    content: bytes, filters: bytes = b"", resources: bytes = b"", more: Sequence[bytes] = ()
) -> bytes:
    """One page, its content stream as it is; `more` objects are numbered from 6."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
        b"/Resources<</Font<</F 5 0 R>>%s>>>>" % resources,
        stream(content, filters),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *more,
    ]
    out, offsets = b"%PDF-1.7\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size = len(objects) + 1
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<</Size %d/Root 1 0 R>>\n" % (
        size, table, size,
    ) + b"startxref\n%d\n%%%%EOF\n" % len(out)  # fmt: skip


def stream(data: bytes, entries: bytes = b"") -> bytes:
    return b"<</Length %d%s>>\nstream\n%s\nendstream" % (len(data), entries, data)


def zeros(megabytes: int) -> bytes:
    """Zeros, packed: a thousandth of their length."""
    packer = zlib.compressobj(9)
    block = bytes(1_000_000)
    return b"".join(packer.compress(block) for _ in range(megabytes)) + packer.flush()


def laughing_pdf(levels: int = 12) -> bytes:
    """A form that draws ten forms, each of which draws ten: 10 ** `levels` words in 3 kB."""
    forms = []
    for level in range(levels):
        is_last = level == levels - 1
        inner = b"" if is_last else b"/XObject<</X %d 0 R>>" % (level + 7)
        words = b"BT /F 12 Tf 10 10 Td (ha) Tj ET" if is_last else b"/X Do " * 10
        entries = b"/Type/XObject/Subtype/Form/BBox[0 0 600 700]/Resources<</Font<</F 5 0 R>>%s>>"
        forms.append(stream(words, entries % inner))
    return raw_pdf(b"/X Do " * 10, resources=b"/XObject<</X 6 0 R>>", more=forms)
