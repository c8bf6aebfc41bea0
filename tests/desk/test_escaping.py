"""The parts of a claim's page that are drawn outside the templates: whatever was typed is shown, never obeyed."""

import pytest
from django.utils import timezone
from lxml import html

from claims.accounts.models import User
from claims.tracking.models import Candidate, Comment
from claims.verdicts.models import ClaimantContact, Evidence, EvidenceCopy, Rating, Revision
from tests import review_steps
from tests.factories import CandidateFactory

pytestmark = pytest.mark.django_db

TYPED = """<em class="typed">'a' & "b"</em>"""
ADDRESS = f"https://example.org/?{TYPED}"


@pytest.fixture
def typed_all_over(ana):
    review_steps.make_scale()
    claim = review_steps.ready(ana)
    CandidateFactory(claim=claim, state="merged")
    Candidate.objects.filter(claim=claim).update(exact=TYPED)
    named, bare = Evidence.objects.filter(claim=claim)
    Evidence.objects.filter(pk=named.pk).update(
        url=ADDRESS, title=TYPED, publisher=TYPED, quote=TYPED, note=TYPED, interest=TYPED
    )
    Evidence.objects.filter(pk=bare.pk).update(title=TYPED, url="")
    for state in ("failed", "impossible"):
        EvidenceCopy.objects.create(evidence=named, state=state, error=TYPED, queued_at=timezone.now())
    ClaimantContact.objects.update(whom=TYPED, answer=TYPED, answered_at=timezone.now())
    Rating.objects.filter(slug="mostly-false").update(label=TYPED, definition=TYPED)
    User.objects.filter(pk=ana.pk).update(display_name=TYPED)
    said = {"claim": claim, "author": ana, "body": TYPED, "created_at": timezone.now()}
    root = Comment.objects.create(**said)
    Comment.objects.create(**said, parent=root)
    Comment.objects.create(**said, resolved_at=timezone.now(), resolved_by=ana)
    return claim


def test_what_was_typed_stays_text_on_the_claim(as_person, ana, typed_all_over):
    page = html.fromstring(as_person(ana).get(f"/claims/{typed_all_over.pk}/").content.decode())
    assert not page.xpath("//*[@class='typed']")
    for part in ("said", "evidence", "contacts", "rating", "comments", "activity"):
        assert TYPED in page.xpath(f"string(//*[@id='{part}'])"), part
    assert page.xpath("//a[@class='src']/@href") == [ADDRESS]


def test_a_colleague_s_name_stays_text_on_the_path(as_person, edo, typed_all_over):
    page = html.fromstring(as_person(edo).get(f"/claims/{typed_all_over.pk}/").content.decode())
    assert not page.xpath("//*[@class='typed']")
    assert TYPED in page.xpath("string(//*[@id='claim-head'])")


def test_what_was_typed_stays_text_on_the_second_review(as_person, ana, edo):
    review_steps.make_scale()
    claim = review_steps.submitted(ana)
    frozen = Revision.objects.get(claim=claim)
    for source in frozen.content["evidence"]:
        source |= dict.fromkeys(("title", "publisher", "quote", "note", "interest"), TYPED)
    frozen.content["evidence"][0]["url"] = ADDRESS
    Revision.objects.filter(pk=frozen.pk).update(content=frozen.content)
    page = html.fromstring(as_person(edo).get(f"/claims/{claim.pk}/review/").content.decode())
    assert not page.xpath("//*[@class='typed']")
    assert [source.text_content().count(TYPED) for source in page.xpath("//li[@class='evidence']")] == [5, 5]
    assert page.xpath("//a[@class='src']/@href") == [ADDRESS]
