"""Explanations as hostile people write them: nothing but plain markup comes out, and citations lead to sources."""

from html.parser import HTMLParser

import pytest
from django.utils.safestring import SafeString
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.verdicts.markdown import cited_numbers, is_too_deep, render

ANCHORS = ("evidence-7", "evidence-9")
TAGS = {*"p br hr h3 h4 h5 h6 em strong s code pre blockquote ul ol li a table thead tbody tr th td".split()}
ATTRIBUTES = {"href", "title", "rel", "start", "class"}


class Seen(HTMLParser):
    """Every tag and attribute of some HTML, and how deep it goes."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str]] = []
        self.depth = self.deepest = 0
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(name, value or "") for name, value in attrs]
        self.depth += tag not in ("br", "hr")
        self.deepest = max(self.deepest, self.depth)

    def handle_endtag(self, tag: str) -> None:
        self.depth -= 1


def only_plain_markup(markup: str) -> bool:
    seen = Seen(markup)
    links = [value for name, value in seen.attributes if name == "href"]
    return (
        seen.tags <= TAGS
        and {name for name, _ in seen.attributes} <= ATTRIBUTES
        and all(link.lower().startswith(("http://", "https://", "mailto:", "#evidence-")) for link in links)
    )


def test_what_people_write_is_shown():
    markup = render("# How we checked\n\nThe *accounts* say **9 per cent**.\n\n- one\n- two\n\n> quoted\n\n~~old~~ `x`")
    assert isinstance(markup, SafeString)
    assert markup == (
        "<h3>How we checked</h3>\n<p>The <em>accounts</em> say <strong>9 per cent</strong>.</p>\n"
        "<ul>\n<li>one</li>\n<li>two</li>\n</ul>\n<blockquote>\n<p>quoted</p>\n</blockquote>\n"
        "<p><s>old</s> <code>x</code></p>\n"
    )


def test_headings_come_below_those_of_the_page():
    markup = render("\n\n".join(f"{'#' * level} h" for level in range(1, 7)))
    assert [line[:4] for line in markup.splitlines()] == ["<h3>", "<h4>", "<h5>", "<h6>", "<h6>", "<h6>"]


def test_citations_lead_to_the_sources_that_are_there():
    markup = render("See [1], [2][1] and [3]; not `[1]`, nor [the report [1]](https://a.example/).", ANCHORS)
    assert markup == (
        '<p>See <a href="#evidence-7" class="cite" rel="noopener noreferrer">[1]</a>, '
        '<a href="#evidence-9" class="cite" rel="noopener noreferrer">[2]</a>'
        '<a href="#evidence-7" class="cite" rel="noopener noreferrer">[1]</a> and [3]; not <code>[1]</code>, '
        'nor <a href="https://a.example/" rel="noopener noreferrer">the report [1]</a>.</p>\n'
    )
    assert cited_numbers("See [1], `[2]`, [3](https://a.example) and [12].") == {1, 12}


HOSTILE = [
    "<script>alert(1)</script>",
    "<SCRIPT SRC=//evil.example/x.js></SCRIPT>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<b hx-get='/accounts/' hx-trigger='load' data-hx-post='/x' data-action='y'>b</b>",
    "<div data-controller='x' class='btn' id='main' style='position:fixed'>b</div>",
    "<style>*{display:none}</style>",
    "<iframe src='https://evil.example'></iframe>",
    "<form action='/claims/1/close'><button>Go</button></form>",
    "<!-- --><script>alert(1)</script>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](java\nscript:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](javascript&colon;alert(1))",
    "[x](data:text/html;base64,PHNjcmlwdD4=)",
    "[x](vbscript:msgbox)",
    "[x](file:///etc/passwd)",
    "[x](//evil.example/)",
    "[x](/accounts/sign-out/)",
    "[x](\\evil.example)",
    "![x](https://evil.example/track.png)",
    "![x](javascript:alert(1))",
    "<javascript:alert(1)>",
    "[x]: javascript:alert(1)\n\n[x]",
    '[x](https://a.example/ "t\\" onmouseover=alert(1) x=\\"")',
    '[x](https://a.example/"onmouseover="alert(1))',
    "```html hx-get=/x\n<script>\n```",
    "| <script>alert(1)</script> | hx-get |\n|-|-|\n| <b data-x=1> | [x](javascript:1) |",
    "</p></main></body><script>alert(1)</script>",
    "]]><script>alert(1)</script>",
    "{{ settings.SECRET_KEY }} {% load x %}",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_but_plain_markup_comes_out(text: str):
    assert only_plain_markup(render(text, ANCHORS))


def test_raw_html_is_shown_as_it_was_typed():
    assert render("<b hx-get='/x'>b</b>") == "<p>&lt;b hx-get='/x'&gt;b&lt;/b&gt;</p>\n"


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from([*HOSTILE, "[1]", "](", "<", ">", "`", "\n", "\n\n", "> ", "- ", "|", "a", "*"])))
def test_no_mixture_of_hostile_pieces_gets_through(pieces: list[str]):
    assert only_plain_markup(render("".join(pieces), ANCHORS))


@pytest.mark.parametrize(
    "text",
    [
        ">" * 100_000,
        "- " * 50_000,
        "> - " * 25_000,
        "\n".join("  " * depth + "- a" for depth in range(300)),
        "[" * 20_000 + "a" + "](https://a.example)" * 3_000,
        "*a **b " * 10_000,
        "`a``b" * 15_000,
        "[1]" * 30_000,
        "a|b\n-|-\n" + "|\n" * 20_000,
    ],
    ids=["quotes", "lists", "both", "staircase", "brackets", "stars", "ticks", "citations", "table"],
)
def test_giant_nesting_is_bounded(text: str):
    seen = Seen(render(text, ANCHORS))
    assert seen.deepest <= 25
    assert seen.tags <= TAGS


@pytest.mark.parametrize(
    "text",
    [
        "|a" * 256 + "|\n" + "|-" * 256 + "|\n" + "b\n" * 49_000,
        ("|a" * 39 + "|\n" + "|-" * 39 + "|\n" + "b\n" * 77 + "\n") * 300,
        "a|b\n-|-\n" * 12_000,
    ],
    ids=["short rows", "many tables", "headings only"],
)
def test_tables_have_so_many_cells_and_no_more(text: str):
    html = render(text)
    assert html.count("<td") + html.count("<th>") <= 5_000
    assert len(html) < 3 * len(text) + 65_000


@pytest.mark.parametrize(
    "text", ["> " * 200 + "deep", "- " * 100 + "deep", "\n".join(f"{'  ' * n}- {n}" for n in range(40))]
)
def test_nesting_of_which_readers_would_not_see_all_is_noticed(text):
    assert is_too_deep(text)
    assert not is_too_deep("> > > quoted\n\n- one\n  - two\n    - three\n\n---------------\n\n10.000.000 - 20")
