"""Setting how long things are kept, seeing beforehand what would go, and erasing what is too old."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.audit.services import JSONValue, record
from claims.errors import Blocked, NotAllowed
from claims.privacy.models import ErasingRun, RetentionRule
from claims.privacy.retention_kinds import KINDS, Kind

AT_ONCE: Final = 500
MOST_DAYS: Final = 36_500
LOG_SHOWN: Final = 50


@dataclass(frozen=True)
class Line:
    """One kind of data as it is kept now: after how many days it goes, and how much would go this moment."""

    kind: Kind
    days: int | None
    rows: int


def rules() -> dict[str, int | None]:
    """After how many days each kind goes; None where it stays: one query."""
    set_days = dict(RetentionRule.objects.values_list("kind", "days"))
    return {key: set_days.get(key, kind.usual_days) for key, kind in KINDS.items()}


def preview(wanted: Mapping[str, int | None]) -> list[Line]:
    """How much of each kind would go at once by such rules: a query for each that has one."""
    now = timezone.now()
    return [Line(kind, days, _too_old(kind, days, now)) for key, kind in KINDS.items() for days in (wanted.get(key),)]


def set_rules(*, wanted: Mapping[str, int | None], actor: User) -> list[str]:
    """Keep each kind for so many days from now on; the kinds that changed. Nothing is erased before the next round."""
    if not actor.may(Right.PEOPLE):
        raise NotAllowed(_("Your role does not let you say how long things are kept. Ask an admin."))
    reasons = [reason for key, kind in KINDS.items() if (reason := _refusal(kind, wanted.get(key)))]
    if reasons:
        raise Blocked(" ".join(reasons), tuple(reasons))
    with transaction.atomic():
        list(RetentionRule.objects.select_for_update(of=("self",)))
        before = rules()
        changed = [key for key in KINDS if wanted.get(key) != before[key]]
        for key in changed:
            _set(key, wanted.get(key), before[key], actor)
    return changed


def erase_old() -> int:
    """Erase what is older than the rules say, a few hundred rows a transaction, and note how much; in all."""
    in_all = 0
    for key, days in rules().items():
        if days is not None:
            in_all += _erase(KINDS[key], days)
    return in_all


def latest_runs() -> list[ErasingRun]:
    """What went lately, newest first."""
    return list(ErasingRun.objects.all()[:LOG_SHOWN])


def _refusal(kind: Kind, days: int | None) -> str:
    if days is None:
        if kind.usual_days is None:
            return ""
        return _("%(kind)s: choose after how many days they go.") % {"kind": kind.name}
    if not kind.fewest_days <= days <= MOST_DAYS:
        return _("%(kind)s: choose from %(fewest)d to %(most)d days.") % {
            "kind": kind.name,
            "fewest": kind.fewest_days,
            "most": MOST_DAYS,
        }
    return ""


def _set(key: str, days: int | None, before: int | None, actor: User) -> None:
    values = {"days": days or before, "changed_by": actor, "changed_at": timezone.now()}
    rule, _made = RetentionRule.objects.update_or_create(kind=key, defaults=values)
    told: dict[str, JSONValue] = {"kind": key, "before": before, "after": days}
    record(actor=actor, action="retention_changed", target=rule, data=told)
    if days is None:
        rule.delete()


def _too_old(kind: Kind, days: int | None, now: datetime) -> int:
    return 0 if days is None else kind.older(now - timedelta(days=days)).count()


def _erase(kind: Kind, days: int) -> int:
    before, done = timezone.now() - timedelta(days=days), 0
    while True:
        with transaction.atomic():
            old = list(kind.older(before).order_by("pk").values_list("pk", flat=True)[:AT_ONCE])
            if old:
                kind.erase(kind.older(before).filter(pk__in=old))
        done += len(old)
        if len(old) < AT_ONCE:
            break
    if done:
        ErasingRun.objects.create(kind=kind.key, at=timezone.now(), days=days, rows=done)
    return done
