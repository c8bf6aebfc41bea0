"""How stored states are drawn."""

from collections.abc import Mapping

# Which glyph and colour of the sprite and the stylesheet a stored state is drawn with.
LOOKS: Mapping[str, str] = {
    "pending": "candidate",
    "accepted": "accepted",
    "merged": "accepted",
    "dismissed": "dismissed",
    "queued": "accepted",
    "assigned": "accepted",
    "in_review": "review",
    "waiting": "review",
    "submitted": "second",
    "changes_requested": "changes",
    "approved": "approved",
    "published": "published",
    "correcting": "changes",
    "retracted": "dismissed",
    "closed": "dismissed",
}
