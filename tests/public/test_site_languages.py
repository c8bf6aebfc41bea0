"""The public site in several languages: each at addresses of its own, named by all others, without a cookie."""

import json
import re
from xml.etree import ElementTree

import pytest

from claims.errors import Blocked
from claims.verdicts.site_settings import keep_newsroom
from tests.public.test_commands import files_in, said

HREFLANG = re.compile(r'<link rel="alternate" hreflang="([^"]+)" href="([^"]+)">')


@pytest.fixture
def in_three_languages(db, settings):
    settings.PUBLIC_URL = "https://facts.example"
    keep_newsroom(actor=None, language="en", more_languages=["es", "ar"])


def test_each_language_stands_at_its_own_address(reader, publish, in_three_languages, spanish):
    slug = publish().slug
    plain = reader.get("/checks/", headers={"Accept-Language": "es"})
    page = reader.get("/es/checks/")
    assert '<html lang="en">' in plain.content.decode()
    assert '<html lang="es">' in page.content.decode()
    assert "Todas las verificaciones" in page.content.decode()
    assert '<html lang="ar" dir="rtl">' in reader.get(f"/ar/checks/{slug}/").content.decode()
    for answer in (plain, page):
        assert not answer.cookies
        assert "Accept-Language" not in answer.headers.get("Vary", "")
        assert "Cookie" not in answer.headers.get("Vary", "")
    assert plain.headers["ETag"] != page.headers["ETag"]


def test_every_page_names_itself_in_the_other_languages(reader, publish, in_three_languages):
    path = f"/checks/{publish().slug}/"
    for prefix in ("", "/es", "/ar"):
        page = reader.get(prefix + path).content.decode()
        assert HREFLANG.findall(page) == [
            ("en", f"https://facts.example{path}"),
            ("es", f"https://facts.example/es{path}"),
            ("ar", f"https://facts.example/ar{path}"),
            ("x-default", f"https://facts.example{path}"),
        ]
        assert f'<link rel="canonical" href="https://facts.example{prefix}{path}">' in page
        assert '<a href="../../es' in page or '<a href="../../../es' in page


def test_links_stay_in_the_language_and_style_sheets_are_shared(reader, publish, in_three_languages):
    publish()
    page = reader.get("/es/checks/").content.decode()
    assert 'href="./methodology/"' in page
    assert 'href="../../static/css/base.css"' in page
    moved = reader.get(f"/es/checks/{publish().slug[:7]}/")
    assert moved.headers["Location"].startswith("https://facts.example/es/checks/FC-")


def test_a_language_that_is_not_offered_has_no_pages_and_the_own_one_has_them_at_the_plain_address(
    reader, in_three_languages
):
    assert reader.get("/fr/checks/").status_code == 404
    assert reader.get("/xx/checks/").status_code in (302, 404)
    home = reader.get("/en/checks/")
    assert (home.status_code, home.headers["Location"]) == (301, "https://facts.example/checks/")


def test_one_language_says_nothing_of_others(reader, publish):
    publish()
    assert "hreflang" not in reader.get("/checks/").content.decode()
    assert "xhtml:link" not in reader.get("/checks/sitemap-pages.xml").content.decode()


def test_the_newsrooms_language_is_that_of_its_site(reader, db, spanish):
    keep_newsroom(actor=None, language="es-MX")
    assert '<html lang="es">' in reader.get("/checks/").content.decode()
    assert "Política de correcciones" in reader.get("/checks/").content.decode()
    with pytest.raises(Blocked):
        keep_newsroom(actor=None, more_languages=["tlh"])


def test_what_people_wrote_says_its_language_where_the_page_speaks_another(reader, publish, in_three_languages):
    slug = publish(statement="Every school has a nurse").slug
    arabic, english = (reader.get(f"{prefix}/checks/{slug}/").content.decode() for prefix in ("/ar", ""))
    assert '<bdi dir="ltr" lang="en">Every school has a nurse</bdi>' in arabic
    assert '<bdi dir="ltr">Every school has a nurse</bdi>' in english
    assert 'dir="auto" lang="en"' in reader.get("/es/checks/methodology/").content.decode()


def test_the_sitemap_lists_each_page_in_each_language_with_the_others(reader, publish, in_three_languages):
    path = f"/checks/{publish().slug}/"
    tree = ElementTree.fromstring(reader.get("/checks/sitemap-1.xml").content)
    found = [[entry[0].text, [link.get("hreflang") for link in entry[2:]]] for entry in tree]
    assert found == [
        [f"https://facts.example{prefix}{path}", ["en", "es", "ar", "x-default"]] for prefix in ("", "/es", "/ar")
    ]
    assert "Allow: /ar/checks/\n" in reader.get("/robots.txt").content.decode()


def test_feeds_say_their_own_address_and_the_markup_the_checks_language(reader, publish, in_three_languages):
    slug = publish().slug
    feed = json.loads(reader.get("/es/checks/feed.json").content)
    assert feed["home_page_url"] == "https://facts.example/es/checks/"
    assert feed["feed_url"] == "https://facts.example/es/checks/feed.json"
    assert json.loads(reader.get(f"/es/checks/{slug}/claimreview.json").content)["inLanguage"] == "en"


def test_the_exported_site_has_every_language(reader, publish, in_three_languages, tmp_path):
    slug = publish().slug
    said("export_site", tmp_path / "site")
    files = files_in(tmp_path / "site")
    served = reader.get(f"/es/checks/{slug}/").content.decode()
    in_a_file = served.replace(f'href="../{slug}/report-an-error/"', 'href="../contact/"')
    assert files[f"es/checks/{slug}/index.html"].decode() == in_a_file
    assert "ar/checks/search/index.html" in files
    assert f"checks/{slug}/share.png" in files
    assert f"es/checks/{slug}/share.png" not in files
