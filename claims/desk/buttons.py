"""The controls by which the page of a claim offers moves."""

from dataclasses import dataclass

from django.urls import reverse

from claims.desk.forms.moves import asks_something
from claims.tracking.models import Claim
from claims.words import Words
from claims.workflow.perform import Offer


@dataclass(frozen=True)
class Button:
    """A move as a control of the page: a link to its form, or one press where there is no address."""

    name: str
    label: Words
    href: str = ""
    key: str = ""
    primary: bool = False
    danger: bool = False
    in_dialog: bool = False


def button_for(offer: Offer, claim: Claim, *, first: bool) -> Button:
    """The control of one offered move."""
    name, looks = offer.move.name, offer.move.looks
    asks = asks_something(offer.move) or looks.confirms
    return Button(
        name=name.value,
        label=offer.move.label,
        href=reverse("claim-move", args=[claim.pk, name.value]) if asks else "",
        key=looks.key,
        primary=first,
        danger=looks.danger,
        in_dialog=asks,
    )
