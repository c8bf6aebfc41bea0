"""Moving the threshold: what it hides, what it never hides, what it would have cost, and whose it is."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from claims.audit.models import AuditEvent
from claims.desk.score_threshold import read_threshold
from claims.errors import Blocked, NotAllowed, Stale
from claims.tracking.decisions import cost_of
from claims.tracking.enums import CandidateOrigin, CandidateState
from claims.tracking.models import Candidate, TriageSettings
from claims.triage import candidate_decisions
from claims.triage.score_threshold import set_threshold
from tests.factories import ArticleFactory, CandidateFactory, ClaimFactory, RunFactory
from tests.one_line import one_line

pytestmark = pytest.mark.django_db

HIGH = "The council has cut its spending by 22 per cent since 2021"
MIDDLE = "Ridership on the evening buses fell by 41 per cent in three years"
LOW = "The city deserves better buses than this"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def version(db):
    version = ArticleFactory().current
    RunFactory(version=version)
    for words, score in [(HIGH, 0.9), (MIDDLE, 0.43), (LOW, 0.2)]:
        CandidateFactory(version=version, exact=words, score=score)
    return version


def page_at(client, version, name="article", **asked):
    headers = HTMX if name == "article-threshold" else {}
    return one_line(client.get(reverse(name, args=[version.article_id]), asked, headers=headers).content.decode())


def listed(page):
    return re.findall(r'<p class="text"[^>]*>([^<]*)</p>', page)


def marked(page):
    return re.findall(r'<a class="mark"[^>]*><span data-start="\d+">([^<]*)<', page)


def decided(state, score, **fields):
    claim = None if state == CandidateState.DISMISSED else ClaimFactory()
    reason = "trivial" if state == CandidateState.DISMISSED else ""
    fields = {"decided_at": timezone.now(), "dismiss_reason": reason, "claim": claim, **fields}
    return CandidateFactory(state=state, score=score, **fields)


def test_the_desk_hides_nothing_until_somebody_says_so(as_person, edo, version):
    page = page_at(as_person(edo), version)

    assert listed(page) == marked(page)[:2] + marked(page)[2:] == [HIGH, MIDDLE, LOW]
    assert "3 to triage, 1 likely" in page
    assert 'id="hides"' not in page


def test_moving_it_shows_what_it_would_hide_in_the_list_and_in_the_text(as_person, edo, version):
    page = page_at(as_person(edo), version, threshold="0.43")

    assert listed(page) == [HIGH, MIDDLE]
    assert marked(page) == [HIGH, MIDDLE]
    assert "2 to triage, 1 likely" in page
    assert "Hides <b>1</b> of 3 to triage." in page
    assert listed(page_at(as_person(edo), version, threshold="0.44")) == [HIGH]


def test_what_is_hidden_stays_within_reach(as_person, edo, version):
    client = as_person(edo)
    page = page_at(client, version, threshold="0.5")
    link = re.search(r'<a id="below" href="([^"#]+)', page)[1].replace("&amp;", "&")

    shown = client.get(link).content.decode()

    assert listed(shown) == [HIGH, MIDDLE, LOW]
    assert "Scored below 0.50, 2" in shown
    assert "1 to triage" in shown
    assert "<b>2</b> scored lower and stand at the end." in shown
    assert listed(page_at(client, version, threshold="0.5", show="all")) == [HIGH, MIDDLE, LOW]


def test_an_act_keeps_the_threshold_and_what_is_shown_below_it(as_person, edo, version):
    client, low = as_person(edo), Candidate.objects.get(statement=LOW)
    page = page_at(client, version, threshold="0.5", below="1")
    address = re.search(rf'action="(/candidates/{low.pk}/accept/[^"]+)"', page)[1].replace("&amp;", "&")

    answer = client.post(address, {"expected_version": 1}, headers=HTMX).content.decode()

    assert listed(answer) == [HIGH, MIDDLE]
    assert "<b>1</b> scored lower and stand at the end." in answer


def test_it_never_hides_what_a_person_touched(as_person, edo, version):
    low, client = Candidate.objects.get(statement=LOW), as_person(edo)
    CandidateFactory(version=version, exact="Dana Wexcombe", score=None, origin=CandidateOrigin.PERSON)
    candidate_decisions.edit_wording(candidate_id=low.pk, statement="The city has poor buses.", actor=edo)

    page = page_at(client, version, threshold="1")

    assert listed(page) == ["Dana Wexcombe", "The city has poor buses."]
    candidate_decisions.dismiss(candidate_id=low.pk, reason="opinion", actor=edo)
    assert LOW in marked(page_at(client, version, threshold="1"))
    candidate_decisions.undo(candidate_id=low.pk, actor=edo)
    assert "The city has poor buses." in listed(page_at(client, version, threshold="1"))


def test_a_fully_hidden_article_says_so_and_offers_both_ways_on(as_person, edo, version):
    page = page_at(as_person(edo), version, threshold="0.95")

    assert listed(page) == []
    assert "All from 0.95 up is triaged" in page
    assert "3 scored lower and are hidden." in page
    assert "Show them" in page
    assert "Next article with candidates" in page


def test_the_answer_while_moving_is_the_list_the_text_and_the_count(as_person, edo, version):
    page = page_at(as_person(edo), version, "article-threshold", threshold="0.3")

    assert "<html" not in page
    assert '<form class="threshold"' not in page
    assert listed(page) == marked(page) == [HIGH, MIDDLE]
    assert '<span id="said" hx-swap-oob="innerHTML">Hides <b>1</b> of 3 to triage.</span>' in page


@pytest.mark.parametrize("junk", ["", "x", "nan", "inf", "-1", "1.01", "1e400", "0.4 0.5", "٠٫٥x"])
def test_a_bent_threshold_is_no_error_and_no_threshold(as_person, edo, version, junk):
    assert listed(page_at(as_person(edo), version, threshold=junk)) == [HIGH, MIDDLE, LOW]


def test_a_threshold_is_read_as_people_write_it():
    assert [read_threshold(text) for text in ("0.43", "0,43", " .43 ", "0.4349", "1", "0")] == [
        0.43, 0.43, 0.43, 0.43, 1.0, 0.0,
    ]  # fmt: skip


def keep(client, whose, threshold="0.5", **fields):
    form = {"whose": whose, "threshold": threshold, "expected_version": 1, "back": "/articles/", **fields}
    return client.post(reverse("threshold"), form)


def test_an_editor_sets_it_for_the_newsroom_and_the_record_says_so(as_person, edo, ana, version):
    answer = keep(as_person(edo), "newsroom")

    assert answer.headers["Location"] == "/articles/"
    assert listed(page_at(as_person(ana), version)) == [HIGH]
    event = AuditEvent.objects.get(action="threshold_changed")
    assert (event.actor, event.data) == (edo, {"before": "0.00", "after": "0.50"})
    assert TriageSettings.objects.get().changed_by == edo


def test_reviewers_keep_their_own_and_leave_the_newsrooms_alone(as_person, ana, edo, version):
    client = as_person(ana)

    refused = keep(client, "newsroom")
    keep(client, "me")

    assert refused.status_code == 403
    assert listed(page_at(client, version)) == [HIGH]
    assert "Back to the newsroom’s 0.00" in page_at(client, version)
    assert listed(page_at(as_person(edo), version)) == [HIGH, MIDDLE, LOW]
    assert "Set for everyone" not in page_at(client, version, threshold="0.3")
    keep(client, "nobody")
    assert listed(page_at(client, version)) == [HIGH, MIDDLE, LOW]
    assert not TriageSettings.objects.exists()


def test_an_admin_may_and_a_person_without_a_role_may_not(ada, nell):
    assert set_threshold(threshold=0.3, actor=ada).threshold == 0.3
    with pytest.raises(NotAllowed):
        set_threshold(threshold=0.4, actor=nell)
    with pytest.raises(Blocked):
        set_threshold(threshold=1.5, actor=ada)


def test_somebody_elses_change_in_between_is_not_overwritten(as_person, edo, apa):
    set_threshold(threshold=0.3, actor=apa, expected_version=1)

    with pytest.raises(Stale, match=r"set to 0\.30 by Apa Singh"):
        set_threshold(threshold=0.6, actor=edo, expected_version=1)
    assert keep(as_person(edo), "newsroom").status_code == 409
    assert TriageSettings.objects.get().threshold == 0.3


def test_the_same_value_again_changes_and_records_nothing(edo):
    set_threshold(threshold=0.3, actor=edo)
    set_threshold(threshold=0.3, actor=edo)

    assert AuditEvent.objects.filter(action="threshold_changed").count() == 1


@pytest.mark.parametrize(
    "form", [{"whose": "x"}, {"threshold": "2"}, {"threshold": ""}, {"expected_version": ""}, {"whose": ""}]
)
def test_a_bent_form_is_refused_in_a_sentence(as_person, edo, form):
    answer = keep(as_person(edo), **{"whose": "newsroom", **form})

    assert answer.status_code == 422
    assert not TriageSettings.objects.exists()


@pytest.mark.parametrize("back", ["https://evil.example/", "//evil.example", "javascript:alert(1)", "x"])
def test_the_way_back_stays_on_the_desk(as_person, edo, back):
    assert keep(as_person(edo), "me", back=back).headers["Location"] == "/articles/"


def test_lists_and_counts_follow_the_newsrooms_threshold_and_nobodys_own(as_person, edo, version):
    client = as_person(edo)
    other = ArticleFactory().current
    CandidateFactory(version=other, score=0.3)
    keep(client, "me", threshold="0.95")
    rows = {row.article.pk: row for row in client.get(reverse("articles")).context["page"].rows}
    assert (rows[version.article_id].prospect.pending, rows[other.article_id].status) == (3, "fresh")

    keep(client, "newsroom", threshold="0.43")
    answer = client.get(reverse("articles"))

    rows = {row.article.pk: row for row in answer.context["page"].rows}
    assert rows[version.article_id].prospect.pending == 2
    assert rows[version.article_id].prospect.below == 1
    assert rows[other.article_id].status == "done"
    assert "1 below the threshold" in answer.content.decode()
    fresh = client.get(reverse("articles"), {"status": "fresh"})
    assert [row.article.pk for row in fresh.context["page"].rows] == [version.article_id]
    assert [item.pending for item in client.get(reverse("desk")).context["page"].fresh] == [2]


def test_the_desk_offers_no_article_whose_candidates_are_all_hidden(as_person, edo, version):
    set_threshold(threshold=0.95, actor=edo)

    assert as_person(edo).get(reverse("desk")).context["page"].fresh == []


def test_what_it_would_have_cost_comes_from_the_desks_own_decisions(as_person, edo, version):
    assert "Nobody has decided on a candidate yet" in page_at(as_person(edo), version, threshold="0.5")
    for score in (0.2, 0.3, 0.499, 0.9):
        decided(CandidateState.DISMISSED, score)
    decided(CandidateState.ACCEPTED, 0.3)
    decided(CandidateState.MERGED, 0.8)
    decided(CandidateState.ACCEPTED, None, origin=CandidateOrigin.PERSON)

    cost = cost_of(0.5)

    assert (cost.decided, cost.below, cost.taken_up) == (6, 3, 1)
    assert str(cost) == (
        "Of the desk’s last 6 decisions, 3 were about a score this low: 1 accepted. Too few to say much."
    )
    assert str(cost_of(0.1)) == "None of the desk’s last 6 decisions was about a score this low."
    assert str(cost) in page_at(as_person(edo), version, threshold="0.5")


def test_a_decision_carried_into_a_new_version_counts_once():
    first = decided(CandidateState.ACCEPTED, 0.3)
    version = ArticleFactory().current
    decided(CandidateState.ACCEPTED, 0.3, version=version, carried_from=first, claim=first.claim)

    assert (cost_of(0.5).decided, cost_of(0.5).taken_up) == (1, 1)


def test_only_the_newest_decisions_are_looked_at(django_assert_num_queries):
    version, now = ArticleFactory().current, timezone.now()
    Candidate.objects.bulk_create(
        Candidate(
            version=version, start=place, end=place + 1, exact="x", statement="x", score=0.1, state="dismissed",
            dismiss_reason="opinion", decided_at=now - timedelta(minutes=place),
        )
        for place in range(2005)
    )  # fmt: skip

    with django_assert_num_queries(1):
        assert cost_of(0.5).decided == 2000
