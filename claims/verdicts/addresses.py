"""The public addresses of checks; the markup, the feeds and the letters name them, and they never change."""

import hashlib

from django.conf import settings
from django.utils.text import slugify

from claims.tracking.models import Claim

CHECKS = "/checks/"
PICTURES = f"{CHECKS}pictures/"
EXPLAINERS = f"{CHECKS}explainers/"
SLUG_WORDS = 60


def slug_for(claim: Claim, statement: str) -> str:
    """The last part of a check's address: its number and the first words of its wording: FC-0012-road-repairs."""
    return numbered_slug(claim.number, statement)


def numbered_slug(number: str, title: str) -> str:
    """A number and the first words of a title: EX-0003-road-repairs."""
    words = slugify(title)
    if len(words) > SLUG_WORDS:
        words = words[:SLUG_WORDS].rpartition("-")[0] or words[:SLUG_WORDS]
    return f"{number}-{words}".rstrip("-")


def slug_of_name(name: str) -> str:
    """A slug for a name that has none of its own; names without a Latin letter get a short digest."""
    return slugify(name)[:80] or hashlib.sha256(name.encode("utf-8", "surrogatepass")).hexdigest()[:12]


def check_path(slug: str) -> str:
    """The path of a check's page."""
    return f"{CHECKS}{slug}/"


def explainer_path(slug: str) -> str:
    """The path of the page of an explainer."""
    return f"{EXPLAINERS}{slug}/"


def author_path(slug: str) -> str:
    """The path of the page of somebody who writes checks."""
    return f"{CHECKS}authors/{slug}/"


def picture_path(sha256: str) -> str:
    """The path of a picture at one width, which never holds another."""
    return f"{PICTURES}{sha256}.webp"


def text_path(name: str) -> str:
    """The path of one of the texts around the checks, such as the corrections policy."""
    return f"{CHECKS}{name}/"


def absolute(path: str, base: str | None = None) -> str:
    """The full address of a path on the public site."""
    return f"{settings.PUBLIC_URL if base is None else base}{path}"
