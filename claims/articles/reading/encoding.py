"""Bytes to text: what the document says of itself first, then UTF-8, then a well-founded guess, else an error."""

import codecs
import re
import unicodedata

import charset_normalizer

from claims.articles.reading.document import Unreadable

BINARY = "That file holds data, not text. Upload the article as .txt, .md, .html, .pdf or .docx, or paste its text."
UNKNOWN_ENCODING = "The letters of that file can't be made out. Save it as UTF-8 text, or paste its text."

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What pages call Latin-1 and ASCII is read as Windows-1252 by every browser (WHATWG Encoding).
_AS_BROWSERS_DO = {"iso8859-1": "cp1252", "latin-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}
_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE)
_SAMPLE_BYTES = 200_000
_CONTROLS = bytes(code for code in range(32) if code not in b"\t\n\v\f\r\x1a\x1b")


def decode(data: bytes, *, charset: str = "", is_html: bool = False) -> str:
    """The text in ``data``; ``charset`` is what the server said. Raises ``Unreadable`` for data and unknown letters."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _checked(_strictly(data, encoding))
    declared = charset
    if not declared and is_html and (found := _META_CHARSET.search(data[:4096])):
        declared = found[1].decode("ascii")
    wide = _wide_encoding(data)
    if wide:
        return _checked(_strictly(data, wide))
    if len(data.translate(None, _CONTROLS)) < 0.99 * len(data):
        raise Unreadable(BINARY)
    if (text := _attempt(data, "utf-8")) is not None:
        return _checked(text)
    if declared and (text := _attempt(data, _known(declared))) is not None:
        return _checked(text)
    if _mostly_utf8(data):
        return _checked(data.decode("utf-8", "replace"))
    return _checked(_guessed(data))


def _known(name: str) -> str:
    try:
        encoding = codecs.lookup(name).name
    except LookupError:
        return ""
    return _AS_BROWSERS_DO.get(encoding, encoding)


def _attempt(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding) if encoding else None
    except (UnicodeDecodeError, LookupError):
        return None


def _strictly(data: bytes, encoding: str) -> str:
    text = _attempt(data, encoding)
    if text is None:
        raise Unreadable(UNKNOWN_ENCODING)
    return text.removeprefix("\ufeff")


def _wide_encoding(data: bytes) -> str:
    """UTF-16 without a mark: in text of any alphabet every other byte is small, and often zero."""
    sample = data[:4000]
    if len(sample) < 4:
        return ""
    even, odd = sample[0::2].count(0) / len(sample[0::2]), sample[1::2].count(0) / len(sample[1::2])
    if odd > 0.4 and even < 0.05:
        return "utf-16-le"
    return "utf-16-be" if even > 0.4 and odd < 0.05 else ""


def _mostly_utf8(data: bytes) -> bool:
    """Whether the text is UTF-8 with a few broken places, rather than another encoding."""
    text = data.decode("utf-8", "replace")
    broken = text.count("\ufffd")
    foreign = sum(not character.isascii() for character in text) - broken
    return foreign >= 20 * broken


def _guessed(data: bytes) -> str:
    best = charset_normalizer.from_bytes(data[:_SAMPLE_BYTES]).best()
    if best is None:
        raise Unreadable(UNKNOWN_ENCODING)
    text = _attempt(data, best.encoding)
    if text is None:
        raise Unreadable(UNKNOWN_ENCODING)
    return text


def _checked(text: str) -> str:
    """The text, unless its characters look like a wrong guess or like data."""
    sample = text[:20_000]
    strange = sum(unicodedata.category(character) in {"Cc", "Cn", "Co", "Cs"} for character in sample)
    strange -= sum(sample.count(character) for character in "\t\n\r\f\v")
    if strange > 0.02 * len(sample) + 4:
        raise Unreadable(BINARY)
    return text
