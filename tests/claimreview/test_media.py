"""MediaReview: what it says of a picture, and the checks M1 to M6, each once failing."""

import json

import extruct
import pytest
from pyld import jsonld

from claims.claimreview import MediaFacts, MediaFinding, PageFacts, build, build_media, check_page, script_text
from tests.claimreview.examples import HOSTILE, REVIEW

FINDING = MediaFinding(
    category="DecontextualizedContent",
    seen="A flooded street.",
    url="https://posts.example/7",
    kept_at="https://checks.example/checks/pictures/ab.webp",
    original_context="Lyon, 2014.",
)
KNOWN = MediaFacts(
    category="DecontextualizedContent",
    label="Real, but from another occasion",
    original_context="Lyon, 2014.",
    stamp="False",
    credit="ana",
    licence="CC0",
)
PICTURE = '<span data-stamp="False"><img src="a.webp" alt="A flooded street. Stamped: False."></span>'
WORDS = "Real, but from another occasion. Lyon, 2014. Credit: ana. Licence: CC0."


def page(finding=FINDING, *, picture=PICTURE, words=WORDS, media=True, **changed):
    document = build_media(REVIEW, finding) | changed
    blocks = [build(REVIEW), *([document] if media else [])]
    scripts = "".join(f'<script type="application/ld+json">{script_text(block)}</script>' for block in blocks)
    return f"<html><head>{scripts}</head><body>{picture}<p>{words}</p></body></html>"


def failed(html, media=KNOWN):
    results = check_page(html, PageFacts(media=media))
    return [result.check for result in results if result.check.startswith("M") and not result.passed]


def test_it_says_what_became_of_the_picture_and_where_it_is():
    assert build_media(REVIEW, FINDING) == {
        "@context": "https://schema.org",
        "@type": "MediaReview",
        "url": REVIEW.url,
        "inLanguage": REVIEW.language,
        "datePublished": REVIEW.published,
        "dateModified": REVIEW.modified,
        "author": build(REVIEW)["author"],
        "mediaAuthenticityCategory": "DecontextualizedContent",
        "originalMediaContextDescription": "Lyon, 2014.",
        "itemReviewed": {
            "@type": "MediaReviewItem",
            "mediaItemAppearance": [
                {
                    "@type": "ImageObject",
                    "contentUrl": "https://posts.example/7",
                    "archivedAt": "https://checks.example/checks/pictures/ab.webp",
                    "description": "A flooded street.",
                }
            ],
        },
    }


def test_independent_readers_find_one_of_each_kind():
    kinds = [found["@type"] for found in extruct.extract(page(), syntaxes=["json-ld"])["json-ld"]]
    assert kinds == ["ClaimReview", "MediaReview"]
    graph = jsonld.flatten(build_media(REVIEW, FINDING) | {"@context": {"@vocab": "https://schema.org/"}})
    assert sorted(kind for node in graph for kind in node.get("@type", [])) == [
        "https://schema.org/ImageObject",
        "https://schema.org/MediaReview",
        "https://schema.org/MediaReviewItem",
        "https://schema.org/Organization",
    ]


def test_a_page_that_agrees_with_itself_passes_and_one_without_a_picture_is_not_asked():
    assert failed(page()) == []
    names = {result.check for result in check_page(page(media=False), PageFacts(media=MediaFacts()))}
    assert not any(name.startswith("M") for name in names)


@pytest.mark.parametrize(
    ("check", "html"),
    [
        ("M1", page(media=False)),
        ("M1", page(mediaAuthenticityCategory="Fake")),
        ("M2", page(itemReviewed={"@type": "MediaReviewItem"})),
        ("M2", page(itemReviewed={"@type": "ImageObject", "contentUrl": "javascript:alert(1)"})),
        ("M3", page(originalMediaContextDescription="Paris, 2015.")),
        ("M3", page(words="Real, but from another occasion. Credit: ana. Licence: CC0.")),
        ("M4", page(picture='<span><img src="a.webp" alt="A flooded street."></span>')),
        ("M4", page(picture='<span data-stamp="False"><img src="a.webp" alt="A flooded street."></span>')),
        ("M5", page(mediaAuthenticityCategory="StagedContent")),
        ("M5", page(words="Lyon, 2014. Credit: ana. Licence: CC0.")),
        ("M5", page(url="https://checks.example/checks/other/")),
        ("M6", page(words="Real, but from another occasion. Lyon, 2014. Credit: ana.")),
    ],
)
def test_a_fault_is_found(check, html):
    assert check in failed(html)


def test_a_media_review_on_a_page_that_rates_no_picture_is_found():
    assert failed(page(), MediaFacts()) == ["M1"]


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: ascii(text[:20]))
def test_hostile_words_stay_inside_their_script(text):
    finding = MediaFinding("StagedContent", text, "https://posts.example/7", original_context=text)
    written = script_text(build_media(REVIEW, finding))
    assert "</" not in written
    assert "<!--" not in written
    assert json.loads(written)["@type"] == "MediaReview"
