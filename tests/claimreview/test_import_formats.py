"""Other newsrooms' fact-checks are read however they come, and whatever is wrong with one spares the rest."""

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.claimreview.import_formats import NothingToRead, read_others

REVIEW = {
    "@context": "https://schema.org",
    "@type": "ClaimReview",
    "url": "https://fenfacts.example/checks/7",
    "claimReviewed": "The estuary is the warmest in Europe",
    "datePublished": "2026-02-03T10:00:00Z",
    "author": {"@type": "Organization", "name": "Fen Facts"},
    "itemReviewed": {
        "@type": "Claim",
        "author": {"@type": "Person", "name": "Gwil Aster"},
        "datePublished": "2026-02-01",
    },
    "reviewRating": {
        "@type": "Rating",
        "ratingValue": "2",
        "worstRating": 1,
        "bestRating": 5,
        "alternateName": "Mostly wrong",
    },
    "inLanguage": "en",
}
SEARCH = {
    "claims": [
        {
            "text": "Ferries are free on Sundays",
            "claimant": "A leaflet",
            "claimDate": "2026-01-05T00:00:00Z",
            "claimReview": [
                {
                    "publisher": {"name": "Marsh Check", "site": "marshcheck.example"},
                    "url": "https://marshcheck.example/ferries",
                    "title": "Are ferries free?",
                    "reviewDate": "2026-01-06T08:00:00Z",
                    "textualRating": "False",
                    "languageCode": "en",
                },
                {
                    "publisher": {"site": "fenfacts.example"},
                    "url": "https://fenfacts.example/ferries",
                    "textualRating": "Unclear",
                },
            ],
        }
    ],
    "nextPageToken": "CAo",
}
MARKUP = {
    "pages": [
        {
            "pageUrl": "https://marshcheck.example/page",
            "publishDate": "2026-01-09",
            "claimReviewAuthor": {"name": "Marsh Check"},
            "claimReviewMarkups": [
                {
                    "claimReviewed": "The tide mill made flour until 1960",
                    "claimAuthor": {"name": "A guide"},
                    "rating": {"ratingValue": 5, "worstRating": 1, "bestRating": 5, "textualRating": "Right"},
                }
            ],
        }
    ]
}


def read(value, **more):
    return read_others(json.dumps(value).encode(), **more)


def only(value, **more):
    (entry,) = read(value, **more)
    return entry.review or entry.problem


def test_a_claim_review_is_read_whole():
    review = only(REVIEW)
    assert (review.url, review.claim, review.claimant) == (REVIEW["url"], REVIEW["claimReviewed"], "Gwil Aster")
    assert (review.publisher, review.rating, review.tone) == ("Fen Facts", "Mostly wrong", 4)
    assert (review.claim_date, review.reviewed_on, review.language) == (date(2026, 2, 1), date(2026, 2, 3), "en")
    assert review.raw == REVIEW


def test_feeds_graphs_and_lists_keep_their_order():
    second = {**REVIEW, "claimReviewed": "Second"}
    third = {**REVIEW, "claimReviewed": "Third"}
    feed = {
        "@type": "DataFeed",
        "dataFeedElement": [{"@type": "DataFeedItem", "item": [REVIEW, second]}, {"item": third}],
    }
    for value in (feed, {"@graph": [REVIEW, second, third]}, [REVIEW, [second], third]):
        assert [entry.review.claim for entry in read(value)] == [REVIEW["claimReviewed"], "Second", "Third"]


def test_the_answer_of_the_search_api_gives_one_check_for_each_review():
    first, second = read(SEARCH)
    assert (first.review.publisher, first.review.tone, first.review.title) == ("Marsh Check", 5, "Are ferries free?")
    assert (second.review.publisher, second.review.tone) == ("fenfacts.example", None)
    assert {entry.review.claim for entry in (first, second)} == {"Ferries are free on Sundays"}


def test_the_pages_of_the_markup_tool_are_read():
    review = only(MARKUP)
    assert (review.url, review.claimant, review.tone) == ("https://marshcheck.example/page", "A guide", 1)
    assert review.reviewed_on == date(2026, 1, 9)


def test_one_check_a_line_with_the_bad_lines_named():
    text = f"{json.dumps(REVIEW)}\nnot json\n{json.dumps(SEARCH['claims'][0])}\n"
    entries = read_others(text.encode())
    assert [entry.place for entry in entries] == ["line 1, item 1", "line 2", "line 3, item 1", "line 3, item 2"]
    assert entries[1].problem.startswith("It is not JSON")


def test_a_page_with_several_blocks_one_of_them_broken():
    more = [{**REVIEW, "url": "/checks/8"}, {**REVIEW, "url": None}]
    page = f"""<html><script type="application/ld+json">{json.dumps(REVIEW)}</script>
    <script type="application/ld+json">{{broken</script><script>alert(1)</script>
    <script type="application/LD+JSON; charset=utf-8">{json.dumps(more)}</script>"""
    entries = read_others(page.encode(), address="https://fenfacts.example/page")
    assert [entry.place for entry in entries] == ["block 1, item 1", "block 2", "block 3, item 1", "block 3, item 2"]
    assert entries[2].review.url == "https://fenfacts.example/checks/8"
    assert entries[3].review.url == "https://fenfacts.example/page"


def test_line_breaks_inside_a_pages_strings_are_forgiven():
    block = json.dumps(REVIEW).replace("warmest in", "warmest\n in")
    page = f'<script type="application/ld+json">{block}</script>'
    assert read_others(page.encode())[0].review.claim == "The estuary is the warmest in Europe"


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"claimReviewed": None, "itemReviewed": {}}, "which claim"),
        ({"claimReviewed": {"name": {"name": "x"}}, "itemReviewed": [[]]}, "which claim"),
        ({"url": "javascript:alert(1)"}, "no web address"),
        ({"url": "https://x.example/" + "a" * 3000}, "no web address"),
        ({"url": "http://[broken"}, "no web address"),
        ({"url": 7, "@id": {}}, "no web address"),
    ],
)
def test_a_review_that_cannot_be_used_says_why(change, problem):
    assert problem in only({**REVIEW, **change})


@pytest.mark.parametrize(
    ("change", "field", "value"),
    [
        ({"author": [{"name": "Fen Facts"}, {"name": "Other"}]}, "publisher", "Fen Facts"),
        ({"author": "Fen Facts"}, "publisher", "Fen Facts"),
        ({"itemReviewed": [{"author": ["Gwil Aster"]}]}, "claimant", "Gwil Aster"),
        ({"reviewRating": "Wrong"}, "rating", "Wrong"),
        ({"reviewRating": [{"ratingValue": 3}]}, "rating", "3"),
        ({"reviewRating": {"ratingValue": 1, "worstRating": 5, "bestRating": 1}}, "tone", None),
        ({"reviewRating": {"ratingValue": "nan", "worstRating": 1, "bestRating": 5}}, "tone", None),
        ({"datePublished": "yesterday"}, "reviewed_on", None),
        ({"claimReviewed": "A\x00 nul\ud800"}, "claim", "A nul"),
        ({"name": "t" * 9000}, "title", "t" * 500),
        ({"claimReviewed": "c" * 1_000_000}, "claim", "c" * 5_000),
    ],
)
def test_wrong_types_are_read_as_far_as_they_go(change, field, value):
    review = only({**REVIEW, **change})
    assert getattr(review, field) == value
    json.dumps(review.raw).encode()
    assert "\\u0000" not in json.dumps(review.raw)


@pytest.mark.parametrize("data", [b"", b"  ", b"<html><p>No data", b"[]", b"{}", b"plain words", b"\xff\xfe\x00"])
def test_what_holds_no_check_is_said_so(data):
    with pytest.raises(NothingToRead, match=r"\.$"):
        read_others(data)


def test_a_file_that_is_nested_without_end_is_one_bad_entry():
    assert read_others(b"[" * 100_000)[0].problem == "It is not JSON: it is nested too deeply."


def test_a_huge_file_is_refused_before_it_is_read():
    with pytest.raises(NothingToRead, match="Split it"):
        read_others(b" " * 100_000_001)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from([*REVIEW, "name", "claimReview", "claimReviewMarkups", "text"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@settings(max_examples=200, deadline=None)
@given(JSON)
def test_no_json_whatever_raises(value):
    review = {**REVIEW, **value} if isinstance(value, dict) else {**REVIEW, "itemReviewed": value}
    try:
        entries = read_others(json.dumps([review, value]).encode())
    except NothingToRead:
        return
    assert all(bool(entry.review) != bool(entry.problem) for entry in entries)


MICRODATA = """<html><body><div itemscope itemtype="https://schema.org/ClaimReview">
<link itemprop="url" href="/checks/12"><h1 itemprop="claimReviewed">The lake froze in June</h1>
<meta itemprop="datePublished" content="2026-04-09">
<p itemprop="author" itemscope itemtype="https://schema.org/Organization"><b itemprop="name">Fen Facts</b></p>
<div itemprop="itemReviewed" itemscope itemtype="https://schema.org/Claim">
  <span itemprop="author" itemscope itemtype="https://schema.org/Person"><i itemprop="name">Gwil Aster</i></span></div>
<div itemprop="reviewRating" itemscope itemtype="https://schema.org/Rating">
  <data itemprop="ratingValue" value="1">one</data> of <data itemprop="bestRating" value="5">five</data>
  <meta itemprop="worstRating" content="1"><em itemprop="alternateName">Made up</em></div></div></body></html>"""
RDFA = """<html><body vocab="https://schema.org/"><article typeof="ClaimReview" resource="/checks/12">
<a property="url" href="/checks/12">Check</a><h1 property="claimReviewed">The lake froze in June</h1>
<time property="datePublished" datetime="2026-04-09T08:00Z">9 April</time>
<p property="author" typeof="Organization"><b property="name">Fen Facts</b></p>
<div property="schema:itemReviewed" typeof="schema:Claim"><span property="schema:author" typeof="schema:Person">
  <i property="schema:name">Gwil Aster</i></span></div>
<div property="reviewRating" typeof="Rating"><meta property="ratingValue" content="1"><meta property="bestRating"
  content="5"><meta property="worstRating" content="1"><em property="alternateName">Made up</em></div></article></body>
</html>"""


@pytest.mark.parametrize("page", [MICRODATA, RDFA])
def test_a_check_that_a_page_marks_in_its_html_is_read_whole(page):
    [entry] = read_others(page.encode(), address="https://fenfacts.example/news")
    review = entry.review
    assert (review.url, review.claim) == ("https://fenfacts.example/checks/12", "The lake froze in June")
    assert (review.claimant, review.publisher, review.rating) == ("Gwil Aster", "Fen Facts", "Made up")
    assert (review.tone, review.reviewed_on) == (5, date(2026, 4, 9))


def test_a_check_marked_in_two_ways_is_one():
    script = {**REVIEW, "claimReviewed": "The lake froze in June", "url": "https://fenfacts.example/checks/12"}
    page = MICRODATA.replace("<body>", f'<body><script type="application/ld+json">{json.dumps(script)}</script>')
    assert len(read_others(page.encode(), address="https://fenfacts.example/news")) == 1


def test_several_marked_checks_keep_their_order():
    second = MICRODATA.replace("The lake froze in June", "The mill burned twice").replace("/12", "/13")
    page = MICRODATA.replace("</body></html>", second.replace("<html><body>", ""))
    claims = [entry.review.claim for entry in read_others(page.encode(), address="https://fenfacts.example/")]
    assert claims == ["The lake froze in June", "The mill burned twice"]


def test_properties_that_stand_elsewhere_in_the_page_are_found():
    page = (
        '<div itemscope itemtype="http://schema.org/ClaimReview" itemref="rated"><a itemprop="url"'
        ' href="https://fenfacts.example/checks/3">x</a><p itemprop="claimReviewed">Cats swim</p></div>'
        '<p id="rated"><span itemprop="reviewRating" itemscope><b itemprop="alternateName">True</b></span></p>'
    )
    [entry] = read_others(page.encode())
    assert (entry.review.claim, entry.review.rating, entry.review.tone) == ("Cats swim", "True", 1)


def test_a_marked_check_that_refers_to_itself_ends():
    page = (
        '<div id="me" itemscope itemtype="http://schema.org/ClaimReview" itemref="me up"><i itemprop="claimReviewed">'
        'Owls read</i><a itemprop="url" href="https://fenfacts.example/4">x</a></div>'
    )
    assert [entry.review.claim for entry in read_others(f'<div id="up">{page}</div>'.encode())] == ["Owls read"]


@pytest.mark.parametrize(
    ("given", "claim"),
    [
        ("The mayor said: &ldquo;3 &lt; 4 boats&rdquo;", "The mayor said: “3 < 4 boats”"),
        ("Fish &amp;amp; chips are &amp;quot;free&amp;quot;", 'Fish & chips are "free"'),
        ("<p>Nine in ten <em>herons</em></p><p>left the pond</p>", "Nine in ten herons left the pond"),
        ("&lt;strong&gt;All&lt;/strong&gt; boats sank", "All boats sank"),
        ("Less than <5 boats and > 3", "Less than <5 boats and > 3"),
        ('It<br/>rained <a href="https://x.example">frogs</a>', "It rained frogs"),
    ],
)
def test_words_are_kept_without_tags_and_entities(given, claim):
    [entry] = read_others(json.dumps({**REVIEW, "claimReviewed": given}).encode())
    assert entry.review.claim == claim


@pytest.mark.parametrize(
    ("given", "day"),
    [
        ("April 9, 2026", date(2026, 4, 9)),
        ("9 avril 2026", date(2026, 4, 9)),
        ("Thu, 09 Apr 2026 10:00:00 +0200", date(2026, 4, 9)),
        ("09.04.2026", date(2026, 4, 9)),
        ("04/05/2026", None),
        ("soon", None),
    ],
)
def test_dates_are_read_as_sites_write_them(given, day):
    [entry] = read_others(json.dumps({**REVIEW, "datePublished": given}).encode())
    assert entry.review.reviewed_on == day


def test_a_page_in_an_old_encoding_is_read_by_what_it_says():
    review = json.dumps({**REVIEW, "claimReviewed": "Мост обошёлся вдвое дороже"}, ensure_ascii=False)
    page = (
        f'<html><head><meta charset="windows-1251"><script type="application/ld+json">{review}</script></head></html>'
    )
    [entry] = read_others(page.encode("cp1251"))
    assert entry.review.claim == "Мост обошёлся вдвое дороже"
