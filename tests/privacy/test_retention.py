"""What is too old goes by the newsroom's rules, what they leave stays, and nothing goes without one."""

from datetime import timedelta

import pytest
from django.utils import timezone

from claims.accounts.models import Invitation, SecurityEvent
from claims.api.models import IdempotencyKey
from claims.articles.models import ArticleHook, HookMessage
from claims.audit.models import AuditEvent
from claims.audit.services import verify
from claims.delivery.models import Notification
from claims.errors import Blocked, NotAllowed
from claims.jobs.models import Queue
from claims.matching.models import OutsideCheck
from claims.privacy import retention
from claims.privacy.models import ErasingRun, RetentionRule
from claims.privacy.retention_kinds import KINDS
from claims.tracking.enums import ClaimState, DismissReason, TipState
from claims.tracking.models import Candidate, Claim, ImportBatch, ImportRow, Tip
from claims.tracking.tips import receive_tip
from claims.triage.tips import decline_tip
from claims.verdicts.models import ClaimantContact, SiteFetch, Verdict
from factcheck.schedule import ROUTINES
from tests.factories import CandidateFactory, ClaimFactory
from tests.workflow import stories
from tests.workflow.stories import claim_in

pytestmark = pytest.mark.django_db

NOW = timezone.now


def ago(days):
    return NOW() - timedelta(days=days)


def tip(days, edo):
    row = receive_tip(words="Ridership fell", url="https://a.example/", email="r@example.org", address="192.0.2.1")
    decline_tip(tip_id=row.pk, reason="opinion", reply="Dear Ruth, thank you.", actor=edo)
    Tip.objects.filter(pk=row.pk).update(decided_at=ago(days), more="I am Ruth", speaker="Mayor")


def candidate(days, edo):
    CandidateFactory(
        state="dismissed", dismiss_reason=DismissReason.OPINION, decided_at=ago(days), speaker="Mayor", prefix="a"
    )


def closed(days):
    claim = ClaimFactory()
    Claim.objects.filter(pk=claim.pk).update(state=ClaimState.CLOSED, close_reason="overtaken", state_since=ago(days))
    return claim


def draft(days, edo):
    Verdict.objects.create(claim=closed(days), summary="It fell", explanation="By 9", updated_at=ago(days))


def contact(days, edo):
    ClaimantContact.objects.create(claim=closed(days), whom="Ruth", method="email", asked_at=ago(days), logged_by=edo)


def notification(days, edo):
    Notification.objects.create(recipient=edo, kind="late", claim=ClaimFactory(), text="is late", at=ago(days))


def sign_in(days, edo):
    SecurityEvent.objects.create(person=edo, kind="signed_in", at=ago(days), address="192.0.2.1")


def invitation(days, edo):
    Invitation.objects.create(
        email=f"in-{days}@example.org", invited_by=edo, invited_at=ago(days + 1), expires_at=ago(days), roles=["viewer"]
    )


def hook_message(days, edo):
    hook = ArticleHook.objects.create(name="CMS", person=edo, created_at=ago(900))
    HookMessage.objects.create(hook=hook, at=ago(days), taken=True, message="It was taken.")


def import_row(days, edo):
    batch = ImportBatch.objects.create(
        kind="claims", name="a.csv", person=edo, state="done", created_at=ago(days), ended_at=ago(days)
    )
    ImportRow.objects.create(batch=batch, position=1, place="2", outcome="created", message="Ruth")


def outside(days, edo):
    row = OutsideCheck.objects.create(
        url=f"https://o.example/{days}", canonical_url=f"https://o.example/{days}", claim_sha256="a" * 64,
        claim_reviewed="It fell", raw={"author": "Ruth"}, source="x", imported_at=ago(days), updated_at=ago(days),
    )  # fmt: skip
    OutsideCheck.objects.filter(pk=row.pk).update(updated_at=ago(days))


def answer(days, edo):
    IdempotencyKey.objects.create(person=edo, key=f"k{days}", fingerprint="f", created_at=ago(days))


def site_fetch(days, edo):
    SiteFetch.objects.create(host=f"day-{days}.example", kind="feed", first_at=ago(days + 1), last_at=ago(days))


ROWS = {
    "tips": tip,
    "candidates": candidate,
    "drafts": draft,
    "contacts": contact,
    "notifications": notification,
    "sign_ins": sign_in,
    "invitations": invitation,
    "hook_messages": hook_message,
    "import_rows": import_row,
    "outside_raw": outside,
    "answers": answer,
    "site_fetches": site_fetch,
}


def keep_for(days, actor, *, kinds=KINDS):
    wanted = {key: days if key in kinds else kind.usual_days for key, kind in KINDS.items()}
    return retention.set_rules(wanted=wanted, actor=actor)


def test_every_kind_is_tried_here():
    assert set(ROWS) == set(KINDS)


@pytest.mark.parametrize("key", KINDS)
def test_what_is_older_goes_and_what_is_younger_stays(key, ada, edo, monkeypatch):
    monkeypatch.setattr(retention, "AT_ONCE", 1)
    for days in (99, 101, 102):
        ROWS[key](days, edo)
    keep_for(100, ada, kinds=[key])
    [line] = [each for each in retention.preview(retention.rules()) if each.kind.key == key]
    assert (line.days, line.rows) == (100, 2)

    assert retention.erase_old() == 2

    assert KINDS[key].older(ago(100)).count() == 0
    assert KINDS[key].older(ago(98)).count() == 1
    assert [(run.kind, run.days, run.rows) for run in retention.latest_runs()] == [(key, 100, 2)]
    assert retention.erase_old() == 0
    assert ErasingRun.objects.count() == 1


def test_nothing_goes_without_a_rule_but_old_sign_ins_answers_and_sites(edo):
    for make in ROWS.values():
        make(5_000, edo)
    assert retention.erase_old() == 3
    assert {run.kind for run in ErasingRun.objects.all()} == {"sign_ins", "answers", "site_fetches"}


def test_what_stays_of_a_tip_and_of_a_candidate(ada, edo):
    tip(200, edo)
    candidate(200, edo)
    waiting = receive_tip(words="Not decided", url="", email="w@example.org", address="192.0.2.2")
    Tip.objects.filter(pk=waiting.pk).update(received_at=ago(900))
    before = Tip.objects.exclude(pk=waiting.pk).get()
    keep_for(100, ada, kinds=["tips", "candidates"])

    retention.erase_old()

    erased = Tip.objects.get(pk=before.pk)
    assert (erased.state, erased.reason, erased.decided_by, erased.decided_at) == (
        TipState.DECLINED, "opinion", edo, before.decided_at
    )  # fmt: skip
    assert (erased.words, erased.speaker, erased.url, erased.more, erased.email, erased.sender_key) == ("",) * 6
    assert (erased.reply, erased.token == before.token) == ("–", False)
    assert Tip.objects.get(pk=waiting.pk).email == "w@example.org"
    left = Candidate.objects.get()
    assert (left.statement, left.exact, left.speaker, left.prefix, left.anchor) == ("–", "–", "", "", "lost")
    assert (left.state, left.dismiss_reason, left.start < left.end) == ("dismissed", "opinion", True)


def test_what_readers_see_stays_whatever_the_rules(ada):
    people = stories.crew()
    claim = claim_in(ClaimState.PUBLISHED, people)
    asked, words = claim.contacts.count(), claim.verdict.summary
    Claim.objects.update(state_since=ago(900))
    keep_for(30, ada)

    retention.erase_old()

    claim.refresh_from_db()
    assert (claim.contacts.count(), Verdict.objects.get(claim=claim).summary) == (asked, words)
    assert words
    assert verify().broken is None


def test_rules_are_an_admins_within_limits_and_on_record(ada, edo):
    with pytest.raises(NotAllowed):
        keep_for(100, edo)
    with pytest.raises(Blocked, match="Sign-ins and changes of accounts: choose from 30 to 36500 days"):
        keep_for(29, ada, kinds=["sign_ins"])
    with pytest.raises(Blocked, match="choose after how many days"):
        retention.set_rules(wanted={}, actor=ada)
    assert not RetentionRule.objects.exists()

    assert keep_for(90, ada, kinds=["tips"]) == ["tips"]
    assert keep_for(90, ada, kinds=["tips"]) == []
    assert keep_for(90, ada, kinds=[]) == ["tips"]
    told = list(AuditEvent.objects.filter(action="retention_changed").order_by("id").values_list("data", flat=True))
    assert told == [
        {"kind": "tips", "before": None, "after": 90},
        {"kind": "tips", "before": 90, "after": None},
    ]
    assert not RetentionRule.objects.exists()


def test_the_schedule_asks_for_it_beside_letters_and_set_times():
    assert ROUTINES["erase_old"].pause == timedelta(hours=6)
    assert ROUTINES["erase_old"].queue == Queue.WEB
