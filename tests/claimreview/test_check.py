"""One test for each check C1 to C16, and one for each fault seen in other systems, by name."""

import copy
import datetime
import json
from dataclasses import replace

import pytest

from claims.claimreview import Level, PageFacts, PageKind, build, check_document, check_page, script_text
from claims.claimreview.check import HOLDS, check_script
from claims.claimreview.markup import says_rating
from tests.claimreview.examples import FACTS, HOSTILE, REVIEW, URL, page_of, with_claim

SOUND = build(REVIEW)


def changed(path: str, value: object = None, *, drop: bool = False) -> dict:
    """The sound document with one place changed or dropped; the path is dotted."""
    document = copy.deepcopy(SOUND)
    *parents, last = path.split(".")
    place = document
    for key in parents:
        place = place[int(key)] if isinstance(place, list) else place[key]
    if drop:
        del place[last]
    else:
        place[last] = value
    return document


def failed(results, level: Level | None = None) -> set[str]:
    """The ids of the checks that failed."""
    return {result.check for result in results if not result.passed and level in (None, result.level)}


def judged(document: dict, facts: PageFacts = FACTS) -> set[str]:
    """The checks that fail when this document stands on an otherwise sound page."""
    return failed(check_page(page_of(REVIEW, script=script_text(document)), facts))


def test_a_sound_page_passes_every_check():
    results = check_page(page_of(REVIEW), FACTS)

    assert failed(results) == set()
    assert [result.check for result in results] == [f"C{number}" for number in range(1, 16)]
    assert all(result.sentence for result in results)
    assert set(HOLDS) == {f"C{number}" for number in range(1, 17)} | {f"M{number}" for number in range(1, 7)}


@pytest.mark.parametrize(
    ("check", "path", "value"),
    [
        ("C2", "@context", "https://example.org"),
        ("C2", "@type", "Review"),
        ("C3", "claimReviewed", ""),
        ("C3", "claimReviewed", "False: Port Ellery spends the most"),
        ("C3", "claimReviewed", "Port Ellery spends the most (FALSE)"),
        ("C4", "reviewRating.@type", "AggregateRating"),
        ("C4", "reviewRating.alternateName", "   "),
        ("C4", "reviewRating.alternateName", "Rating: false"),
        ("C4", "reviewRating.alternateName", "1 of 5, False"),
        ("C5", "reviewRating.bestRating", 1),
        ("C5", "reviewRating.ratingValue", 6),
        ("C5", "reviewRating.ratingValue", "one"),
        ("C5", "reviewRating.ratingValue", 5),
        ("C6", "reviewRating.alternateName", "Out of context"),
        ("C7", "url", "/checks/FC-0012-road-repairs/"),
        ("C7", "url", "http://courier.example/checks/FC-0012-road-repairs/"),
        ("C7", "url", "https://other.example/checks/FC-0012-road-repairs/"),
        ("C8", "author", {"@type": "Person", "name": "Rufus Haldane", "url": "https://people.example"}),
        ("C8", "author.url", ""),
        ("C8", "author.name", "Rufus Haldane"),
        ("C9", "itemReviewed.@type", "CreativeWork"),
        ("C9", "itemReviewed.author.@type", "Thing"),
        ("C10", "itemReviewed.datePublished", "3 February 2026"),
        ("C10", "itemReviewed.datePublished", "2026-02-10"),
        ("C12", "dateModified", "2026-02-01"),
        ("C12", "correction.0.@type", "Comment"),
        ("C15", "inLanguage", ""),
        ("C15", "itemReviewed.author.sameAs", None),
        ("C15", "keywords", []),
    ],
)
def test_each_check_fails_on_its_own_fault(check, path, value):
    document = changed(path, value)

    assert check in judged(document) | failed(check_document(document, FACTS))


@pytest.mark.parametrize(
    ("check", "path"),
    [
        ("C3", "claimReviewed"),
        ("C4", "reviewRating.alternateName"),
        ("C5", "reviewRating.bestRating"),
        ("C8", "author"),
        ("C9", "itemReviewed"),
        ("C12", "datePublished"),
        ("C12", "author.correctionsPolicy"),
    ],
)
def test_each_check_fails_when_its_property_is_missing(check, path):
    assert check in judged(changed(path, drop=True))


def test_c1_none_on_a_list_page_and_exactly_one_on_a_verdict_page():
    assert failed(check_page(page_of(REVIEW), replace(FACTS, kind=PageKind.OTHER))) == {"C1"}
    assert failed(check_page("<p>No markup</p>", replace(FACTS, kind=PageKind.OTHER))) == set()
    assert "C1" in failed(check_page("<p>No markup</p>", FACTS))


def test_c3_a_long_claim_is_a_warning_only():
    long = replace(REVIEW, claim="It " + "really " * 15 + "happened")
    results = check_page(page_of(long), FACTS)

    assert failed(results, Level.WARN) == {"C3"}
    assert failed(results, Level.MUST) == set()


@pytest.mark.parametrize(
    ("claim", "label", "tells"),
    [
        ("It is true that the bridge is closed", "True", False),
        ("True: the bridge is closed", "True", True),
        ("The bridge is closed – false", "False", True),
        ("The bridge is mostly false in its bearings", "Mostly false", True),
        ("A half truth", "Half true", False),
    ],
)
def test_c3_an_ordinary_word_is_not_the_rating(claim, label, tells):
    assert says_rating(claim, label) is tells


def test_c5_higher_is_truer_on_the_desks_own_scale():
    facts = replace(FACTS, scale=("Wrong way up", "In part", "Stands"))
    upside_down = changed("reviewRating", {"@type": "Rating", "alternateName": "Stands", **numbers(1)})

    assert "C5" in failed(check_document(upside_down, facts))


def numbers(value: int) -> dict[str, int]:
    """The three numbers of a rating."""
    return {"ratingValue": value, "worstRating": 1, "bestRating": 5}


def test_c7_a_redirected_or_uncanonical_address_fails():
    assert "C7" in failed(check_page(page_of(REVIEW), replace(FACTS, final_url=URL + "moved/")))
    other_canonical = page_of(REVIEW).replace(
        f'rel="canonical" href="{URL}"', 'rel="canonical" href="https://x.example/"'
    )
    assert "C7" in failed(check_page(other_canonical, FACTS))


def test_c9_to_c12_hold_the_markup_to_what_the_desk_knows():
    moment = datetime.datetime(2026, 2, 9, 6, tzinfo=datetime.UTC)
    facts = replace(
        FACTS,
        claimant="Rufus Haldane",
        said_on="2026-02-03",
        appearances=("https://mayor.example/roads", "https://courier.example/council"),
        first_appearance="https://mayor.example/roads",
        first_published=moment,
        last_published=datetime.datetime(2026, 2, 11, 10, 15, tzinfo=datetime.UTC),
        corrections=1,
    )

    assert judged(SOUND, facts) == set()
    assert "C9" in judged(changed("itemReviewed.author", drop=True), facts)
    assert "C10" in judged(changed("itemReviewed.datePublished", "2026-02-02"), facts)
    assert "C10" in judged(changed("itemReviewed.datePublished", drop=True), facts)
    assert "C11" in judged(changed("itemReviewed.appearance", SOUND["itemReviewed"]["appearance"][:1]), facts)
    assert "C11" in judged(changed("itemReviewed.firstAppearance", drop=True), facts)
    assert "C11" in judged(SOUND, replace(facts, first_appearance=""))
    assert "C12" in judged(changed("correction", drop=True), facts)


def test_c13_what_the_page_does_not_show_the_markup_may_not_say():
    hidden = page_of(REVIEW).replace("<p>It came fourth of six.</p>", "<p hidden>It came fourth of six.</p>")

    assert failed(check_page(hidden, FACTS)) == {"C13"}
    undated = page_of(REVIEW).replace('<time datetime="2026-02-03">then</time>', "")
    assert failed(check_page(undated, FACTS)) == {"C13"}


@pytest.mark.parametrize(
    "facts",
    [
        replace(FACTS, in_sitemap=False),
        replace(FACTS, status=403),
        replace(FACTS, headers={"X-Robots-Tag": "noindex"}),
        replace(FACTS, robots_txt="User-agent: *\nDisallow: /checks/"),
    ],
)
def test_c14_a_page_search_engines_cannot_read_fails(facts):
    assert failed(check_page(page_of(REVIEW), facts)) == {"C14"}


def test_c14_a_noindex_in_the_page_fails():
    assert failed(check_page(page_of(REVIEW, head='<meta name="robots" content="noindex">'), FACTS)) == {"C14"}


@pytest.mark.parametrize("text", ['{"a":1,"a":2}', "{'a': 1}", '{"a": NaN}', '{"a":"<!--"}', '{"a":"</b>"}'])
def test_c15_markup_that_is_not_strict_json_or_can_break_out_fails(text):
    assert failed(check_script(text)) == {"C15"}


@pytest.mark.parametrize("text", HOSTILE[:-1], ids=lambda text: ascii(text[:20]))
def test_c15_hostile_text_passes_because_it_is_escaped(text):
    document = json.loads(script_text(build(with_claim(text))))

    assert failed(check_script(script_text(document))) == set()
    assert "C15" not in failed(check_document(document))


def test_c16_a_retracted_page_keeps_its_address_shows_the_notice_and_has_no_markup():
    facts = PageFacts(url=URL, kind=PageKind.RETRACTION)
    notice = "<p>This verdict was retracted on 3 March 2026.</p>"

    assert failed(check_page(notice, facts)) == set()
    assert failed(check_page(notice, replace(facts, status=410))) == {"C16"}
    assert failed(check_page("<p>Nothing here</p>", facts)) == {"C16"}
    assert failed(check_page(page_of(REVIEW) + notice, facts)) == {"C1", "C16"}


def test_fault_url_pointing_at_the_home_page():
    assert "C7" in judged(changed("url", "https://courier.example/"))


def test_fault_rating_0_with_worst_1():
    assert "C5" in judged(changed("reviewRating.ratingValue", 0))


def test_fault_worst_0():
    assert "C5" in judged(changed("reviewRating.worstRating", 0))


@pytest.mark.parametrize("name", ["claimReveiwed", "reviewRatings", "itemReviewd", "datePublised"])
def test_fault_misspelt_property_names(name):
    results = check_document({**SOUND, name: "x"})

    assert "C2" in failed(results)
    assert any(name in result.sentence for result in results)


def test_fault_review_date_is_row_creation():
    first = datetime.datetime(2026, 2, 9, 6, tzinfo=datetime.UTC)

    assert "C12" in judged(changed("datePublished", "2026-01-15T09:00:00+00:00"), replace(FACTS, first_published=first))


def test_fault_several_claimreviews_on_one_page():
    page = page_of(REVIEW, script=script_text({"@context": "https://schema.org", "@graph": [SOUND, SOUND]}))

    assert "C1" in failed(check_page(page, FACTS))


def test_fault_author_without_a_name():
    assert "C8" in judged(changed("author.name", drop=True))
    assert "C9" in judged(changed("itemReviewed.author.name", drop=True))


def test_fault_appearance_with_an_empty_url():
    assert "C11" in judged(changed("itemReviewed.appearance.1.url", ""))


@pytest.mark.parametrize(
    "document", [{}, {"@type": 3}, {"reviewRating": "False"}, {"itemReviewed": [1]}, {"author": []}]
)
def test_a_broken_document_is_judged_not_crashed_on(document):
    assert failed(check_document(document))
    assert failed(check_page(page_of(REVIEW, script=script_text(document)), FACTS))


@pytest.mark.parametrize("page", ["", "\x00", "<", "<div>" * 5000, "plain words"])
def test_a_page_that_is_no_page_is_judged_not_crashed_on(page):
    assert "C1" in failed(check_page(page, FACTS))
