"""Pages of more languages and builders: no articles, names, days, words that are not said; every page is invented."""

from datetime import UTC, datetime

import pytest

from claims.articles.reading import ReadDocument, Unreadable, read_document
from tests.articles.reading.test_pages import STORY, page


def read(head: str = "", *, above: str = "", inside: str = "", below: str = "") -> ReadDocument:
    paragraphs = "".join(f"<p>{words}</p>" for words in STORY[1:])
    body = f"<article><h1>Bridge opens</h1>{above}<p>{STORY[0]}</p>{inside}{paragraphs}</article>{below}"
    return read_document(
        data=page("Bridge opens | Marrow Post", body, head), content_type="text/html", url="https://post.example/bridge"
    )


@pytest.mark.parametrize(
    ("title", "heading", "words", "sentence"),
    [
        (
            "Haber",
            "Gizliliğinize önem veriyoruz",
            "Biz ve 300 iş ortağımız cihazınızda çerez gibi bilgileri saklıyor ve kişisel verileri işliyoruz.",
            "consent to cookies",
        ),
        (
            "Gazeta",
            "Szanujemy Twoją prywatność",
            "My i nasi partnerzy przechowujemy informacje na urządzeniu i przetwarzamy dane osobowe.",
            "consent to cookies",
        ),
        (
            "ニュース",
            "プライバシーの尊重",
            "当社と当社のパートナーは、情報をデバイスに保存し、個人データを処理します。同意するか設定を管理できます。",
            "consent to cookies",
        ),
        (
            "Post",
            "This page isn’t available",
            "The link may be broken, or the page may have been removed.",
            "no such page",
        ),
        ("Post", "Deze pagina bestaat niet", "Ga terug naar de voorpagina of zoek verder.", "no such page"),
        ("Post", "Lo sentimos, no encontramos la página", "Vuelve a la portada o usa el buscador.", "no such page"),
        ("Post", "الصفحة غير موجودة", "عد إلى الصفحة الرئيسية أو استخدم البحث.", "no such page"),
        ("Post", "We’ll be right back", "The site is down for maintenance. Please look in again soon.", "no such page"),
        ("Post", "You must be logged in to view this page", "Please use the account you have with us.", "sign-in"),
        ("Post", "Register to continue", "A free account is enough to go on to the page.", "sign-in"),
        ("Post", "__HEADLINE__", "__BODY__ __DATE__ __AUTHOR__ __SECTION__", "scripts"),
        ("Post", "{% block title %}{% endblock %}", "{% block body %}{% endblock %}", "scripts"),
        ("Post", "undefined", "undefined undefined", "scripts"),
    ],
)
def test_a_page_that_is_no_article_is_refused_in_more_languages(
    title: str, heading: str, words: str, sentence: str
) -> None:
    body = f"<main><h1>{heading}</h1><p>{words}</p></main>"
    with pytest.raises(Unreadable, match=sentence):
        read_document(data=page(title, body), content_type="text/html", url="https://post.example/a")


@pytest.mark.parametrize(
    "above",
    [
        '<div class="meta">Von Ilka Ferro</div>',
        '<p class="byline"><em>Par Ilka Ferro, à Lyon</em></p>',
        '<div class="byline">Por: Ilka Ferro, 21 de mayo de 2026</div>',
        '<div class="byline">By Ilka Ferro · May 21, 2026 · 4 min read</div>',
        '<p class="author">By Ilka Ferro<br>Senior Political Reporter</p>',
        '<div class="byline">Par Ilka Ferro, le 21 mai 2026</div>',
        "<address>Door Ilka Ferro</address>",
    ],
)
def test_a_byline_is_a_name_and_no_more(above: str) -> None:
    found = read(above=above)
    assert found.byline == "Ilka Ferro"
    assert found.deck == ""
    assert found.text == "\n\n".join(STORY)


@pytest.mark.parametrize(
    ("above", "byline"),
    [
        ('<div class="meta">Von Ilka Ferro, Odd van der Berg</div>', "Ilka Ferro, Odd van der Berg"),
        ('<div class="meta">Por Ramón y Cajal</div>', "Ramón y Cajal"),
        ('<div class="meta">Von Osten kam der Wind</div>', ""),
    ],
)
def test_a_line_that_begins_so_is_a_byline_where_names_follow(above: str, byline: str) -> None:
    assert read(above=above).byline == byline


def test_the_writer_comes_before_the_paper_and_from_the_linked_data_where_the_page_shows_none() -> None:
    paper = '<meta name="author" content="Marrow Post"><meta property="og:site_name" content="Marrow Post">'
    assert read(paper, above="<p class=byline>By Ilka Ferro</p>").byline == "Ilka Ferro"
    linked = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Bridge opens",'
        ' "author": [{"@type": "Person", "name": "Ilka Ferro"}, {"@type": "Person", "name": "Odd Fjelland"}]}</script>'
    )
    assert read(linked).byline == "Ilka Ferro, Odd Fjelland"


@pytest.mark.parametrize(
    "above",
    [
        '<h2 class="entradilla">Twice the price, and late.</h2>',
        '<p class="chapo">Twice the price, and late.</p>',
        '<p class="article-summary">Twice the price, and late.</p>',
        '<div class="story__untertitel">Twice the price, and late.</div>',
    ],
)
def test_a_deck_goes_by_more_names(above: str) -> None:
    found = read(above=above)
    assert found.deck == "Twice the price, and late."
    assert found.text == "\n\n".join(STORY)


@pytest.mark.parametrize(
    "above",
    [
        '<div class="byline">Di Ilka Ferro 21 maggio 2026</div>',
        '<div class="byline">By Ilka Ferro | Published 21 May 2026</div>',
        "<p>Published May 21, 2026</p>",
        "<p>21.05.2026</p>",
        '<span class="timestamp">Updated 25 May 2026. Published 21 May 2026</span>',
        '<p class="date">Last updated: 25 May 2026 | First published: 21 May 2026</p>',
        '<p class="date">Zuletzt aktualisiert am 25. Mai 2026 · Erschienen am 21. Mai 2026</p>',
    ],
)
def test_the_day_of_publication_is_told_from_names_and_changes(above: str) -> None:
    found = read(above=above)
    assert found.published_at == datetime(2026, 5, 21, tzinfo=UTC)
    assert found.published_is_day


def test_a_page_that_says_only_when_it_was_changed_says_no_day_of_publication() -> None:
    assert read('<meta property="article:modified_time" content="2026-05-25T08:00:00Z">').published_at is None


@pytest.mark.parametrize(
    ("head", "inside", "said"),
    [
        ("<style>.old { text-decoration: line-through }</style>", '<b class="old">9</b> 4 crowns', "4 crowns"),
        ("<style>/* a */ span.x, #y { display: none }</style>", '4<span class="x"> and 9</span> crowns', "4 crowns"),
        ("<style>@media print { .x { display: none } }</style>", '4<b class="x"> new</b> crowns', "4 new crowns"),
        ("<style media=print>.x { display: none }</style>", '4<b class="x"> new</b> crowns', "4 new crowns"),
        ("", '4<span style="position:absolute;left:-9999px"> and 9</span> crowns', "4 crowns"),
        ("", '4<span style="opacity: 0"> and 9</span> crowns', "4 crowns"),
        ("", '4<span style="opacity: 0.8"> new</span> crowns', "4 new crowns"),
        ("", '4<span class="text-decoration-line-through"> 9</span> crowns', "4 crowns"),
        ("", '512<span class="footnote-ref">7</span> boats', "512 boats"),
        ("", '512<a href="#n7"><sup>7</sup></a> boats', "512 boats"),
        ("", '10<span style="vertical-align: super">6</span> cells', "10⁶ cells"),
    ],
)
def test_what_a_page_hides_strikes_out_or_raises_by_its_style(head: str, inside: str, said: str) -> None:
    found = read(head, inside=f"<p>The board spoke of {inside} on Monday.</p>")
    assert f"The board spoke of {said} on Monday." in found.text.split("\n\n")
