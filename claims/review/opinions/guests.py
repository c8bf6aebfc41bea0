"""Asking an expert from outside about one frozen revision, and taking what they say."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.accounts.tokens import digest
from claims.audit.services import JSONValue, record
from claims.delivery import account_letters
from claims.delivery.enums import NotificationKind
from claims.delivery.services import notify_people
from claims.errors import Blocked, NotAllowed, WrongState
from claims.sentences import say
from claims.tracking.models import Claim
from claims.verdicts import normalise_input, seals
from claims.verdicts.models import GuestExpert, GuestRemark, Opinion, Revision
from claims.verdicts.models.guests import INTEREST_LIMIT, NAME_LIMIT, QUESTION_LIMIT, REMARK_LIMIT
from claims.verdicts.paragraphs import blocks
from claims.workflow.perform import locked_claim
from claims.workflow.relations import is_reviewer_or_editor

BYTES_OF_CHANCE: Final = 32
LINK_LASTS: Final = timedelta(days=14)
ONE_LETTER_IN: Final = timedelta(minutes=10)
OPEN_AT_ONCE: Final = 10


@dataclass(frozen=True)
class Asked:
    """A guest, and the secret of the first link, which nobody will see again."""

    guest: GuestExpert
    secret: str


@dataclass(frozen=True)
class Signed:
    """What a guest signs, under which name and interest, and whether readers may see it."""

    opinion: str
    name: str
    interest: str
    remark: str = ""
    may_be_shown: bool = False


def why_not_ask(claim: Claim, person: User) -> str:
    """The sentence that refuses this person to ask an expert about this claim, or an empty string."""
    if not person.may(Right.REVIEW):
        return _("Your role does not let you ask experts. Ask an editor.")
    refusal = is_reviewer_or_editor(claim, person)
    return refusal or (seals.sentence(claim) if seals.is_sealed(claim, person) else "")


def ask(*, claim_id: int, name: str, email: str, question: str, actor: User) -> Asked:
    """Ask somebody about the newest revision; the answer has the secret of the link to pass on, for fourteen days."""
    name, question = normalise_input.line(name), normalise_input.lines(question).strip()
    with transaction.atomic():
        claim = locked_claim(claim_id)
        refusal = why_not_ask(claim, actor)
        if refusal:
            raise NotAllowed(refusal)
        revision = Revision.objects.newest_of(claim).first()
        if revision is None:
            raise WrongState(_("Submit the verdict first: an expert is asked about a frozen revision."))
        reasons = _refusals(name, email, question)
        open_now = GuestExpert.objects.filter(claim=claim, revoked_at__isnull=True, expires_at__gt=timezone.now())
        if open_now.filter(signed_at__isnull=True).count() >= OPEN_AT_ONCE:
            reasons.append(_("Ten experts are asked already. Wait for their answers, or end some of their links."))
        if reasons:
            raise Blocked(" ".join(reasons), tuple(reasons))
        now, secret = timezone.now(), secrets.token_urlsafe(BYTES_OF_CHANCE)
        guest = GuestExpert.objects.create(
            claim=claim,
            revision=revision,
            name=name,
            email=email.strip(),
            question=question,
            asked_by=actor,
            asked_at=now,
            expires_at=now + LINK_LASTS,
            first_hash=digest(secret),
        )
        data = {"guest": guest.pk, "revision": revision.number}
        record(actor=actor, action="guest_asked", target=claim, data=data)
    return Asked(guest, secret)


def revoke(*, guest_id: int, actor: User) -> GuestExpert:
    """End a guest's links at once; what was signed stays."""
    with transaction.atomic():
        guest = _locked(guest_id)
        if guest.asked_by_id != actor.pk and not actor.may(Right.ASSIGN):
            raise NotAllowed(_("Only whoever asked, or an editor, can end this link."))
        seals.ask(guest.claim, actor)
        if guest.revoked_at is not None:
            return guest
        guest.revoked_at, guest.first_hash, guest.second_hash = timezone.now(), None, None
        guest.save(update_fields=["revoked_at", "first_hash", "second_hash"])
        record(actor=actor, action="guest_revoked", target=guest.claim, data={"guest": guest.pk})
    return guest


def show(*, guest_id: int, shown: bool, actor: User) -> GuestExpert:
    """Let readers see what a guest signed, from the next publication of that revision on, or no longer."""
    if not actor.may(Right.PUBLISH):
        raise NotAllowed(_("Your role does not let you decide what readers see. Ask an approver."))
    with transaction.atomic():
        guest = _locked(guest_id)
        seals.ask(guest.claim, actor)
        if guest.signed_at is None:
            raise WrongState(_("%(name)s has not signed anything yet.") % {"name": guest.name})
        if shown and not guest.may_be_shown:
            raise Blocked(_("%(name)s does not want to be shown to readers.") % {"name": guest.name})
        if bool(guest.shown_by_id) == shown:
            return guest
        guest.shown_by = actor if shown else None
        guest.save(update_fields=["shown_by"])
        data = {"guest": guest.pk}
        record(actor=actor, action="guest_shown" if shown else "guest_hidden", target=guest.claim, data=data)
    return guest


def behind_first_link(secret: str) -> GuestExpert | None:
    """Whoever the first link is for, as long as it works: it shows nothing of the claim."""
    return _open().filter(first_hash=digest(secret)).first()


def behind_second_link(secret: str) -> GuestExpert | None:
    """Whoever the link of the letter is for, as long as it works."""
    return _open().filter(second_hash=digest(secret)).first()


def send_letter(*, secret: str) -> GuestExpert | None:
    """Have the letter sent whose link opens the revision; one in ten minutes, to the guest's own address alone."""
    with transaction.atomic():
        found = GuestExpert.objects.select_for_update(of=("self",)).filter(first_hash=digest(secret)).first()
        if found is None or not found.is_open:
            return None
        now = timezone.now()
        if found.letter_asked_at is None or found.letter_asked_at < now - ONE_LETTER_IN:
            found.letter_asked_at = now
            found.save(update_fields=["letter_asked_at"])
            account_letters.write_to_guest(found)
    return found


def open_letter(*, secret: str) -> GuestExpert | None:
    """The guest of a letter's link; that it was opened says that the address is theirs, and ends the first link."""
    guest = behind_second_link(secret)
    if guest is None or guest.confirmed_at is not None:
        return guest
    with transaction.atomic():
        guest = _locked(guest.pk)
        if guest.confirmed_at is None:
            guest.confirmed_at, guest.first_hash = timezone.now(), None
            guest.save(update_fields=["confirmed_at", "first_hash"])
            record(actor=None, action="guest_confirmed", target=guest.claim, data={"guest": guest.pk})
    return guest


def paragraphs_of(revision: Revision) -> list[str]:
    """The explanation in the paragraphs that a guest remarks on, as Markdown."""
    return blocks(str(revision.content["explanation"]))


def keep_remarks(*, secret: str, remarks: Mapping[int, str]) -> GuestExpert:
    """Keep what a guest says of paragraphs, by their number; an empty one is taken back."""
    with transaction.atomic():
        guest = _writing(secret)
        _keep_remarks(guest, remarks)
    return guest


def sign(*, secret: str, signed: Signed, remarks: Mapping[int, str]) -> GuestExpert:
    """Take what a guest signs, with the remarks on paragraphs; it cannot be changed afterwards."""
    name, interest = normalise_input.line(signed.name), normalise_input.line(signed.interest)
    remark = normalise_input.lines(signed.remark).strip()
    reasons = []
    if signed.opinion not in Opinion:
        reasons.append(_("Choose whether you agree."))
    if not name:
        reasons.append(_("Write the name under which you sign."))
    if not interest:
        reasons.append(_("Say what interest you have in the matter; write “none” if you have none."))
    if signed.opinion == Opinion.WITH_CHANGES and not remark and not any(text.strip() for text in remarks.values()):
        reasons.append(_("Say what should change: in a remark, or beside the paragraph."))
    for text, limit in ((name, NAME_LIMIT), (interest, INTEREST_LIMIT), (remark, REMARK_LIMIT)):
        reasons += _too_long(text, limit)
    if reasons:
        raise Blocked(" ".join(reasons), tuple(reasons))
    with transaction.atomic():
        guest = _writing(secret)
        _keep_remarks(guest, remarks)
        guest.opinion, guest.name, guest.interest, guest.remark = signed.opinion, name, interest, remark
        guest.may_be_shown, guest.signed_at = signed.may_be_shown, timezone.now()
        guest.save(update_fields=["opinion", "name", "interest", "remark", "may_be_shown", "signed_at"])
        told: dict[str, JSONValue] = {"guest": guest.pk, "opinion": guest.opinion}
        record(actor=None, action="guest_signed", target=guest.claim, data=told)
        text = say("An expert you asked has signed on %(number)s", number=guest.claim.number)
        notify_people([guest.asked_by], kind=NotificationKind.MENTIONED, claim=guest.claim, actor=None, text=text)
    return guest


def _keep_remarks(guest: GuestExpert, remarks: Mapping[int, str]) -> None:
    count = len(paragraphs_of(guest.revision))
    reasons = [reason for text in remarks.values() for reason in _too_long(text, REMARK_LIMIT)]
    if reasons:
        raise Blocked(" ".join(reasons), tuple(reasons))
    changed = 0
    for paragraph, text in remarks.items():
        written = normalise_input.lines(text).strip()
        kept = GuestRemark.objects.filter(guest=guest, paragraph=paragraph).first()
        if not 0 <= paragraph < count or written == (kept.body if kept else ""):
            continue
        changed += 1
        if not written and kept:
            kept.delete()
            continue
        values = {"body": written, "written_at": timezone.now()}
        GuestRemark.objects.update_or_create(guest=guest, paragraph=paragraph, defaults=values)
    if changed:
        data = {"guest": guest.pk, "count": changed}
        record(actor=None, action="guest_remarked", target=guest.claim, data=data)


def _writing(secret: str) -> GuestExpert:
    """The guest of the letter's link who may still write, locked."""
    found = behind_second_link(secret)
    if found is None:
        raise WrongState(_("This link does not work any longer. Ask the newsroom for a new one."))
    guest = _locked(found.pk)
    if guest.signed_at is not None:
        raise WrongState(_("You have signed already. Write to the newsroom if something should change."))
    return guest


def _locked(guest_id: int) -> GuestExpert:
    claim_id = GuestExpert.objects.filter(pk=guest_id).values_list("claim_id", flat=True).first()
    if claim_id is None:
        raise WrongState(_("This expert is no longer here. Reload the page."))
    claim = locked_claim(claim_id)
    guest = GuestExpert.objects.select_related("revision", "asked_by").get(pk=guest_id)
    guest.claim = claim
    return guest


def _open() -> QuerySet[GuestExpert]:
    rows = GuestExpert.objects.select_related("revision", "claim", "asked_by")
    return rows.filter(revoked_at__isnull=True, expires_at__gt=timezone.now())


def _refusals(name: str, email: str, question: str) -> list[str]:
    reasons = []
    if not name:
        reasons.append(_("Write the expert’s name."))
    try:
        validate_email(email.strip())
    except ValidationError:
        reasons.append(_("Write the expert’s e-mail address: only whoever reads its letters gets to the revision."))
    return reasons + _too_long(name, NAME_LIMIT) + _too_long(question, QUESTION_LIMIT)


def _too_long(text: str, limit: int) -> list[str]:
    if len(text) <= limit:
        return []
    sentence = _("This has %(count)s characters; keep it under %(limit)s.")
    return [sentence % {"count": f"{len(text):,}", "limit": f"{limit:,}"}]
