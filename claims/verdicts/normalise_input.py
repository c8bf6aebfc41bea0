"""Text as people type or paste it, made fit to store: no control characters, one kind of line end."""

import re

_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")
# PostgreSQL stores no NUL and no lone surrogate; bidirectional overrides could make words read as others.
_REMOVED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff\u202a-\u202e\u2066-\u2069]")
_SURROGATES = re.compile("[\ud800-\udfff]")


def lines(text: str) -> str:
    """Text of several lines, its layout kept."""
    text = _LINE_ENDS.sub("\n", text)
    return _SURROGATES.sub("\ufffd", _REMOVED.sub("", text)).strip("\n").rstrip()


def line(text: str) -> str:
    """Text of one line, with single spaces."""
    return " ".join(lines(text).split())
