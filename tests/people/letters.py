"""What stands in the letters that went out."""

import re

from django.conf import settings
from django.core import mail


def links_in_letters() -> list[str]:
    """The paths of the invitations in all letters, the oldest first."""
    found = (re.search(r"^(http\S+/welcome/\S+)$", letter.body, re.MULTILINE) for letter in mail.outbox)
    return [link[1].removeprefix(settings.PUBLIC_URL) for link in found if link]
