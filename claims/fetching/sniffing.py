"""What a document is, from its first bytes, for servers that do not say."""

import codecs
import re

BEFORE_HTML = r"\s*+(?:<\?xml[^>]{0,200}+>\s*+)?+(?:<!--(?:[^-]|-(?!->))*+-->\s*+)*+"
"""What may stand before a page's first tag. A comment ends at its first "-->" and nothing is tried twice: with a lazy
dot, which may run over an end, forty comments without a tag behind them took longer than anybody waits."""

_FIRST_TAG = rb"<(?:!doctype\s+html|html|head|body|title|meta|h1|p|div|article)\b"
_HTML_START = re.compile(rb"(?:\xef\xbb\xbf)?" + BEFORE_HTML.encode() + _FIRST_TAG, re.IGNORECASE)


def sniffed_type(content: bytes) -> str:
    """A media type for ``content``: PDF, HTML, plain text in UTF-8, or ``application/octet-stream``; "" if empty."""
    start = content[:4096]
    if not start:
        return ""
    if start.startswith(b"%PDF-"):
        return "application/pdf"
    if b"\0" in start:
        return "application/octet-stream"
    if _HTML_START.match(start):
        return "text/html"
    try:
        codecs.getincrementaldecoder("utf-8")().decode(start)
    except UnicodeDecodeError:
        return "application/octet-stream"
    return "text/plain"
