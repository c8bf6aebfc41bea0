"""Candidates in the back office: decided on in bulk, with their reasons and the text around them, by the services."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from claims.audit.models import AuditEvent
from claims.tracking.enums import CandidateState
from claims.triage import candidate_decisions
from tests.factories import CandidateFactory

pytestmark = pytest.mark.django_db

LIST = "admin:claims_candidate_changelist"
HOSTILE = "<script>alert(1)</script> {{ 7 * 7 }} & \"quoted\" 'twice'"


def chosen(act: str, *candidates) -> dict:
    body = {"action": act, "index": "0", "_selected_action": [candidate.pk for candidate in candidates]}
    return body | {f"version_{candidate.pk}": candidate.lock_version for candidate in candidates}


def confirmed(act: str, *candidates, reason: str = "") -> dict:
    items = [f"{candidate.pk}:{candidate.lock_version}" for candidate in candidates]
    body = {"action": act, "index": "0", "_selected_action": [candidates[0].pk], "confirmed": "yes"}
    return body | {"item": items, "reason": reason}


def test_the_list_shows_those_to_decide_on_with_reasons_and_the_text_around_them(as_person, edo):
    signals = [{"code": "quantity", "label": "States a quantity", "weight": 1.0}]
    CandidateFactory(prefix="He rose and said: ", suffix=" Then he sat.", signals=signals)
    candidate_decisions.dismiss(candidate_id=CandidateFactory().pk, reason="opinion", actor=edo)
    page = as_person(edo).get(reverse(LIST))
    text = page.content.decode()
    assert len(page.context["cl"].result_list) == 1
    assert "He rose and said:" in text
    assert "Then he sat." in text
    assert "States a quantity" in text
    everything = as_person(edo).get(reverse(LIST), {"state__exact": "all"})
    assert len(everything.context["cl"].result_list) == 2


def test_what_will_happen_is_shown_first_and_nothing_is_done(as_person, edo):
    first, gone = CandidateFactory(suffix=HOSTILE[:60]), CandidateFactory()
    candidate_decisions.dismiss(candidate_id=gone.pk, reason="opinion", actor=edo)
    address = f"{reverse(LIST)}?state__exact=all"
    page = as_person(edo).post(address, chosen("accept", first, gone))
    text = page.content.decode()
    assert "A numbered claim in the queue" in text
    assert "Skipped. It is dismissed already by Edo Baker." in text
    assert "<script>alert" not in text
    first.refresh_from_db()
    assert first.state == CandidateState.PENDING


def test_several_are_dismissed_with_one_reason_each_in_its_own_right(as_person, edo):
    three = CandidateFactory.create_batch(3)
    client, address = as_person(edo), reverse(LIST)
    refused = client.post(address, confirmed("dismiss", *three))
    assert refused.status_code == 422
    assert "Choose one of the reasons" in refused.content.decode()
    candidate_decisions.accept(candidate_id=three[2].pk, actor=edo)
    report = client.post(address, confirmed("dismiss", *three, reason="opinion"), follow=True).content.decode()
    assert "2 candidates done." in report
    assert "Somebody changed this candidate in the meantime." in report
    for candidate in three:
        candidate.refresh_from_db()
    assert [(each.state, each.dismiss_reason) for each in three] == [
        ("dismissed", "opinion"),
        ("dismissed", "opinion"),
        ("accepted", ""),
    ]
    assert AuditEvent.objects.filter(action="candidate_dismissed", actor=edo).count() == 2


def test_acts_are_taken_back_at_the_version_that_was_shown(as_person, edo):
    candidate = CandidateFactory()
    candidate_decisions.dismiss(candidate_id=candidate.pk, reason="opinion", actor=edo)
    client, address = as_person(edo), f"{reverse(LIST)}?state__exact=dismissed"
    client.post(address, chosen("undo", candidate))
    candidate.refresh_from_db()
    assert candidate.state == "dismissed"
    client.post(address, chosen("undo", candidate))
    candidate.refresh_from_db()
    assert candidate.state == "pending"


def test_an_admin_reads_candidates_and_decides_on_none(as_person, ada):
    candidate = CandidateFactory()
    client, address = as_person(ada), reverse(LIST)
    assert 'value="accept"' not in client.get(address).content.decode()
    for body in (chosen("accept", candidate), confirmed("accept", candidate), confirmed("dismiss", candidate)):
        client.post(address, body)
    candidate.refresh_from_db()
    assert candidate.state == "pending"


def test_the_list_asks_as_much_of_three_candidates_as_of_one(as_person, edo):
    client, address = as_person(edo), reverse(LIST)

    def count() -> int:
        client.get(address)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(address).status_code == 200
        return len(asked)

    CandidateFactory()
    one = count()
    CandidateFactory.create_batch(2)
    assert count() == one == 4
