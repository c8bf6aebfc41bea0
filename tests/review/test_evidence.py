"""Sources: adding, changing, removing and ordering them, and what is refused with a sentence."""

import datetime
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import OperationalError, connection
from django.utils import timezone
from PIL import Image

from claims.accounts.models import User
from claims.audit.models import AuditEvent
from claims.errors import Blocked, NotAllowed, Stale, WrongState
from claims.review import evidence
from claims.tracking.enums import ClaimState
from claims.tracking.models import Claim
from claims.verdicts import copies
from claims.verdicts.enums import CopyState, QuoteState, Stance
from claims.verdicts.models import Approval, Contribution, Evidence, EvidenceCopy
from claims.verdicts.uploads import Upload
from tests.claim_in_review import a_source
from tests.workflow.stories import claim_in, crew


def a_picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (2, 2)).save(out, "PNG")
    return out.getvalue()


def events(claim: Claim) -> list[str]:
    return list(
        AuditEvent.objects.filter(object_type="claim", object_id=claim.pk)
        .order_by("sequence")
        .values_list("action", flat=True)
    )


def files() -> set[str]:
    if not default_storage.exists("evidence"):
        return set()
    return {
        f"evidence/{year}/{month}/{name}"
        for year in default_storage.listdir("evidence")[0]
        for month in default_storage.listdir(f"evidence/{year}")[0]
        for name in default_storage.listdir(f"evidence/{year}/{month}")[1]
    }


def test_an_address_is_queued_to_be_copied_in_the_same_transaction(claim: Claim, ana: User):
    source = evidence.add(claim_id=claim.pk, actor=ana, source=a_source(url=" https://audit.example/2025 "))
    copy = source.copies.get()
    assert (source.url, copy.state) == ("https://audit.example/2025", CopyState.QUEUED)
    assert events(claim)[-1] == "evidence_added"
    assert Contribution.objects.filter(claim=claim, person=ana, part="evidence").exists()


def test_text_is_kept_as_the_copy_and_its_passage_looked_up(claim: Claim, ana: User):
    source = evidence.add(
        claim_id=claim.pk,
        actor=ana,
        source=a_source(quote="spending fell by 9 per cent – not 22"),
        text="The clerk said on the phone:\nspending fell by 9 per cent — not 22.",
    )
    copy = source.copies.get()
    assert (copy.state, copy.content_type) == (CopyState.KEPT, "text/plain")
    source.refresh_from_db()
    assert source.quote_state == QuoteState.FOUND
    kept = copies.download(copy.pk)
    assert kept is not None
    with kept.file as file:
        assert file.read().decode().startswith("The clerk said")
    assert kept.headers["Content-Disposition"].startswith("attachment")
    assert kept.headers["X-Content-Type-Options"] == "nosniff"


def test_a_file_is_kept_with_its_hash(claim: Claim, ana: User):
    source = evidence.add(
        claim_id=claim.pk,
        actor=ana,
        source=a_source(title=""),
        upload=Upload("photo of the page.png", a_picture(), "image/png"),
    )
    copy = source.copies.get()
    assert source.title == "photo of the page.png"
    assert (copy.state, copy.size, copy.content_type) == (CopyState.KEPT, len(a_picture()), "image/png")
    assert len(copy.sha256) == 64


def test_an_attachment_that_is_not_what_it_says_is_refused_and_leaves_nothing(claim: Claim, ana: User):
    before, written = events(claim), files()
    with pytest.raises(Blocked) as refusal:
        evidence.add(
            claim_id=claim.pk,
            actor=ana,
            source=a_source(),
            upload=Upload("report.pdf", b"<html><script>alert(1)</script></html>", "application/pdf"),
        )
    assert refusal.value.message == (
        "“report.pdf” is not a PDF inside, whatever its name says. Check the file, then upload it again."
    )
    assert (events(claim), files(), Evidence.objects.count()) == (before, written, 0)


def test_every_fault_of_a_source_is_a_sentence(claim: Claim, ana: User):
    tomorrow = timezone.localdate() + datetime.timedelta(days=2)
    with pytest.raises(Blocked) as refusal:
        evidence.add(
            claim_id=claim.pk,
            actor=ana,
            source=a_source(
                url="javascript:alert(1)", kind="hearsay", stance="", published_on=tomorrow, note="n" * 5001
            ),
        )
    assert refusal.value.reasons == (
        "The note has 5,001 characters; keep it under 5,000.",
        "Say whether the source is primary or secondary.",
        "Say whether the source supports the claim, refutes it, or gives context.",
        "The source's date lies in the future. Check it.",
        "Only addresses that start with http:// or https:// can be read.",
    )
    assert not Evidence.objects.exists()


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/admin", "http://169.254.169.254/latest", "http://user:pw@site.example/"]
)
def test_an_address_that_leads_inwards_is_refused_at_once(claim: Claim, ana: User, url: str):
    with pytest.raises(Blocked):
        evidence.add(claim_id=claim.pk, actor=ana, source=a_source(url=url))
    assert not Evidence.objects.exists()


def test_a_source_needs_an_address_a_title_or_a_file(claim: Claim, ana: User):
    with pytest.raises(Blocked, match="address or its title"):
        evidence.add(claim_id=claim.pk, actor=ana, source=a_source(title=" \x00 "))


def test_a_double_click_adds_one_source(claim: Claim, ana: User):
    first = evidence.add(claim_id=claim.pk, actor=ana, source=a_source(url="https://audit.example/"))
    assert evidence.add(claim_id=claim.pk, actor=ana, source=a_source(url="https://audit.example/")) == first
    assert events(claim).count("evidence_added") == 1


def test_when_the_transaction_fails_the_written_file_goes_again(claim: Claim, ana: User):
    def fails_at_the_audit_row(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith("INSERT") and "audit" in sql:
            assert len(files()) == 1
            raise OperationalError("disk full")
        return execute(sql, *rest)

    with connection.execute_wrapper(fails_at_the_audit_row), pytest.raises(OperationalError):
        evidence.add(claim_id=claim.pk, actor=ana, source=a_source(), upload=Upload("a.txt", b"The accounts.", ""))
    assert (files(), Evidence.objects.count(), EvidenceCopy.objects.count()) == (set(), 0, 0)


def test_a_stale_change_sees_what_differs_and_loses_nothing(claim: Claim, ana: User, edo: User):
    source = evidence.add(claim_id=claim.pk, actor=ana, source=a_source())
    evidence.change(evidence_id=source.pk, actor=edo, source=a_source(note="See table 4."), expected_version=1)
    with pytest.raises(evidence.StaleEvidence) as refusal:
        evidence.change(evidence_id=source.pk, actor=ana, source=a_source(note="See page 12."), expected_version=1)
    assert (refusal.value.stored.note, refusal.value.typed.note) == ("See table 4.", "See page 12.")
    assert refusal.value.changed == ("note",)
    source.refresh_from_db()
    assert (source.note, source.lock_version) == ("See table 4.", 2)


def test_saving_what_is_stored_is_no_edit(claim: Claim, ana: User):
    source = evidence.add(claim_id=claim.pk, actor=ana, source=a_source())
    before = events(claim)
    assert evidence.change(evidence_id=source.pk, actor=ana, source=a_source(), expected_version=99).lock_version == 1
    assert events(claim) == before


def test_a_changed_passage_is_looked_up_again(claim: Claim, ana: User):
    source = evidence.add(claim_id=claim.pk, actor=ana, source=a_source(quote="fell by 22"), text="It fell by 9.")
    source.refresh_from_db()
    assert source.quote_state == QuoteState.NOT_FOUND
    changed = evidence.change(
        evidence_id=source.pk, actor=ana, source=a_source(quote="fell by 9"), expected_version=source.lock_version
    )
    assert changed.quote_state == QuoteState.FOUND


def test_an_address_changes_only_until_a_copy_of_it_is_kept(claim: Claim, ana: User):
    source = evidence.add(claim_id=claim.pk, actor=ana, source=a_source(url="https://audit.example/1"))
    source = evidence.change(
        evidence_id=source.pk, actor=ana, source=a_source(url="https://audit.example/2"), expected_version=1
    )
    assert list(source.copies.values_list("state", flat=True)) == [CopyState.QUEUED, CopyState.FAILED]
    evidence.attach(evidence_id=source.pk, actor=ana, upload=Upload("a.txt", b"The accounts.", "text/plain"))
    with pytest.raises(Blocked, match="Remove this source and add the new address"):
        evidence.change(
            evidence_id=source.pk, actor=ana, source=a_source(url="https://audit.example/3"), expected_version=2
        )


def test_a_removed_source_is_kept_on_record(claim: Claim, ana: User):
    source = evidence.add(claim_id=claim.pk, actor=ana, source=a_source(url="https://audit.example/1"))
    with pytest.raises(Stale):
        evidence.remove(evidence_id=source.pk, actor=ana, expected_version=7)
    removed = evidence.remove(evidence_id=source.pk, actor=ana, expected_version=1)
    assert removed.removed_at is not None
    assert removed.copies.get().state == CopyState.FAILED
    with pytest.raises(WrongState):
        evidence.remove(evidence_id=source.pk, actor=ana, expected_version=2)


def test_sources_are_ordered_as_they_are_cited(claim: Claim, ana: User):
    ids = [evidence.add(claim_id=claim.pk, actor=ana, source=a_source(title=f"Part {n}")).pk for n in range(3)]
    evidence.reorder(claim_id=claim.pk, actor=ana, order=[ids[2], ids[0], ids[1]])
    assert list(Evidence.objects.order_by("position").values_list("pk", flat=True)) == [ids[2], ids[0], ids[1]]
    with pytest.raises(Stale):
        evidence.reorder(claim_id=claim.pk, actor=ana, order=ids[:2])


def test_a_source_can_be_marked_as_impossible_to_archive_with_its_reason(claim: Claim, ana: User):
    source = evidence.add(claim_id=claim.pk, actor=ana, source=a_source(url="https://audit.example/1"))
    with pytest.raises(Blocked, match="Say why"):
        evidence.mark_impossible(evidence_id=source.pk, actor=ana, reason=" ")
    evidence.mark_impossible(evidence_id=source.pk, actor=ana, reason="It is shown in the reading room only.")
    states = list(source.copies.values_list("state", "error"))
    assert states == [
        (CopyState.IMPOSSIBLE, "It is shown in the reading room only."),
        (CopyState.FAILED, "Marked as impossible to archive."),
    ]


def test_asking_for_a_copy_twice_makes_one(claim: Claim, ana: User):
    source = evidence.add(claim_id=claim.pk, actor=ana, source=a_source(url="https://audit.example/1"))
    evidence.copy_again(evidence_id=source.pk, actor=ana)
    assert source.copies.count() == 1
    source.copies.update(state=CopyState.FAILED)
    evidence.copy_again(evidence_id=source.pk, actor=ana)
    assert source.copies.filter(state=CopyState.QUEUED).count() == 1


ACTS: list[Callable[[Evidence, User], object]] = [
    lambda source, actor: evidence.add(claim_id=source.claim_id, actor=actor, source=a_source(title="Another")),
    lambda source, actor: evidence.change(
        evidence_id=source.pk, actor=actor, source=a_source(stance=Stance.CONTEXT), expected_version=1
    ),
    lambda source, actor: evidence.remove(evidence_id=source.pk, actor=actor, expected_version=1),
    lambda source, actor: evidence.copy_again(evidence_id=source.pk, actor=actor),
    lambda source, actor: evidence.attach(evidence_id=source.pk, actor=actor, upload=Upload("a.txt", b"words", "")),
]


@pytest.mark.parametrize("act", ACTS)
def test_nobody_but_the_reviewer_and_editors_touches_the_sources(
    claim: Claim, ana: User, nell: User, ada: User, act: Callable[[Evidence, User], object]
):
    source = evidence.add(claim_id=claim.pk, actor=ana, source=a_source(url="https://audit.example/1"))
    before, written = events(claim), files()
    for outsider in (nell, ada):
        with pytest.raises(NotAllowed):
            act(source, outsider)
    assert (events(claim), files()) == (before, written)


@pytest.mark.parametrize("act", ACTS)
def test_a_submitted_verdict_keeps_its_sources(act: Callable[[Evidence, User], object], db: None):
    people = crew()
    submitted = claim_in(ClaimState.SUBMITTED, people)
    source = Evidence.objects.filter(claim=submitted).first()
    assert source is not None
    with pytest.raises(WrongState):
        act(source, people.reviewer)


def test_no_edit_of_a_source_voids_an_approval(db: None):
    people = crew()
    approved = claim_in(ClaimState.APPROVED, people)
    source = Evidence.objects.filter(claim=approved).first()
    assert source is not None
    said = {name: getattr(source, name) for name in evidence.NAMES}
    with pytest.raises(WrongState):
        evidence.change(
            evidence_id=source.pk,
            actor=people.reviewer,
            source=evidence.Source(**{**said, "note": "One more word."}),
            expected_version=1,
        )
    approved.refresh_from_db()
    assert approved.state == ClaimState.APPROVED
    assert Approval.objects.filter(revision__claim=approved, voided_at__isnull=True).count() == 1
