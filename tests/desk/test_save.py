"""Adding the page one is reading, by a bookmark."""

import html
import re
from urllib.parse import quote

import pytest

from claims.articles.models import Article
from tests.factories import STORY
from tests.fetching.local_site import start_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def site(settings):
    settings.FETCH_ALLOW_NETWORKS = ("127.0.0.0/8",)
    running = start_site()
    yield running
    running.server.shutdown()


def test_the_bookmark_leads_to_a_button_and_the_button_adds(site, edo, as_person):
    browser = as_person(edo)
    paragraphs = "".join(f"<p>{part}</p>" for part in STORY.split("\n\n"))
    page = f"<html><head><title>Bus plan</title></head><body><article>{paragraphs}</article></body></html>"
    address = site.page("/story", page.encode(), Content_Type="text/html")
    shown = html.unescape(browser.get("/account/bookmark/").content.decode())
    assert re.search(r"javascript:void\(location\.href='http[^']+/articles/save/\?url='\+", shown)
    assert browser.get(f"/articles/save/?url={quote(address)}").status_code == 200
    assert Article.objects.count() == 0
    added = browser.post("/articles/save/", {"url": address})
    assert added["Location"] == f"/articles/{Article.objects.get().pk}/"


def test_an_address_that_cannot_be_read_comes_back_with_the_reason(edo, ana, as_person):
    browser = as_person(edo)
    for address in ("", "ftp://x.example", "javascript:alert(1)", "http://127.0.0.1/"):
        answer = browser.post("/articles/save/", {"url": address})
        assert answer.status_code == 422
        assert html.escape(address) in answer.content.decode()
    assert as_person(ana).get("/articles/save/").status_code == 403
