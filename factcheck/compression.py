"""Answers made smaller on their way out, for whoever takes them so."""

from collections.abc import Iterator
from typing import Final

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.deprecation import MiddlewareMixin

SMALL_ALREADY: Final = ("image/", "video/", "audio/", "font/", "application/zip", "application/pdf")


class TakenEncodings(MiddlewareMixin):
    """Leaves in `Accept-Encoding` the encodings that whoever asks takes, in small letters and without their weights.

    Django's compression and WhiteNoise only look whether `gzip` stands there, so `gzip;q=0` would be a yes to them.
    """

    def process_request(self, request: HttpRequest) -> None:
        """Write the header anew before any of them reads it."""
        if "HTTP_ACCEPT_ENCODING" in request.META:
            request.META["HTTP_ACCEPT_ENCODING"] = ", ".join(taken_encodings(request.META["HTTP_ACCEPT_ENCODING"]))


def taken_encodings(header: str) -> list[str]:
    """The encodings that an `Accept-Encoding` takes (RFC 9110, 12.5.3); none that it likes less than `identity`.

    `*` stands for gzip where gzip is not named. What has a weight that is no number is not taken.
    """
    weights = dict(_weighed(header))
    if "*" in weights:
        weights.setdefault("gzip", weights["*"])
    least = weights.get("identity", 0.0)
    return [name for name, weight in weights.items() if weight > 0 and weight >= least and name != "*"]


def _weighed(header: str) -> Iterator[tuple[str, float]]:
    for part in header.lower().split(","):
        name, *parameters = (piece.strip() for piece in part.split(";"))
        weight = next((value for key, _is, value in (each.partition("=") for each in parameters) if key == "q"), "1")
        try:
            yield name, float(weight)
        except ValueError:
            yield name, 0.0


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
