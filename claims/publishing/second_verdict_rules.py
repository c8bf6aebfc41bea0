"""Keeping the rules by which claims are drawn for a sealed second verdict."""

from django.db import transaction
from django.utils.translation import gettext as _

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.audit.services import JSONValue, record
from claims.errors import Blocked, NotAllowed, WrongState
from claims.tracking.models import Topic
from claims.verdicts.models import RatingScale, SecondVerdictRule
from claims.verdicts.models.second_verdicts import WHOLE


def may_keep_rules(person: User) -> bool:
    """Whether a person may change the rules: editors and admins."""
    return person.may(Right.ASSIGN) or person.may(Right.SETTINGS)


def save_rule(*, scale: RatingScale | None, topic: Topic | None, share: int, actor: User) -> SecondVerdictRule:
    """Draw so many in a hundred claims of this scale and topic; the rule for the two that was there changes.

    None stands for every scale, or every topic. Claims whose review has begun stay as they were drawn.
    """
    _ask_who(actor)
    if not 0 <= share <= WHOLE:
        raise Blocked(_("Give a share from 0 to %(most)d.") % {"most": WHOLE})
    with transaction.atomic():
        rule = SecondVerdictRule.objects.select_for_update(of=("self",)).filter(scale=scale, topic=topic).first()
        before = rule.share if rule else None
        if rule is None:
            rule = SecondVerdictRule.objects.create(scale=scale, topic=topic, share=share)
        elif before == share:
            return rule
        else:
            rule.share = share
            rule.save(update_fields=["share"])
        data = {"which": rule.which, "before": before, "share": share}
        record(actor=actor, action="second_verdict_rule_set", target=rule, data=data)
    return rule


def remove_rule(*, rule_id: int, actor: User) -> None:
    """Draw by the other rules again."""
    _ask_who(actor)
    with transaction.atomic():
        rule = SecondVerdictRule.objects.select_for_update(of=("self",)).filter(pk=rule_id).first()
        if rule is None:
            raise WrongState(_("This rule is no longer here. Reload the page to see those that are."))
        told: dict[str, JSONValue] = {"which": rule.which, "share": rule.share}
        record(actor=actor, action="second_verdict_rule_removed", target=rule, data=told)
        rule.delete()


def _ask_who(actor: User) -> None:
    if not may_keep_rules(actor):
        raise NotAllowed(_("Your role does not let you change which claims are judged twice. Ask an editor."))
