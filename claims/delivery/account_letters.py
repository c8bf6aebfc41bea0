"""Letters about somebody's account: links to make one or to choose a new password, and word of what was changed."""

import secrets
import smtplib
from typing import Final

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.db import transaction
from django.template import loader
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django.utils.translation import gettext as _

from claims.accounts.invitation_models import BYTES_OF_CHANCE
from claims.accounts.models import Invitation, SecurityEvent, SecurityEventKind, User
from claims.accounts.roles import Right
from claims.accounts.tokens import digest
from claims.delivery.mail import server
from claims.delivery.models import AccountLetter, LetterKind
from claims.jobs import services as jobs
from claims.sentences import say
from claims.verdicts.models import GuestExpert
from claims.verdicts.readers import speaking_to
from claims.verdicts.site_settings import newsroom

TEMPLATES: Final = {
    LetterKind.RESET: "registration/password_reset_email.txt",
    LetterKind.PASSWORD_CHANGED: "registration/password_changed_email.txt",
    LetterKind.TOKEN_MADE: "registration/token_made_email.txt",
    LetterKind.ROLES_CHANGED: "registration/roles_changed_email.txt",
    LetterKind.INVITATION: "registration/invitation_email.txt",
    LetterKind.HAPPENED: "registration/happened_email.txt",
    LetterKind.GUEST: "registration/guest_email.txt",
}

KEPT_HERE: Final = frozenset(f"django.core.mail.backends.{kind}" for kind in ("filebased", "console", "dummy"))


def tell(person: User, kind: LetterKind) -> None:
    """Have a letter sent to somebody about their own account, after the caller's transaction; none without address."""
    if person.email:
        jobs.enqueue(AccountLetter(kind=kind, person=person, created_at=timezone.now()))


def tell_what_happened(person: User, what: SecurityEventKind, *, at: str = "") -> None:
    """Have somebody told of one thing that happened to their account, after the caller's transaction.

    `at` is another address of theirs than the account's, such as the one it had before.
    """
    if at or person.email:
        now = timezone.now()
        jobs.enqueue(AccountLetter(kind=LetterKind.HAPPENED, what=what, person=person, address=at, created_at=now))


def tell_admins(what: SecurityEventKind, *, but: User | None = None) -> None:
    """Have everybody told who looks after people, and note it with their accounts; not whoever did it."""
    for admin in User.objects.holding(Right.PEOPLE).exclude(pk=but.pk if but else None):
        SecurityEvent.objects.create(person=admin, kind=what, at=timezone.now())
        tell_what_happened(admin, what)


def ask_for_reset(address: str) -> None:
    """Have a link sent to whoever has this address; the same work whether or not somebody has."""
    jobs.enqueue(AccountLetter(kind=LetterKind.RESET, address=address, created_at=timezone.now()), send_now=False)


def invite(invitation: Invitation) -> None:
    """Have a link sent to somebody who is invited, in place of a letter to them that still waits."""
    take_back(invitation)
    jobs.enqueue(AccountLetter(kind=LetterKind.INVITATION, invitation=invitation, created_at=timezone.now()))


def take_back(invitation: Invitation) -> None:
    """Send no letter about this invitation that has not left yet."""
    AccountLetter.objects.filter(invitation=invitation).delete()


def write_to_guest(guest: GuestExpert) -> None:
    """Have the link that opens the revision sent to an expert from outside, after the caller's transaction."""
    AccountLetter.objects.filter(guest=guest).delete()
    jobs.enqueue(AccountLetter(kind=LetterKind.GUEST, guest=guest, created_at=timezone.now()))


def letters_leave() -> bool:
    """Whether a mail server is set; where none is, letters stay in a folder or on the screen of the server."""
    return str(settings.MAILERS["default"]["BACKEND"]).rpartition(".")[0] not in KEPT_HERE


def invitation_address(secret: str) -> str:
    """The full address of the link with this secret."""
    return f"{settings.PUBLIC_URL}{reverse('welcome', args=[secret])}"


def send_letter(letter: AccountLetter) -> None:
    """Write and send a leased letter; it is gone afterwards."""
    if letter.kind == LetterKind.INVITATION:
        _send_invitation(letter)
        return
    if letter.kind == LetterKind.GUEST:
        _send_to_guest(letter)
        return
    person = letter.person or User.objects.active().filter(email__iexact=letter.address).first()
    if person is not None and (letter.address or person.email) and _may_have(person, letter):
        with speaking_to(person):
            _send(person, letter)
    with transaction.atomic():
        jobs.finish(letter)
        if person is not None and letter.kind == LetterKind.RESET:
            SecurityEvent.objects.create(person=person, kind=SecurityEventKind.RESET_ASKED, at=timezone.now())
        AccountLetter.objects.filter(pk=letter.pk).delete()


def _send_invitation(letter: AccountLetter) -> None:
    """Send the link of an invitation that is still open; its secret is made here, so that it is stored nowhere."""
    invitation = Invitation.objects.open().filter(pk=letter.invitation_id or 0).select_related("invited_by").first()
    if invitation is not None:
        secret = invitation.new_secret()
        invitation.save(update_fields=["token_hash", "expires_at"])
        context = {"invitation": invitation, "link": invitation_address(secret)}
        _post(LetterKind.INVITATION, invitation.email, context)
    with transaction.atomic():
        jobs.finish(letter)
        AccountLetter.objects.filter(pk=letter.pk).delete()


def _send_to_guest(letter: AccountLetter) -> None:
    """Send the second link of an expert whose first one still works; its secret is made here, and stored nowhere."""
    guests = GuestExpert.objects.filter(revoked_at__isnull=True, expires_at__gt=timezone.now())
    guest = guests.filter(pk=letter.guest_id or 0).select_related("asked_by").first()
    if guest is not None:
        secret = secrets.token_urlsafe(BYTES_OF_CHANCE)
        GuestExpert.objects.filter(pk=guest.pk).update(second_hash=digest(secret))
        context = {"guest": guest, "newsroom": newsroom(), "link": f"{settings.PUBLIC_URL}{guest_path(secret)}"}
        _post(LetterKind.GUEST, guest.email, context)
    with transaction.atomic():
        jobs.finish(letter)
        AccountLetter.objects.filter(pk=letter.pk).delete()


def guest_path(secret: str) -> str:
    """Where the link of an expert's letter leads."""
    return reverse("guest-read", args=[secret])


def _may_have(person: User, letter: AccountLetter) -> bool:
    """Whoever has no password here, because somebody else keeps it, has none to choose."""
    if letter.kind == LetterKind.HAPPENED:
        return person.removed_at is None
    return person.is_active and (letter.kind != LetterKind.RESET or person.has_usable_password())


def _send(person: User, letter: AccountLetter) -> None:
    kind = LetterKind(letter.kind)
    context = _context(person, kind)
    if kind == LetterKind.HAPPENED:
        context["what"] = SecurityEventKind(letter.what).label
    _post(kind, letter.address or person.email, context)


def _post(kind: LetterKind, address: str, context: dict[str, object]) -> None:
    body = loader.render_to_string(TEMPLATES[kind], context)
    try:
        EmailMessage(subject=_subject(kind), body=body, to=[address]).send()
    except (OSError, smtplib.SMTPException, ValueError) as error:
        if isinstance(error, OSError) and not isinstance(error, smtplib.SMTPException):
            server.leave_alone()
        reason = say("The mail server did not take it: %(error)s", error=type(error).__name__)
        raise jobs.TryLater(reason) from error
    server.forget()


def _context(person: User, kind: LetterKind) -> dict[str, object]:
    context: dict[str, object] = {
        "person": person,
        "account": f"{settings.PUBLIC_URL}{reverse('account')}",
        "roles": ", ".join(person.roles),
    }
    if kind == LetterKind.RESET:
        uid = urlsafe_base64_encode(force_bytes(person.pk))
        address = reverse("password-reset-confirm", args=[uid, default_token_generator.make_token(person)])
        context["link"] = f"{settings.PUBLIC_URL}{address}"
    return context


def _subject(kind: LetterKind) -> str:
    return {
        LetterKind.RESET: _("A new password for the fact-checking desk"),
        LetterKind.PASSWORD_CHANGED: _("Your password for the fact-checking desk was changed"),
        LetterKind.TOKEN_MADE: _("An access token was made in your name"),
        LetterKind.ROLES_CHANGED: _("Your roles on the fact-checking desk were changed"),
        LetterKind.INVITATION: _("You are invited to the fact-checking desk"),
        LetterKind.GUEST: _("You are asked about a fact-check"),
        LetterKind.HAPPENED: _("Your account on the fact-checking desk was changed"),
    }[kind]
