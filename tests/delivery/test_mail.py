"""Letters: once each, again when the mail server was away, and never with a broken subject."""

import datetime
from io import StringIO

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.utils import timezone

from claims.accounts.models import User
from claims.delivery.enums import EmailChoice, NotificationKind
from claims.delivery.mail import last_digest_hour, send_digests, send_due_emails, server
from claims.delivery.models import Email, Notification
from claims.delivery.services import notify, set_choices
from claims.review import comments
from tests.factories import ClaimFactory

pytestmark = pytest.mark.django_db

K, E = NotificationKind, EmailChoice


class AwayBackend(EmailBackend):
    """A mail server that does not answer."""

    def send_messages(self, messages):
        raise OSError("Connection refused")


def tell(person, *, email=E.AT_ONCE, actor=None, text="assigned you FC-0007", ago=datetime.timedelta()):
    set_choices(person=person, choices={K.ASSIGNED: email})
    row = notify(recipient=person, kind=K.ASSIGNED, claim=ClaimFactory(), actor=actor, text=text)
    Notification.objects.filter(pk=row.pk).update(at=timezone.now() - ago)
    return row


def test_a_letter_goes_out_once_with_a_link_to_the_claim(ana, edo, settings):
    settings.PUBLIC_URL = "https://desk.example"
    row = tell(ana, actor=edo)

    assert send_due_emails() == 1
    assert send_due_emails() == 0

    (letter,) = mail.outbox
    assert letter.subject == "Edo Baker assigned you FC-0007"
    assert letter.to == ["ana@desk.example"]
    assert f"https://desk.example/claims/{row.claim_id}/\n" in letter.body
    assert row.claim.statement in letter.body
    row.refresh_from_db()
    assert row.emailed_at is not None


def test_a_letter_that_failed_is_tried_again_later_and_not_for_ever(ana, settings):
    row = tell(ana)
    standard = settings.MAILERS
    settings.MAILERS = {"default": {"BACKEND": f"{__name__}.AwayBackend"}}
    assert send_due_emails() == 0
    row.refresh_from_db()
    assert (row.emailed_at, row.sent_in.attempts) == (None, 1)
    assert row.sent_in.due_at > timezone.now()

    settings.MAILERS = standard
    assert send_due_emails() == 0
    server.forget()
    Email.objects.update(due_at=timezone.now() - datetime.timedelta(seconds=1))
    assert send_due_emails() == 1

    settings.MAILERS = {"default": {"BACKEND": f"{__name__}.AwayBackend"}}
    tell(ana)
    Email.objects.update(attempts=76)
    assert send_due_emails() == 0
    given_up = Email.objects.get()
    assert given_up.error == "The mail server did not take it: OSError: Connection refused"
    assert (given_up.due_at, given_up.parked_at is None) == (None, False)
    server.forget()


def test_words_with_line_breaks_do_not_break_the_subject(ana, edo):
    tell(ana, actor=edo, text="asks for changes: “Name the year.\r\nBcc: everybody@desk.example”" + "x" * 300)
    assert send_due_emails() == 1
    subject = mail.outbox[0].subject
    assert "\n" not in subject
    assert len(subject) <= 140
    assert mail.outbox[0].bcc == []


def test_the_digest_holds_what_came_before_seven_in_one_letter_each(ana, edo):
    day = datetime.timedelta(days=1)
    for number in range(3):
        tell(ana, email=E.DIGEST, actor=edo, text=f"did thing {number}", ago=2 * day)
    read = tell(ana, email=E.DIGEST, text="Already read", ago=2 * day)
    Notification.objects.filter(pk=read.pk).update(read_at=timezone.now())
    tell(edo, email=E.DIGEST, text="One thing", ago=2 * day)
    tell(edo, email=E.DIGEST, text="Just now", ago=-day)

    assert send_digests() == 2
    assert send_digests() == 0

    to_ana, to_edo = sorted(mail.outbox, key=lambda letter: letter.to)
    assert to_ana.subject == "3 things happened on your desk"
    assert "Edo Baker did thing 0." in to_ana.body
    assert "Already read" not in to_ana.body
    assert to_edo.subject == "One thing"
    assert "Just now" not in to_edo.body


def test_the_digest_hour_is_seven_in_the_desks_own_zone():
    zone = timezone.get_current_timezone()
    early, late = (datetime.datetime(2026, 3, 18, hour, 30, tzinfo=zone) for hour in (6, 7))
    assert last_digest_hour(early) == datetime.datetime(2026, 3, 17, 7, tzinfo=zone)
    assert last_digest_hour(late) == datetime.datetime(2026, 3, 18, 7, tzinfo=zone)


def test_somebody_who_left_or_has_no_address_gets_no_letter(ana, edo):
    tell(ana)
    tell(edo)
    User.objects.filter(pk=ana.pk).update(is_active=False)
    User.objects.filter(pk=edo.pk).update(email="")
    assert send_due_emails() == 0
    assert set(Notification.objects.values_list("email", flat=True)) == {E.NEVER}


def test_the_command_says_what_it_sent(ana, edo):
    tell(ana)
    tell(edo, email=E.DIGEST, ago=datetime.timedelta(days=2))
    out = StringIO()
    call_command("send_digests", stdout=out)
    assert out.getvalue() == "Sent 1 letter and 1 digest.\n"


def test_the_worker_is_told_of_letters_after_the_commit(ana, edo, django_capture_on_commit_callbacks):
    claim = ClaimFactory()
    with django_capture_on_commit_callbacks() as after_commit:
        comments.add(claim_id=claim.pk, body="@ana please look", actor=edo)
        comments.add(claim_id=claim.pk, body="Nobody is mentioned", actor=edo)
    assert len(after_commit) == 1
    assert mail.outbox == []
