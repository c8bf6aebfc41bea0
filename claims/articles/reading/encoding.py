"""Bytes to text: what the document says of itself first, then UTF-8, then a well-founded guess, else an error."""

import codecs
import re
import unicodedata

from claims.articles.reading.document import Unreadable
from claims.sentences import mark

BINARY = mark(
    "That file holds data, not text. Upload the article as .txt, .md, .html, .pdf or .docx, or paste its text."
)
UNKNOWN_ENCODING = mark("The letters of that file can't be made out. Save it as UTF-8 text, or paste its text.")

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# What pages call Latin-1 and ASCII is read as Windows-1252 by every browser (WHATWG Encoding).
_AS_BROWSERS_DO = {"iso8859-1": "cp1252", "latin-1": "cp1252", "ascii": "cp1252", "gb2312": "gb18030", "gbk": "gb18030"}
_META_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*+=\s*+["']?\s*+([A-Za-z0-9_.:-]{1,40})""", re.IGNORECASE)
_SAMPLE_BYTES = 200_000
_LANGUAGE_SAMPLE = 4_000
_OLD_ENCODINGS = [
    "cp1251", "koi8_r", "cp1253", "cp1254", "cp1255", "cp1256", "cp1250", "cp1252",
    "gb18030", "big5", "shift_jis", "euc_jp", "euc_kr", "cp874",
]  # fmt: skip
_MIDDLE_EUROPEAN = frozenset({"pl", "cs", "sk", "hu", "sl", "hr", "ro", "bs"})
_MISREAD = re.compile(
    "[a-zà-öø-ÿ](?:[ŠŒŽŸÀ-ÖØ-ÞŹ]|[^\\w\\s\x00-\x7f’‘·…—–”»](?=[^\\W\\d_]))|[^\\W\\d_][ˆ‡Ž‰][^\\W\\d_]"
)
_SIGNS_IN_WORDS = re.compile(r"[^\W\d_][±¶¦¬»«](?=[^\W\d_])|(?<!\w)[¶¦±](?=[^\W\d_])")
_ONLY_WINDOWS = re.compile(rb"[\x80-\x9f]")
_WITHOUT_OGONEK = frozenset({"cs", "sk", "sl", "hr", "bs", "hu", "ro"})
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


def encoding_of(sample: bytes) -> str:
    """The encoding that a mark at the beginning or a wide alphabet shows; else "utf-8", as most text is."""
    for bom, encoding in _BOMS:
        if sample.startswith(bom):
            return encoding
    return _wide_encoding(sample) or "utf-8"


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
    text = _attempt(data, old_encoding(data))
    if text is None:
        raise Unreadable(UNKNOWN_ENCODING)
    return text


def old_encoding(data: bytes) -> str:
    """The likeliest encoding of a text that is not UTF-8, from before it was usual; empty where none fits.

    The encodings that Windows and the web used are asked first: those of old Macintoshes read nearly the same bytes.
    """
    import charset_normalizer

    sample = data[:_SAMPLE_BYTES]
    high = sum(byte >= 0x80 for byte in sample)
    if high < 0.25 * sum(bytes((byte,)).isalpha() or byte >= 0x80 for byte in sample):
        return _latin_encoding(data)
    for among in (_OLD_ENCODINGS, None):
        best = charset_normalizer.from_bytes(sample, cp_isolation=among).best()
        if best is not None and _attempt(data, best.encoding) is not None:
            return best.encoding
    return ""


def _latin_encoding(data: bytes) -> str:
    """Windows' encoding for the west of Europe, or for its middle where the words are of a language from there."""
    from py3langid.langid import classify

    eastern = _attempt(data, "cp1250")
    if eastern is not None and (language := str(classify(eastern[:_LANGUAGE_SAMPLE])[0])) in _MIDDLE_EUROPEAN:
        # Where ISO put its letters, Windows has signs; and its š is the ą of Windows, which these languages lack.
        strange = _SIGNS_IN_WORDS.search(eastern) or (language in _WITHOUT_OGONEK and "ą" in eastern)
        return "iso8859_2" if strange and not _ONLY_WINDOWS.search(data) else "cp1250"
    western = next((name for name in ("cp1252", "cp1250", "latin-1") if _attempt(data, name) is not None), "")
    misread = _misread_places(data, western) if western else 0
    return "mac_roman" if misread >= 2 and 4 * _misread_places(data, "mac_roman") <= misread else western


def _misread_places(data: bytes, encoding: str) -> int:
    """How often a sign stands inside a word, or a capital behind a small letter, as in text read by a wrong table."""
    return len(_MISREAD.findall(data[:_SAMPLE_BYTES].decode(encoding, "replace")))


def _checked(text: str) -> str:
    """The text, unless its characters look like a wrong guess or like data."""
    sample = text[:20_000]
    strange = sum(unicodedata.category(character) in {"Cc", "Cn", "Co", "Cs"} for character in sample)
    strange -= sum(sample.count(character) for character in "\t\n\r\f\v")
    if strange > 0.02 * len(sample) + 4:
        raise Unreadable(BINARY)
    return text
