"""How stored states are drawn."""

from collections.abc import Mapping

# Which glyph and colour of the sprite and the stylesheet a stored state is drawn with. Each has its own; the glyph
# fills as the work moves on: empty, a quarter, a half, three quarters, ticked, whole.
LOOKS: Mapping[str, str] = {
    "pending": "candidate",
    "accepted": "accepted",
    "merged": "accepted",
    "dismissed": "dismissed",
    "queued": "queued",
    "assigned": "assigned",
    "in_review": "review",
    "waiting": "waiting",
    "submitted": "second",
    "changes_requested": "changes",
    "approved": "approved",
    "published": "published",
    "correcting": "correcting",
    "revisiting": "revisiting",
    "retracted": "retracted",
    "closed": "dismissed",
}
