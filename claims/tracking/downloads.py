"""Tables as answers to a browser or a program: a file with a name and the day in it."""

from collections.abc import Iterator, Sequence

from django.http import StreamingHttpResponse
from django.utils import timezone

from claims.tracking.tables import CONTENT_TYPES, Format, Row, write


def table_file(name: str, format: Format, columns: Sequence[str], rows: Iterator[Row]) -> StreamingHttpResponse:
    """The rows as a file to keep, sent while they are read."""
    response = StreamingHttpResponse(write(format, columns, rows), content_type=CONTENT_TYPES[format])
    response["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate()}.{format.value}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
