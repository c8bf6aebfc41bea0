"""What a password must not be, besides what Django's own rules refuse: a known word that was only dressed up.

Lists of passwords that were published by thieves grow by the million; what most of these are is a common word with a
year, digits and signs around it, or letters written as figures. So what stands inside is looked up in Django's list of
the twenty thousand most common ones, and nothing has to be downloaded or asked of anybody.
"""

import re
from typing import Any, Final

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

WRITTEN_AS: Final = str.maketrans("013457@$!", "oleastasi")
"""The letters that figures and signs are written for."""
OUR_OWN: Final = frozenset(
    """
    plumbline factcheck factchecker factchecking newsroom newsdesk editor journalist spring summer autumn winter
    january february march april june july august september october november december monday tuesday wednesday
    thursday friday saturday sunday
    """.split()
)
"""Words of the trade and the calendar, which are tried first here."""
EDGES: Final = re.compile(r"^[\W\d_]+|[\W\d_]+$")
LONGEST: Final = 128
"""Nobody dresses up a word in more; a longer one is not looked into."""
SHORTEST: Final = 3


class DressedUpPasswordValidator:
    """Refuses a common word, also over and over, with nothing but digits and signs around it."""

    def __init__(self) -> None:
        self._common: set[str] = CommonPasswordValidator().passwords

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError with a sentence for such a password."""
        if any(word in self._common or word in OUR_OWN for word in _inside(password)):
            raise ValidationError(
                _(
                    "This is a common word with digits or signs around it. Take three or four words that do not go"
                    " together."
                ),
                code="password_dressed_up",
            )

    def get_help_text(self) -> str:
        """What stands beside the field."""
        return _("Not a common word with digits or signs around it.")


def _inside(password: str) -> set[str]:
    """What is left without digits and signs at both ends, as it is written and as it is meant; once, where repeated."""
    if len(password) > LONGEST:
        return set()
    bare = EDGES.sub("", password.casefold())
    found = {bare, bare.translate(WRITTEN_AS)}
    return {part for word in found for part in (word, _repeated(word)) if len(part) >= SHORTEST}


def _repeated(word: str) -> str:
    """The word that this is made of, said again and again; empty where it is none."""
    parts = [part for part in re.split(r"[\W\d_]+", word) if part]
    if len(parts) > 1 and len(set(parts)) == 1:
        return parts[0]
    for length in range(SHORTEST, len(word) // 2 + 1):
        if len(word) % length == 0 and word == word[:length] * (len(word) // length):
            return word[:length]
    return ""
