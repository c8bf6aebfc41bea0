"""The whole way of an article to a corrected verdict, by programs alone."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from claims.accounts.roles import Role
from claims.api.representation import instant
from claims.articles.models import Article
from claims.tracking.models import Claim, Topic
from claims.verdicts.enums import CopyState
from claims.verdicts.models import Evidence, EvidenceCopy, Publication, Rating, RatingScale
from tests.factories import STORY, ClaimFactory, PersonFactory

pytestmark = pytest.mark.django_db


def moved(answer, state):
    assert answer.status_code == 200, answer.content
    assert answer.json()["state"] == state
    return answer


def test_three_programs_take_an_article_to_a_corrected_verdict(program_of, edo, ana, apa):
    scale = RatingScale.objects.create(name="Five steps", is_active=True)
    Rating.objects.create(scale=scale, slug="false", label="False", definition="Not so.", order=5, tone=5, value=1)
    editor, reviewer, approver = program_of(edo), program_of(ana), program_of(apa)

    added = editor.post("articles/", {"text": STORY, "title": "Haldane defends bus plan", "outlet": "Courier"})
    assert added.status_code == 201
    article = added.json()["article"]
    assert added["Location"].endswith(f"/api/v1/articles/{article['id']}/")
    assert editor.get(f"runs/?version={article['current']['id']}").json()["results"][0]["state"] == "queued"

    text = editor.get(f"versions/{article['current']['id']}/").json()["text"]
    quote = "The council has cut its spending by 22 per cent since 2021"
    span = {"start": text.index(quote), "end": text.index(quote) + len(quote)}
    marked = editor.post("candidates/", {"version": article["current"]["id"], **span, "speaker": "Rufus Haldane"})
    assert marked.status_code == 201
    candidate = marked.json()["candidate"]
    accepted = editor.post(f"candidates/{candidate['id']}/accept/", seen=marked["ETag"])
    assert accepted.status_code == 200, accepted.content
    claim = f"claims/{accepted.json()['candidate']['claim']}"

    details = editor.get(f"{claim}/")
    offers = {offer["name"]: offer for offer in details.json()["available_transitions"]}
    assert offers["assign"]["needs"] == ["reviewer_id", "due_at"]
    moved(editor.post(f"{claim}/transitions/assign/", {"reviewer_id": ana.pk}, seen=details["ETag"]), "assigned")
    started = moved(reviewer.post(f"{claim}/transitions/start/", seen=2), "in_review")

    for kind, stance, site in (("primary", "refutes", "audit"), ("secondary", "supports", "courier")):
        source = {"url": f"https://{site}.example/1", "title": f"Accounts of the {site}", "publisher": site}
        assert reviewer.post(f"{claim}/evidence/", {**source, "kind": kind, "stance": stance}).status_code == 201
    for source in Evidence.objects.all():
        EvidenceCopy.objects.filter(evidence=source).delete()
        EvidenceCopy.objects.create(
            evidence=source,
            state=CopyState.KEPT,
            sha256="ab" * 32,
            copied_at=source.added_at,
            queued_at=source.added_at,
        )
    asked = {"whom": "Press office", "method": "email", "asked_at": "2026-03-02T09:00:00Z", "answer": "We stand by it."}
    assert reviewer.post(f"{claim}/contacts/", asked).status_code == 201
    draft = {"rating": "false", "summary": "The accounts show a cut of 9 per cent.", "explanation": "See [1] and [2]."}
    draft |= {"key_points": ["The accounts give both figures."], "why_checked": "It was repeated before the vote."}
    saved = reviewer.put(f"{claim}/verdict/", draft, seen=0)
    assert saved.status_code == 200, saved.content
    assert (saved.json()["key_points"], saved.json()["why_checked"]) == (draft["key_points"], draft["why_checked"])
    assert [gate for gate in reviewer.get(f"{claim}/preflight/").json() if gate["severity"] == "block"] == []

    submitted = moved(reviewer.post(f"{claim}/transitions/submit/", seen=started["ETag"]), "submitted")
    own = reviewer.post(f"{claim}/transitions/approve/", {"content_hash": "x"}, seen=submitted["ETag"])
    assert own.status_code == 403
    revision = approver.get(f"{claim}/revisions/?expand=content").json()["results"][0]
    assert revision["content"]["summary"] == draft["summary"]
    assert revision["content"]["key_points"] == draft["key_points"]
    hashed = {"content_hash": revision["content_hash"]}
    approved = moved(approver.post(f"{claim}/transitions/approve/", hashed, seen=submitted["ETag"]), "approved")
    published = moved(approver.post(f"{claim}/transitions/publish/", seen=approved["ETag"]), "published")
    correction = {"reason": "correction", "note": "The year in the short answer is wrong."}
    corrected = approver.post(f"{claim}/transitions/open_correction/", correction, seen=published["ETag"])
    moved(corrected, "correcting")

    assert (
        approver.get(f"publications/?claim={claim[7:]}").json()["results"][0]["content"]["summary"] == draft["summary"]
    )
    acts = [
        event["action"] for event in editor.get(f"audit/?object_type=claim&object_id={claim[7:]}").json()["results"]
    ]
    assert acts[0] == "open_correction"
    assert {"publish", "approve", "submit", "draft_saved", "evidence_added", "start", "assign"} <= set(acts)
    assert Publication.objects.count() == 1


def test_a_text_posted_twice_is_one_article(program_of, edo):
    editor = program_of(edo)
    first, second = (editor.post("articles/", {"text": STORY}) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 200)
    assert second.json()["outcome"] == "existing"
    assert Article.objects.count() == 1


def test_a_file_comes_in_as_multipart(program_of, edo):
    editor = program_of(edo)
    file = {"file": _file("story.md", f"# Haldane defends bus plan\n\n{STORY}")}
    added = editor.client.post("/api/v1/articles/upload/", file)
    assert added.status_code == 201, added.content
    assert added.json()["article"]["current"]["title"] == "Haldane defends bus plan"


def test_a_program_of_a_person_without_a_role_sees_nothing(program_of, nell):
    answer = program_of(nell).get("claims/")
    assert answer.status_code == 403
    assert "role" in answer.json()["detail"]


def test_editors_organise_claims_one_by_one_and_many_at_once(program_of, edo, ana):
    editor = program_of(edo)
    one, two = ClaimFactory(), ClaimFactory()
    topic = Topic.objects.create(name="Transport", slug="transport")
    seen = editor.get(f"claims/{one.pk}/")["ETag"]
    seen = editor.put(f"claims/{one.pk}/priority/", {"priority": 3}, seen=seen)["ETag"]
    seen = editor.put(f"claims/{one.pk}/topics/", {"topics": [topic.pk]}, seen=seen)["ETag"]
    in_a_week = instant((timezone.now() + datetime.timedelta(days=7)).replace(microsecond=0))
    due = editor.put(f"claims/{one.pk}/due/", {"due_at": in_a_week}, seen=seen).json()
    assert (due["priority"], due["topics"], due["due_at"]) == (3, ["transport"], in_a_week)
    assert [row["id"] for row in editor.get("claims/?topic=transport&sort=priority").json()["results"]] == [one.pk]

    order = {"act": "assign", "reviewer_id": ana.pk}
    preview = editor.post("claims/bulk/preview/", {**order, "claims": [one.pk, two.pk]}).json()
    assert [row["refusal"] for row in preview] == ["", ""]
    items = [{"claim": row["claim"], "version": row["version"]} for row in preview]
    items[0]["version"] = 1
    report = editor.post("claims/bulk/", {**order, "items": items}).json()
    assert [done["number"] for done in report["done"]] == [two.number]
    assert [skipped["number"] for skipped in report["skipped"]] == [one.number]

    said = editor.post(f"claims/{two.pk}/comments/", {"body": "@ana look at the annex"})
    assert said.status_code == 201
    told = program_of(ana).get("notifications/?unread=true").json()["results"]
    assert {row["kind"] for row in told} == {"assigned", "mentioned"}
    assert editor.post(f"comments/{said.json()['id']}/resolve/").json()["resolved_by"] == edo.pk


def test_a_viewers_program_reads_and_writes_nothing(program_of):
    viewer = program_of(PersonFactory(roles=[Role.VIEWER]))
    assert viewer.get("claims/").status_code == 200
    assert viewer.post("articles/", {"text": STORY}).status_code == 403
    assert Claim.objects.count() == 0


def _file(name, text):
    return SimpleUploadedFile(name, text.encode(), content_type="text/markdown")
