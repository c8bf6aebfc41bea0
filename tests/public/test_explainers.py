"""Explainers as readers and machines find them: each check as it stands now, on every page, in every output."""

import json
import re

import pytest

from claims.public.export import export
from claims.verdicts.site_settings import keep_newsroom
from tests.public.explained import shown, withdrawn, words
from tests.public.newsroom import corrected, published, retracted
from tests.public.test_commands import files_in

MARKUP = re.compile(r'<script type="application/ld\+json">(.*?)</script>')
HOME = "/checks/explainers/"


@pytest.fixture(autouse=True)
def site(db, settings):
    settings.PUBLIC_URL = "https://facts.example"
    keep_newsroom(actor=None, name="The Plumbline", homepage="https://news.example/")


@pytest.fixture
def checks(people):
    return [
        published(people, statement="The council has cut its spending by 22 per cent"),
        published(people, statement="Council staff fell by a third", rating="mostly-true", summary="By 31 per cent."),
    ]


@pytest.fixture
def explainer(people, checks):
    return shown(people.editor, people.second, words(*checks))


def page_of(revision):
    return f"{HOME}{revision.card['slug']}/"


def html(reader, path):
    answer = reader.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()


def test_a_reader_finds_it_in_the_list_and_reads_it_with_its_checks(reader, explainer, checks):
    number = explainer.explainer_id
    assert page_of(explainer) == f"/checks/explainers/EX-{number:04d}-what-the-council-spends/"
    listing = html(reader, HOME)
    assert "What the council spends" in listing
    assert "Two claims about the budget went round." in listing
    for form in ("atom", "rss", "json"):
        assert f'<a href="../explainers/feed.{form}">' in listing
    page = html(reader, page_of(explainer))
    assert "Two claims about the <em>budget</em> went round." in page
    first, second = page.index("The paragraph before number 1."), page.index("The paragraph before number 2.")
    assert first < page.index("The council has cut its spending by 22 per cent") < second
    assert page.index("The sentence on number 2.") < page.index("The accounts are public.")
    assert f'href="../../{checks[1].slug}/"' in page
    assert "Mostly true" in page
    assert "By 31 per cent." in page
    assert "Written by <bdi>Hana Whitlock</bdi>; approved by <bdi>Milo Brandt</bdi>." in page


def test_it_is_an_article_that_repeats_no_claim_review(reader, explainer, checks):
    found = MARKUP.findall(html(reader, page_of(explainer)))
    assert len(found) == 1
    article = json.loads(found[0])
    assert article == {
        "@context": "https://schema.org",
        "@type": "Article",
        "url": f"https://facts.example{page_of(explainer)}",
        "headline": "What the council spends",
        "description": "Two claims about the budget went round.",
        "inLanguage": "en",
        "datePublished": explainer.page["first_published_at"],
        "dateModified": explainer.page["published_at"],
        "author": {"@type": "Organization", "name": "The Plumbline", "url": "https://news.example/"},
        "publisher": {
            "@type": "NewsMediaOrganization",
            "name": "The Plumbline",
            "url": "https://news.example/",
            "correctionsPolicy": "https://facts.example/checks/corrections-policy/",
        },
        "citation": [{"@type": "WebPage", "url": f"https://facts.example/checks/{check.slug}/"} for check in checks],
    }


def test_each_check_stands_there_as_it_stands_now(reader, people, explainer, checks):
    before = reader.get(page_of(explainer))["ETag"]
    corrected(checks[0], people, summary="It rose by 8 per cent.", rating="half-true")
    answer = reader.get(page_of(explainer))
    page = answer.content.decode()
    assert answer["ETag"] != before
    assert "Half true" in page
    assert "It rose by 8 per cent." in page
    assert "A check in this explainer was changed after the explainer was written." in page
    assert "Half true" in html(reader, HOME)


def test_a_withdrawn_check_is_marked_and_says_nothing_more(reader, people, explainer, checks):
    retracted(checks[1], people)
    page = html(reader, page_of(explainer))
    assert "We retracted this check on" in page
    assert "The sentence on number 2." not in page
    assert "By 31 per cent." not in page
    assert "Mostly true" not in page
    article = json.loads(MARKUP.findall(page)[0])
    assert article["citation"] == [{"@type": "WebPage", "url": f"https://facts.example/checks/{checks[0].slug}/"}]
    assert '<span class="rating" data-tone="0">Withdrawn</span>' in html(reader, HOME)
    data = reader.get(f"{page_of(explainer)}explainer.json").json()["explainer"]
    assert [(check["retracted"], check["sentence"]) for check in data["checks"]] == [
        (False, "The sentence on number 1."),
        (True, ""),
    ]


def test_a_correction_is_dated_and_the_number_before_stays_readable(reader, people, explainer, checks):
    given = words(*checks, title="What the council spent", kind="correction", note="The title named the wrong year.")
    now = shown(people.editor, people.second, given, explainer.explainer)
    page = html(reader, page_of(now))
    assert page_of(now) == page_of(explainer)
    assert '<b>Correction:</b> <span dir="auto">The title named the wrong year.</span>' in page
    assert "The title: “What the council spends” is now “What the council spent”." in page
    assert json.loads(MARKUP.findall(page)[0])["correction"] == [
        {
            "@type": "CorrectionComment",
            "text": "The title named the wrong year.",
            "datePublished": now.page["published_at"],
        }
    ]
    old = html(reader, f"{page_of(now)}1/")
    assert "This is number 1, as it stood from" in old
    assert "What the council spends" in old
    assert '<meta name="robots" content="noindex">' in old
    assert not MARKUP.findall(old)
    assert reader.get(f"{page_of(now)}2/").status_code == 302
    assert reader.get(f"{page_of(now)}3/").status_code == 404


def test_two_numbers_are_compared_word_by_word(reader, people, explainer, checks):
    given = words(*checks, title="What the council spent", kind="correction", note="The title named the wrong year.")
    now = shown(people.editor, people.second, given, explainer.explainer)
    assert f'href="../../explainers/{now.card["slug"]}/changes/1-2/"' in html(reader, page_of(now))
    page = html(reader, f"{page_of(now)}changes/1-2/")
    assert "What the council <del>spends</del><ins>spent</ins>" in page
    assert "The introduction" not in page
    for wrong in ("2-1", "1-3", "1-1"):
        assert reader.get(f"{page_of(now)}changes/{wrong}/").status_code == 404


def test_a_withdrawn_explainer_keeps_its_address_and_says_so_everywhere(reader, people, explainer):
    withdrawn(explainer, people.editor, people.second)
    page = html(reader, page_of(explainer))
    assert "We have retracted this explainer." in page
    assert "The subject was misread." in page
    assert "The sentence on number 1." not in page
    assert not MARKUP.findall(page)
    assert "What the council spends" not in html(reader, HOME)
    assert "Withdrawn: What the council spends" in html(reader, f"{HOME}feed.atom")
    assert reader.get("/checks/explainers.json").json()["explainers"] == []
    assert reader.get(f"{page_of(explainer)}explainer.json").json()["explainer"]["retracted"] is True
    assert "This explainer was withdrawn." in html(reader, f"{page_of(explainer)}1/")
    assert "explainers/" not in html(reader, "/checks/")


def test_feeds_keep_one_entry_under_one_id(reader, people, explainer, checks):
    first = reader.get(f"{HOME}feed.json").json()
    assert [item["title"] for item in first["items"]] == ["What the council spends"]
    given = words(*checks, closing="They are public now.", kind="update", note="The accounts came out.")
    shown(people.editor, people.second, given, explainer.explainer)
    second = reader.get(f"{HOME}feed.json").json()
    assert [item["id"] for item in second["items"]] == [item["id"] for item in first["items"]]
    assert "Update: The accounts came out." in second["items"][0]["content_html"]
    for form in ("atom", "rss"):
        assert "What the council spends" in html(reader, f"{HOME}feed.{form}")


def test_machines_find_it_in_the_data_and_the_sitemap(reader, explainer, checks):
    listing = reader.get("/checks/explainers.json").json()
    assert listing["next"] is None
    assert [(row["title"], row["checks"]) for row in listing["explainers"]] == [("What the council spends", 2)]
    data = reader.get(listing["explainers"][0]["data_url"].removeprefix("https://facts.example")).json()["explainer"]
    assert [check["check"]["number"] for check in data["checks"]] == [check.card["number"] for check in checks]
    assert [check["check"]["rating"]["label"] for check in data["checks"]] == ["False", "Mostly true"]
    sitemap = html(reader, "/checks/sitemap-pages.xml")
    assert f"<loc>https://facts.example{page_of(explainer)}</loc>" in sitemap
    assert "<loc>https://facts.example/checks/explainers/</loc>" in sitemap


def test_every_page_leads_there_once_there_is_one(reader, people, checks):
    path = f"/checks/{checks[0].slug}/"
    before = reader.get(path)
    assert "explainers/" not in before.content.decode()
    shown(people.editor, people.second, words(*checks))
    after = reader.get(path, headers={"If-None-Match": before["ETag"]})
    assert after.status_code == 200
    assert '<a href="../explainers/">Explainers</a>' in after.content.decode()


def test_it_stands_in_the_languages_of_the_site(reader, people, explainer):
    keep_newsroom(actor=None, language="en", more_languages=["es"])
    page = html(reader, f"/es{page_of(explainer)}")
    assert '<bdi dir="ltr" lang="en">What the council spends</bdi>' in page
    assert f'hreflang="en" href="https://facts.example{page_of(explainer)}"' in page


def test_the_export_holds_it_and_its_numbers(people, explainer, checks, tmp_path):
    given = words(*checks, closing="They are public now.", kind="update", note="The accounts came out.")
    shown(people.editor, people.second, given, explainer.explainer)
    export(tmp_path / "site")
    files = {str(name) for name in files_in(tmp_path / "site")}
    base = page_of(explainer).lstrip("/")
    for name in (
        f"{base}index.html",
        f"{base}explainer.json",
        f"{base}1/index.html",
        f"{base}changes/1-2/index.html",
        "checks/explainers/index.html",
    ):
        assert name in files
    assert {"checks/explainers/feed.atom", "checks/explainers.json"} <= files


def test_hostile_words_stay_words(reader, people, checks):
    hostile = '</script><img src=x onerror=alert(1)> "quoted" \u202e'
    given = words(*checks, title=hostile, introduction=f"{hostile} [a](javascript:alert(1))", closing=hostile)
    revision = shown(people.editor, people.second, given)
    for path in (page_of(revision), HOME, f"{HOME}feed.atom"):
        page = html(reader, path)
        assert "<img src=x" not in page
        assert 'href="javascript' not in page
    assert json.loads(MARKUP.findall(html(reader, page_of(revision)))[0])["headline"].startswith("</script>")


def test_an_address_with_other_words_leads_to_the_right_one(reader, explainer):
    number = f"EX-{explainer.explainer_id:04d}"
    answer = reader.get(f"{HOME}{number}-another-title/")
    assert (answer.status_code, answer["Location"]) == (301, f"https://facts.example{page_of(explainer)}")
    assert reader.get(f"{HOME}EX-9999/").status_code == 404
    assert reader.get(f"{HOME}EX-999999999999999/").status_code == 404


def test_a_list_asks_no_more_for_three_than_for_one(reader, people, checks, django_assert_num_queries):
    shown(people.editor, people.second, words(*checks))
    with django_assert_num_queries(3):
        reader.get(HOME)
    for title in ("Second", "Third"):
        shown(people.editor, people.second, words(*checks, title=title))
    with django_assert_num_queries(3):
        assert "Third" in html(reader, HOME)
