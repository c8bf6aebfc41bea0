"""An expert from outside reads one frozen revision by a link, remarks, signs, and gets to nothing else."""

import datetime
import re

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from claims.accounts.roles import Role
from claims.audit.models import AuditEvent
from claims.delivery import account_letters
from claims.delivery.models import AccountLetter, Notification
from claims.errors import Blocked, NotAllowed, WrongState
from claims.jobs.running import run_one
from claims.review.opinions import guests
from claims.review.opinions.guests import Signed
from claims.verdicts.models import GuestExpert, GuestRemark, Publication, Revision
from claims.workflow.moves import Details
from claims.workflow.perform import perform
from tests import review_steps
from tests.desk.walker import Walker
from tests.factories import PersonFactory

pytestmark = pytest.mark.django_db

RHEA = {"name": "Rhea Oduya", "email": "r.oduya@university.example", "question": "Is the base year fair?"}
SIGNED = Signed(opinion="agree", name="Rhea Oduya", interest="none", remark="Sound.", may_be_shown=True)


@pytest.fixture
def claim(ana, apa):
    """A submitted claim."""
    review_steps.make_scale()
    return review_steps.submitted(ana)


def send_letters():
    """Have a worker send what waits; the link of the last letter."""
    for letter in AccountLetter.objects.all():
        run_one(AccountLetter, letter.pk, run=account_letters.send_letter)
    return re.search(r"https?://\S+?(/guest/\S+)", mail.outbox[-1].body)[1]


def asked(claim, actor):
    """A guest, and the path of the first link."""
    made = guests.ask(claim_id=claim.pk, actor=actor, **RHEA)
    return made.guest, f"/guest/{made.secret}/"


def reading(claim, actor):
    """A guest who has the letter's link, by its secret."""
    _guest, first = asked(claim, actor)
    Client().post(first)
    return send_letters().split("/")[2]


def test_the_whole_way_without_an_account(claim, ana, apa, as_person):
    desk = Walker(as_person(ana)).open(f"/claims/{claim.pk}/experts/").press("Make the link", **RHEA)
    first = desk.page.get_element_by_id("link").text_content().split("testserver")[-1]
    first = re.search(r"/guest/[\w-]{43}/$", first)[0]

    outside = Walker(Client()).open(first)
    assert outside.title == "You are asked as an expert"
    assert "r…@university.example" in outside.text
    assert "council" not in outside.text
    outside.press("Send me the letter")
    assert "The letter is on its way" in outside.text
    second = send_letters()
    assert mail.outbox[-1].to == ["r.oduya@university.example"]

    outside.open(second)
    assert "It spends more, not less." in outside.text
    assert "Is the base year fair?" in outside.text
    outside.press("Keep my remarks for now", **{"remark-1": "Say which year."})
    assert "Your remarks are kept. You have not signed yet." in outside.text
    assert GuestRemark.objects.get().body == "Say which year."
    outside.press("Sign", opinion="with_changes", interest="I advise the council.", may_be_shown="on")
    assert "You have signed: I agree with changes" in outside.text
    assert outside.client.cookies == {}

    desk.open(f"/claims/{claim.pk}/experts/")
    assert "I advise the council." in desk.text
    assert "Say which year." in desk.text
    assert Notification.objects.get(recipient=ana, kind="mentioned").text.startswith("An expert you asked has signed")
    acts = list(AuditEvent.objects.filter(action__startswith="guest").order_by("id").values_list("action", flat=True))
    assert acts == ["guest_asked", "guest_confirmed", "guest_remarked", "guest_signed"]


def test_readers_see_it_where_both_agree_and_the_revision_is_the_one_she_read(claim, ana, apa, as_person):
    secret = reading(claim, ana)
    guests.open_letter(secret=secret)
    guest = guests.sign(secret=secret, signed=SIGNED, remarks={})
    revision = Revision.objects.get()
    perform("approve", claim_id=claim.pk, actor=apa, details=Details(content_hash=revision.content_hash))
    Walker(as_person(apa)).open(f"/claims/{claim.pk}/experts/").press("Show readers")
    perform("publish", claim_id=claim.pk, actor=apa)

    publication = Publication.objects.get()
    assert publication.page["experts"] == [
        {
            "name": "Rhea Oduya",
            "interest": "none",
            "opinion": "agree",
            "label": "I agree",
            "remark": "Sound.",
            "signed_at": GuestExpert.objects.get(pk=guest.pk).signed_at.isoformat(timespec="seconds"),
        }
    ]
    page = Client().get(f"/checks/{publication.slug}/").content.decode()
    assert "Rhea Oduya" in page
    assert "r.oduya" not in page


@pytest.mark.parametrize(("may_be_shown", "printed"), [(False, True), (True, False)])
def test_readers_see_nothing_where_one_does_not_agree(may_be_shown, printed, claim, ana, apa):
    secret = reading(claim, ana)
    signed = Signed(opinion="disagree", name="Rhea", interest="none", may_be_shown=may_be_shown)
    guest = guests.sign(secret=secret, signed=signed, remarks={})
    if printed:
        with pytest.raises(Blocked, match="does not want to be shown"):
            guests.show(guest_id=guest.pk, shown=True, actor=apa)
    revision = Revision.objects.get()
    perform("approve", claim_id=claim.pk, actor=apa, details=Details(content_hash=revision.content_hash))
    perform("publish", claim_id=claim.pk, actor=apa)
    assert "experts" not in Publication.objects.get().page


def test_she_reads_the_frozen_revision_after_it_has_changed(claim, ana):
    secret = reading(claim, ana)
    perform("withdraw", claim_id=claim.pk, actor=ana)
    review_steps.drafting.save_draft(
        claim_id=claim.pk, rating="true", summary="Quite another.", explanation="New.", expected_version=2, actor=ana
    )
    page = Client().get(f"/guest/{secret}/read/").content.decode()
    assert "It spends more, not less." in page
    assert "Quite another." not in page


def test_a_link_ends(claim, ana, edo, apa):
    guest, first = asked(claim, ana)
    Client().post(first)
    second = send_letters()
    with pytest.raises(NotAllowed):
        guests.revoke(guest_id=guest.pk, actor=PersonFactory(roles=[Role.REVIEWER]))
    guests.revoke(guest_id=guest.pk, actor=edo)
    for address in (first, second):
        for answer in (Client().get(address), Client().post(address)):
            assert answer.status_code == 410
            assert "It spends" not in answer.content.decode()


def test_a_link_expires(claim, ana):
    guest, first = asked(claim, ana)
    Client().post(first)
    second = send_letters()
    GuestExpert.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    assert [Client().get(address).status_code for address in (first, second)] == [410, 410]
    secret = second.split("/")[2]
    with pytest.raises(WrongState, match="does not work any longer"):
        guests.sign(secret=secret, signed=SIGNED, remarks={})


def test_the_first_link_ends_once_the_letters_is_opened_and_letters_are_few(claim, ana):
    _guest, first = asked(claim, ana)
    for _press in range(3):
        assert Client().post(first).status_code == 200
    assert AccountLetter.objects.count() == 1
    second = send_letters()
    assert Client().get(second).status_code == 200
    assert Client().get(first).status_code == 410


def test_no_secret_is_stored(claim, ana):
    _guest, first = asked(claim, ana)
    Client().post(first)
    second = send_letters()
    row = GuestExpert.objects.get()
    kept = " ".join(str(value) for value in row.__dict__.values())
    assert first.split("/")[2] not in kept
    assert second.split("/")[2] not in kept


def test_the_link_opens_nothing_else(claim, ana):
    secret = reading(claim, ana)
    client = Client()
    answer = client.get(f"/guest/{secret}/read/")
    assert (answer.status_code, answer.headers["Referrer-Policy"], answer.headers["X-Robots-Tag"]) == (
        200,
        "no-referrer",
        "noindex",
    )
    assert "no-store" in answer.headers["Cache-Control"]
    links = re.findall(r'href="(/[^"]*)"', answer.content.decode())
    assert [link for link in links if not link.startswith(("/checks/", "/static/", "/.well-known"))] == []
    for address in (f"/claims/{claim.pk}/", f"/claims/{claim.pk}/review/", f"/api/v1/claims/{claim.pk}/revisions/"):
        assert client.get(address).status_code in (302, 401)


def test_what_is_missing_is_said_and_nothing_typed_is_lost(claim, ana):
    secret = reading(claim, ana)
    page = Walker(Client()).open(f"/guest/{secret}/read/")
    page.press("Sign", opinion="with_changes", name="", interest="", **{"remark-1": "", "remark": "  "})
    assert page.status == 422
    assert "Write the name under which you sign." in page.text
    assert "write “none” if you have none" in page.text
    assert "Say what should change" in page.text
    page.press("Keep my remarks for now", **{"remark-1": "x" * 2001})
    assert "keep it under 2,000" in page.text
    assert "x" * 2001 in page.page.get_element_by_id("remark-1").text
    assert GuestExpert.objects.get().opinion == ""


def test_signed_is_signed(claim, ana):
    secret = reading(claim, ana)
    guests.sign(secret=secret, signed=SIGNED, remarks={})
    with pytest.raises(WrongState, match="signed already"):
        guests.keep_remarks(secret=secret, remarks={0: "More."})
    again = {"opinion": "disagree", "name": "Rhea", "interest": "none"}
    assert Client().post(f"/guest/{secret}/read/", again).status_code == 409
    assert GuestExpert.objects.get().opinion == "agree"


def test_who_asks_about_what(claim, ana, edo, ada, nell):
    other = review_steps.in_review(ana)
    with pytest.raises(WrongState, match="Submit the verdict first"):
        guests.ask(claim_id=other.pk, actor=ana, **RHEA)
    with pytest.raises(NotAllowed):
        guests.ask(claim_id=claim.pk, actor=ada, **RHEA)
    with pytest.raises(Blocked, match="Write the expert’s name.*e-mail address"):
        guests.ask(claim_id=claim.pk, actor=edo, name=" ", email="nobody", question="")
    for _number in range(10):
        guests.ask(claim_id=claim.pk, actor=edo, **RHEA)
    with pytest.raises(Blocked, match="Ten experts"):
        guests.ask(claim_id=claim.pk, actor=edo, **RHEA)


def test_hostile_words_are_shown_as_words(claim, ana, as_person):
    made = guests.ask(
        claim_id=claim.pk, actor=ana, name="<script>alert(1)</script>", email="x@y.example", question="</p><b>"
    )
    page = as_person(ana).get(f"/claims/{claim.pk}/experts/").content.decode()
    assert "<script>alert" not in page
    assert "<script>alert" not in Client().get(f"/guest/{made.secret}/").content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_costs_the_same_whoever_was_asked(count, claim, ana, as_person, django_assert_num_queries):
    for _number in range(count):
        guest = guests.ask(claim_id=claim.pk, actor=ana, **RHEA).guest
        GuestRemark.objects.create(guest=guest, paragraph=0, body="So.", written_at=timezone.now())
    client = as_person(ana)
    client.get(f"/claims/{claim.pk}/experts/")
    with django_assert_num_queries(8):
        client.get(f"/claims/{claim.pk}/experts/")


def test_the_api_asks_ends_and_shows(claim, ana, apa, as_person):
    writer, approver = as_person(ana), as_person(apa)
    address = f"/api/v1/claims/{claim.pk}/experts/"
    made = writer.post(address, RHEA, content_type="application/json").json()
    assert re.search(r"/guest/[\w-]{43}/$", made["link"])
    [listed] = writer.get(address).json()["results"]
    assert (listed["name"], listed["link"], listed["opinion"]) == ("Rhea Oduya", "", "")
    shows = (f"{address}{made['id']}/show/", {"shown": True})
    assert writer.post(*shows, content_type="application/json").status_code == 403
    assert approver.post(*shows, content_type="application/json").status_code == 409
    ended = writer.post(f"{address}{made['id']}/revoke/", {}, content_type="application/json").json()
    assert ended["revoked_at"] is not None


def test_the_letter_of_an_ended_link_is_not_sent(claim, ana):
    guest, first = asked(claim, ana)
    Client().post(first)
    guests.revoke(guest_id=guest.pk, actor=ana)
    for letter in AccountLetter.objects.all():
        run_one(AccountLetter, letter.pk, run=account_letters.send_letter)
    assert mail.outbox == []
    assert account_letters.guest_path("x" * 43) == f"/guest/{'x' * 43}/read/"
