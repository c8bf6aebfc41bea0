"""Whether a person is among those to whom a claim is kept."""

from typing import Any

from claims.restrictions.models import Restriction


def restriction_of(claim: Any) -> Restriction | None:
    """To whom the claim is kept; None where it is the whole desk's. No query where it was loaded with the claim."""
    found: Restriction | None = getattr(claim, "restriction", None)
    return found


def may_see(claim: Any, person: Any) -> bool:
    """Whether the claim is not kept from this person: a query more for a claim that is kept to somebody."""
    restriction = restriction_of(claim)
    return restriction is None or restriction.people.filter(pk=person.pk).exists()
