"""Two rating scales that a newsroom can take as they are, and change afterwards like any other."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as say
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override, pgettext_lazy

from claims.accounts.models import User
from claims.errors import WrongState
from claims.publishing.newsroom_setup import ask_settings
from claims.publishing.rating_scales import save_rating, use_scale
from claims.verdicts.models import Rating, RatingScale
from claims.verdicts.site_settings import newsroom
from claims.words import Words

LEANS: Final[Mapping[int, int]] = MappingProxyType({0: 0, 1: 0, 2: 8, 3: 20, 4: 36, 5: 58})
"""How far the plumb bob of each picture leans, in degrees."""


@dataclass(frozen=True)
class ReadyRating:
    """A step: its part of addresses, its words, its picture, and its number where the scale has numbers."""

    slug: str
    label: Words
    definition: Words
    tone: int
    value: int | None = None


@dataclass(frozen=True)
class ReadyScale:
    """A scale to take: what it is called, whom it suits, and its ratings in order."""

    name: Words
    suits: Words
    ratings: tuple[ReadyRating, ...]


_UNPROVEN = ReadyRating(
    "unproven",
    pgettext_lazy("a rating", "Unproven"),
    _("There is not enough public evidence to say. We name what would settle it."),
    tone=0,
)

READY: Final[Mapping[str, ReadyScale]] = MappingProxyType(
    {
        "five-steps": ReadyScale(
            name=_("Five steps"),
            suits=_("From true to false in five steps, numbered for search engines, and Unproven beside them."),
            ratings=(
                ReadyRating(
                    "true",
                    pgettext_lazy("a rating", "True"),
                    _("Accurate, with nothing important left out."),
                    1,
                    5,
                ),
                ReadyRating(
                    "mostly-true",
                    pgettext_lazy("a rating", "Mostly true"),
                    _("Accurate in its main point, but it needs a detail or some context to be fully understood."),
                    2,
                    4,
                ),
                ReadyRating(
                    "half-true",
                    pgettext_lazy("a rating", "Half true"),
                    _("Partly right. It leaves out facts, or takes them in a way, that would change what it says."),
                    3,
                    3,
                ),
                ReadyRating(
                    "mostly-false",
                    pgettext_lazy("a rating", "Mostly false"),
                    _("There is something accurate in it, but the whole gives a wrong picture."),
                    4,
                    2,
                ),
                ReadyRating("false", pgettext_lazy("a rating", "False"), _("The evidence contradicts it."), 5, 1),
                _UNPROVEN,
            ),
        ),
        "verdicts": ReadyScale(
            name=_("Verdicts without numbers"),
            suits=_("Words that say what is wrong rather than how much: for newsrooms that count nothing."),
            ratings=(
                ReadyRating(
                    "correct",
                    pgettext_lazy("a rating", "Correct"),
                    _("The evidence bears it out, and nothing important is left out."),
                    1,
                ),
                ReadyRating(
                    "missing-context",
                    pgettext_lazy("a rating", "Missing context"),
                    _("The facts are right, and without something that was left out they mislead."),
                    3,
                ),
                ReadyRating(
                    "misleading",
                    pgettext_lazy("a rating", "Misleading"),
                    _("It uses facts to suggest something that the evidence does not show."),
                    4,
                ),
                ReadyRating("wrong", pgettext_lazy("a rating", "Wrong"), _("The evidence contradicts it."), 5),
                _UNPROVEN,
            ),
        ),
    }
)


def take_ready_scale(*, key: str, actor: User) -> RatingScale:
    """Make a ready scale, in the language of the newsroom's checks, and put it into use; one made before is kept."""
    ask_settings(actor)
    ready = READY.get(key)
    if ready is None:
        raise WrongState(say("There is no such scale to take. Reload the page."))
    with override(newsroom().language), transaction.atomic():
        scale, made = RatingScale.objects.get_or_create(name=str(ready.name))
        for order, step in enumerate(ready.ratings if made else (), 1):
            rating = Rating(
                scale=scale,
                slug=step.slug,
                label=str(step.label),
                definition=str(step.definition),
                order=order,
                tone=step.tone,
                lean=LEANS[step.tone],
                value=step.value,
            )
            save_rating(rating=rating, actor=actor)
    return use_scale(scale_id=scale.pk, actor=actor)
