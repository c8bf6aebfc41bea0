"""Hostile text in every field: each output still parses with a strict parser, and none of it runs or breaks out."""

import io
import json
import re
import zipfile
from xml.etree import ElementTree as Xml

import extruct
import lxml.html
import pytest
from PIL import Image

from claims.public.check_evidence_pack import check_pack
from claims.public.evidence_pack import write_pack
from claims.public.export import export
from claims.public.self_check import judge
from claims.verdicts.enums import SiteTextName
from claims.verdicts.models import EvidenceCopy
from claims.verdicts.site_settings import keep_newsroom, write_text
from tests.claimreview.examples import HOSTILE
from tests.public.newsroom import corrected, published, retracted

TEXTS = [text for text in HOSTILE if "\ud800" not in text and "\x00" not in text]


def everywhere(text: str) -> dict[str, object]:
    """The text in each field that takes it, as long as the field takes."""
    return {
        "statement": text,
        "summary": text[:280],
        "explanation": text,
        "key_points": text[:200],
        "why_checked": text[:400],
        "claimant": text[:190],
        "role": text[:190],
        "said_where": text[:290],
        "topics": [text[:70]],
        "title": text[:490],
        "quote": text,
        "note": text,
        "interest": text[:900],
        "publisher": text[:190],
        "outlet": text[:150],
        "answer": text,
        "whom": text[:190],
    }


def executable(html: str) -> list[str]:
    """What could run in a page: scripts that are no data, handlers, script addresses."""
    root = lxml.html.document_fromstring(html)
    found = [
        script.get("src") or "inline"
        for script in root.iter("script")
        if script.get("type") != "application/ld+json" and not (script.get("src") or "").endswith("public.js")
    ]
    for element in root.iter():
        for name, value in element.attrib.items():
            leads = name in ("href", "src", "action", "formaction")
            if name.startswith("on") or name == "style" or (leads and value.strip().lower().startswith("javascript:")):
                found.append(f"{element.tag} {name}")
    return found


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: ascii(text[:16]))
def test_no_text_breaks_any_output(reader, people, text):
    publication = published(people, **everywhere(text))
    address = f"/checks/{publication.slug}/"
    corrected(publication, people, summary=text[:280])
    html = reader.get(address).content.decode()

    assert executable(html) == []
    assert html.count("</html>") == 1
    [review] = extruct.extract(html, syntaxes=["json-ld"])["json-ld"]
    assert review["@type"] == "ClaimReview"
    assert "\u202e" not in html
    assert {r.check for r in judge(publication.page, html) if not r.passed and r.level == "must"} <= {"C7", "C12"}
    lists = [f"/checks/{name}/" for name in ("corrections", "claimants", "topics", "outlets", "search")]
    for page in ("/checks/", f"{address}1/", f"{address}embed/", *lists):
        assert executable(reader.get(page).content.decode()) == [], page
    assert executable(reader.get("/checks/search/", {"q": text, "topic": text}).content.decode()) == []
    for feed in (
        "/checks/feed.atom",
        "/checks/feed.rss",
        "/sitemap.xml",
        "/checks/sitemap-1.xml",
        "/checks/sitemap-pages.xml",
    ):
        Xml.fromstring(reader.get(feed).content)
    Xml.fromstring(reader.get("/checks/search/feed.atom", {"q": text}).content)
    for data in ("/checks/feed.json", "/checks/claimreviews.json", f"{address}claimreview.json"):
        json.loads(reader.get(data).content)
    found = json.loads(reader.get("/checks/oembed", {"url": f"http://127.0.0.1:8000{address}"}).content)
    [frame] = lxml.html.fragments_fromstring(found["html"])
    assert set(frame.attrib) == {"src", "title", "width", "height", "loading", "sandbox"}
    picture = Image.open(io.BytesIO(reader.get(f"{address}share.png").content))
    assert (picture.format, picture.size) == ("PNG", (1200, 630))


@pytest.mark.parametrize("text", [TEXTS[0], TEXTS[3], "x" * 10_000], ids=["script", "override", "long"])
def test_no_text_breaks_an_export_or_a_pack(people, text, tmp_path):
    publication = published(people, **everywhere(text))
    EvidenceCopy.objects.filter(evidence__claim=publication.claim).update(file="")
    keep_newsroom(actor=None, name=text[:110], strapline=text[:70], about_line=text[:150])
    write_text(actor=None, name=SiteTextName.ABOUT, title=text[:110], body=text)
    corrected(publication, people, summary=text[:280])
    export(tmp_path)
    write_pack(publication.claim, tmp_path / "pack.zip")

    for path in tmp_path.rglob("*"):
        if path.suffix == ".html":
            assert executable(path.read_text()) == [], path
        if path.suffix in (".atom", ".rss", ".xml"):
            Xml.fromstring(path.read_bytes())
        if path.suffix == ".json":
            json.loads(path.read_text())
    with zipfile.ZipFile(tmp_path / "pack.zip") as pack:
        for name in pack.namelist():
            if name.endswith(".html"):
                assert executable(pack.read(name).decode()) == [], name
    faults = check_pack(tmp_path / "pack.zip").faults
    assert all("the copy of" in fault for fault in faults), faults


def test_a_hostile_reason_for_retraction_stays_text(reader, people):
    publication = published(people)
    retracted(publication, people, note=TEXTS[0])

    for address in (f"/checks/{publication.slug}/", "/checks/corrections/", f"/checks/{publication.slug}/embed/"):
        assert executable(reader.get(address).content.decode()) == []
    Xml.fromstring(reader.get("/checks/feed.atom").content)


def test_links_of_sources_are_of_the_web_only(reader, people):
    publication = published(people, explanation="[a](javascript:alert(1)) <script>alert(2)</script> [b](/admin/)")
    html = reader.get(f"/checks/{publication.slug}/").content.decode()

    assert executable(html) == []
    assert not re.search(r'href="(javascript|/admin)', html)
