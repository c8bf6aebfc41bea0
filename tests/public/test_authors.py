"""Pages of the people who write checks: theirs to give and to take back, and gone everywhere at once."""

import io
import json

import extruct
import lxml.html
import pytest
from django.test import Client
from PIL import Image

from claims.accounts.roles import Role
from claims.people.account import change_name, keep_author_page, keep_picture
from claims.people.changes import switch_off, switch_on
from claims.privacy.removal import remove_person
from claims.public.export import export
from claims.verdicts.site_settings import keep_newsroom
from tests.factories import PersonFactory
from tests.public.newsroom import corrected

HOME = "/checks/authors/ines-okafor/"


def agree(person, *, is_public=True, role="Reviewer, public money", background="Ten years at the city desk."):
    return keep_author_page(actor=person, is_public=is_public, role=role, background=background)


def portrait():
    drawn = io.BytesIO()
    Image.new("RGB", (40, 40), "navy").save(drawn, "PNG")
    return drawn.getvalue()


def byline(reader, publication):
    """The links of the byline: name to address."""
    page = lxml.html.document_fromstring(reader.get(f"/checks/{publication.slug}/").content.decode())
    return {link.text_content(): link.get("href") for link in page.xpath("//a[@rel='author']")}


@pytest.fixture
def check(publish):
    return publish()


def test_a_person_who_agrees_has_a_page_and_the_byline_leads_there(reader, people, check, settings):
    assert reader.get(HOME).status_code == 404
    assert byline(reader, check) == {}
    before = reader.get(f"/checks/{check.slug}/")["ETag"]

    agree(people.reviewer)
    keep_picture(actor=people.reviewer, data=portrait())
    html = reader.get(HOME).content.decode()
    for words in ("Ines Okafor", "Reviewer, public money", "Ten years at the city desk.", "portrait.webp"):
        assert words in html
    assert f'href="../../{check.slug}/"' in html
    assert reader.get(f"/checks/{check.slug}/", headers={"If-None-Match": before}).status_code == 200
    assert byline(reader, check) == {"Ines Okafor": "../authors/ines-okafor/"}
    assert json.loads(reader.get(f"/checks/{check.slug}/check.json").content)["authors"] == [
        {"name": "Ines Okafor", "url": f"{settings.PUBLIC_URL}{HOME}"}
    ]
    assert reader.get(f"{HOME}portrait.webp")["Content-Type"] == "image/webp"
    assert HOME in reader.get("/checks/sitemap-pages.xml").content.decode()
    (profile,) = extruct.extract(html, syntaxes=["json-ld"])["json-ld"]
    assert (profile["@type"], profile["mainEntity"]["@type"]) == ("ProfilePage", "Person")
    assert (profile["mainEntity"]["name"], profile["mainEntity"]["jobTitle"]) == (
        "Ines Okafor",
        "Reviewer, public money",
    )


def test_what_is_taken_back_is_gone_everywhere(reader, people, check, tmp_path):
    agree(people.reviewer)
    keep_picture(actor=people.reviewer, data=portrait())
    site = tmp_path / "site"
    export(site)
    assert (site / "checks/authors/ines-okafor/index.html").exists()
    assert (site / "checks/authors/ines-okafor/portrait.webp").exists()

    agree(people.reviewer, is_public=False)
    for path in (HOME, f"{HOME}portrait.webp", f"{HOME}older/1/"):
        assert reader.get(path).status_code == 410
    assert byline(reader, check) == {}
    page = reader.get(f"/checks/{check.slug}/").content.decode()
    assert "Ines Okafor" in page
    assert "authors/" not in page
    assert json.loads(reader.get(f"/checks/{check.slug}/check.json").content)["authors"] == []
    assert "authors/" not in reader.get("/checks/sitemap-pages.xml").content.decode()
    export(site)
    assert not (site / "checks/authors").exists()
    assert "authors/" not in (site / f"checks/{check.slug}/index.html").read_text()

    agree(people.reviewer)
    assert "Ten years at the city desk." in reader.get(HOME).content.decode()


def test_whoever_leaves_takes_the_page_along(reader, people, check):
    admin = PersonFactory(roles=[Role.ADMIN])
    agree(people.reviewer)
    switch_off(person_id=people.reviewer.pk, actor=admin)
    assert reader.get(HOME).status_code == 410
    assert byline(reader, check) == {}
    switch_on(person_id=people.reviewer.pk, actor=admin)
    assert byline(reader, check) == {"Ines Okafor": "../authors/ines-okafor/"}
    remove_person(person_id=people.reviewer.pk, actor=admin)
    assert reader.get(HOME).status_code == 404
    assert byline(reader, check) == {}
    assert "Ines Okafor" in reader.get(f"/checks/{check.slug}/").content.decode()


def test_a_newsroom_that_prints_no_names_shows_no_pages(reader, people, publish):
    agree(people.reviewer)
    named = publish(statement="Rents doubled")
    keep_newsroom(actor=None, show_names=False)
    assert reader.get(HOME).status_code == 410
    assert byline(reader, named) == {}
    publish(statement="Trees were cut")
    keep_newsroom(actor=None, show_names=True)
    shown = reader.get(HOME).content.decode()
    assert "Rents doubled" in shown
    assert "Trees were cut" not in shown


def test_the_byline_keeps_its_name_and_leads_to_the_person_under_the_new_one(reader, people, check):
    agree(people.reviewer)
    change_name(actor=people.reviewer, display_name="Ines Okafor-Lund", own_initials="")
    assert byline(reader, check) == {"Ines Okafor": "../authors/ines-okafor/"}
    assert "Ines Okafor-Lund" in reader.get(HOME).content.decode()
    now = corrected(check, people)
    assert byline(reader, now) == {"Ines Okafor-Lund": "../authors/ines-okafor/"}
    assert byline(reader, now) != {}


def test_two_people_of_one_name_have_two_pages(people):
    other = PersonFactory(display_name="Ines Okafor")
    assert (agree(people.reviewer).slug, agree(other).slug) == ("ines-okafor", f"ines-okafor-{other.pk}")


def test_hostile_words_stay_words(reader, people, check):
    agree(people.reviewer, role="</script><script>alert(1)</script>", background='"><img src=x onerror=alert(1)>\u202e')
    html = reader.get(HOME).content.decode()
    page = lxml.html.document_fromstring(html)
    assert page.xpath("//img[@src='x']") == []
    assert [script.text for script in page.iter("script") if "alert" in (script.text or "")][0].startswith(
        '{"@context"'
    )
    assert "\u202e" not in html


def test_checks_follow_each_other_by_pages_and_take_as_many_queries(reader, people, publish, monkeypatch):
    for number in range(3):
        publish(statement=f"Claim number {number}")
    agree(people.reviewer)
    monkeypatch.setattr("claims.public.views.authors.PAGE", 2)
    first = reader.get(HOME).content.decode()
    assert ("Claim number 2" in first, "Claim number 0" in first) == (True, False)
    older = lxml.html.document_fromstring(first).xpath("//a[@rel='next']")[0].get("href")
    assert older == "../../authors/ines-okafor/older/2/"
    assert "Claim number 0" in Client().get(f"{HOME}older/2/").content.decode()


@pytest.mark.parametrize("checks", [1, 3])
def test_the_page_takes_three_queries_however_many_checks_there_are(
    reader, people, publish, django_assert_num_queries, checks
):
    for number in range(checks):
        publish(statement=f"Claim number {number}")
    agree(people.reviewer)
    reader.get(HOME)
    with django_assert_num_queries(3):
        reader.get(HOME)
