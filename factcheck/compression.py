"""Answers made at the moment they are asked for, made smaller on their way out."""

from typing import Final

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware

SMALL_ALREADY: Final = ("image/", "video/", "audio/", "font/", "application/zip", "application/pdf")


class Compressed(GZipMiddleware):
    """Compresses text for whoever takes gzip; pictures, packs and copies of documents go out as they are.

    Django's own middleware does the work: it says Vary, weakens the ETag, and adds bytes of chance, so that the size of
    a page does not tell what a form's token is.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        """Compress what gains by it."""
        if response.headers.get("Content-Type", "").startswith(SMALL_ALREADY):
            return response
        return super().process_response(request, response)
