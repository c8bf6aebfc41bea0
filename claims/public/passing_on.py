"""What a reader does with a check: how long it takes to read, and the ways to pass it on."""

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import quote, urlencode

from django.utils.html import strip_tags
from django.utils.translation import gettext as _

WORDS_A_MINUTE: Final = 220
# Scripts without spaces between words: about two signs make one.
_WORDS: Final = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{1,2}|\w+")


@dataclass(frozen=True)
class Way:
    """A link by which a check is passed on: an address of a service, which learns only of who follows it."""

    name: str
    address: str


def minutes_to_read(page: Mapping[str, Any]) -> int:
    """How many minutes the short answer, the key points and the explanation take, one at least."""
    written = [page.get("summary", ""), *page.get("key_points", []), page.get("why_checked", "")]
    words = _WORDS.findall(" ".join([*written, strip_tags(page.get("explanation", ""))]))
    return max(1, math.ceil(len(words) / WORDS_A_MINUTE))


def ways_to_share(page: Mapping[str, Any], address: str) -> list[Way]:
    """Links that pass the check on; none carries anything that tells one reader from another."""
    label = (page.get("rating") or {}).get("label") or _("Withdrawn")
    title = f"{label}: {' '.join(page['statement'].split())}"
    shown = title if len(title) <= 200 else f"{title[:199]}…"
    text = f"{shown} {address}"
    return [
        Way(_("E-mail"), f"mailto:?{urlencode({'subject': shown, 'body': address}, quote_via=quote)}"),
        Way("WhatsApp", f"https://wa.me/?{urlencode({'text': text}, quote_via=quote)}"),
        Way("Bluesky", f"https://bsky.app/intent/compose?{urlencode({'text': text}, quote_via=quote)}"),
        Way("Facebook", f"https://www.facebook.com/sharer/sharer.php?{urlencode({'u': address}, quote_via=quote)}"),
    ]
