"""What a written reason is about, in words, by the id of the gate it stands in for. No Django."""

from collections.abc import Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from claims.words import Words

ABOUT: Final[Mapping[str, Words]] = {
    "independent_sources": _("Why the sources are not independent of each other"),
    "primary_source": _("Why there is no primary source"),
    "both_sides": _("Why there is evidence on one side only"),
    "claimant_asked": _("Why the claimant was not asked"),
}
