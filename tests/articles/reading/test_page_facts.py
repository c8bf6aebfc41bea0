"""What a page says of its own story, apart from what it says of others; every page is invented."""

from datetime import UTC, datetime

import pytest

from claims.articles.reading.document import ReadDocument
from claims.articles.reading.read import read_here

STORY = [
    "The town of Marrow opened its new bridge on Monday after three years of work, and hundreds walked across it.",
    "The council says it cost 3.2 million crowns, twice what was planned in 2023, and blames the price of steel.",
    "Engineer Ilse Brandt called the bridge the safest in the country. No toll will be asked, the mayor promised.",
]
PARAGRAPHS = "".join(f"<p>{words}</p>" for words in STORY)
OTHERS = (
    "<section><h3>Also today</h3><ul><li><a href=/x>Mill closes after a hundred years</a>"
    " <time datetime=2023-05-04>4 May 2023</time></li><li><a href=/y>Two swans return</a>"
    " <time datetime=2023-05-05>5 May 2023</time></li></ul></section>"
)


def read(body: str, head: str = "", url: str = "https://post.example/town/bridge", lang: str = "en") -> ReadDocument:
    top = f"<!doctype html><html lang={lang}><head><meta charset=utf-8><title>Bridge opens | Post</title>{head}</head>"
    return read_here(data=f"{top}<body>{body}</body></html>".encode(), content_type="text/html", url=url)


def article(above: str = "", below: str = "", after: str = "") -> str:
    return f"<main><article>{above}<h1>Bridge opens</h1>{below}{PARAGRAPHS}{after}</article></main>"


class TestDate:
    def test_of_linked_stories_none_of_which_is_this_one_none_gives_its_date(self) -> None:
        nodes = ",".join(
            f'{{"@type":"NewsArticle","headline":"{name}","url":"https://post.example/{name}","datePublished":"{day}"}}'
            for name, day in (("Mill", "2023-05-04"), ("Swans", "2023-05-05"))
        )
        assert read(article(), f'<script type="application/ld+json">[{nodes}]</script>').published_at is None

    @pytest.mark.parametrize(
        "others",
        [
            OTHERS,
            "<aside class=teaser><a href=/x>Mill closes</a><span class=date>4 May 2023</span></aside>",
            "<div class=related-stories><div itemscope itemtype=http://schema.org/NewsArticle>"
            "<a href=/x>Mill closes</a><meta itemprop=datePublished content=2023-05-04></div></div>",
            '<script type="application/ld+json">{"@type":"ItemList","itemListElement":[{"@type":"NewsArticle",'
            '"headline":"Mill closes","datePublished":"2023-05-04"}]}</script>',
            "<div class=comments><p>Well done.</p><time datetime=2023-05-04T10:00Z>4 May</time></div>",
        ],
    )
    @pytest.mark.parametrize("where", ["before", "after"])
    def test_a_story_without_a_date_does_not_get_that_of_another(self, others: str, where: str) -> None:
        body = others + article() if where == "before" else article() + others
        assert read(body).published_at is None

    @pytest.mark.parametrize(
        "own",
        [
            "<p class=meta><time datetime='2026-03-02T10:30:00+01:00'>2 March</time></p>",
            "<div class=byline>Ilka Ferro</div><span class=published-date>2 March 2026, 09:30</span>",
            "<div itemscope itemtype=http://schema.org/NewsArticle>"
            "<meta itemprop=datePublished content=2026-03-02T09:30:00Z></div>",
        ],
    )
    def test_the_storys_own_date_comes_before_those_of_others(self, own: str) -> None:
        found = read(OTHERS + article(below=own) + OTHERS)
        assert (found.published_at, found.published_is_day) == (datetime(2026, 3, 2, 9, 30, tzinfo=UTC), False)

    def test_the_node_of_linked_data_that_is_this_story_is_told_from_others(self) -> None:
        head = (
            '<script type="application/ld+json">[{"@type":"NewsArticle","headline":"Mill closes",'
            '"datePublished":"2023-05-04"},{"@type":"NewsArticle","headline":"Bridge opens",'
            '"datePublished":"2026-03-02T09:30:00Z"}]</script>'
        )
        assert read(article(), head).published_at == datetime(2026, 3, 2, 9, 30, tzinfo=UTC)

    def test_the_moment_of_publication_comes_before_that_of_a_change(self) -> None:
        dates = (
            "<p class=dates>Updated <time datetime=2026-03-05T08:00Z>5 March</time>,"
            " published <time datetime=2026-03-02T09:30Z>2 March</time></p>"
        )
        assert read(article(below=dates)).published_at == datetime(2026, 3, 2, 9, 30, tzinfo=UTC)

    def test_the_date_in_an_address_is_used(self) -> None:
        found = read(article() + OTHERS, url="https://post.example/2026/03/02/bridge")
        assert found.published_at == datetime(2026, 3, 2, tzinfo=UTC)

    @pytest.mark.parametrize("value", ["2026-03-02", "2 March 2026", "02.03.2026"])
    def test_a_day_is_known_as_a_day(self, value: str) -> None:
        found = read(article(), f"<meta property=article:published_time content='{value}'>")
        assert (found.published_at, found.published_is_day) == (datetime(2026, 3, 2, tzinfo=UTC), True)


class TestDeck:
    @pytest.mark.parametrize(
        "elsewhere",
        [
            "<div class='share-box'><h3>Share</h3><p class=subtitle>Tell a neighbour about it</p></div>",
            "<div role=dialog><p class='dialog__subhead'>Get the paper on your phone</p></div>",
            "<form><p class=deck>One letter a week about the town</p></form>",
            "<header class=site><p class=strapline>The paper of the river towns</p></header>",
        ],
    )
    def test_a_line_in_another_part_of_the_page_is_no_deck(self, elsewhere: str) -> None:
        assert read(elsewhere + article()).deck == ""
        assert read(article(below=elsewhere)).deck == "" or "class=site" in elsewhere

    def test_a_call_below_the_headline_is_no_deck(self) -> None:
        found = read(article(below="<div class=audio><p>Listen to this story, 4 minutes</p></div>"))
        assert (found.deck, found.text) == ("", "\n\n".join(STORY))

    def test_a_heading_inside_the_story_is_no_deck(self) -> None:
        assert read(article(after="<h2 class=subhead>What comes next</h2><p>The ferry stops in April.</p>")).deck == ""

    def test_a_deck_below_the_headline_is_one_however_long(self) -> None:
        deck = "Twice the price, says the council, and a year late; the engineer answers that nobody was hurt at all."
        assert read(article(below=f"<p class='story__standfirst'>{deck}</p>") + OTHERS).deck == deck


class TestByline:
    @pytest.mark.parametrize(
        ("line", "names"),
        [
            ("Von Ilka Ferro", "Ilka Ferro"),
            ("Par Odile Marchetti et Jean de Brac", "Odile Marchetti et Jean de Brac"),
            ("Por Inés del Olmo", "Inés del Olmo"),
            ("Di Carla Nespoli", "Carla Nespoli"),
            ("Av Åsa Lindqvist", "Åsa Lindqvist"),
            ("Door Piet van der Meer", "Piet van der Meer"),
            ("Автор: Анна Веснина", "Анна Веснина"),
        ],
    )
    def test_a_line_of_its_own_names_who_wrote_it_in_any_language(self, line: str, names: str) -> None:
        found = read(article(below=f"<p>{line}</p>"))
        assert (found.byline, found.deck, found.text) == (names, "", "\n\n".join(STORY))

    @pytest.mark.parametrize(
        ("line", "names"),
        [
            ("<p>Von dpa</p>", "dpa"),
            ("<p>Von der Redaktion</p>", "Redaktion"),
            ("<p>Par AFP</p>", "AFP"),
            ("<p>By Reuters Staff</p>", "Reuters Staff"),
            ("<p>By the Associated Press</p>", "Associated Press"),
            ("<p>Por Europa Press</p>", "Europa Press"),
            ("<p>Por Redacción</p>", "Redacción"),
            ("<p>Av TT</p>", "TT"),
            ("<p class=author>Redaktion</p>", "Redaktion"),
            ("<p class=author>La rédaction</p>", "La rédaction"),
            ("<p class=author>di Redazione</p>", "Redazione"),
            ("<div class=byline>AFP</div>", "AFP"),
            ("<div class=byline>dpa/AFP</div>", "dpa, AFP"),
            ("<div class=byline>By Ilka Ferro, Associated Press</div>", "Ilka Ferro, Associated Press"),
            ("<span class=author>Редакция</span>", "Редакция"),
            ("<p>Von dpa, 3. März 2026</p>", "dpa"),
        ],
    )
    def test_an_organisation_signs_where_the_page_says_so(self, line: str, names: str) -> None:
        found = read(article(below=line))
        assert (found.byline, found.deck, found.text) == (names, "", "\n\n".join(STORY))

    @pytest.mark.parametrize("name", ["dpa", "Reuters", "Agencia EFE", "Redaktion", "By AFP"])
    def test_an_organisation_in_the_pages_head_signs_it(self, name: str) -> None:
        head = f"<meta name=author content='{name}'>"
        assert read(article(), head).byline == name.removeprefix("By ")

    @pytest.mark.parametrize(
        "page",
        [
            "<figure><img src=a.jpg><figcaption>The bridge. Photo: AFP</figcaption></figure>",
            "<p>MARROW (dpa) - The ferry that crossed the river for 115 years stops in April, the office said.</p>",
            "<p>The agency Reuters was the first to write of it, and the mayor read of the bridge in its report.</p>",
            "<p>Pa, said the boy, look at the bridge that they have built across the river while we were away.</p>",
            "<aside><a href=/x>Mill closes</a> <span class=author>AFP</span></aside>",
        ],
    )
    def test_an_organisation_that_is_only_named_does_not_sign(self, page: str) -> None:
        assert read(article(below=page)).byline == ""
        assert (
            read(article(after=page), "<meta name=copyright content=AFP><meta name=author content=admin>").byline == ""
        )

    def test_a_day_behind_the_name_is_no_part_of_the_byline(self) -> None:
        found = read(article(below="<p>Von Ilka Ferro, 18. März 2026</p>"))
        assert (found.byline, found.deck) == ("Ilka Ferro", "")

    @pytest.mark.parametrize("line", ["Von Osten her kam der Wind.", "Par exemple", "Di nuovo un ponte a Marrow"])
    def test_other_lines_that_begin_so_stay_what_they_are(self, line: str) -> None:
        assert read(article(below=f"<p>{line}</p>")).byline == ""

    @pytest.mark.parametrize(
        "head",
        [
            "<meta name=author content='Ilka Ferro'><meta name=byl content='By ILKA FERRO'>",
            "<meta name=author content='By Ilka Ferro'>",
            "<meta name=author content='Ilka Ferro, Staff Reporter'>",
            "<meta name=author content='Ilka Ferro | Harbour correspondent'>",
            "<meta name=author content='Von Ilka Ferro'><meta property=article:author content='Ilka Ferro'>",
        ],
    )
    def test_a_name_is_said_once_and_alone(self, head: str) -> None:
        assert read(article(), head).byline == "Ilka Ferro"

    def test_two_names_stay_two(self) -> None:
        head = "<meta name=author content='Ilka Ferro'><meta name=author content='Bram Odum'>"
        assert read(article(), head).byline == "Ilka Ferro, Bram Odum"

    def test_the_author_of_another_story_is_not_this_ones(self) -> None:
        others = "<aside><a href=/x>Mill closes</a> <span class=author>Bram Odum</span></aside>"
        assert read(article() + others).byline == ""


class TestPaywall:
    @pytest.mark.parametrize(
        "wall",
        [
            "<div class=paywall><h3>Keep reading</h3><p>This story is for members only. Subscribe today.</p>"
            "<button>Join</button></div>",
            "<div id=regwall><p>Log in to continue reading.</p></div>",
            "<div class='plus-box abo'><p>Dieser Artikel ist nur für Abonnenten. Jetzt testen.</p></div>",
            "<p>Il vous reste 82% de cet article à lire. La suite est réservée aux abonnés.</p>",
            "<section class=offer><p>Contenido exclusivo para suscriptores. Suscríbete ahora.</p></section>",
        ],
    )
    def test_a_call_to_subscribe_is_no_part_of_the_story_and_is_reported(self, wall: str) -> None:
        for paragraphs in (STORY[:1], STORY):
            told = "".join(f"<p>{words}</p>" for words in paragraphs)
            found = read(f"<main><article><h1>Bridge opens</h1>{told}{wall}</article></main>")
            assert (found.title, found.text) == ("Bridge opens", "\n\n".join(paragraphs))
            assert found.report.is_cut

    def test_a_story_about_subscriptions_is_whole(self) -> None:
        words = (
            "Readers will have to subscribe now to read the rest of the paper, the publisher said on Monday morning."
        )
        found = read(article(below=f"<p>{words}</p>"))
        assert (found.text.split("\n\n")[0], found.report.is_cut) == (words, False)

    def test_an_offer_beside_a_free_story_does_not_cut_it(self) -> None:
        found = read(article() + "<aside class=subscribe><p>Subscribe now to our letter.</p></aside>")
        assert (found.text, found.report.is_cut) == ("\n\n".join(STORY), False)


def test_what_was_left_out_is_counted() -> None:
    body = article(after="<p>It is <s>90</s> 96 metres long.<sup>[1]</sup> <span hidden>Ask the engineer.</span></p>")
    assert dict(read(body).report.dropped) == {"struck_out": 1, "hidden": 1, "note_marks": 1}
