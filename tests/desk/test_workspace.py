"""Reading and triaging an article: marks at their places, each act with its undo, with and without htmx."""

import json
import re

import pytest
from django.urls import reverse

from claims.audit.models import AuditEvent
from claims.tracking.enums import CandidateOrigin, CandidateState
from claims.tracking.models import Candidate, Claim
from tests.desk.walker import undo_toast
from tests.factories import STORY, ArticleFactory, CandidateFactory, ClaimFactory, RunFactory
from tests.one_line import one_line

HTMX = {"HX-Request": "true"}


def act(client, candidate, name, htmx=False, **fields):
    candidate.refresh_from_db()
    fields = {"expected_version": candidate.lock_version, **fields}
    address = reverse(f"candidate-{name}", args=[candidate.pk]) + "?show=pending"
    return client.post(address, fields, headers=HTMX if htmx else {})


@pytest.mark.parametrize("rows", [1, 3])
def test_the_workspace_costs_the_same_whatever_it_holds(as_person, edo, django_assert_num_queries, rows):
    version = ArticleFactory().current
    RunFactory(version=version)
    for words in ["The council has cut its spending", "fell by 41 per cent", "About 2,300 households"][:rows]:
        CandidateFactory(version=version, exact=words)
    client = as_person(edo)

    with django_assert_num_queries(12):
        answer = client.get(reverse("article", args=[version.article_id]))

    assert answer.content.decode().count("data-item") == rows


def test_marks_stand_at_the_exact_words(as_person, edo, version):
    page = one_line(as_person(edo).get(reverse("article", args=[version.article_id])).content.decode())
    first, inner, last = Candidate.objects.order_by("pk")

    marks = re.findall(
        r'<a class="mark"[^>]*data-lead="(\d+)" data-candidates="([\d ]+)"[^>]*><span data-start="(\d+)">([^<]*)<', page
    )
    assert [(int(lead), covers, int(start), text) for lead, covers, start, text in marks] == [
        (first.pk, f"{first.pk}", 0, "The council has cut its spending by "),
        (inner.pk, f"{inner.pk} {first.pk}", 36, "22 per cent since 2021"),
        (last.pk, f"{last.pk}", STORY.index("The city"), "The city deserves better buses than this"),
    ]


def test_the_list_ranks_and_says_why_and_who_said_it(as_person, edo, version):
    page = as_person(edo).get(reverse("article", args=[version.article_id])).content.decode()

    order = re.findall(r'<p class="text"[^>]*>([^<]*)</p>', page)
    assert order == [
        "The council has cut its spending by 22 per cent since 2021",
        "22 per cent since 2021",
        "The city deserves better buses than this",
    ]
    assert "said by: Rufus Haldane" in page
    assert "hedged" in page
    assert "states a quantity" in page
    assert "cue: “said”" in page
    assert "3 to triage, 2 likely" in page
    assert "Less likely worth checking, 1" in page


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"hedged": True}, "hearsay, nobody named"),
        ({"speaker": "Dana Wexcombe", "kind": "indirect", "cue": "said"}, "reported, not quoted"),
        ({"speaker": "Dana Wexcombe", "kind": "mixed", "quoted": True}, "partly quoted"),
        ({"speaker": "Dana Wexcombe", "kind": "direct", "quoted": True}, "in quotation marks"),
        ({"origin": CandidateOrigin.TIP}, "sent in by a reader"),
    ],
)
def test_how_the_words_came_about_is_said(as_person, edo, said, words):
    candidate = CandidateFactory(**said)

    assert words in as_person(edo).get(reverse("article", args=[candidate.version.article_id])).content.decode()


def test_the_sign_after_a_speakers_label_is_no_cue_to_show(as_person, edo):
    candidate = CandidateFactory(speaker="Dana Wexcombe", cue=":")

    assert "cue:" not in as_person(edo).get(reverse("article", args=[candidate.version.article_id])).content.decode()


@pytest.mark.parametrize(
    ("state", "words"), [("queued", "Nothing found yet"), ("failed", "No candidates"), ("done", "No candidates")]
)
def test_an_article_without_candidates_counts_none(as_person, edo, state, words):
    version = ArticleFactory().current
    RunFactory(version=version, state=state, error="Cut off." if state == "failed" else "")

    page = as_person(edo).get(reverse("article", args=[version.article_id])).content.decode()

    assert f"<h2>{words}</h2>" in page
    assert 'aria-label="Filter candidates"' not in page
    assert 'class="threshold"' not in page


def test_an_editor_accepts_and_takes_it_back(as_person, edo, version):
    client, candidate = as_person(edo), Candidate.objects.first()

    answer = act(client, candidate, "accept")
    page = client.get(answer.headers["Location"]).content.decode()

    claim = Claim.objects.get()
    assert answer.status_code == 302
    assert answer.headers["Location"] == f"/articles/{version.article_id}/?show=pending#claims"
    assert f"Accepted as {claim.number}." in page
    assert claim.claimant.name == "Rufus Haldane"
    address, fields = undo_toast(page)
    client.post(address, fields)
    candidate.refresh_from_db()
    assert candidate.state == CandidateState.PENDING
    assert not Claim.objects.exists()
    actions = list(AuditEvent.objects.filter(object_type="candidate").order_by("id").values_list("action", flat=True))
    assert actions == ["candidate_accepted", "candidate_undone"]


def test_htmx_gets_the_list_the_toast_and_the_new_states(as_person, edo, version):
    client, candidate = as_person(edo), Candidate.objects.first()

    answer = act(client, candidate, "accept", htmx=True)
    page = answer.content.decode()

    assert answer.status_code == 200
    assert "<html" not in page
    assert "2 to triage" in page
    assert f'id="c{candidate.pk}"' not in page
    assert 'hx-swap-oob="innerHTML:#toasts"' in page
    told = json.loads(answer.headers["HX-Trigger-After-Swap"])
    assert told == {"candidates:changed": {"states": {str(candidate.pk): "accepted"}}}


def test_an_editor_dismisses_with_a_reason(as_person, edo, version):
    client, candidate = as_person(edo), Candidate.objects.first()
    address = reverse("candidate-dismiss", args=[candidate.pk])

    form = client.get(address, headers=HTMX)
    none_chosen = act(client, candidate, "dismiss", htmx=True)
    act(client, candidate, "dismiss", reason="opinion")

    assert "<html" not in form.content.decode()
    assert form.content.decode().count('type="radio"') == 8
    assert none_chosen.status_code == 422
    assert none_chosen.headers["HX-Retarget"] == "#dialog-body"
    assert "Choose a reason." in none_chosen.content.decode()
    candidate.refresh_from_db()
    assert candidate.dismiss_reason == "opinion"
    dismissed = client.get(reverse("article", args=[version.article_id]), {"show": "dismissed"}).content.decode()
    assert "Opinion or value judgement" in dismissed
    assert "Restore" in dismissed


def test_an_editor_edits_the_wording(as_person, edo, version):
    client, candidate = as_person(edo), Candidate.objects.first()

    empty = act(client, candidate, "wording", statement="  ")
    long = act(client, candidate, "wording", statement="word " * 300)
    act(client, candidate, "wording", statement="Council spending fell by 22 per cent from 2021 to 2026.")

    assert empty.status_code == long.status_code == 422
    assert "words that stand alone" in empty.content.decode()
    assert "word word" in long.content.decode()
    candidate.refresh_from_db()
    assert candidate.statement == "Council spending fell by 22 per cent from 2021 to 2026."
    act(client, candidate, "undo")
    candidate.refresh_from_db()
    assert candidate.statement == "The council has cut its spending by 22 per cent since 2021"


def test_saving_the_same_wording_offers_no_undo(as_person, edo, version):
    client, candidate = as_person(edo), Candidate.objects.first()

    page = act(client, candidate, "wording", htmx=True, statement=candidate.statement).content.decode()

    assert "Wording unchanged." in page
    assert "data-undo" not in page


def test_an_editor_merges_into_the_claim_that_says_the_same(as_person, edo, version):
    client, candidate = as_person(edo), Candidate.objects.first()
    alike = ClaimFactory(statement="The council has cut its spending by a fifth")
    other = ClaimFactory(statement="Shellfish have doubled since the dredging ban")
    address = reverse("candidate-merge", args=[candidate.pk])

    suggested = client.get(address).content.decode()
    searched = client.get(address, {"q": "shellfish dredging"}).content.decode()
    by_number = client.get(address, {"q": other.number}, headers=HTMX | {"HX-Target": "merge-results"}).content.decode()
    none_chosen = act(client, candidate, "merge")
    act(client, candidate, "merge", claim=alike.pk)

    assert alike.number in suggested
    assert other.number not in suggested
    assert other.number in searched
    assert other.number in by_number
    assert "<form" not in by_number
    assert none_chosen.status_code == 422
    candidate.refresh_from_db()
    assert (candidate.state, candidate.claim) == (CandidateState.MERGED, alike)
    act(client, candidate, "undo")
    candidate.refresh_from_db()
    assert (candidate.state, candidate.claim) == (CandidateState.PENDING, None)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_search_for_a_claim_costs_the_same_whatever_it_finds(
    as_person, edo, version, django_assert_num_queries, rows
):
    for number in range(rows):
        ClaimFactory(statement=f"Council spending has fallen by {number} per cent")
    client = as_person(edo)

    with django_assert_num_queries(10):
        answer = client.get(reverse("candidate-merge", args=[Candidate.objects.first().pk]), {"q": "council spending"})

    assert answer.content.decode().count('name="claim"') == rows


def test_an_editor_splits_one_into_two(as_person, edo, version):
    client, candidate = as_person(edo), Candidate.objects.first()

    same = act(client, candidate, "split", first="Spending fell.", second="Spending fell.")
    act(client, candidate, "split", first="Spending fell by 22 per cent.", second="It fell since 2021.")

    assert same.status_code == 422
    parts = Candidate.objects.filter(start=candidate.start, end=candidate.end).order_by("part")
    assert [part.statement for part in parts] == ["Spending fell by 22 per cent.", "It fell since 2021."]
    act(client, candidate, "undo")
    assert Candidate.objects.filter(start=candidate.start, end=candidate.end).count() == 1


def test_somebody_elses_change_is_a_409_that_says_what_happened(as_person, edo, apa, version):
    candidate = Candidate.objects.first()
    seen = candidate.lock_version
    act(as_person(apa), candidate, "dismiss", reason="trivial")

    answer = as_person(edo).post(
        reverse("candidate-accept", args=[candidate.pk]), {"expected_version": seen}, headers=HTMX
    )

    assert answer.status_code == 409
    assert "It was dismissed by Apa Singh: too small to matter." in answer.content.decode()
    assert "data-problem" in answer.content.decode()
    assert not Claim.objects.exists()


def test_an_act_without_the_version_seen_is_refused(as_person, edo, version):
    answer = as_person(edo).post(reverse("candidate-accept", args=[Candidate.objects.first().pk]))

    assert answer.status_code == 422
    assert "came without the version you saw" in answer.content.decode()


@pytest.mark.parametrize("name", ["accept", "dismiss", "wording", "merge", "split"])
def test_reviewers_read_and_do_not_triage(as_person, ana, version, name):
    client, candidate = as_person(ana), Candidate.objects.first()

    page = client.get(reverse("article", args=[version.article_id])).content.decode()
    answer = act(client, candidate, name, reason="opinion", statement="x", first="a", second="b", claim=1)

    assert f"/{name}/" not in page
    assert answer.status_code == 403
    candidate.refresh_from_db()
    assert candidate.state == CandidateState.PENDING


def test_bulk_shows_before_and_after_and_names_what_is_skipped(as_person, edo, version):
    client, (first, second, third) = as_person(edo), Candidate.objects.order_by("pk")
    act(client, third, "dismiss", reason="opinion")
    address = reverse("candidates-bulk", args=[version.article_id]) + "?show=pending"
    items = [f"{row.pk}:1" for row in (first, second, third)]

    preview = client.post(address, {"act": "accept", "item": items}).content.decode()
    done = client.post(address, {"act": "accept", "item": items, "sure": "1"}, follow=True).content.decode()

    assert "Accept 2 candidates?" in preview
    assert preview.count("A numbered claim in the queue") == 2
    assert "It is dismissed already by Edo Baker." in preview
    assert "2 accepted. 1 skipped: Somebody changed this candidate in the meantime." in done
    assert Claim.objects.count() == 2
    undo, fields = undo_toast(done)
    client.post(undo, fields)
    assert not Claim.objects.exists()
    assert Candidate.objects.filter(state=CandidateState.PENDING).count() == 2


def test_bulk_dismissal_asks_for_a_reason(as_person, edo, version):
    client = as_person(edo)
    address = reverse("candidates-bulk", args=[version.article_id])
    items = [f"{row.pk}:{row.lock_version}" for row in Candidate.objects.all()]

    without = client.post(address, {"act": "dismiss", "item": items, "sure": "1"}, headers=HTMX)
    client.post(address, {"act": "dismiss", "item": items, "sure": "1", "reason": "trivial"}, headers=HTMX)

    assert without.status_code == 422
    assert "Choose a reason." in without.content.decode()
    assert set(Candidate.objects.values_list("state", "dismiss_reason")) == {("dismissed", "trivial")}


def test_bulk_without_anything_selected_says_so(as_person, edo, version):
    answer = as_person(edo).post(
        reverse("candidates-bulk", args=[version.article_id]), {"act": "accept", "item": ["x:1", "9"]}
    )

    assert answer.status_code == 422
    assert "Select at least one candidate." in answer.content.decode()


def test_everything_triaged_leads_to_the_next_article(as_person, edo, version):
    client = as_person(edo)
    for candidate in Candidate.objects.all():
        act(client, candidate, "dismiss", reason="trivial")

    page = client.get(reverse("article", args=[version.article_id]), {"show": "pending"}).content.decode()

    assert "All triaged" in page
    assert "0 accepted, 3 dismissed." in page


def test_a_long_list_is_cut_and_can_be_shown_whole(as_person, edo):
    text = " ".join(f"Sentence number {number:03d} is here." for number in range(70))
    version = ArticleFactory(version__text=text).current
    for number in range(70):
        CandidateFactory(version=version, exact=f"Sentence number {number:03d} is here.")
    client, address = as_person(edo), reverse("article", args=[version.article_id])

    assert client.get(address).content.decode().count("data-item") == 60
    assert client.get(address, {"more": "60"}).content.decode().count("data-item") == 70
    assert client.get(address, {"more": "x"}).content.decode().count("data-item") == 60
