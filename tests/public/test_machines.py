"""What browsers, crawlers, feed readers and scripts of other sites get from the site besides its pages."""

import datetime
import gzip
import io
import json
import re

import pytest
from django.utils import timezone
from PIL import Image

from claims.verdicts.site_settings import keep_newsroom
from tests.public.newsroom import corrected, retracted

JSON_PATHS = ("checks.json", "claimreviews.json", "feed.json", "claimreviews-all.json")


@pytest.mark.parametrize("path", ["checks/", "checks/feed.atom", *(f"checks/{name}" for name in JSON_PATHS)])
def test_what_is_made_on_the_spot_goes_out_compressed(reader, publish, path):
    publish()
    plain = reader.get(f"/{path}")
    packed = reader.get(f"/{path}", headers={"Accept-Encoding": "gzip, br, zstd"})
    whole = b"".join(packed) if packed.streaming else packed.content

    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert gzip.decompress(whole) == (b"".join(plain) if plain.streaming else plain.content)
    assert packed.headers["ETag"] == f"W/{plain.headers['ETag'].removeprefix('W/')}"
    known = {"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]}
    assert reader.get(f"/{path}", headers=known).status_code == 304


@pytest.mark.parametrize(
    ("header", "packed"),
    [
        ("gzip", True),
        ("GZIP", True),
        ("gzip;q=0.5", True),
        ("br;q=1.0, gzip;q=0.8, *;q=0.1", True),
        ("*", True),
        ("identity;q=0, *;q=0.5", True),
        ("gzip;q=0", False),
        ("gzip; q=0", False),
        ("GZIP;Q=0.000", False),
        ("gzip;q=0.0", False),
        ("gzip;q=0, br", False),
        ("gzip;q=0, *;q=1", False),
        ("*;q=0", False),
        ("br, *;q=0", False),
        ("identity", False),
        ("identity, gzip;q=0.5", False),
        ("gzip;q=often", False),
        ("gzip;q=nan", False),
        ("", False),
        (";,;q=,", False),
    ],
)
def test_nobody_gets_gzip_who_does_not_take_it(reader, publish, header, packed):
    publish()
    plain = reader.get("/checks/")
    answer = reader.get("/checks/", headers={"Accept-Encoding": header})

    assert answer.headers.get("Content-Encoding", "none") == ("gzip" if packed else "none")
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert (gzip.decompress(answer.content) if packed else answer.content) == plain.content
    assert answer.headers["ETag"].startswith("W/") == packed
    known = {"Accept-Encoding": header, "If-None-Match": answer.headers["ETag"]}
    assert reader.get("/checks/", headers=known).status_code == 304


def test_pictures_go_out_as_they_are(reader, publish):
    answer = reader.get(f"/checks/{publish().slug}/share.png", headers={"Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in answer.headers


def test_no_time_has_more_than_seconds(reader, publish, people):
    check = corrected(publish(), people)
    for path in ("", "search/?q=council", "topics/local-government/", "corrections/", f"{check.slug}/"):
        found = re.findall(r'<time datetime="([^"]+)"', reader.get(f"/checks/{path}").content.decode())
        assert found, path
        assert [stamp for stamp in found if "." in stamp] == [], path


def test_a_script_of_another_site_may_ask_again_with_what_it_knows(reader, publish):
    check = publish()
    paths = [*JSON_PATHS, "feed.atom", "oembed", f"{check.slug}/check.json", f"{check.slug}/claimreview.json"]
    for path in paths:
        asked = reader.options(
            f"/checks/{path}",
            headers={"Origin": "https://reader.example", "Access-Control-Request-Headers": "if-none-match"},
        )
        assert asked.status_code == 204, path
        assert asked.headers["Access-Control-Allow-Origin"] == "*"
        assert "If-None-Match" in asked.headers["Access-Control-Allow-Headers"]
        assert asked.headers["Access-Control-Allow-Methods"] == "GET, HEAD, OPTIONS"
    answer = reader.get("/checks/checks.json")
    assert answer.headers["Access-Control-Expose-Headers"] == "ETag, Last-Modified, Link"
    assert reader.options("/checks/").status_code == 405


def test_an_address_of_data_that_is_not_there_answers_in_json(reader, publish, people):
    check = publish()
    for path in (
        "/checks/FC-9999/check.json",
        "/checks/none.json",
        "/none.json",
        "/checks/oembed?url=https://x.example/",
    ):
        answer = reader.get(path)
        assert answer.status_code == 404, path
        assert answer.headers["Content-Type"] == "application/json", path
        assert json.loads(answer.content) == {"status": 404, "title": "Nothing is published at this address."}
        assert answer.headers["Access-Control-Allow-Origin"] == "*"
        assert "max-age=60" in answer.headers["Cache-Control"]
        assert not answer.cookies
    retracted(check, people)
    gone = reader.get(f"/checks/{check.slug}/claimreview.json")
    assert (gone.status_code, json.loads(gone.content)["title"]) == (410, "What stood at this address was withdrawn.")


@pytest.mark.parametrize("path", ["/nothing", "/nothing/at/all/", "/checks/nothing/", "/wp-login.php"])
def test_a_mistyped_address_shows_the_sites_own_face_and_sets_no_cookie(reader, publish, path):
    publish()
    answer = reader.get(path)
    page = answer.content.decode()

    assert (answer.status_code, bool(answer.cookies)) == (404, False)
    assert "This page is not here" in page
    assert "Go to the desk" not in page
    (way_home,) = re.findall(r'<a class="btn" href="([^"]+)">All checks', page)
    up = "../" * (path.count("/") - 1) or "./"
    assert way_home in (f"{up}checks/", "../")


def test_a_form_sent_to_a_check_is_refused_without_a_cookie(reader, publish):
    answer = reader.post(f"/checks/{publish().slug}/")
    assert (answer.status_code, bool(answer.cookies)) == (405, False)


def test_people_of_the_desk_keep_their_own_page_for_a_mistyped_address(as_person, nell):
    page = as_person(nell).get("/nothing").content.decode()
    assert "Nothing is kept at this address." in page


def test_the_address_without_a_path_leads_readers_to_the_site_and_people_to_the_desk(reader, publish, as_person, ana):
    assert reader.get("/").headers["Location"].startswith("/accounts/sign-in/")
    publish()
    first = reader.get("/")
    assert (first.status_code, first.headers["Location"], bool(first.cookies)) == (302, "/checks/", False)
    reader.get("/accounts/sign-in/")
    assert reader.get("/").headers["Location"].startswith("/accounts/sign-in/")
    assert as_person(ana).get("/").status_code == 200


def test_icons_and_manifest_are_where_browsers_look(reader, publish):
    icon = reader.get("/favicon.ico")
    assert (icon.headers["Content-Type"], bool(icon.cookies)) == ("image/x-icon", False)
    assert Image.open(io.BytesIO(icon.content)).size == (48, 48)
    assert Image.open(io.BytesIO(reader.get("/apple-touch-icon.png").content)).size == (180, 180)
    manifest = reader.get("/manifest.webmanifest")
    told = json.loads(manifest.content)
    assert manifest.headers["Content-Type"] == "application/manifest+json"
    assert (told["name"], told["start_url"]) == ("The Ellery Test Checked", "checks/")
    assert [icon["sizes"] for icon in told["icons"]] == ["192x192", "512x512"]
    page = reader.get(f"/checks/{publish().slug}/")
    assert '<link rel="manifest" href="../../manifest.webmanifest">' in page.content.decode()
    assert "manifest-src 'self'" in page.headers["Content-Security-Policy"]


def test_security_txt_says_whom_to_tell_and_until_when_it_holds(reader, db):
    keep_newsroom(actor=None, email="desk@courier.example")
    lines = dict(line.split(": ", 1) for line in reader.get("/.well-known/security.txt").content.decode().splitlines())
    until = datetime.datetime.fromisoformat(lines["Expires"])

    assert lines["Contact"] == "mailto:desk@courier.example"
    assert datetime.timedelta(days=100) < until - timezone.now() < datetime.timedelta(days=366)
    assert lines["Canonical"].endswith("/.well-known/security.txt")
