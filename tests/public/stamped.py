"""Having publications time-stamped in tests, as a worker does."""

import io

from django.core.management import call_command
from django.db.models.functions import Now

from claims.jobs.running import run_one
from claims.review import evidence
from claims.verdicts import stamping
from claims.verdicts.enums import Stance
from claims.verdicts.models import Evidence, EvidenceCopy, Publication, TimeStampRequest
from claims.verdicts.uploads import Upload
from claims.workflow.moves import MoveName
from claims.workflow.perform import perform
from tests.claim_in_review import a_source
from tests.public.newsroom import now_public, ready
from tests.workflow.stories import Crew, approve


def take(check: Publication) -> TimeStampRequest:
    """Have a worker take up the request for a publication, as if its time had come."""
    TimeStampRequest.jobs().filter(publication=check, due_at__isnull=False).update(due_at=Now())
    request = TimeStampRequest.objects.get(publication=check)
    run_one(TimeStampRequest, request.pk, run=stamping.take_stamp)
    request.refresh_from_db()
    return request


def said(name: str, *arguments: object) -> str:
    """What a command prints."""
    out = io.StringIO()
    call_command(name, *map(str, arguments), stdout=out)
    return out.getvalue()


def with_letters(people: Crew) -> Publication:
    """A check that rests on two letters, so that its pack is whole."""
    claim = ready(people)
    EvidenceCopy.objects.filter(evidence__claim=claim).delete()
    Evidence.objects.filter(claim=claim).delete()
    for publisher, stance in (("Audit Office", Stance.REFUTES), ("Council", Stance.SUPPORTS)):
        source = a_source(title=f"Letter of the {publisher}", publisher=publisher, stance=stance)
        letter = Upload("letter.txt", f"{publisher}: spending rose.".encode(), "text/plain")
        evidence.add(claim_id=claim.pk, actor=people.reviewer, source=source, upload=letter)
    perform(MoveName.SUBMIT, claim_id=claim.pk, actor=people.reviewer)
    approve(claim, people.second)
    perform(MoveName.PUBLISH, claim_id=claim.pk, actor=people.second)
    return now_public(claim)
