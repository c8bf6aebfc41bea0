"""Changing the rating scales: what verdicts have used keeps its meaning."""

from collections.abc import Iterable
from typing import Final

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.audit.services import record
from claims.errors import Blocked, NotAllowed, WrongState
from claims.verdicts.models import Rating, RatingScale

FIELDS: Final = ["slug", "label", "definition", "order", "tone", "lean", "value", "is_active"]


def save_rating(*, rating: Rating, actor: User) -> Rating:
    """Store a new or changed rating; Blocked where it would change what a verdict on record means."""
    _ask_who(actor)
    with transaction.atomic():
        scale = _locked_scale(rating.scale_id)
        before = Rating.objects.filter(pk=rating.pk).values(*FIELDS).first() if rating.pk else None
        try:
            rating.full_clean()
        except ValidationError as error:
            raise Blocked(" ".join(error.messages), tuple(error.messages)) from error
        after = {name: getattr(rating, name) for name in FIELDS}
        if before == after:
            return rating
        rating.save()
        changed = [name for name in FIELDS if before is None or before[name] != after[name]]
        record(
            actor=actor,
            action="rating_changed" if before else "rating_added",
            target=scale,
            data={"rating": rating.pk, "label": rating.label, "fields": list(changed)},
        )
    return rating


def make_scale(*, name: str, actor: User) -> RatingScale:
    """An empty scale with this name; Blocked where it has none or another has it."""
    _ask_who(actor)
    scale = RatingScale(name=" ".join(name.split()))
    try:
        with transaction.atomic():
            scale.full_clean()
            scale.save(force_insert=True)
            record(actor=actor, action="scale_added", target=scale)
    except ValidationError as error:
        raise Blocked(" ".join(error.messages), tuple(error.messages)) from error
    return scale


def save_ratings(*, ratings: Iterable[Rating], actor: User) -> None:
    """Store the ratings of a scale together: all of them, or none and Blocked with every reason."""
    reasons: list[str] = []
    with transaction.atomic():
        for rating in ratings:
            try:
                save_rating(rating=rating, actor=actor)
            except Blocked as error:
                label = rating.label or _("A rating without a word")
                reasons += [f"{label}: {reason}" for reason in error.reasons]
        if reasons:
            raise Blocked(" ".join(reasons), tuple(reasons))


def use_scale(*, scale_id: int, actor: User) -> RatingScale:
    """Make this the scale that new verdicts are given; drafts and published verdicts keep the ratings they have."""
    _ask_who(actor)
    with transaction.atomic():
        in_use = list(RatingScale.objects.select_for_update().filter(is_active=True).order_by("pk"))
        scale = _locked_scale(scale_id)
        if scale.is_active:
            return scale
        if scale.ratings.filter(is_active=True).count() < 2:
            raise Blocked(_("A scale needs at least two ratings that are offered. Add them first."))
        RatingScale.objects.filter(is_active=True).update(is_active=False)
        scale.is_active = True
        scale.save(update_fields=["is_active"])
        record(actor=actor, action="scale_in_use", target=scale, data={"before": [before.pk for before in in_use]})
    return scale


def _locked_scale(scale_id: int) -> RatingScale:
    scale = RatingScale.objects.select_for_update().filter(pk=scale_id).first()
    if scale is None:
        raise WrongState(_("This scale is no longer here. Reload the page."))
    return scale


def _ask_who(actor: User) -> None:
    if not actor.may(Right.SETTINGS):
        raise NotAllowed(_("Your role does not let you change rating scales. Ask an admin."))
