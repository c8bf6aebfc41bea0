"""The back office: who may enter, what each list shows, and that nothing there gets round the rules."""

import pytest
from django.contrib import admin
from django.urls import reverse

from claims.accounts.roles import Role
from claims.audit.models import AuditEvent
from claims.backoffice.records import plain_cell
from claims.tracking.models import Topic
from claims.workflow.transitions import TRANSITIONS
from tests.factories import CandidateFactory, ClaimFactory, PersonFactory

pytestmark = pytest.mark.django_db

LISTS = sorted((model._meta.app_label, model._meta.model_name) for model in admin.site._registry)


@pytest.fixture(autouse=True)
def _some_rows(db):
    ClaimFactory()
    CandidateFactory()


@pytest.mark.parametrize(("app", "model"), LISTS)
def test_whoever_holds_the_rights_opens_every_list_and_searches_it(as_person, app, model):
    client = as_person(PersonFactory(roles=[Role.EDITOR, Role.ADMIN]))
    address = reverse(f"admin:{app}_{model}_changelist")
    assert client.get(address).status_code == 200
    assert client.get(address, {"_facets": "True", "q": "nothing"}).status_code == 200


@pytest.mark.parametrize("who", ["nell", "ana"])
def test_people_without_the_right_do_not_enter(as_person, request, who):
    response = as_person(request.getfixturevalue(who)).get(reverse("admin:index"))
    assert response.status_code in (302, 403)


def test_records_of_editorial_fact_are_read_only(as_person, edo):
    claim = ClaimFactory()
    client = as_person(edo)
    change = reverse("admin:claims_claim_change", args=[claim.pk])
    assert client.get(change).status_code == 200
    assert client.post(change, {"statement": "Changed behind everybody's back"}).status_code == 403
    assert client.get(reverse("admin:claims_claim_add")).status_code == 403
    assert client.post(reverse("admin:claims_claim_delete", args=[claim.pk]), {"post": "yes"}).status_code == 403


def test_every_move_a_person_can_make_is_an_action(as_person, edo):
    page = as_person(edo).get(reverse("admin:claims_claim_changelist")).content.decode()
    for move in TRANSITIONS.values():
        assert (f'value="move_{move.name.value}"' in page) is not move.automatic


def test_an_action_shows_first_what_it_will_do_and_then_goes_through_the_workflow(as_person, edo, ana):
    queued, closed = ClaimFactory(), ClaimFactory(state="closed", close_reason="overtaken")
    client = as_person(edo)
    chosen = {"action": "move_assign", "_selected_action": [queued.pk, closed.pk]}
    address = reverse("admin:claims_claim_changelist")

    preview = client.post(address, chosen)
    assert preview.status_code == 200
    assert "Skipped. It is closed" in preview.content.decode()
    queued.refresh_from_db()
    assert queued.state == "queued"

    versions = {f"version_{claim.pk}": claim.lock_version for claim in (queued, closed)}
    report = client.post(address, {**chosen, **versions, "confirmed": "yes", "reviewer_id": ana.pk}, follow=True)
    assert "done for 1 of 2" in report.content.decode()
    queued.refresh_from_db()
    assert (queued.state, queued.reviewer) == ("assigned", ana)
    assert AuditEvent.objects.get(object_type="claim", object_id=queued.pk, action="assign").actor == edo


def test_an_action_at_an_old_version_is_skipped_with_a_sentence(as_person, edo, ana):
    claim = ClaimFactory()
    report = as_person(edo).post(
        reverse("admin:claims_claim_changelist"),
        {
            "action": "move_assign",
            "_selected_action": [claim.pk],
            "confirmed": "yes",
            "reviewer_id": ana.pk,
            f"version_{claim.pk}": claim.lock_version + 1,
        },
        follow=True,
    )
    assert "was skipped. Somebody changed" in report.content.decode()
    claim.refresh_from_db()
    assert claim.state == "queued"


def test_dismissing_without_a_reason_is_refused_and_with_one_is_done(as_person, edo):
    candidate = CandidateFactory()
    client, address = as_person(edo), reverse("admin:claims_candidate_changelist")
    chosen = {"action": "dismiss", "_selected_action": [candidate.pk]}
    assert "Choose one of the reasons" in client.post(address, chosen, follow=True).content.decode()
    client.post(address, {**chosen, "reason": "opinion"}, follow=True)
    candidate.refresh_from_db()
    assert (candidate.state, candidate.dismiss_reason, candidate.decided_by) == ("dismissed", "opinion", edo)


def test_an_admin_keeps_topics_and_the_change_is_on_record(as_person, ada):
    client = as_person(ada)
    response = client.post(reverse("admin:claims_topic_add"), {"name": "Water", "slug": "water"})
    assert response.status_code == 302
    topic = Topic.objects.get(slug="water")
    assert AuditEvent.objects.get(object_type="topic", object_id=topic.pk).action == "topic_added"


def test_an_editor_cannot_change_people_or_scales(as_person, edo, ana):
    client = as_person(edo)
    assert client.post(reverse("admin:accounts_user_change", args=[ana.pk]), {"username": "x"}).status_code == 403
    assert client.get(reverse("admin:verdicts_rating_add")).status_code == 403


def test_an_admin_gives_a_role_and_the_change_is_on_record(as_person, ada, nell):
    client, address = as_person(ada), reverse("admin:accounts_user_change", args=[nell.pk])
    form = client.get(address).context["adminform"].form
    values = {name: form.initial.get(name) or "" for name in ("username", "display_name", "email", "max_open")}
    viewer = form.fields["groups"].queryset.get(name="viewer")
    response = client.post(address, {**values, "groups": [viewer.pk], "is_active": "on"})
    assert response.status_code == 302
    assert nell.groups.get().name == "viewer"
    event = AuditEvent.objects.get(object_type="user", object_id=nell.pk)
    assert event.data["roles_after"] == ["viewer"]


def test_csv_export_disarms_formulas(as_person, edo):
    ClaimFactory(statement='=HYPERLINK("http://evil.example")')
    claim_ids = [ClaimFactory().pk]
    response = as_person(edo).post(
        reverse("admin:claims_claim_changelist"),
        {"action": "export_csv", "_selected_action": claim_ids, "select_across": "1"},
    )
    text = b"".join(response.streaming_content).decode()
    assert "'=HYPERLINK" in text
    assert plain_cell("@SUM(A1)") == "'@SUM(A1)"
    assert plain_cell(-3) == -3
