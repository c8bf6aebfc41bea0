"""One check published, corrected three times, clarified and retracted: every face says the same after each step."""

import io
import json
import re
import zipfile
from dataclasses import dataclass

import feedparser
import pytest

from claims.delivery.models import Delivery, WebhookEndpoint
from claims.public.evidence_pack import write_pack
from claims.public.export import export
from tests.public.newsroom import corrected, published, retracted
from tests.public.test_corrections import words_of

STATEMENT = "The council has cut its spending by 22 per cent"


@dataclass(frozen=True)
class Step:
    """What readers are told after one act: its class, the rating, the short answer, how the rating changed, a point."""

    number: int
    kind: str
    rating: str
    summary: str
    corrections: int = 0
    change: str = ""
    point: str = "The accounts count every service."


STEPS = (
    Step(1, "first", "False", "It rose by 9 per cent."),
    Step(2, "correction", "Mostly false", "It rose by 8 per cent.", 1, "The rating was False and is now Mostly false."),
    Step(
        3, "correction", "Half true", "It rose by 1 per cent.", 2, "The rating was Mostly false and is now Half true."
    ),
    Step(
        4,
        "correction",
        "Half true",
        "It fell by 1 per cent.",
        3,
        "The rating is the same as before.",
        "The accounts leave buses out.",
    ),
    Step(
        5,
        "clarification",
        "Half true",
        "It fell by 1 per cent in a year.",
        3,
        "The rating is the same as before.",
        "The accounts leave buses out.",
    ),
)
WHY = "Three newspapers printed the figure before the vote."
SLUGS = {"False": "false", "Mostly false": "mostly-false", "Half true": "half-true"}
EVENTS = {"first": "created", "correction": "corrected", "clarification": "clarified"}


@pytest.fixture
def faces(reader, people, tmp_path):
    """Everything that readers and machines see of the one check."""
    WebhookEndpoint.objects.create(name="Archive", url="https://archive.example/hook")
    return Faces(reader, tmp_path)


class Faces:
    """The outputs of the site, each as what it says of the check."""

    def __init__(self, reader, folder):
        self.reader, self.folder = reader, folder

    def json(self, path):
        answer = self.reader.get(path)
        assert answer.status_code == 200, path
        return json.loads(answer.content)

    def feed(self, path):
        return feedparser.parse(self.reader.get(path).content).entries

    def exported(self, path):
        export(self.folder / "site")
        return (self.folder / "site" / path.lstrip("/")).read_text()

    def pack(self, claim):
        written = io.BytesIO()
        write_pack(claim, written)
        return zipfile.ZipFile(written)

    def message(self):
        return json.loads(Delivery.objects.order_by("-pk").first().body)


def test_every_face_tells_the_whole_story_after_each_step(faces, people):
    publication = None
    for step in STEPS:
        if publication is None:
            words = {"key_points": f"- {step.point}\n\n", "why_checked": WHY}
            publication = published(people, summary=step.summary, rating=SLUGS[step.rating], **words)
        else:
            publication = corrected(
                publication,
                people,
                summary=step.summary,
                rating=SLUGS[step.rating],
                key_points=step.point,
                kind=step.kind,
            )
        told_right(faces, publication, step)
    gone = retracted(publication, people, note="The source was forged.")
    told_withdrawn(faces, gone)


def told_right(faces, publication, step):
    home = f"/checks/{publication.slug}/"
    page = words_of(faces.reader, home)
    head = page.split("At a glance")[0]
    assert step.summary in head
    assert step.point in head
    assert WHY in page
    assert f"Our rating: {step.rating}" in head
    assert head.count("Correction,") == step.corrections
    assert step.change in page
    listed = words_of(faces.reader, "/checks/")
    assert step.rating in listed
    assert step.summary in listed

    log = words_of(faces.reader, "/checks/corrections/")
    assert log.count(STATEMENT) == step.number - 1
    assert step.change in log

    for form in ("atom", "rss"):
        (entry,) = faces.feed(f"/checks/feed.{form}")
        assert entry.title == f"{step.rating}: {STATEMENT}"
        assert len(faces.feed(f"/checks/corrections/feed.{form}")) == step.number - 1
    (item,) = faces.json("/checks/feed.json")["items"]
    assert step.summary in item["content_html"]
    assert f"<li>{step.point}</li>" in item["content_html"]

    (review,) = [entry["item"] for entry in faces.json("/checks/claimreviews.json")["dataFeedElement"]]
    assert review["reviewRating"]["alternateName"] == step.rating
    assert review["reviewBody"] == step.summary
    assert len(review.get("correction", [])) == step.corrections
    assert faces.json(f"{home}claimreview.json") == review

    (row,) = faces.json("/checks/checks.json")["checks"]
    assert (row["publication"], row["kind"], row["rating"]["label"]) == (step.number, step.kind, step.rating)
    assert row["key_points"] == [step.point]
    data = faces.json(f"{home}check.json")
    assert (data["check"]["summary"], data["claim_review"]) == (step.summary, review)
    assert (data["check"]["key_points"], data["check"]["why_checked"]) == ([step.point], WHY)

    embed = words_of(faces.reader, f"{home}embed/")
    assert step.rating in embed
    assert ("corrected" in embed) == (step.corrections > 0)
    assert ("clarified" in embed) == (step.kind == "clarification")
    assert f"{step.rating}: {STATEMENT}" in faces.json(f"{home}oembed.json")["html"]

    message = faces.message()
    assert message["type"] == f"publication.{EVENTS[step.kind]}"
    assert (message["data"]["publication"], message["data"]["claim_review"]) == (step.number, review)

    exported = faces.exported(f"{home}index.html")
    assert all(words in exported for words in (step.summary, step.point, WHY))
    with faces.pack(publication.claim) as pack:
        stated = json.loads(pack.read(f"publications/{step.number}.json"))
        assert (stated["kind"], stated["content"]["summary"]) == (step.kind, step.summary)
        assert (stated["content"]["key_points"], stated["content"]["why_checked"]) == ([step.point], WHY)
        kept = pack.read(f"publications/{step.number}.html").decode()
        assert all(words in kept for words in (step.summary, step.point, WHY))


def told_withdrawn(faces, gone):
    home = f"/checks/{gone.slug}/"
    page = words_of(faces.reader, home)
    assert "The source was forged." in page
    assert WHY not in page
    assert 'class="short"' not in faces.reader.get(home).content.decode()
    assert STATEMENT not in words_of(faces.reader, "/checks/")
    log = words_of(faces.reader, "/checks/corrections/")
    assert log.count(STATEMENT) == 5
    assert log.index("Retraction") < log.index("Clarification")
    for form in ("atom", "rss"):
        (entry,) = faces.feed(f"/checks/feed.{form}")
        assert entry.title == f"Withdrawn: {STATEMENT}"
        assert [entry.title.split(":")[0] for entry in faces.feed(f"/checks/corrections/feed.{form}")] == [
            "Retraction",
            "Clarification",
            "Correction",
            "Correction",
            "Correction",
        ]
    assert faces.json("/checks/claimreviews.json")["dataFeedElement"] == []
    assert faces.reader.get(f"{home}claimreview.json").status_code == 410
    assert faces.json("/checks/checks.json")["checks"] == []
    assert faces.json(f"{home}check.json")["check"]["retracted"] is True
    embed = words_of(faces.reader, f"{home}embed/")
    assert "Withdrawn" in embed
    assert "Half true" not in embed
    assert "Withdrawn" in faces.json(f"{home}oembed.json")["html"]
    message = faces.message()
    assert message["type"] == "publication.retracted"
    assert "claim_review" not in message["data"]
    exported = faces.exported(f"{home}index.html")
    assert "The source was forged." in exported
    assert not re.search(r'"@type":\s*"ClaimReview"', exported)
    with faces.pack(gone.claim) as pack:
        assert json.loads(pack.read("publications/6.json"))["kind"] == "retraction"
        assert "It fell by 1 per cent in a year." in pack.read("publications/5.html").decode()
