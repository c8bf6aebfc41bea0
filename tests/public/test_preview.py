"""The preview: the page as it would be, its ClaimReview and what each check says, for the desk alone."""

import json
import re
from html import unescape
from urllib.parse import urljoin

import pytest

from claims.errors import Blocked
from claims.tracking.models import Topic
from claims.workflow.moves import MoveName
from claims.workflow.perform import perform
from tests.one_line import one_line
from tests.public.newsroom import approved, corrected, now_public, published, ready, retracted
from tests.workflow.stories import approve, open_correction


def article_of(html: str) -> str:
    """The check's own part of a page, without what only one of the two has."""
    found = re.search(r'<article class="verdict">.*?</article>', one_line(html), re.DOTALL)[0]
    found = re.sub(r'<div class="share">.*?</details></div>', "", found, flags=re.DOTALL)
    found = re.sub(r"<time [^>]*>[^<]*</time>", "", found)
    return re.sub(r'href="[^"]*"', "", re.sub(r"\s+", " ", found))


def test_the_preview_is_the_page_that_is_published(as_person, reader, people, apa):
    claim = approved(people)
    desk = as_person(apa)
    alone = desk.get(f"/claims/{claim.pk}/preview/page/").content.decode()
    beside = desk.get(f"/claims/{claim.pk}/preview/").content.decode()
    perform(MoveName.PUBLISH, claim_id=claim.pk, actor=people.second)
    live = reader.get(f"/checks/{now_public(claim).slug}/").content.decode()

    assert article_of(alone) == article_of(live)
    assert "noindex" in alone
    assert "ld+json" not in alone
    for check in ("C1", "C7", "C13", "C15"):
        assert f"<b>{check}</b>" in beside
    assert '"@type": "ClaimReview"' in unescape(beside)
    assert '"@type": "ClaimReview"' not in beside


def test_the_approver_sees_their_own_name_where_it_will_stand(as_person, people):
    claim = ready(people)
    perform(MoveName.SUBMIT, claim_id=claim.pk, actor=people.reviewer)
    before = as_person(people.second).get(f"/claims/{claim.pk}/preview/page/").content.decode()
    by_its_author = as_person(people.reviewer).get(f"/claims/{claim.pk}/preview/page/").content.decode()
    approve(claim, people.second)
    perform(MoveName.PUBLISH, claim_id=claim.pk, actor=people.second)

    assert '<dt>Approved by</dt><dd dir="auto">Milo Brandt</dd>' in one_line(before)
    assert "Approved by" not in by_its_author
    assert now_public(claim).page["approved_by"] == ["Milo Brandt"]


def test_a_correction_is_previewed_without_the_name_of_whoever_approved_the_words_before(as_person, people, apa):
    first = published(people)
    open_correction(first.claim, people)
    html = as_person(apa).get(f"/claims/{first.claim_id}/preview/page/").content.decode()

    assert "Approved by" not in html


def test_the_preview_of_a_retracted_check_is_the_notice(as_person, people, apa):
    notice = retracted(published(people), people)
    for address in ("preview/", "preview/page/"):
        response = as_person(apa).get(f"/claims/{notice.claim_id}/{address}")
        assert response.headers["Location"] == f"/checks/{notice.slug}/"


def test_a_topic_renamed_after_the_approval_is_refused_with_the_difference(people):
    claim = approved(people)
    Topic.objects.update(name="Town hall")
    with pytest.raises(Blocked) as refused:
        perform(MoveName.PUBLISH, claim_id=claim.pk, actor=people.second)

    assert "Changed since it was submitted: the topics." in refused.value.message
    assert "The topics: “Local government” was taken away." in refused.value.reasons
    assert "The topics: “Town hall” was added." in refused.value.reasons


def test_an_unfinished_claim_says_what_is_missing(as_person, people, apa):
    claim = ready(people, summary="")
    html = as_person(apa).get(f"/claims/{claim.pk}/preview/").content.decode()

    assert "The short answer is not written yet." in html


def test_a_correction_is_previewed_as_the_next_number(as_person, people, apa):
    first = published(people)
    second = corrected(first, people)
    desk = as_person(apa)
    html = desk.get(f"/claims/{first.claim_id}/preview/").content.decode()
    markup = json.loads(unescape(re.search(r"<pre[^>]*><code>(.*?)</code>", html, re.DOTALL)[1]))

    assert second.number == 2
    assert markup["datePublished"] == first.page["published_at"]
    assert len(markup["correction"]) == 1


def test_every_link_of_the_preview_leads_somewhere(as_person, people, apa):
    published(people)
    claim = approved(people, statement="Every school has a nurse")
    desk, path = as_person(apa), f"/claims/{claim.pk}/preview/page/"
    page = desk.get(path).content.decode()
    links = {urljoin(path, link) for link in re.findall(r'<a [^>]*href="([^"#]+)', page) if not link.startswith("http")}

    assert {"/checks/", "/checks/methodology/", "/checks/corrections-policy/"} <= links
    facets = {link for link in links if link.startswith(("/checks/claimants/", "/checks/topics/", "/checks/outlets/"))}
    assert [link for link in links - facets if desk.get(link).status_code != 200] == []
