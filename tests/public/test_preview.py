"""The preview: the page as it would be, its ClaimReview and what each check says, for the desk alone."""

import json
import re

from claims.workflow.moves import MoveName
from claims.workflow.perform import perform
from tests.public.newsroom import approved, corrected, now_public, published, ready


def article_of(html: str) -> str:
    """The check's own part of a page, without what only one of the two has."""
    found = re.search(r'<article class="verdict">.*?</article>', html, re.DOTALL)[0]
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
    assert "&quot;@type&quot;: &quot;ClaimReview&quot;" in beside


def test_an_unfinished_claim_says_what_is_missing(as_person, people, apa):
    claim = ready(people, summary="")
    html = as_person(apa).get(f"/claims/{claim.pk}/preview/").content.decode()

    assert "The short answer is not written yet." in html


def test_a_correction_is_previewed_as_the_next_number(as_person, people, apa):
    first = published(people)
    second = corrected(first, people)
    desk = as_person(apa)
    html = desk.get(f"/claims/{first.claim_id}/preview/").content.decode()
    markup = json.loads(
        re.search(r"<pre[^>]*><code>(.*?)</code>", html, re.DOTALL)[1].replace("&quot;", '"').replace("&#x27;", "'")
    )

    assert second.number == 2
    assert markup["datePublished"] == first.page["published_at"]
    assert len(markup["correction"]) == 1
