"""Keeping the rules by which published verdicts are looked at again."""

from django.db import transaction
from django.utils.translation import gettext as _

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.audit.services import record
from claims.errors import Blocked, NotAllowed, WrongState
from claims.tracking.models import Topic
from claims.verdicts import shelf_life
from claims.verdicts.models import Rating, ShelfLifeRule
from claims.verdicts.models.shelf_life import LONGEST_DAYS


def may_keep_rules(person: User) -> bool:
    """Whether a person may change the rules: editors and admins."""
    return person.may(Right.ASSIGN) or person.may(Right.SETTINGS)


def save_rule(*, topic: Topic | None, rating: Rating | None, days: int, actor: User) -> ShelfLifeRule:
    """Look at verdicts of this topic and rating again after so many days; the rule for the two that was there changes.

    None stands for every topic, or every rating. Dates that no person set follow within seconds.
    """
    _ask_who(actor)
    if not 1 <= days <= LONGEST_DAYS:
        raise Blocked(_("Give a number of days from 1 to %(most)d.") % {"most": LONGEST_DAYS})
    with transaction.atomic():
        rule = ShelfLifeRule.objects.select_for_update(of=("self",)).filter(topic=topic, rating=rating).first()
        before = rule.days if rule else None
        if rule is None:
            rule = ShelfLifeRule.objects.create(topic=topic, rating=rating, days=days)
        elif before == days:
            return rule
        else:
            rule.days = days
            rule.save(update_fields=["days"])
        data = {"which": rule.which, "before": before, "days": days}
        record(actor=actor, action="shelf_life_rule_set", target=rule, data=data)
        shelf_life.ask_rules_again()
    return rule


def remove_rule(*, rule_id: int, actor: User) -> None:
    """Go by the other rules again; dates that no person set follow within seconds."""
    _ask_who(actor)
    with transaction.atomic():
        rule = ShelfLifeRule.objects.select_for_update(of=("self",)).filter(pk=rule_id).first()
        if rule is None:
            raise WrongState(_("This rule is no longer here. Reload the page to see those that are."))
        record(
            actor=actor, action="shelf_life_rule_removed", target=rule, data={"which": rule.which, "days": rule.days}
        )
        rule.delete()
        shelf_life.ask_rules_again()


def _ask_who(actor: User) -> None:
    if not may_keep_rules(actor):
        raise NotAllowed(_("Your role does not let you change how long verdicts hold. Ask an editor."))
