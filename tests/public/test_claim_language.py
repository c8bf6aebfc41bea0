"""Readers' pages and data say in which language a claim was made, apart from that of the check."""

import json
import re

from tests.public.newsroom import published, retracted

SPANISH = "El consejo recortó su gasto en un 22 por ciento"
MARKUP = re.compile(r'<script type="application/ld\+json">(.*?)</script>')


def test_the_page_the_embed_and_the_lists_show_it(reader, people):
    slug = published(people, statement=SPANISH, language="es").slug
    for address in (f"/checks/{slug}/", f"/checks/{slug}/embed/", "/checks/"):
        page = reader.get(address).content.decode()
        assert f'<bdi dir="ltr" lang="es">{SPANISH}</bdi>' in page, address
    # The short answer is the newsroom's own, in its own language, which is that of the page.
    assert '<p class="short" dir="auto">It rose by 9 per cent.</p>' in reader.get(f"/checks/{slug}/").content.decode()


def test_right_to_left_is_right_to_left(reader, people):
    slug = published(people, statement="خفض المجلس إنفاقه بنسبة 22 في المئة", language="ar").slug
    assert '<bdi dir="rtl" lang="ar">' in reader.get(f"/checks/{slug}/").content.decode()


def test_words_said_keep_the_language_of_the_article_they_stand_in(reader, people):
    said = "The council has cut its spending by 22 per cent since 2021"
    publication = published(people, statement=SPANISH, language="es", words_said=said)
    assert publication.page["words_said"]["language"] == "en"
    assert '<blockquote dir="ltr">“The council' in reader.get(f"/checks/{publication.slug}/").content.decode()


def test_the_claim_review_says_both_languages(reader, people):
    slug = published(people, statement=SPANISH, language="es").slug
    review = json.loads(MARKUP.findall(reader.get(f"/checks/{slug}/").content.decode())[0])
    assert review["inLanguage"] == "en"
    assert review["itemReviewed"]["inLanguage"] == "es"


def test_the_data_say_it_where_it_is_known(reader, people):
    slug = published(people, statement=SPANISH, language="es").slug
    other = published(people, statement="Trees grew").slug
    assert reader.get(f"/checks/{slug}/check.json").json()["check"]["language"] == "es"
    assert "language" not in reader.get(f"/checks/{other}/check.json").json()["check"]
    listed = reader.get("/checks/checks.json").json()["checks"]
    assert [check.get("language") for check in listed] == [None, "es"]


def test_the_notice_of_a_withdrawn_check_keeps_it(reader, people):
    publication = retracted(published(people, statement=SPANISH, language="es"), people)
    assert f'<bdi dir="ltr" lang="es">{SPANISH}</bdi>' in reader.get(f"/checks/{publication.slug}/").content.decode()
