"""In which language and time zone the product speaks to somebody who is not here to be asked."""

from contextlib import AbstractContextManager

from claims import languages
from claims.accounts.models import User
from claims.verdicts.site_settings import newsroom


def speaking_to(person: User) -> AbstractContextManager[None]:
    """The person's own language and zone where chosen, else the newsroom's, inside the block."""
    return languages.speaking(person.language or newsroom_language(), person.time_zone)


def newsroom_language() -> str:
    """The product's language that is nearest to that of the newsroom's checks."""
    return languages.nearest(newsroom().language)
