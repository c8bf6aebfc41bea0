"""One form of text for storing, hashing and anchoring, whatever the document was."""

import hashlib
import re
import unicodedata
from functools import cache

# Most texts hold nothing of what has to be changed; seeing that takes a tenth of the time.
_UNUSUAL = re.compile("[^\n -~]")
_PARAGRAPH_BREAKS = re.compile("\u2029")
_LINE_BREAKS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028]")
# Control characters, noncharacters, soft hyphens, zero-width spaces and joiners of words, byte-order marks, bidi
# embeddings, overrides and isolates, invisible operators, annotation marks and tags. Directional marks (LRM, RLM, ALM)
# and variation selectors stay: they belong to the text.
_REMOVED = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\xad\u200b\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e007f"
    + "".join(chr(plane << 16 | low) for plane in range(1, 17) for low in (0xFFFE, 0xFFFF))
    + "]"
)
_SURROGATES = re.compile("[\ud800-\udfff]")
_OTHER_SPACES = re.compile("[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_SPACES = re.compile(" {2,}")
_AROUND_BREAKS = re.compile(" ?\n ?")
_BLANK_LINES = re.compile("\n{2,}")

# Scripts in which a (non-)joiner changes what is read: Arabic and its relatives, the Indic scripts, Tibetan, Myanmar,
# Khmer, Mongolian; and emoji, which are joined by ZWJ.
_JOINING = "\u0590-\u08ff\u0900-\u0fff\u1000-\u109f\u1780-\u18af\u1a20-\u1aaf\u1b00-\u1cff\ua840-\ua9ff\uaa00-\uabff"
_JOINING += "\ufb1d-\ufdcf\ufdf0-\ufdff\ufe70-\ufefc\U00010a00-\U00010eff\U00011000-\U00011fff"
_EMOJI = "\u2190-\u2bff\u3030\u303d\u3297\u3299\ufe0f\U0001f000-\U0001faff"
_JOINERS = re.compile("[\u200c\u200d]")
_JOINER_ROUNDS = 4  # a text that takes more is no writing, and loses all its joiners
_STRAY_JOINERS = re.compile(
    f"\u200c(?!(?<=[{_JOINING}]\u200c)[{_JOINING}])"
    f"|\u200d(?!(?<=[{_JOINING}]\u200d)[{_JOINING}]|(?<=[{_EMOJI}]\u200d)[{_EMOJI}])"
)

# Ordering a run of combining marks takes quadratic time, and no script needs more than this (UAX 15, stream-safe).
_MARKS_BEFORE = 60
_MARKS_AFTER = 30


def normalise(text: str) -> str:
    """The text in NFC, with LF newlines, single spaces, one blank line between paragraphs and nothing invisible.

    Idempotent. Single line breaks stay; lone surrogates become U+FFFD; joiners stay in scripts that need them.
    """
    if not ("  " in text or " \n" in text or "\n " in text or "\n\n\n" in text or _UNUSUAL.search(text)):
        return text.strip(" \n")
    text = _PARAGRAPH_BREAKS.sub("\n\n", text)
    text = _LINE_BREAKS.sub("\n", text)
    text = _SURROGATES.sub("\ufffd", text)
    text = _REMOVED.sub("", text)
    text = _OTHER_SPACES.sub(" ", text)
    if not text.isascii():
        text = _composed(_STRAY_JOINERS.sub("", text))
        for _again in range(_JOINER_ROUNDS):
            # Marks that changed places may leave a joiner astray, and without it other marks change places.
            if not _STRAY_JOINERS.search(text):
                break
            text = _composed(_STRAY_JOINERS.sub("", text))
        else:
            text = _composed(_JOINERS.sub("", text))
    text = _SPACES.sub(" ", text)
    text = _AROUND_BREAKS.sub("\n", text)
    return _BLANK_LINES.sub("\n\n", text).strip(" \n")


def one_line(text: str) -> str:
    """Normalised text on a single line, for titles and names."""
    return normalise(text).replace("\n\n", " ").replace("\n", " ")


def text_sha256(text: str) -> str:
    """SHA-256 of the text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def _composed(text: str) -> str:
    text = unicodedata.normalize("NFC", _without_overlong_marks(text, _MARKS_BEFORE))
    return _without_overlong_marks(text, _MARKS_AFTER)


def _without_overlong_marks(text: str, most: int) -> str:
    return _overlong_marks(most).sub(lambda run: run[0][:most], text)


@cache
def _overlong_marks(most: int) -> re.Pattern[str]:
    marks = "".join(chr(point) for point in range(0x300, 0x1F000) if unicodedata.combining(chr(point)))
    # A class at the very start lets the search skip ahead without trying each place.
    return re.compile(f"[{marks}][{marks}]{{{most - 1}}}[{marks}]+")
