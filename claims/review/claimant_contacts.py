"""Asking the claimant: whom, how, when, by when, and what was answered."""

from dataclasses import dataclass, fields, replace
from datetime import datetime
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.accounts.models import User
from claims.audit.services import JSONValue
from claims.errors import Blocked, Stale, WrongState
from claims.tracking.models import Claim
from claims.verdicts import normalise_input
from claims.verdicts.enums import ContactMethod
from claims.verdicts.models import ClaimantContact
from claims.workflow.editing import Change, Part, edit

WHOM_LIMIT: Final = 200
ANSWER_LIMIT: Final = 5000
CONTACTS_LIMIT: Final = 100

GONE: Final = gettext_lazy("This entry is no longer here. Reload the claim.")


@dataclass(frozen=True)
class Asked:
    """One time somebody was asked; `method` is a value of ContactMethod. An answer without a time came now."""

    whom: str
    method: str
    asked_at: datetime
    answer_by: datetime | None = None
    answer: str = ""
    answered_at: datetime | None = None


class StaleContact(Stale):
    """Somebody changed the entry meanwhile: `stored` is the row as it is now, `typed` what this person wrote."""

    def __init__(self, stored: ClaimantContact, typed: Asked) -> None:
        self.stored, self.typed = stored, typed
        super().__init__(
            _("Somebody changed this entry after you opened it. Nothing of yours is lost: compare, then save again.")
        )


def log(*, claim_id: int, asked: Asked, actor: User) -> ClaimantContact:
    """Note that the claimant was asked; raises Blocked with every reason."""
    asked = _checked(asked)
    logged: list[ClaimantContact] = []

    def write(claim: Claim) -> dict[str, JSONValue]:
        known = ClaimantContact.objects.filter(claim=claim)
        twin = known.filter(**_values(asked)).first()
        if twin:
            logged.append(twin)
            return {}
        if known.count() >= CONTACTS_LIMIT:
            raise Blocked(
                _("A claim takes %(contacts_limit)s such entries. Put the answer into an earlier one.")
                % {"contacts_limit": CONTACTS_LIMIT}
            )
        logged.append(ClaimantContact.objects.create(claim=claim, logged_by=actor, **_values(asked)))
        return {"contact": logged[0].pk}

    edit(claim_id=claim_id, actor=actor, part=Part.CONTACT, action="claimant_asked", change=write)
    return logged[0]


def change(*, contact_id: int, asked: Asked, expected_version: int, actor: User) -> ClaimantContact:
    """Change an entry, such as to add the answer; StaleContact when somebody changed it meanwhile."""
    asked = _checked(asked)

    def write(claim: Claim) -> dict[str, JSONValue]:
        contact = _found(contact_id)
        changed = [name for name, value in _values(asked).items() if getattr(contact, name) != value]
        if not changed:
            return {}
        if contact.lock_version != expected_version:
            raise StaleContact(contact, asked)
        answered = not contact.answer and bool(asked.answer)
        for name in changed:
            setattr(contact, name, getattr(asked, name))
        contact.lock_version += 1
        contact.save(update_fields=[*changed, "lock_version"])
        return {"contact": contact.pk, "fields": list(changed), "answered": answered}

    _edited(contact_id, actor, "contact_changed", write)
    return _found(contact_id)


def remove(*, contact_id: int, expected_version: int, actor: User) -> None:
    """Take out an entry made by mistake; the history keeps what it said."""

    def write(claim: Claim) -> dict[str, JSONValue]:
        contact = _found(contact_id)
        if contact.lock_version != expected_version:
            raise Stale(_("Somebody changed this entry after you opened it. Look at it again, then remove it."))
        said: dict[str, JSONValue] = {
            "contact": contact.pk,
            "method": contact.method,
            "asked_at": contact.asked_at.isoformat(),
            "answered": bool(contact.answer),
        }
        contact.delete()
        return said

    _edited(contact_id, actor, "contact_removed", write)


def _edited(contact_id: int, actor: User, action: str, write: Change) -> None:
    edit(claim_id=_found(contact_id).claim_id, actor=actor, part=Part.CONTACT, action=action, change=write)


def _found(contact_id: int) -> ClaimantContact:
    contact = ClaimantContact.objects.filter(pk=contact_id).first()
    if contact is None:
        raise WrongState(GONE)
    return contact


def _values(asked: Asked) -> dict[str, Any]:
    return {field.name: getattr(asked, field.name) for field in fields(asked)}


def _checked(asked: Asked) -> Asked:
    asked = replace(asked, whom=normalise_input.line(asked.whom), answer=normalise_input.lines(asked.answer))
    now = timezone.now()
    if asked.answer and asked.answered_at is None:
        asked = replace(asked, answered_at=now)
    reasons = []
    if not asked.whom:
        reasons.append(_("Say whom you asked."))
    if len(asked.whom) > WHOM_LIMIT:
        reasons.append(
            _("The name of whom you asked has %(count)s characters; keep it under %(whom_limit)s.")
            % {"count": len(asked.whom), "whom_limit": WHOM_LIMIT}
        )
    if asked.method not in ContactMethod:
        reasons.append(_("Say how you asked: by e-mail, phone, letter, in person or by a form."))
    if asked.asked_at > now:
        reasons.append(_("The time of asking lies in the future. Log it once you have asked."))
    if asked.answer_by and asked.answer_by <= asked.asked_at:
        reasons.append(_("The time to answer by lies before the time of asking."))
    if len(asked.answer) > ANSWER_LIMIT:
        reasons.append(
            _("The answer has %(count)s characters; keep it under %(answer_limit)s.")
            % {"count": f"{len(asked.answer):,}", "answer_limit": f"{ANSWER_LIMIT:,}"}
        )
    if asked.answered_at and not asked.answer:
        reasons.append(_("Write down what was answered, or leave the time of the answer empty."))
    if asked.answered_at and asked.answered_at < asked.asked_at:
        reasons.append(_("The answer cannot have come before the question. Check the times."))
    if asked.answered_at and asked.answered_at > now:
        reasons.append(_("The time of the answer lies in the future. Check it."))
    if reasons:
        raise Blocked(" ".join(reasons), tuple(reasons))
    return asked
