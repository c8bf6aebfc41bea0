"""Pictures for readers: frozen with the words, shown on every face, kept for whatever was published with them."""

import hashlib
import io
import json
import zipfile

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image

from claims.accounts.roles import Role
from claims.errors import Blocked, NotAllowed, WrongState
from claims.public.check_evidence_pack import check_pack
from claims.public.evidence_pack import write_pack
from claims.public.export import export
from claims.public.self_check import judge
from claims.public.share import image
from claims.review import pictures
from claims.review.pictures import Caption
from claims.verdicts.content import content_hash, content_of
from claims.verdicts.models import Evidence, EvidenceCopy, Picture
from claims.verdicts.uploads import Upload
from claims.workflow.moves import MoveName
from claims.workflow.perform import perform
from tests.factories import PersonFactory
from tests.picture_files import a_picture
from tests.public.newsroom import corrected, now_public, ready, retracted
from tests.workflow.stories import approve

TOLD = Caption("A post with a photo of a flooded street.", "Port Ellery Courier", "CC BY 4.0", stamped=True)


def illustrated(people, caption=TOLD, **words):
    """A claim in review with a picture of the post that was checked."""
    claim = ready(people, **words)
    pictures.add(claim_id=claim.pk, actor=people.reviewer, caption=caption, upload=Upload("post.jpg", a_picture()))
    return claim


def publish(claim, people):
    perform(MoveName.SUBMIT, claim_id=claim.pk, actor=people.reviewer)
    approve(claim, people.second)
    perform(MoveName.PUBLISH, claim_id=claim.pk, actor=people.second)
    return now_public(claim)


def widest(publication) -> dict:
    return publication.page["picture"]["files"][-1]


def test_readers_see_the_picture_its_stamp_its_words_and_whose_it_is(reader, people):
    publication = publish(illustrated(people), people)
    address = f"/checks/pictures/{widest(publication)['sha256']}.webp"
    html = reader.get(f"/checks/{publication.slug}/").content.decode()

    for words in (
        'data-stamp="False"',
        'alt="A post with a photo of a flooded street. Stamped: False."',
        "Credit: Port Ellery Courier.",
        "Licence: CC BY 4.0.",
        'width="1200"',
        'height="800"',
        'loading="lazy"',
        f"../..{address} 1200w",
    ):
        assert words in html, words
    failed = {result.check for result in judge(publication.page, html, in_sitemap=True) if not result.passed}
    assert failed == {"C7"}

    served = reader.get(address)
    assert (served.status_code, served["Content-Type"]) == (200, "image/webp")
    assert served["Cache-Control"] == "public, max-age=31536000, immutable"
    assert hashlib.sha256(served.content).hexdigest() == widest(publication)["sha256"]
    assert reader.get(address, headers={"If-None-Match": served["ETag"]}).status_code == 304
    assert reader.get(f"/checks/pictures/{'0' * 64}.webp").status_code == 404


def test_the_picture_is_on_lists_embed_data_and_markup_and_leaves_with_a_retraction(reader, people):
    publication = publish(illustrated(people), people)
    narrow = publication.page["picture"]["files"][0]["sha256"]
    for path in ("/checks/", f"/checks/{publication.slug}/embed/"):
        html = reader.get(path).content.decode()
        assert f"pictures/{narrow}.webp 480w" in html, path
        assert 'data-stamp="False"' in html, path
    data = reader.get(f"/checks/{publication.slug}/check.json").json()["check"]
    assert data["picture"]["files"][0]["url"].endswith(f"/checks/pictures/{narrow}.webp")
    markup = json.loads(reader.get(f"/checks/{publication.slug}/claimreview.json").content)
    # A debunked picture leaves the page only with its stamp.
    assert markup["image"].endswith(f"/checks/{publication.slug}/share.png")

    (item,) = reader.get("/checks/feed.json").json()["items"]
    assert item["image"].endswith(f"/checks/{publication.slug}/share.png")

    gone = retracted(publication, people)
    assert "image" not in reader.get("/checks/feed.json").json()["items"][0]
    assert "pictures/" not in reader.get(f"/checks/{gone.slug}/").content.decode()
    assert f"pictures/{narrow}.webp" in reader.get(f"/checks/{gone.slug}/1/").content.decode()
    assert reader.get(f"/checks/pictures/{narrow}.webp").status_code == 200


def test_a_picture_that_is_no_forgery_stands_in_the_markup_itself(reader, people):
    claim = illustrated(people, Caption("The mayor at the debate.", "ana", "CC0"))
    publication = publish(claim, people)
    markup = json.loads(publication.claim_review)
    assert markup["image"].endswith(f"/checks/pictures/{widest(publication)['sha256']}.webp")
    assert "data-stamp" not in reader.get(f"/checks/{publication.slug}/").content.decode()


def test_the_share_image_bears_the_picture_and_its_stamp(people):
    claim = illustrated(people)
    publication = publish(claim, people)
    with Image.open(io.BytesIO(image(publication.page))) as drawn:
        assert drawn.size == (1200, 630)
        shown = drawn.convert("RGB")
    # The picture's own colour beside the band, and the rating's tone within it.
    assert [abs(a - b) < 6 for a, b in zip(shown.getpixel((720, 160)), (0x7A, 0x9C, 0xB8), strict=True)] == [True] * 3
    assert shown.getpixel((705, 280)) == (0xAB, 0x1F, 0x19)


def test_the_hash_covers_the_file_and_another_picture_is_another_verdict(people):
    claim = illustrated(people)
    before = content_of(claim)
    row = Picture.objects.get(claim=claim)
    assert before["pictures"][0]["files"][-1]["sha256"] == row.files.last().sha256
    pictures.change(
        picture_id=row.pk,
        actor=people.reviewer,
        caption=Caption(TOLD.alt, "Somebody else", TOLD.licence, stamped=True),
        expected_version=1,
    )
    assert content_hash(content_of(claim)) != content_hash(before)
    pictures.remove(picture_id=row.pk, actor=people.reviewer, expected_version=2)
    assert "pictures" not in content_of(claim)


@pytest.mark.parametrize(
    ("caption", "sentence"),
    [
        (Caption("", "ana", "CC0"), "A picture has no words for those who cannot see it."),
        (Caption("A street.", "", "CC0"), "Say whose picture it is and why we may show it."),
        (Caption("A street.", "ana", ""), "Say whose picture it is and why we may show it."),
    ],
)
def test_a_picture_without_its_words_is_not_submitted(people, caption, sentence):
    claim = illustrated(people, caption)
    with pytest.raises(Blocked) as refused:
        perform(MoveName.SUBMIT, claim_id=claim.pk, actor=people.reviewer)
    assert sentence in refused.value.message


def test_a_source_shows_its_kept_copy_where_that_is_a_picture(people, reader):
    claim = ready(people)
    source = Evidence.objects.filter(claim=claim).first()
    original = a_picture(500, 400, "PNG")
    name = default_storage.save("evidence/2026/11/scan", ContentFile(original))
    EvidenceCopy.objects.filter(evidence=source).update(file=name, content_type="image/png", size=len(original))
    added = pictures.add(
        claim_id=claim.pk, actor=people.reviewer, caption=Caption("A table.", "Audit Office", "Quotation"),
        evidence_id=source.pk,
    )  # fmt: skip
    assert added.original_sha256 == hashlib.sha256(original).hexdigest()
    publication = publish(claim, people)
    assert publication.page["evidence"][0]["picture"]["alt"] == "A table."
    html = reader.get(f"/checks/{publication.slug}/").content.decode()
    assert 'alt="A table."' in html[html.index('id="sources"') :]


def test_nobody_sees_a_picture_before_it_is_published_and_only_who_works_on_it_adds_one(reader, people):
    claim = illustrated(people)
    digest = Picture.objects.get(claim=claim).files.last().sha256
    assert reader.get(f"/checks/pictures/{digest}.webp").status_code == 404
    small = Upload("a.jpg", a_picture(60, 40))
    with pytest.raises(Blocked, match="There is such a picture already"):
        pictures.add(claim_id=claim.pk, actor=people.reviewer, caption=TOLD, upload=small)
    perform(MoveName.SUBMIT, claim_id=claim.pk, actor=people.reviewer)
    source = Evidence.objects.filter(claim=claim).first()
    with pytest.raises(WrongState, match="The verdict waits for a second person"):
        pictures.add(claim_id=claim.pk, actor=people.reviewer, caption=TOLD, upload=small, evidence_id=source.pk)
    other = ready(people, statement="The harbour was closed for a year")
    with pytest.raises(NotAllowed):
        pictures.add(claim_id=other.pk, actor=PersonFactory(roles=[Role.REVIEWER]), caption=TOLD, upload=small)
    # Whoever adds a picture has written a part of the verdict.
    pictures.add(claim_id=other.pk, actor=people.editor, caption=TOLD, upload=small)
    assert other.contributions.filter(person=people.editor, part="evidence").exists()


def test_a_correction_of_the_credit_alone_is_told_and_older_numbers_keep_theirs(reader, people):
    first = publish(illustrated(people), people)
    row = Picture.objects.get(claim=first.claim)
    Picture.objects.filter(pk=row.pk).update(credit="Somebody else")
    second = corrected(first, people, summary="It rose by 9 per cent.")
    assert second.page["history"][-1]["change"]["changed"] == [
        "The pictures: credit of “A post with a photo of a flooded street.”: "
        "“Port Ellery Courier” is now “Somebody else”."
    ]
    assert "Credit: Port Ellery Courier." in reader.get(f"/checks/{first.slug}/1/").content.decode()


def test_export_and_pack_hold_the_pictures_and_a_changed_one_is_found(people, tmp_path):
    publication = publish(illustrated(people), people)
    digest = widest(publication)["sha256"]
    export(tmp_path / "site")
    stored = (tmp_path / "site" / "checks" / "pictures" / f"{digest}.webp").read_bytes()
    assert hashlib.sha256(stored).hexdigest() == digest

    pack = tmp_path / "pack.zip"
    write_pack(publication.claim, pack)
    assert [fault for fault in check_pack(pack).faults if "the copy of" not in fault] == []
    name = f"publications/pictures/{digest}.webp"
    with zipfile.ZipFile(pack) as whole:
        assert f'src="pictures/{digest}.webp"' in whole.read("publications/1.html").decode()
        files = {entry: whole.read(entry) for entry in whole.namelist()}
    with zipfile.ZipFile(tmp_path / "forged.zip", "w") as forged:
        for entry, content in files.items():
            forged.writestr(entry, content + b"x" if entry == name else content)
    assert (
        f"{name} was changed: its SHA-256 is not the one in SHA256SUMS." in check_pack(tmp_path / "forged.zip").faults
    )


def test_a_rated_picture_has_a_media_review_beside_the_claim_review_and_passes_every_check(reader, people):
    caption = Caption(
        TOLD.alt, TOLD.credit, TOLD.licence, stamped=True, category="DecontextualizedContent",
        original_context="Lyon, 2014.", media_url="https://posts.example/7",
    )  # fmt: skip
    publication = publish(illustrated(people, caption), people)
    html = reader.get(f"/checks/{publication.slug}/").content.decode()
    assert "Real, but from another occasion." in html
    assert '<a href="https://posts.example/7" rel="noopener nofollow">Where we saw it</a>' in html
    results = judge(publication.page, html, in_sitemap=True)
    assert {result.check for result in results if not result.passed} == {"C7"}
    assert [result.check for result in results if result.check.startswith("M")] == ["M1", "M2", "M3", "M4", "M5", "M6"]

    second = corrected(publication, people)
    assert "MediaReview" not in reader.get(f"/checks/{second.slug}/1/").content.decode()
    gone = retracted(second, people)
    assert "MediaReview" not in reader.get(f"/checks/{gone.slug}/").content.decode()


def test_a_picture_of_a_source_is_not_rated_and_a_bad_address_is_refused(people):
    claim = ready(people)
    source = Evidence.objects.filter(claim=claim).first()
    small = Upload("a.jpg", a_picture(60, 40))
    rated = Caption("A table.", "ana", "CC0", category="StagedContent")
    with pytest.raises(Blocked, match="Only the picture of the claim itself is rated"):
        pictures.add(claim_id=claim.pk, actor=people.reviewer, caption=rated, upload=small, evidence_id=source.pk)
    bad = Caption("A table.", "ana", "CC0", category="StagedContent", media_url="javascript:alert(1)")
    with pytest.raises(Blocked):
        pictures.add(claim_id=claim.pk, actor=people.reviewer, caption=bad, upload=small)
    assert not Picture.objects.filter(claim=claim).exists()
