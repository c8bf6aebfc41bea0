"""What the address of an article's page asks for."""

from dataclasses import dataclass

from django.http import HttpRequest

from claims.desk.score_threshold import read_threshold


@dataclass(frozen=True)
class Asked:
    """What an address asks of the workspace.

    `show` is a tab, `version` an older text, `more` how many candidates beyond the first; `threshold` is the score from
    which candidates are listed, `below` asks for those under it as well, and `marks` for every one's mark in the text.
    """

    show: str = ""
    version: str = ""
    more: int = 0
    threshold: float | None = None
    below: bool = False
    marks: bool = False


def asked_in(request: HttpRequest) -> Asked:
    """What this request's query asks for; what it misspells is left out."""
    given = request.GET
    return Asked(
        show=given.get("show", ""),
        version=_digits(given.get("version")),
        more=int(_digits(given.get("more")) or 0),
        threshold=read_threshold(given.get("threshold")),
        below=bool(given.get("below")),
        marks=given.get("marks") == "all",
    )


def _digits(text: str | None) -> str:
    return text if text and text.isdecimal() and text.isascii() and len(text) < 7 else ""
