"""What editors do on the desk's pages, done by their programs with the same rights."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from claims.delivery.models import Notification
from claims.tracking.enums import ClaimState
from claims.tracking.models import Candidate, Claim, SavedView
from claims.tracking.tips import receive_tip
from claims.verdicts.models import Evidence
from tests.factories import ArticleFactory, CandidateFactory, ClaimFactory
from tests.workflow.stories import claim_in, crew

pytestmark = pytest.mark.django_db


def tip(words="Ridership fell by 41 per cent", email="reader@example.org"):
    return receive_tip(words=words, speaker="", url="", more="", email=email, address="192.0.2.1")


def test_tips_are_taken_up_and_declined(program_of, edo, ana):
    editor, reviewer = program_of(edo), program_of(ana)
    one, two = tip(), tip("The bus is too slow")
    assert [row["id"] for row in editor.get("tips/?state=new").json()["results"]] == [two.pk, one.pk]
    assert reviewer.get(f"tips/{one.pk}/").json()["email"] == ""
    assert editor.get(f"tips/{one.pk}/").json()["email"] == "reader@example.org"
    assert reviewer.post(f"tips/{one.pk}/accept/", {"statement": "Ridership fell"}).status_code == 403
    taken = editor.post(f"tips/{one.pk}/accept/", {"statement": "Ridership fell by 41 per cent"}).json()
    assert (taken["state"], Claim.objects.get().pk) == ("accepted", taken["claim"])
    assert editor.post(f"tips/{one.pk}/accept/", {"statement": "Again"}).status_code == 409
    declined = editor.post(f"tips/{two.pk}/decline/", {"reason": "opinion", "reply": "Thank you."}).json()
    assert (declined["state"], declined["reason"], declined["reply"]) == ("declined", "opinion", "Thank you.")
    assert editor.post(f"tips/{two.pk}/decline/", {"reason": "boring"}).status_code == 400


def test_views_are_saved_shared_and_deleted_by_their_owner(program_of, edo, ana):
    editor, reviewer = program_of(edo), program_of(ana)
    body = {"name": "Transport, late", "query": "topic=transport&due=late"}
    made = editor.post("views/", body)
    assert (made.status_code, made.json()["shared"]) == (201, False)
    assert reviewer.get("views/").json()["results"] == []
    address = f"views/{made.json()['id']}/"
    assert editor.patch(address, {"shared": True}).json()["shared"] is True
    assert reviewer.get("views/").json()["results"][0]["owner"]["username"] == "edo"
    assert reviewer.patch(address, {"shared": False}).status_code == 403
    assert reviewer.delete(address).status_code == 403
    assert editor.delete(address).status_code == 204
    assert SavedView.objects.count() == 0


def test_candidates_are_triaged_many_at_once_and_taken_back(program_of, edo, ana):
    editor = program_of(edo)
    version = ArticleFactory().current
    rows = [CandidateFactory(version=version), CandidateFactory(version=version, exact="disputed that")]
    items = [{"candidate": row.pk, "version": row.lock_version} for row in rows]
    items[1]["version"] = 9
    order = {"act": "dismiss", "reason": "opinion", "items": items}
    assert program_of(ana).post("candidates/bulk/", order).status_code == 403
    done = editor.post("candidates/bulk/", order).json()
    assert ([row["id"] for row in done["changed"]], len(done["skipped"])) == ([rows[0].pk], 1)
    undo = [{"candidate": row["id"], "version": row["version_lock"]} for row in done["changed"]]
    assert len(editor.post("candidates/bulk/", {"act": "undo", "items": undo}).json()["changed"]) == 1
    assert set(Candidate.objects.values_list("state", flat=True)) == {"pending"}
    assert editor.post("candidates/bulk/", {"act": "dismiss", "items": undo}).status_code == 422


def test_notifications_are_read_all_at_once_and_their_letters_chosen(program_of, edo):
    editor, claim = program_of(edo), ClaimFactory()
    for _ in range(3):
        Notification.objects.create(recipient=edo, kind="late", claim=claim, text="is late", at=timezone.now())
    assert editor.post("notifications/read/").status_code == 204
    assert editor.get("notifications/?unread=true").json()["results"] == []
    assert editor.get("notifications/choices/").json()["choices"]["assigned"] == "at_once"
    chosen = editor.put("notifications/choices/", {"choices": {"assigned": "never"}}).json()["choices"]
    assert (chosen["assigned"], chosen["published"]) == ("never", "digest")
    for wrong in ({"gone": "never"}, {"assigned": "sometimes"}, ["assigned"]):
        assert editor.put("notifications/choices/", {"choices": wrong}).status_code == 400


def test_reports_and_load_are_figures(program_of):
    people = crew()
    claim_in(ClaimState.PUBLISHED, people)
    reader = program_of(people.editor)
    report = reader.get("reports/").json()
    assert (len(report["weeks"]), report["weeks"][-1]["published"], report["agreement"]["percent"]) == (12, 1, 100)
    assert reader.get("reports/?topic=none").json()["weeks"][-1]["published"] == 0
    load = reader.get("people/load/").json()
    assert {"person", "open", "late", "limit", "room"} == set(load[0])


def test_a_copy_is_uploaded_and_its_file_read_again(program_of):
    people = crew()
    claim = claim_in(ClaimState.IN_REVIEW, people)
    reviewer = program_of(people.reviewer)
    source = reviewer.post(
        f"claims/{claim.pk}/evidence/", {"kind": "primary", "stance": "refutes", "title": "Accounts on paper"}
    ).json()
    file = SimpleUploadedFile("accounts.txt", b"Spending fell by 9 per cent.", content_type="text/plain")
    kept = reviewer.client.post(f"/api/v1/evidence/{source['id']}/upload/", {"file": file})
    assert (kept.status_code, kept.json()["copy"]["state"]) == (200, "kept"), kept.content
    answer = reviewer.get(f"copies/{kept.json()['copy']['id']}/file/")
    assert b"".join(answer.streaming_content) == b"Spending fell by 9 per cent."
    assert answer["Content-Disposition"].startswith("attachment")
    assert reviewer.get("copies/999999/file/").status_code == 404
    exe = SimpleUploadedFile("accounts.exe", b"MZ")
    assert reviewer.client.post(f"/api/v1/evidence/{source['id']}/upload/", {"file": exe}).status_code == 422
    assert Evidence.objects.get(pk=source["id"]).copies.filter(state="kept").count() == 1


def test_what_would_be_published_can_be_read_before(program_of):
    people = crew()
    reader = program_of(people.second)
    bare = reader.get(f"claims/{ClaimFactory().pk}/preview/").json()
    assert bare["content"] == {}
    assert bare["missing"]
    approved = claim_in(ClaimState.APPROVED, people)
    page = reader.get(f"claims/{approved.pk}/preview/").json()
    assert (page["missing"], page["content"]["statement"]) == ([], approved.statement)


def test_the_threshold_of_the_newsroom_is_set_by_editors(program_of, edo, ana):
    editor = program_of(edo)
    seen = editor.get("threshold/")
    assert program_of(ana).put("threshold/", {"threshold": 0.7}, seen=seen["ETag"]).status_code == 403
    changed = editor.put("threshold/", {"threshold": 0.7}, seen=seen["ETag"])
    assert (changed.status_code, changed.json()["threshold"]) == (200, 0.7), changed.content
    assert editor.put("threshold/", {"threshold": 0.6}, seen=seen["ETag"]).status_code == 412
    assert editor.put("threshold/", {"threshold": 7}, seen=changed["ETag"]).status_code == 400
