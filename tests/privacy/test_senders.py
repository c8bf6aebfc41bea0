"""What a reader sent in is given to them and erased; what that leaves is stated here."""

import json

import pytest
from django.urls import reverse
from django.utils import timezone

from claims.audit.models import AuditEvent
from claims.delivery.models import Alert
from claims.errors import Blocked, NotAllowed
from claims.privacy import senders
from claims.tracking.models import Claim, Tip
from claims.tracking.tips import receive_tip, tip_of
from claims.triage.tips import accept_tip

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_messages(edo):
    taken = receive_tip(
        words="Ruth saw it fall", speaker="The mayor", url="https://a.example/", more="Call Ruth",
        email="Ruth@example.org", address="192.0.2.1",
    )  # fmt: skip
    accept_tip(tip_id=taken.pk, statement="Ridership fell by 9 per cent", claimant="The mayor", actor=edo)
    waiting = receive_tip(words="And again", url="", email="ruth@example.org", address="192.0.2.1")
    receive_tip(words="Somebody else’s", url="", email="sam@example.org", address="192.0.2.9")
    return taken, waiting


def everything_said():
    return json.dumps(list(Tip.objects.values()) + list(AuditEvent.objects.values()), default=str)


def test_erasing_by_address_leaves_the_decision_alone(ada, edo, two_messages):
    taken, waiting = two_messages
    assert "Ruth" in everything_said()

    assert senders.erase(sender=" RUTH@example.org ", actor=ada) == 2

    assert "ruth" not in everything_said().lower()
    left = Tip.objects.get(pk=taken.pk)
    assert (left.state, left.claim, left.decided_by) == ("accepted", Claim.objects.get(), edo)
    assert not Tip.objects.filter(pk=waiting.pk).exists()
    assert Claim.objects.get().statement == "Ridership fell by 9 per cent"
    assert tip_of(taken.token) is None
    assert Tip.objects.filter(email="sam@example.org").count() == 1
    event = AuditEvent.objects.get(action="sender_erased")
    assert (event.actor, event.data) == (ada, {"messages": 2})
    with pytest.raises(Blocked, match="Nothing here is from this sender"):
        senders.erase(sender="ruth@example.org", actor=ada)


def test_a_private_link_is_enough(ada, client, two_messages):
    taken, _waiting = two_messages
    link = f"https://desk.example/checks/tips/{taken.token}/"
    [sent] = senders.find(sender=link, actor=ada)
    assert [row.pk for row in sent.rows] == [taken.pk]
    senders.erase(sender=link, actor=ada)
    assert client.get(f"/checks/tips/{taken.token}/").status_code == 404


@pytest.mark.parametrize("sender", ["ruth", "ruth@", "https://desk.example/", "' or 1=1 --@x"])
def test_what_is_neither_is_refused_with_a_sentence(ada, sender):
    with pytest.raises(Blocked, match="Write (it such as|the sender)"):
        senders.find(sender=sender, actor=ada)


def test_an_admin_alone(edo):
    with pytest.raises(NotAllowed):
        senders.find(sender="ruth@example.org", actor=edo)
    with pytest.raises(NotAllowed):
        senders.erase(sender="ruth@example.org", actor=edo)


def test_on_the_page_it_is_shown_taken_out_and_erased(ada, as_person, two_messages):
    admin, address = as_person(ada), reverse("privacy-sender")
    shown = admin.post(address, {"sender": "ruth@example.org"}).content.decode()
    assert "Ruth saw it fall" in shown
    assert "Somebody else" not in shown
    file = admin.post(address, {"sender": "ruth@example.org", "file": "1"})
    assert file["Content-Disposition"] == 'attachment; filename="messages.json"'
    assert [row["words"] for row in json.loads(file.content)] == ["And again", "Ruth saw it fall"]
    assert admin.post(address, {"sender": "nobody"}).status_code == 422
    assert admin.post(address, {"sender": "ruth@example.org", "erase": "1"}).status_code == 302
    assert Tip.objects.filter(email__iexact="ruth@example.org").count() == 0


def test_only_those_who_triage_read_what_is_the_senders_own(ada, ana, edo, as_person, program_of, two_messages):
    for person, sees in ((edo, True), (ana, False), (ada, False)):
        page = as_person(person).get(reverse("tips")).content.decode()
        assert ("ruth@example.org" in page) is sees
        answer = program_of(person).get(f"tips/{two_messages[0].pk}/").json()
        assert (answer["email"], answer["more"]) == (("Ruth@example.org", "Call Ruth") if sees else ("", ""))
    for person, sees in ((edo, True), (ada, False)):
        row = as_person(person).get(f"/admin/claims/tip/{two_messages[0].pk}/change/").content.decode()
        assert ("Call Ruth" in row) is sees
        listed = as_person(person).post(
            "/admin/claims/tip/", {"action": "export_csv", "_selected_action": [two_messages[0].pk]}
        )
        assert (b"Call Ruth" in b"".join(listed.streaming_content)) is sees


def test_e_mail_alerts_are_found_by_address_and_link_and_erased(ada):
    for address in ("Ruth@example.org", "ruth@example.org", "sam@example.org"):
        Alert.objects.create(address=address, words="tram", asked_at=timezone.now())
    link = f"https://desk.example/checks/alerts/{Alert.objects.first().token}/"
    [by_link] = senders.told(senders.find(sender=link, actor=ada))
    assert (by_link["kind"], by_link["email"], by_link["words"]) == ("e-mail alerts", "Ruth@example.org", "tram")
    assert len(senders.told(senders.find(sender="ruth@example.org", actor=ada))) == 2
    assert senders.erase(sender="ruth@example.org", actor=ada) == 2
    assert [alert.address for alert in Alert.objects.all()] == ["sam@example.org"]
