"""What may be uploaded as evidence, and whether a file is what its name says."""

import io
import re
import unicodedata
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from django.utils.translation import gettext as _

from claims.articles.reading import Unreadable
from claims.articles.reading.encoding import decode
from claims.broken_zips import BROKEN_ZIP
from claims.fetching.sniffing import BEFORE_HTML
from claims.sandbox import Limits, TooCostly, run_limited
from claims.sentences import mark, say
from claims.verdicts.passages import DOCX_TYPE, PDF_TYPE

MAX_FILE_BYTES = 25_000_000
LONGEST_NAME = 150
_LIMITS = Limits(cpu_seconds=10, memory_bytes=500_000_000, output_bytes=1_000)

_HTML_START = re.compile(r"\ufeff?" + BEFORE_HTML + r"<(?:!doctype\s+html|html|head|body|script)\b", re.IGNORECASE)
_OTHER_STARTS = (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"MZ", b"\x7fELF", b"{\\rtf")
_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Misfit(Exception):
    """The file can't be taken as evidence; `message` says why and what to do next."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Upload:
    """A file as the browser sent it: its name, its bytes, and the type the browser gave it."""

    name: str
    data: bytes
    content_type: str = ""


@dataclass(frozen=True)
class Accepted:
    """A file that is what it says: a name without a path, our own name for its type, its ending, and its bytes."""

    name: str
    content_type: str
    suffix: str
    data: bytes


@dataclass(frozen=True)
class _Kind:
    content_type: str
    words: str
    is_one: Callable[[bytes], bool]


def inspect(upload: Upload) -> Accepted:
    """Check an uploaded file against its name and type, or raise `Misfit` with a sentence."""
    name = _clean_name(upload.name)
    suffix = PurePath(name).suffix.lower()
    kind = _KINDS.get(suffix)
    if kind is None:
        raise Misfit(
            _("Files of the kind %(ending)s are not taken. Upload one of: %(endings)s.")
            % {"ending": suffix or say("without an ending"), "endings": ENDINGS}
        )
    if not upload.data:
        raise Misfit(_("That file is empty. Choose another one."))
    if len(upload.data) > MAX_FILE_BYTES:
        raise Misfit(
            _("That file is larger than %(max_file_bytes)s MB. Upload only the pages that matter.")
            % {"max_file_bytes": MAX_FILE_BYTES // 1_000_000}
        )
    said = upload.content_type.partition(";")[0].strip().lower()
    try:
        fits = run_limited(is_of_kind, _LIMITS, data=upload.data, suffix=suffix)
    except TooCostly as ended:
        raise Misfit(_("%(message)s Upload only the pages that matter.") % {"message": ended.message}) from ended
    if not fits or (said in _TELLING_TYPES and said != kind.content_type):
        raise Misfit(
            _("“%(name)s” is not %(words)s inside, whatever its name says. Check the file, then upload it again.")
            % {"name": name, "words": say(kind.words)}
        )
    return Accepted(name, kind.content_type, suffix, upload.data)


def is_of_kind(*, data: bytes, suffix: str) -> bool:
    """Whether the bytes are what files with this ending hold; done in a child process."""
    return _KINDS[suffix].is_one(data)


def _clean_name(name: str) -> str:
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    # Control and formatting characters (right-to-left overrides among them) could make a name look like another.
    base = "".join(letter for letter in base if unicodedata.category(letter)[0] != "C").strip(" .") or "file"
    path = PurePath(base)
    return base if len(base) <= LONGEST_NAME else path.stem[: LONGEST_NAME - 10] + path.suffix[:10]


def _is_image(kind: str) -> Callable[[bytes], bool]:
    def check(data: bytes) -> bool:
        from PIL import Image

        try:
            with Image.open(io.BytesIO(data), formats=[kind]) as image:
                image.verify()
        except Exception:  # Pillow lets through whatever a damaged file leads it into
            return False
        return True

    return check


def _is_office(folder: str) -> Callable[[bytes], bool]:
    def check(data: bytes) -> bool:
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as package:
                names = package.namelist()
        except BROKEN_ZIP:
            return False
        return "[Content_Types].xml" in names and any(name.startswith(folder) for name in names)

    return check


def _is_pdf(data: bytes) -> bool:
    return data.startswith(b"%PDF-") and b"%%EOF" in data


def _is_text(data: bytes) -> bool:
    text = _text_of(data)
    return text is not None and not data.startswith(_OTHER_STARTS) and not _HTML_START.match(text)


def _is_html(data: bytes) -> bool:
    text = _text_of(data)
    return text is not None and bool(_HTML_START.match(text) or "<html" in text[:5000].lower())


def _text_of(data: bytes) -> str | None:
    try:
        return decode(data)
    except Unreadable:
        return None


_KINDS = {
    ".pdf": _Kind(PDF_TYPE, "a PDF", _is_pdf),
    ".png": _Kind("image/png", mark("a PNG picture"), _is_image("PNG")),
    ".jpg": _Kind("image/jpeg", mark("a JPEG picture"), _is_image("JPEG")),
    ".jpeg": _Kind("image/jpeg", mark("a JPEG picture"), _is_image("JPEG")),
    ".gif": _Kind("image/gif", mark("a GIF picture"), _is_image("GIF")),
    ".webp": _Kind("image/webp", mark("a WebP picture"), _is_image("WEBP")),
    ".txt": _Kind("text/plain", mark("plain text"), _is_text),
    ".md": _Kind("text/markdown", mark("plain text"), _is_text),
    ".csv": _Kind("text/csv", mark("a table in plain text"), _is_text),
    ".json": _Kind("application/json", mark("JSON text"), _is_text),
    ".html": _Kind("text/html", mark("a web page"), _is_html),
    ".htm": _Kind("text/html", mark("a web page"), _is_html),
    ".docx": _Kind(DOCX_TYPE, mark("a Word document"), _is_office("word/")),
    ".xlsx": _Kind(_SHEET_TYPE, mark("an Excel workbook"), _is_office("xl/")),
}
ENDINGS = ", ".join(_KINDS)

# Browsers guess some types badly (tables above all), so that only these are held against a file.
_TELLING_TYPES = frozenset({PDF_TYPE, "image/png", "image/jpeg", "image/gif", "image/webp", "text/html"})
