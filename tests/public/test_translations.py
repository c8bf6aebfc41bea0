"""A check in a second language: at its address, in lists, feeds and data, and visibly behind once the check changes."""

import json
import re
from dataclasses import replace

import pytest

from claims.public.export import export
from claims.verdicts.site_settings import keep_newsroom
from tests.public.newsroom import corrected, published, retracted
from tests.public.test_commands import files_in
from tests.public.translated import SPANISH, in_spanish

MARKUP = re.compile(r'<script type="application/ld\+json">(.*?)</script>')


@pytest.fixture(autouse=True)
def in_two_languages(db, settings):
    settings.PUBLIC_URL = "https://facts.example"
    keep_newsroom(actor=None, language="en", more_languages=["es"])


def html(reader, path):
    answer = reader.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_translation_stands_at_the_address_of_its_language(reader, people):
    publication = published(people)
    slug = publication.slug
    assert "El consejo" not in html(reader, f"/es/checks/{slug}/")
    in_spanish(publication, people.reviewer, people.second)
    page = html(reader, f"/es/checks/{slug}/")
    assert '<bdi dir="ltr">El consejo recortó su gasto en un 22 por ciento</bdi>' in page
    assert '<p class="short" dir="auto">Subió un 9 por ciento.</p>' in page
    assert 'Las cuentas auditadas dan ambas cifras <a href="#source-1"' in page
    assert '<span dir="auto">Falso</span>' in page
    assert "The council has cut its spending by 22 per cent</bdi>" not in page
    assert "Ines Okafor" in page
    assert "Milo Brandt" in page
    plain = html(reader, f"/checks/{slug}/")
    assert "The council has cut its spending by 22 per cent</bdi>" in plain
    assert '<a href="../../es/checks/' + slug + '/" lang="es" hreflang="es">español</a>' in plain
    for each in (page, plain):
        assert f'hreflang="es" href="https://facts.example/es/checks/{slug}/"' in each
        assert f'hreflang="en" href="https://facts.example/checks/{slug}/"' in each


def test_its_claim_review_is_its_own(reader, people):
    publication = published(people, language="en")
    in_spanish(publication, people.reviewer, people.second)
    path = f"/es/checks/{publication.slug}/"
    review = json.loads(MARKUP.findall(html(reader, path))[0])
    assert review["url"] == f"https://facts.example{path}"
    assert review["inLanguage"] == "es"
    assert review["claimReviewed"] == "El consejo recortó su gasto en un 22 por ciento"
    assert review["reviewRating"]["alternateName"] == "Falso"
    assert review["itemReviewed"]["inLanguage"] == "en"
    original = f"https://facts.example/checks/{publication.slug}/"
    assert review["translationOfWork"] == {"@type": "CreativeWork", "url": original}
    assert reader.get(f"{path}claimreview.json").json() == review
    plain = json.loads(MARKUP.findall(html(reader, f"/checks/{publication.slug}/"))[0])
    assert (plain["url"], plain["inLanguage"]) == (original, "en")


def test_lists_feeds_embed_and_data_speak_it_too(reader, people):
    publication = published(people)
    in_spanish(publication, people.reviewer, people.second)
    slug = publication.slug
    for path in ("/es/checks/", f"/es/checks/{slug}/embed/", "/es/checks/feed.atom"):
        assert "El consejo" in html(reader, path), path
        assert "El consejo" not in html(reader, path.removeprefix("/es")), path
    assert f"https://facts.example/es/checks/{slug}/" in html(reader, "/es/checks/feed.atom")
    check = reader.get(f"/es/checks/{slug}/check.json").json()["check"]
    assert check["statement"] == "El consejo recortó su gasto en un 22 por ciento"
    assert check["translation"]["source_language"] == "en"
    assert reader.get(f"/checks/{slug}/check.json").json()["check"]["translations"] == [
        {
            "language": "es",
            "url": f"https://facts.example/es/checks/{slug}/",
            "data_url": f"https://facts.example/es/checks/{slug}/check.json",
        }
    ]
    oembed = reader.get(f"/checks/oembed?url=https://facts.example/es/checks/{slug}/").json()
    assert oembed["title"] == "Falso: El consejo recortó su gasto en un 22 por ciento"


def test_it_falls_behind_for_all_to_see_when_the_check_is_corrected(reader, people):
    publication = published(people)
    in_spanish(publication, people.reviewer, people.third)
    path = f"/es/checks/{publication.slug}/"
    before = reader.get(path).headers["ETag"]
    now = corrected(publication, people, rating="half-true")
    answer = reader.get(path)
    page = answer.content.decode()
    assert answer.headers["ETag"] != before
    assert "El consejo" in page
    assert 'class="notice" data-tone="3"' in page
    assert not MARKUP.findall(page)
    # Nothing that stands alone repeats what was corrected.
    assert "Falso" not in html(reader, "/es/checks/")
    assert "Half true" in html(reader, "/es/checks/")
    assert "El consejo" not in html(reader, f"{path}embed/")
    in_spanish(now, people.reviewer, people.third, replace(SPANISH, summary="Subió un 8.", note="Según la corrección."))
    page = html(reader, path)
    assert "Subió un 8." in page
    assert "Según la corrección." in page
    assert 'class="notice" data-tone="3"' not in page
    assert len(MARKUP.findall(page)) == 1


def test_a_withdrawn_check_is_withdrawn_in_every_language(reader, people):
    publication = published(people)
    in_spanish(publication, people.reviewer, people.second)
    retracted(publication, people)
    page = html(reader, f"/es/checks/{publication.slug}/")
    assert "El consejo" not in page
    assert not MARKUP.findall(page)


def test_the_export_holds_it(people, tmp_path):
    publication = published(people)
    in_spanish(publication, people.reviewer, people.second)
    export(tmp_path / "site")
    files = files_in(tmp_path / "site")
    page = (tmp_path / "site" / "es" / "checks" / publication.slug / "index.html").read_text()
    assert "El consejo" in page
    assert any(str(name).endswith(f"es/checks/{publication.slug}/check.json") for name in files)


def test_a_page_asks_no_more_for_three_translated_rows_than_for_one(reader, people, django_assert_num_queries):
    statements = ["Trees grew by a third", "Waits fell by half", "Rents rose by a tenth"]
    in_spanish(published(people, statement=statements[0]), people.reviewer, people.second)
    with django_assert_num_queries(3):
        reader.get("/es/checks/")
    for statement in statements[1:]:
        in_spanish(published(people, statement=statement), people.reviewer, people.second)
    with django_assert_num_queries(3):
        page = html(reader, "/es/checks/")
    assert page.count("El consejo") >= 3
