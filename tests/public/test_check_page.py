"""The page of a check: what it shows, what it leaves out, how it is cached."""

import io
import json
import re
from urllib.parse import urljoin

import extruct
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from PIL import Image

from claims.articles.models import Article
from claims.public.self_check import judge
from claims.public.share import image
from claims.verdicts.copies import look_up_quote
from claims.verdicts.models import Evidence
from claims.verdicts.site_settings import keep_newsroom
from claims.workflow.moves import MoveName
from claims.workflow.perform import perform
from tests.public.newsroom import corrected, now_public, ready, retracted
from tests.workflow.stories import approve


def path_of(publication) -> str:
    return f"/checks/{publication.slug}/"


def test_a_reader_sees_the_answer_first_then_the_evidence(reader, publish):
    publication = publish()
    response = reader.get(path_of(publication))
    html = response.content.decode()
    shown = html[html.index("<h1>") :]

    assert response.status_code == 200
    places = [
        shown.index(words)
        for words in (
            "The council has cut its spending",
            "False</span>",
            "It rose by 9 per cent.",
            "At a glance",
            "What we found",
            "Sources",
            "How it was checked",
            'id="corrections"',
        )
    ]
    assert places == sorted(places)
    for words in (
        "Rufus Haldane",
        "mayor of Port Ellery",
        "Budget debate",
        "Ines Okafor",
        "Milo Brandt",
        "The evidence contradicts it.",
        "Step 5 of 5",
        "We stand by the figure.",
        "ab" * 32,
        "https://source0.example/",
        "Audit Office",
        "Council cuts",
        publication.content_hash,
    ):
        assert words in html, words


def test_every_check_holds_on_the_served_page(reader, publish, settings):
    publication = publish()
    html = reader.get(path_of(publication)).content.decode()

    failed = [result for result in judge(publication.page, html, in_sitemap=True) if not result.passed]
    assert [(result.check, result.sentence) for result in failed] == [
        (
            "C7",
            "Give url as the page's full address, beginning with https://. This desk's PUBLIC_URL is "
            f"{settings.PUBLIC_URL}: set it to the https:// address readers use, and restart.",
        )
    ]


def test_no_cookie_no_session_and_at_most_four_queries(reader, publish):
    publication = publish()
    with CaptureQueriesContext(connection) as queries:
        response = reader.get(path_of(publication))

    assert 1 <= len(queries) <= 4
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    assert "frame-ancestors 'none'" in response.headers["Content-Security-Policy"]


def test_conditional_requests_answer_304_with_three_short_queries(reader, publish):
    publication = publish()
    first = reader.get(path_of(publication))
    with CaptureQueriesContext(connection) as queries:
        again = reader.get(path_of(publication), headers={"If-None-Match": first.headers["ETag"]})
    asked = len(queries)
    by_date = reader.get(path_of(publication), headers={"If-Modified-Since": first.headers["Last-Modified"]})

    assert (again.status_code, by_date.status_code) == (304, 304)
    assert again.content == b""
    assert asked == 3  # the newsroom, for its languages, the check, and what stands beside it
    assert "max-age=" in first.headers["Cache-Control"]


def test_the_page_is_the_same_bytes_each_time_whatever_happens_on_the_desk(reader, publish, people):
    publication = publish()
    before = reader.get(path_of(publication)).content
    people.reviewer.display_name = "Somebody Else"
    people.reviewer.save()
    claim = publication.claim
    claim.claimant.name = "Renamed"
    claim.claimant.save()
    rating = claim.verdict.rating
    type(rating).objects.filter(pk=rating.pk).update(definition="Other words.")

    assert reader.get(path_of(publication)).content == before


def test_a_draft_never_leaks(reader, publish, people):
    publication = publish()
    before = reader.get(path_of(publication)).content
    type(publication.claim.verdict).objects.filter(claim=publication.claim).update(summary="SECRET DRAFT")

    assert reader.get(path_of(publication)).content == before


def test_other_words_after_the_number_lead_to_the_address(reader, publish):
    publication = publish()
    response = reader.get(f"/checks/{publication.claim.number}-something-else/")

    assert response.status_code == 301
    assert response.headers["Location"].endswith(path_of(publication))


@pytest.mark.parametrize("slug", ["FC-9999", "FC-9999-words", "FC-999999999999999"])
def test_what_is_not_published_is_not_here(reader, people, slug):
    response = reader.get(f"/checks/{slug}/")

    assert response.status_code == 404
    assert b"Nothing is published at this address" in response.content


def test_a_correction_keeps_the_address_and_says_what_changed(reader, publish, people):
    first = publish()
    second = corrected(first, people)
    html = reader.get(path_of(second)).content.decode()
    old = reader.get(f"{path_of(second)}1/").content.decode()

    assert second.slug == first.slug
    assert "It rose by 8 per cent." in html
    assert "The year in the short answer is wrong." in html
    assert f"{path_of(second)}1/".rsplit("/", 2)[1] + "/" in html
    [review] = extruct.extract(html, syntaxes=["json-ld"])["json-ld"]
    assert review["datePublished"] == first.page["published_at"]
    assert review["dateModified"] == second.page["published_at"]
    assert review["correction"][0]["text"] == "Correction: The year in the short answer is wrong."
    assert "It rose by 9 per cent." in old
    assert "Read what we say now" in old
    assert "noindex" in old
    assert "ld+json" not in old
    assert [r.check for r in judge(second.page, html, in_sitemap=True) if not r.passed] == ["C7"]


def test_the_review_date_is_the_publication_and_not_when_the_claim_was_noted(publish):
    publication = publish()

    assert publication.page["first_published_at"] == publication.published_at.isoformat(timespec="seconds")
    assert publication.published_at > publication.claim.created_at


def test_a_retraction_keeps_the_address_with_a_notice_and_no_markup(reader, publish, people):
    first = publish()
    notice = retracted(first, people)
    response = reader.get(path_of(first))
    html = response.content.decode()

    assert response.status_code == 200
    assert "We have retracted this check." in html
    assert "The source was forged." in html
    assert "ld+json" not in html
    assert "It rose by 9 per cent." not in html
    assert all(result.passed for result in judge(notice.page, html))
    old = reader.get(f"{path_of(first)}1/").content.decode()
    assert "This check was withdrawn." in old
    assert reader.get(f"{path_of(first)}claimreview.json").status_code == 410
    assert reader.get(f"{path_of(first)}2/").status_code == 302


def test_names_are_left_out_where_the_newsroom_does_not_show_them(reader, publish):
    keep_newsroom(actor=None, show_names=False)
    html = reader.get(path_of(publish())).content.decode()

    assert "Ines Okafor" not in html
    assert "Milo Brandt" not in html


def test_every_link_on_the_page_leads_somewhere(reader, publish, people):
    publication = corrected(publish(), people)
    html = reader.get(path_of(publication)).content.decode()
    links = {link for link in re.findall(r'href="([^"#]+)', html) if not link.startswith(("http", "mailto"))}

    for link in links:
        response = reader.get(link) if link.startswith("/") else _follow(reader, path_of(publication), link)
        assert response.status_code in (200, 302) or "static" in link, link


def _follow(reader, page: str, link: str):
    return reader.get(urljoin(page, link))


def test_the_share_image_leaves_out_letters_no_font_has_and_is_drawn_all_the_same(publish):
    page = dict(publish().page)

    def picture(statement: str) -> bytes:
        return image(page | {"statement": statement})

    plain = picture("The council has cut its spending")
    assert picture("The council \U0010fffd has cut its spending") == plain
    number = picture("\U0010fffd\U0010fffe" * 40)
    assert Image.open(io.BytesIO(number)).size == (1200, 630)
    assert number != plain


def test_whoever_wants_to_report_an_error_finds_a_way_without_an_address_too(reader, db):
    keep_newsroom(actor=None, email="")
    without = reader.get("/checks/contact/").content.decode()
    keep_newsroom(actor=None, email="desk@courier.example")
    with_address = reader.get("/checks/contact/").content.decode()

    assert "We have not put an address for readers here yet." in without
    assert '<a class="btn" href="../send-a-claim/">' in without
    assert "mailto:desk@courier.example" in with_address
    assert "not put an address" not in with_address


def test_a_reader_sees_the_passage_in_our_copy_with_the_words_around_it(reader, people):
    claim = ready(people, quote="rose by 9 per cent")
    source = Evidence.objects.get(claim=claim, position=0)
    look_up_quote(source, "The accounts of 2025 say that spending rose by 9 per cent <and> more than planned.")
    perform(MoveName.SUBMIT, claim_id=claim.pk, actor=people.reviewer)
    approve(claim, people.second)
    perform(MoveName.PUBLISH, claim_id=claim.pk, actor=people.second)
    page = " ".join(reader.get(path_of(now_public(claim))).content.decode().split())

    assert (
        "The accounts of 2025 say that spending <mark>rose by 9 per cent</mark> &lt;and&gt; more than planned." in page
    )
    assert now_public(claim).content["evidence"][1]["around"] is None


def test_an_address_with_quotation_marks_is_escaped_where_it_is_printed(reader, people):
    claim = ready(people)
    Article.objects.filter(versions__candidates__claim=claim).update(url='https://a.example/?q="x"><i>')
    perform(MoveName.SUBMIT, claim_id=claim.pk, actor=people.reviewer)
    approve(claim, people.second)
    perform(MoveName.PUBLISH, claim_id=claim.pk, actor=people.second)
    check = now_public(claim)

    assert json.loads(check.claim_review)["itemReviewed"]["appearance"][0]["url"] == (
        "https://a.example/?q=%22x%22%3E%3Ci%3E"
    )
    assert 'href="https://a.example/?q=%22x%22%3E%3Ci%3E"' in reader.get(path_of(check)).content.decode()
