"""Quotation marks stand around words somebody said, on every face, and around nothing else."""

import html
import io
import json

import pytest
from django.test import Client
from PIL import Image

from claims.errors import Blocked
from claims.public.share import image
from claims.verdicts import preflight
from claims.verdicts.models import Publication
from claims.workflow.moves import MoveName
from claims.workflow.perform import perform
from tests.public.newsroom import published, ready

WORDING = "The council has cut its spending by 22 per cent"
SAID = "About 2,300 households have no car"
"""Stands between quotation marks in the article that the factories write."""
FACES = ("", "embed/", "check.json", "claimreview.json", "oembed.json", "oembed.xml")
LISTS = ("", "feed.atom", "feed.rss", "feed.json", "checks.json", "corrections/", "claimreviews-all.json")


def all_faces(reader: Client, check: Publication) -> dict[str, str]:
    """Everything readers and machines get of the check, with entities and escapes undone."""
    paths = [f"/checks/{check.slug}/{face}" for face in FACES] + [f"/checks/{face}" for face in LISTS]
    answers = {path: reader.get(path) for path in paths}
    return {path: html.unescape(b"".join(answer).decode()).replace("\\u201c", "“") for path, answer in answers.items()}


def test_the_desks_wording_is_no_quotation_anywhere(reader, people):
    check = published(people, statement=WORDING)
    for path, text in all_faces(reader, check).items():
        assert "“" not in text, path
    assert "Said by <bdi>Rufus Haldane</bdi>" in all_faces(reader, check)[f"/checks/{check.slug}/"]


def test_words_said_are_quoted_with_the_article_that_has_them(reader, people):
    check = published(people, statement=WORDING, words_said=SAID)
    shown = all_faces(reader, check)
    page = shown[f"/checks/{check.slug}/"]
    figure = " ".join(page[page.index('<figure class="words-said">') : page.index("</figure>")].split())

    assert f"“{SAID}”" in figure
    assert (
        f'<a href="https://courier.example/{check.claim_id}" rel="noopener nofollow" dir="ltr">Council cuts</a>'
        in figure
    )
    assert f"“{WORDING}" not in "".join(shown.values())
    for face in ("", f"{check.slug}/embed/", "feed.atom", "feed.rss", "feed.json"):
        if face:
            assert f"“{SAID}”" in shown[f"/checks/{face}"].replace("<bdi>", "").replace("</bdi>", ""), face
    markup = json.loads(shown[f"/checks/{check.slug}/claimreview.json"])
    assert markup["claimReviewed"] == WORDING
    assert markup["itemReviewed"]["appearance"][0]["hasPart"] == {
        "@type": "Quotation",
        "text": SAID,
        "creator": {"@type": "Person", "name": "Rufus Haldane", "jobTitle": "mayor of Port Ellery"},
    }
    data = json.loads(reader.get(f"/checks/{check.slug}/check.json").content)["check"]
    assert data["statement"] == WORDING
    assert (data["words_said"]["text"], data["words_said"]["heard"]) == (SAID, False)
    assert data["words_said"]["source"]["url"] == f"https://courier.example/{check.claim_id}"


def test_words_heard_are_shown_as_heard_and_by_no_article(reader, people):
    check = published(people, words_said="We spend nothing on buses", words_heard=True)
    page = reader.get(f"/checks/{check.slug}/").content.decode()
    figure = " ".join(page[page.index('<figure class="words-said">') : page.index("</figure>")].split())

    assert "“We spend nothing on buses”" in figure
    assert "as we heard it (<bdi>Budget debate</bdi>)." in figure
    assert "<a " not in figure
    markup = json.loads(check.claim_review)
    assert "hasPart" not in markup["itemReviewed"]["appearance"][0]


def test_words_that_no_article_has_cannot_be_submitted(people):
    claim = ready(people, words_said="About 2300 households have no car")
    with pytest.raises(Blocked, match="stands in no article of this claim"):
        perform(MoveName.SUBMIT, claim_id=claim.pk, actor=people.reviewer)
    assert [finding.gate for finding in preflight.blocking(claim)] == ["words_said"]


def test_the_share_image_draws_the_words_said_under_the_wording(people):
    plain, quoted = published(people).page, published(people, words_said=SAID).page
    size = [Image.open(io.BytesIO(image(page))).size for page in (plain, quoted)]

    assert size == [(1200, 630), (1200, 630)]
    assert image({**quoted, "number": ""}) != image({**quoted, "words_said": None, "number": ""})
