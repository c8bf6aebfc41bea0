"""Readers send claims in without an account; an editor decides; the sender can follow it."""

import re

import pytest
from django.core import signing

from claims.errors import Blocked, NotAllowed, WrongState
from claims.tracking.enums import TipState
from claims.tracking.models import Claim, Tip
from claims.tracking.tips import receive_tip
from claims.triage.tips import accept_tip, decline_tip
from tests.public.newsroom import WORDS

FORM = "/checks/send-a-claim/"


class Earlier(signing.TimestampSigner):
    """Signs as if the form had been shown a minute ago."""

    def timestamp(self) -> str:
        return signing.b62_encode(signing.b62_decode(super().timestamp()) - 60)


def said(**fields):
    """A form as a person sends it."""
    stamp = Earlier(salt="plumbline.tips").sign("tip")
    return {
        "words": WORDS["statement"],
        "speaker": "The mayor",
        "url": "",
        "more": "",
        "email": "",
        "stamp": stamp,
    } | fields


@pytest.mark.django_db
def test_a_reader_sends_a_claim_and_follows_it(reader, edo):
    page = reader.get(FORM)
    assert page.status_code == 200
    assert "csrf" not in page.content.decode()
    sent = reader.post(FORM, said(url="https://courier.example/a"))
    private = reader.get(sent.headers["Location"])

    assert sent.status_code == 302
    assert not sent.cookies
    assert "An editor has not looked at it yet." in private.content.decode()
    assert private.headers["Referrer-Policy"] == "no-referrer"
    tip = Tip.objects.get()
    claim = accept_tip(tip_id=tip.pk, statement="The council cut its spending", claimant="Rufus Haldane", actor=edo)
    assert (claim.state, claim.claimant.name) == ("queued", "Rufus Haldane")
    assert "We have taken it up." in reader.get(sent.headers["Location"]).content.decode()


@pytest.mark.django_db
def test_a_declined_sender_reads_why(reader, edo):
    sent = reader.post(FORM, said())
    decline_tip(tip_id=Tip.objects.get().pk, reason="opinion", reply="Thank you all the same.", actor=edo)
    html = reader.get(sent.headers["Location"]).content.decode()

    assert "we check statements of fact" in html
    assert "Thank you all the same." in html
    with pytest.raises(WrongState):
        accept_tip(tip_id=Tip.objects.get().pk, statement="The council", claimant="", actor=edo)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "fields",
    [
        {"website": "https://spam.example"},
        {"stamp": ""},
        {"stamp": "tip:forged:stamp"},
        {"stamp": signing.TimestampSigner(salt="plumbline.tips").sign("tip")},
        {"words": "short"},
        {"words": "x" * 1001},
        {"url": "javascript:alert(1)"},
        {"email": "nobody"},
    ],
)
def test_what_no_person_sends_is_not_kept(reader, fields):
    if fields.get("stamp", "").startswith("tip:") and "forged" not in fields["stamp"]:
        fields = {"stamp": signing.TimestampSigner(salt="plumbline.tips").sign("tip")}
    response = reader.post(FORM, said(**fields))

    assert response.status_code == 422
    assert Tip.objects.count() == 0
    assert re.search(r'role="alert"', response.content.decode())


@pytest.mark.django_db
def test_one_sender_has_a_limit_and_another_does_not_feel_it(reader):
    for _ in range(5):
        assert reader.post(FORM, said()).status_code == 302
    refused = reader.post(FORM, said())
    other = reader.post(FORM, said(), REMOTE_ADDR="192.0.2.7")

    assert refused.status_code == 429
    assert other.status_code == 302
    assert "127.0.0.1" not in str(list(Tip.objects.values()))


@pytest.mark.django_db
def test_an_ipv6_sender_gets_no_more_by_changing_the_part_that_is_his(reader):
    for host in range(5):
        assert reader.post(FORM, said(), REMOTE_ADDR=f"2001:db8:1:2::{host + 1}").status_code == 302

    assert reader.post(FORM, said(), REMOTE_ADDR="2001:db8:1:2:ffff::1").status_code == 429
    assert reader.post(FORM, said(), REMOTE_ADDR="2001:db8:1:3::1").status_code == 302


@pytest.mark.django_db
def test_forty_senders_cannot_shut_the_form_for_everybody_else(reader):
    for sender in range(40):
        for _ in range(5):
            receive_tip(words="x", speaker="", url="", more="", email="", address=f"198.51.100.{sender}")
    others = [reader.post(FORM, said(), REMOTE_ADDR=f"192.0.2.{number}").status_code for number in range(3)]
    again = reader.post(FORM, said(), REMOTE_ADDR="192.0.2.1")

    assert Tip.objects.count() == 203
    assert others == [302, 302, 302]
    assert again.status_code == 429


@pytest.mark.django_db
def test_a_made_up_address_is_not_another_sender(reader):
    for number in range(5):
        made_up = {"X-Forwarded-For": f"203.0.113.{number}"}
        assert reader.post(FORM, said(), headers=made_up).status_code == 302

    assert reader.post(FORM, said(), headers={"X-Forwarded-For": "203.0.113.99"}).status_code == 429


@pytest.mark.django_db
def test_only_editors_decide(ana, edo, as_person, reader):
    reader.post(FORM, said())
    tip = Tip.objects.get()
    with pytest.raises(NotAllowed):
        accept_tip(tip_id=tip.pk, statement="The council", claimant="", actor=ana)
    with pytest.raises(Blocked):
        decline_tip(tip_id=tip.pk, reason="because", reply="", actor=edo)
    desk = as_person(edo)
    assert WORDS["statement"] in desk.get("/tips/").content.decode()
    desk.post(f"/tips/{tip.pk}/accept/", {"statement": "The council cut spending", "claimant": ""})
    tip.refresh_from_db()
    assert tip.state == TipState.ACCEPTED
    assert Claim.objects.get() == tip.claim


@pytest.mark.django_db
def test_nobody_guesses_a_private_address(reader):
    assert reader.get("/checks/tips/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA/").status_code == 404
    assert "Disallow: /checks/tips/" in reader.get("/robots.txt").content.decode()
