"""The newsroom's logo: set by an admin, at the head of readers' pages and of the desk."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from claims.public.export import export
from claims.verdicts.site_settings import keep_logo, newsroom
from tests.one_line import one_line

pytestmark = pytest.mark.django_db

NEWSROOM = {
    "name": "Port Ellery Courier",
    "address": "14 Tollgate Street",
    "email": "checks@courier.example",
    "language": "en",
}


@pytest.fixture(autouse=True)
def kept_files(settings, tmp_path):
    """A folder of this test's own for what is uploaded."""
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def drawing(size=(1200, 300)):
    """A blue drawing."""
    written = io.BytesIO()
    Image.new("RGBA", size, "#0f559680").save(written, "PNG")
    return written.getvalue()


def test_an_admin_shows_and_takes_away_the_logo(client, ada, kept_files):
    client.force_login(ada)
    assert client.get("/checks/logo.png").status_code == 404
    assert client.get("/logo/").headers["Content-Type"] == "image/svg+xml"
    file = SimpleUploadedFile("logo.png", drawing(), content_type="image/png")
    assert client.post("/setup/newsroom/", NEWSROOM | {"logo": file}).status_code == 302
    home = client.get("/checks/")
    assert '<img class="logo" src="../checks/logo.png" alt="">Port Ellery Courier' in one_line(home.text)
    shown = client.get("/checks/logo.png")
    with Image.open(io.BytesIO(shown.content)) as image:
        assert (image.format, image.size, image.mode) == ("PNG", (640, 160), "RGBA")
    assert client.get("/logo/").content == shown.content
    assert "Take the logo away" in client.get("/setup/newsroom/").text
    assert client.post("/setup/newsroom/", NEWSROOM | {"drop_logo": "on"}).status_code == 302
    assert client.get("/checks/logo.png").status_code == 404
    assert 'class="logo"' not in client.get("/checks/").text


def test_a_page_that_a_reader_has_is_asked_for_again_when_the_logo_changes(client, ada):
    before = client.get("/checks/").headers["ETag"]
    keep_logo(actor=ada, picture=drawing((64, 64)))
    after = client.get("/checks/", headers={"If-None-Match": before})
    assert (after.status_code, after.headers["ETag"] != before) == (200, True)


def test_a_logo_that_says_the_name_stands_for_it(client, ada):
    client.force_login(ada)
    file = SimpleUploadedFile("logo.png", drawing(), content_type="image/png")
    assert client.post("/setup/newsroom/", NEWSROOM | {"logo": file, "logo_says_name": "on"}).status_code == 302
    masthead = client.get("/checks/").text.partition("</a>")[2].partition("</a>")[0]
    assert 'alt="Port Ellery Courier">' in masthead
    assert masthead.endswith('alt="Port Ellery Courier">')


def test_what_is_no_picture_is_refused_and_nothing_else_is_kept(client, ada):
    client.force_login(ada)
    file = SimpleUploadedFile("logo.png", b"<svg/>", content_type="image/png")
    answer = client.post("/setup/newsroom/", NEWSROOM | {"name": "Another", "logo": file})
    assert answer.status_code == 422
    assert "This file cannot be read as a picture." in answer.text
    assert newsroom().name == "The Ellery Test"


def test_the_exported_site_has_the_logo(ada, tmp_path):
    keep_logo(actor=ada, picture=drawing((64, 64)))
    export(tmp_path / "site")
    assert (tmp_path / "site" / "checks" / "logo.png").read_bytes() == drawing((64, 64))
    assert 'src="../checks/logo.png"' in (tmp_path / "site" / "checks" / "index.html").read_text(encoding="utf-8")
