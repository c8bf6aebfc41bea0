"""Pages that are no article, and words in a page that are not said; every page is invented."""

import pytest

from claims.articles.reading import Unreadable, read_document

STORY = [
    "The town of Marrow opened its new bridge on Monday after three years of work, and hundreds walked across it.",
    "The council says it cost 3.2 million crowns, twice what was planned in 2023, and blames the price of steel.",
    "Engineer Ilse Brandt called the bridge the safest in the country. No toll will be asked, the mayor promised.",
    "The ferry that crossed the river for 115 years stops in April, the harbour office said on Friday.",
]


def page(title: str, body: str, head: str = "") -> bytes:
    top = f"<!doctype html><html><head><meta charset=utf-8><title>{title}</title>{head}</head>"
    return f"{top}<body>{body}</body></html>".encode()


def story(*first: str) -> str:
    paragraphs = "".join(f"<p>{words}</p>" for words in (*first, *STORY))
    return f"<article><h1>Bridge opens</h1>{paragraphs}</article>"


def text(body: str) -> str:
    return read_document(data=page("Bridge opens", body), url="https://post.example/bridge").text


@pytest.mark.parametrize(
    ("title", "body", "sentence"),
    [
        (
            "Bevor Sie fortfahren",
            "<h1>Bevor Sie fortfahren</h1><p>Wir und unsere 611 Partner speichern Daten auf Ihrem Gerät, um"
            " personenbezogene Daten zu verarbeiten. Sie können Ihre Einwilligung jederzeit ändern.</p>",
            "consent to cookies",
        ),
        (
            "Marrow Post",
            "<div><h2>Vos données</h2><p>Nous et nos partenaires utilisons des cookies pour traiter des données"
            " personnelles. Vous pouvez accepter ou gérer vos préférences et retirer votre consentement.</p></div>",
            "consent to cookies",
        ),
        (
            "Not found | Post",
            "<h1>404</h1><p>We looked everywhere for this story, sorry about that.</p>",
            "no such page",
        ),
        (
            "Marrow Post",
            "<h1>Die Seite wurde nicht gefunden</h1><p>Bitte nutzen Sie die Suche oder unsere Startseite.</p>",
            "no such page",
        ),
        ("Post", "<h1>Hoppla</h1><p>Den Artikel, den Sie suchen, haben wir nicht gefunden.</p>", "no such page"),
        ("Post", "<h1>Zut</h1><p>La page que vous demandez est introuvable.</p>", "no such page"),
        ("Post", "<h1>We cannot find that page</h1><p>Have a look at the front page instead.</p>", "no such page"),
        ("Post", "<h1>Siden findes ikke</h1><p>Prøv forsiden.</p>", "no such page"),
        ("Post", "<h1>ページは存在しません</h1><p>トップへお戻りください。</p>", "no such page"),
        ("Post", "<h1>Такой страницы нет</h1><p>Вернитесь на главную.</p>", "no such page"),
        ("Post", "<h1>Página no encontrada</h1><p>Vuelva a la portada para leer las noticias.</p>", "no such page"),
        (
            "Sign in",
            "<h1>Sign in to go on</h1><form><p>Enter your address and your password to go on reading.</p>"
            "<input type=password></form>",
            "asks for a sign-in",
        ),
        (
            "Just a moment...",
            "<p>Checking your browser before you visit post.example.</p>",
            "person",
        ),
        (
            "Loading",
            "<div><h1>{{ story.headline }}</h1><p>{{ story.lead }} {{ story.date }}</p></div>",
            "scripts",
        ),
        ("Post", "<div id=root><p>You need to enable JavaScript to run this app of the Post.</p></div>", "scripts"),
        (
            "Bridge opens",
            "<article><h1>Bridge opens</h1><p>People of Marrow on the new bridge on a sunny Monday in March, seen from"
            " the old mill at the river. Foto: Ilka Ferro</p></article>",
            "caption",
        ),
    ],
)
def test_a_page_that_is_no_article_is_refused_with_its_reason(title: str, body: str, sentence: str) -> None:
    with pytest.raises(Unreadable, match=sentence):
        read_document(data=page(title, body), content_type="text/html", url="https://post.example/a")


@pytest.mark.parametrize(
    "first",
    [
        "Court fines shop: it asked for consent to cookies and gave personal data to partners, the regulator said.",
        "Page not found, read visitors of the town's site for three days in May after a fault in the data centre.",
        "Sign in at the gate, says the note at the harbour, where nobody has signed in since the fire of 1988.",
    ],
)
def test_a_story_about_such_pages_is_a_story(first: str) -> None:
    assert text(story(first)).startswith(first)


@pytest.mark.parametrize(
    ("markup", "read"),
    [
        ("It grew 10<sup>6</sup> times in a year.", "It grew 10⁶ times in a year."),
        ("The lake has 44 km<sup>2</sup> of water.", "The lake has 44 km² of water."),
        ("They counted 512<sup>[4]</sup> boats.", "They counted 512 boats."),
        ('They counted 512<sup><a href="#n4">4</a></sup> boats.', "They counted 512 boats."),
        ("They counted 512<sup>4</sup> boats.", "They counted 512⁴ boats."),
        ("It is 3<sup>1</sup>/<sub>2</sub> miles long.", "It is 3 1/2 miles long."),
        ("They counted 512<sup>b</sup> boats<sup>c</sup> there.", "They counted 512 boats there."),
        ("They counted 512<sup>a</sup> boats on the 1<sup>a</sup> day.", "They counted 512 boats on the 1a day."),
        ("It is 5<sup>e</sup> of 2<sup>n</sup>.", "It is 5e of 2n."),
        ("CO<sub>2</sub> fell on the 21<sup>st</sup> of May.", "CO2 fell on the 21st of May."),
        ("The board counted <del>274</del> <ins>312</ins> ships.", "The board counted 312 ships."),
        ("<s>The debt doubled.</s> The debt rose by a tenth.", "The debt rose by a tenth."),
        ('It cost <span style="text-decoration: line-through">9</span> 4 crowns.', "It cost 4 crowns."),
        ('No toll<span style="display:none"> before 2031</span> is asked.', "No toll is asked."),
        ('<span class="sr-only">Opens in a new window</span>The mayor agreed.', "The mayor agreed."),
    ],
)
def test_what_is_not_said_is_not_read(markup: str, read: str) -> None:
    assert read in text(story(markup)).split("\n\n")


def test_a_story_that_a_script_would_show_is_kept() -> None:
    hidden = "".join(f"<p>{words}</p>" for words in STORY)
    assert STORY[1] in text(f'<h1>Bridge opens</h1><div style="display: none">{hidden}</div>')
