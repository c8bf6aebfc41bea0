"""A short word after an act, with the way to take the act back."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from django.contrib import messages
from django.contrib.messages.storage.base import Message
from django.http import HttpRequest


@dataclass(frozen=True)
class Undo:
    """The form behind an Undo button: where it goes, what it carries, and what htmx swaps afterwards.

    Without a `target` the button loads a whole page, which works everywhere.
    """

    address: str
    fields: Sequence[tuple[str, str]] = ()
    target: str = ""


def say(request: HttpRequest, text: str, undo: Undo | None = None) -> None:
    """Show a toast on whatever is answered next to this browser."""
    messages.success(request, text, extra_tags=json.dumps(asdict(undo)) if undo else "")


def undo_of(message: Message) -> Undo | None:
    """The Undo that a toast carries, if it carries one."""
    if not message.extra_tags:
        return None
    kept = json.loads(message.extra_tags)
    return Undo(kept["address"], tuple((name, value) for name, value in kept["fields"]), kept["target"])
