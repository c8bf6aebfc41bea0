"""What a written reason is about, in words, by the id of the gate it stands in for. No Django."""

from collections.abc import Mapping
from typing import Final

ABOUT: Final[Mapping[str, str]] = {
    "independent_sources": "Why the sources are not independent of each other",
    "primary_source": "Why there is no primary source",
    "both_sides": "Why there is evidence on one side only",
    "claimant_asked": "Why the claimant was not asked",
}
