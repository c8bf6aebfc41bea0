"""What an admin tells readers about owners, money and people, as networks of fact-checkers ask for it."""

from collections.abc import Mapping, Sequence
from typing import Any

from claims.accounts.models import User
from claims.publishing.newsroom_setup import tell_readers
from claims.verdicts.models import Newsroom
from claims.verdicts.newsroom_facts import tidy_rows


def tell_facts(
    *, actor: User, legal_form: str, position: str, lists: Mapping[str, Sequence[Mapping[str, Any]]]
) -> Newsroom:
    """Replace what is told; `lists` are rows by the list's name, and rows that name nobody are left out."""
    rows = {name: tidy_rows(name, given) for name, given in lists.items()}
    return tell_readers(actor=actor, legal_form=legal_form, position=position, **rows)
