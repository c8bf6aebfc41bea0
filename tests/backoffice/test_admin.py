"""The back office: who may enter, what each list shows, and that nothing there gets round the rules."""

import pytest
from django.apps import apps as django_apps
from django.contrib import admin
from django.forms import model_to_dict
from django.urls import reverse
from django.utils.text import slugify

from claims.accounts.roles import Role
from claims.audit.models import AuditEvent
from claims.backoffice.admin_base import plain_cell
from claims.tracking.models import Claimant, Topic
from claims.verdicts.models import RatingScale, Verdict
from claims.workflow.moves import Details, MoveName
from claims.workflow.perform import available, perform
from tests import review_steps
from tests.factories import CandidateFactory, ClaimFactory, PersonFactory
from tests.rights.table import RELATIONS, WHO, may

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


@pytest.mark.parametrize("role", [Role.EDITOR, Role.APPROVER, Role.ADMIN])
def test_every_move_of_ones_role_is_an_action_of_the_list_and_no_other(as_person, role):
    person = PersonFactory(roles=[role])
    text = as_person(person).get(reverse("admin:claims_claim_changelist")).content.decode()
    for move in WHO:
        ever = any(may(move, role.value, relation) for relation in RELATIONS)
        assert (f'value="move_{move}"' in text) is ever, move


def test_a_raw_action_that_is_not_offered_does_nothing(as_person, ada, ana):
    claim = ClaimFactory()
    chosen = {"action": "move_assign", "_selected_action": [claim.pk], "confirmed": "yes", "reviewer_id": ana.pk}
    as_person(ada).post(reverse("admin:claims_claim_changelist"), {**chosen, f"version_{claim.pk}": 1})
    claim.refresh_from_db()
    assert claim.state == "queued"


def test_filters_are_counted_on_request_and_a_claim_is_found_by_its_number(as_person, edo):
    claim = ClaimFactory(claimant=Claimant.objects.create(name="Rufus Haldane", slug="rufus-haldane"))
    client, address = as_person(edo), reverse("admin:claims_claim_changelist")
    assert "Queued (2)" in client.get(address, {"_facets": "True"}).content.decode()
    assert "Queued (2)" not in client.get(address).content.decode()
    found = client.get(address, {"q": claim.number}).context["cl"].queryset
    assert list(found) == [claim]
    by_claimant = client.get(address, {"claimant__id__exact": claim.claimant_id})
    assert list(by_claimant.context["cl"].queryset) == [claim]
    assert "Rufus Haldane" in by_claimant.content.decode()
    vance = ClaimFactory(claimant=Claimant.objects.create(name="Oriel Vance", slug="oriel-vance"))
    by_name = client.get(address, {"claimant": "vance"}).context["cl"].result_list
    assert by_name == [vance]


def test_the_reviewer_is_found_by_typing_and_only_reviewers_are(as_person, edo, ana, nell):
    asked = {"app_label": "claims", "model_name": "claim", "field_name": "reviewer", "term": ""}
    found = as_person(edo).get(reverse("admin:autocomplete"), asked).json()["results"]
    assert {entry["text"] for entry in found} == {"Ana Costa", "Edo Baker"}


def test_history_tells_the_record_in_sentences_and_links_to_the_desk(as_person, edo, ana):
    claim = ClaimFactory()
    perform(MoveName.ASSIGN, claim_id=claim.pk, actor=edo, details=Details(reviewer_id=ana.pk))
    client = as_person(edo)
    for row in (claim, claim.assignments.get()):
        address = reverse(f"admin:claims_{row._meta.model_name}_history", args=[row.pk])
        assert "Edo Baker assigned Ana Costa" in client.get(address).content.decode()
    assert reverse("claim", args=[claim.pk]) in client.get(address.replace("history", "change")).content.decode()


def test_a_used_rating_keeps_its_meaning_and_scales_change_by_the_service(as_person, ada, ana):
    review_steps.make_scale()
    review_steps.ready(ana)
    used = Verdict.objects.get().rating
    client, address = as_person(ada), reverse("admin:verdicts_rating_change", args=[used.pk])
    values = {name: value for name, value in model_to_dict(used).items() if value is not None}
    refused = client.post(address, {**values, "label": "Quite something else"})
    assert "Verdicts have used" in refused.content.decode()
    other = RatingScale.objects.create(name="Two steps")
    lists = reverse("admin:verdicts_ratingscale_changelist")
    refused = client.post(lists, {"action": "put_into_use", "_selected_action": [other.pk]}, follow=True)
    assert "at least two ratings" in refused.content.decode()
    for label in ("Holds", "Does not hold"):
        form = {"scale": other.pk, "label": label, "slug": slugify(label), "definition": "What it says.", "order": 1}
        added = client.post(reverse("admin:verdicts_rating_add"), {**form, "tone": 1, "lean": 0, "is_active": "on"})
        assert added.status_code == 302
    client.post(reverse("admin:verdicts_ratingscale_change", args=[other.pk]), {"name": "Two steps", "is_active": ""})
    client.post(lists, {"action": "put_into_use", "_selected_action": [other.pk]})
    assert RatingScale.objects.get(is_active=True) == other
    actions = AuditEvent.objects.filter(object_type="ratingscale", object_id=other.pk).values_list("action", flat=True)
    assert list(actions.order_by("pk")) == ["rating_added", "rating_added", "scale_in_use"]


def test_whoever_changes_the_claimant_of_a_claim_under_review_cannot_approve_it(as_person, ana, apa):
    review_steps.make_scale()
    claim = review_steps.ready(ana)
    claimant = Claimant.objects.create(name="Rufus Haldane", slug="rufus-haldane")
    type(claim).objects.filter(pk=claim.pk).update(claimant=claimant)
    form = {"name": "Rufus Haldane", "slug": "rufus-haldane", "kind": "Person", "role": "mayor of Port Ellery"}
    saved = as_person(apa).post(reverse("admin:claims_claimant_change", args=[claimant.pk]), form)
    assert saved.status_code == 302
    review_steps.perform("submit", claim_id=claim.pk, actor=ana)
    claim.refresh_from_db()
    assert "approve" not in {offer.move.name for offer in available(claim, apa)}
    assert AuditEvent.objects.get(object_type="claimant").action == "claimant_changed"


def test_an_admin_removes_a_person_after_being_told_what_happens(as_person, ada, ana, edo):
    chosen = {"action": "remove", "_selected_action": [ana.pk, ada.pk]}
    address = reverse("admin:accounts_user_changelist")
    client = as_person(ada)
    assert f"Former colleague {ana.pk}" in client.post(address, chosen).content.decode()
    ana.refresh_from_db()
    assert ana.removed_at is None
    report = client.post(address, {**chosen, "confirmed": "yes"}, follow=True).content.decode()
    assert "cannot remove yourself" in report
    ana.refresh_from_db()
    assert str(ana) == f"Former colleague {ana.pk}"
    change = client.post(reverse("admin:accounts_user_change", args=[ana.pk]), {"display_name": "Ana Costa"})
    assert change.status_code == 403
    as_person(edo).post(address, {**chosen, "_selected_action": [edo.pk], "confirmed": "yes"})
    edo.refresh_from_db()
    assert edo.removed_at is None


def test_setting_somebodys_password_is_on_record(as_person, ada, ana):
    word = "sunlit-harbour-4711"
    address = reverse("admin:auth_user_password_change", args=[ana.pk])
    as_person(ada).post(address, {"usable_password": "true", "password1": word, "password2": word})
    ana.refresh_from_db()
    assert ana.check_password(word)
    assert AuditEvent.objects.get(object_type="user", object_id=ana.pk).action == "password_set"


@pytest.mark.parametrize(("app", "model"), LISTS)
def test_nothing_is_deleted_and_no_list_offers_it(as_person, app, model):
    everything = as_person(PersonFactory(roles=list(Role)))
    row = django_apps.get_model(app, model).objects.first()
    listed = everything.get(reverse(f"admin:{app}_{model}_changelist"))
    assert "delete_selected" not in listed.content.decode()
    if row is not None:
        gone = everything.post(reverse(f"admin:{app}_{model}_delete", args=[row.pk]), {"post": "yes"})
        assert gone.status_code == 403
        assert type(row).objects.filter(pk=row.pk).exists()


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


def test_the_last_admin_keeps_the_role_until_somebody_else_has_it(as_person, ada, nell):
    client, address = as_person(ada), reverse("admin:accounts_user_change", args=[ada.pk])
    form = client.get(address).context["adminform"].form
    values = {name: form.initial.get(name) or "" for name in ("username", "display_name", "email", "max_open")}
    viewer = form.fields["groups"].queryset.get(name="viewer")

    refused = client.post(address, {**values, "groups": [viewer.pk], "is_active": "on"})
    assert "Nobody else can manage people." in refused.content.decode()
    assert ada.groups.get().name == "admin"

    nell.groups.add(form.fields["groups"].queryset.get(name="admin"))
    assert client.post(address, {**values, "groups": [viewer.pk], "is_active": "on"}).status_code == 302
    assert ada.groups.get().name == "viewer"


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
