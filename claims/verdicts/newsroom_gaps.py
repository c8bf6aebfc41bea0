"""What a newsroom has not told its readers yet, without which nothing is published for the first time."""

from typing import Final

from django.utils.translation import gettext as _

from claims import formats
from claims.verdicts.models import Newsroom
from claims.verdicts.site_settings import newsroom

STANDARD_NAME: Final = "Plumbline"
"""The software's name, which stands in for the newsroom's own until somebody gives it one."""


def is_named(kept: Newsroom) -> bool:
    """Whether the newsroom has a name of its own."""
    return kept.name.strip().casefold() not in ("", STANDARD_NAME.casefold())


def gaps(kept: Newsroom) -> list[str]:
    """What readers have to be told and are not: its name, its address, how to write to it."""
    parts = (
        (is_named(kept), _("its name")),
        (bool(kept.address.strip()), _("its address")),
        (bool(kept.email), _("an e-mail address for readers")),
    )
    return [words for is_there, words in parts if not is_there]


def refusal_to_publish() -> str:
    """The sentence against a first publication, or an empty one."""
    missing = gaps(newsroom())
    if not missing:
        return ""
    return _(
        "Readers have to be told who publishes this. The newsroom has not given %(missing)s yet:"
        " an admin does so under Set up, Newsroom."
    ) % {"missing": formats.listed(missing)}
