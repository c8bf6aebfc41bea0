"""What a page says of itself, read while a person waits, so that a new source need not be typed off."""

import logging
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.conf import settings
from django.utils.translation import gettext as _

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.errors import NotAllowed
from claims.fetching import FetchError, Limits, escaped_url, fetch
from claims.review.evidence_copies import said_by
from claims.verdicts import normalise_input
from claims.verdicts.passages import read_page

LIMITS: Final = Limits(max_bytes=5_000_000, total_seconds=6, connect_seconds=3)
"""A person waits for it; whatever takes longer is fetched in the background after the source was added."""

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Found:
    """What was found at an address; `problem` is a sentence where the page could not be read."""

    url: str
    title: str = ""
    publisher: str = ""
    published_on: date | None = None
    problem: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was found out."""
        return not (self.title or self.publisher or self.published_on)


def look_up(*, url: str, actor: User) -> Found:
    """Fetch an address by the guarded way and read its title, publisher and date; never fails for what it meets."""
    if not actor.may(Right.REVIEW):
        raise NotAllowed(_("Your role does not let you work on verdicts. Ask an editor."))
    url = escaped_url(normalise_input.line(url))
    try:
        answer = fetch(url, limits=LIMITS, allow_networks=settings.FETCH_ALLOW_NETWORKS)
    except FetchError as error:
        return Found(url, problem=error.message)
    try:
        page = read_page(data=answer.content, content_type=answer.content_type, url=answer.url, charset=answer.charset)
    except Exception:  # whatever a hostile document leads its parser into
        logger.exception("The page at %s could not be read to fill in a source.", answer.url)
        return Found(url, problem=_("The page came, but could not be read."))
    return Found(url, **said_by(page))
