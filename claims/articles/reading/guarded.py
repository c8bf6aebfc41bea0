"""Documents of others are read in a child process, which has limits."""

from typing import Final

from claims.articles.reading.document import ReadDocument, Unreadable
from claims.articles.reading.read import read_here
from claims.sandbox import Limits, TooCostly, run_limited
from claims.sentences import say

READING_LIMITS: Final = Limits(cpu_seconds=20, memory_bytes=1_000_000_000, output_bytes=50_000_000)


def read_document(
    *,
    data: bytes,
    filename: str = "",
    content_type: str = "",
    url: str = "",
    charset: str = "",
) -> ReadDocument:
    """Read an uploaded or fetched document: a text, a page, a PDF, a file of a word processor, a book, a transcript.

    What is inside decides first, then the name, then ``content_type``. ``url`` is where it was read, if anywhere;
    ``charset`` what the server said. Raises ``Unreadable`` with a sentence for the form, also where reading takes more
    than 20 seconds of the processor or a gigabyte.
    """
    try:
        return run_limited(
            read_here,
            READING_LIMITS,
            data=data,
            filename=filename,
            content_type=content_type,
            url=url,
            charset=charset,
        )
    except TooCostly as ended:
        raise Unreadable(
            say("%(message)s Upload the article alone, or paste its text.", message=ended.message)
        ) from ended
