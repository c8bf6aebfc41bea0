"""Pictures for readers, added, worded and taken out on the claim's page."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.verdicts.models import Evidence, Picture
from tests.picture_files import a_picture, bomb
from tests.public.newsroom import ready
from tests.workflow.stories import crew

pytestmark = pytest.mark.django_db

HOSTILE = "<script>alert(1)</script>\"'&"


@pytest.fixture
def people(db):
    return crew()


@pytest.fixture
def desk(as_person, people):
    return as_person(people.reviewer)


def add(desk, claim, data=None, **words):
    fields = {"alt": "A street.", "credit": "ana", "licence": "CC0"} | words
    file = SimpleUploadedFile("post.jpg", data or a_picture(600, 400), content_type="image/jpeg")
    return desk.post(f"/claims/{claim.pk}/pictures/add/", fields | {"file": file}, follow=True)


def test_a_picture_is_added_worded_and_removed(desk, people):
    claim = ready(people)
    shown = add(desk, claim, alt=HOSTILE, credit=HOSTILE, licence=HOSTILE, stamped="on").content.decode()
    row = Picture.objects.get(claim=claim)
    assert (row.alt, row.stamped, [file.width for file in row.files.all()]) == (HOSTILE, True, [480, 600])
    assert "<script>alert" not in shown
    assert f'src="/claims/{claim.pk}/pictures/{row.files.first().sha256}.webp"' in shown
    assert desk.get(f"/claims/{claim.pk}/pictures/{row.files.first().sha256}.webp")["Content-Type"] == "image/webp"

    edit = f"/claims/{claim.pk}/pictures/{row.pk}/"
    desk.post(edit, {"alt": "A street.", "credit": "ana", "licence": "CC0", "expected_version": 1})
    row.refresh_from_db()
    assert (row.alt, row.stamped, row.lock_version) == ("A street.", False, 2)
    stale = desk.post(edit, {"alt": "Mine.", "credit": "", "licence": "", "expected_version": 1})
    assert stale.status_code == 409
    assert "Saved by somebody else meanwhile" in stale.content.decode()
    assert "Mine." in stale.content.decode()

    desk.post(f"{edit}remove/", {"expected_version": 2})
    assert "None yet. Show readers" in desk.get(f"/claims/{claim.pk}/").content.decode()
    history = desk.get(f"/claims/{claim.pk}/history/").content.decode()
    for words in ("added a picture for readers", "changed what is said of a picture", "removed a picture for readers"):
        assert words in history


def test_a_hostile_file_is_refused_beside_the_form_and_leaves_nothing(desk, people):
    claim = ready(people)
    answer = add(desk, claim, data=bomb())
    assert answer.status_code == 422
    assert "This picture has too many pixels." in answer.content.decode()
    assert not Picture.objects.exists()
    nothing = desk.post(f"/claims/{claim.pk}/pictures/add/", {"alt": "A street."})
    assert "Choose a file." in nothing.content.decode()


def test_the_claim_asks_as_often_for_three_pictures_as_for_one(desk, people):
    claim = ready(people)
    add(desk, claim)
    counts = []
    for sources in ((), Evidence.objects.filter(claim=claim).values_list("pk", flat=True)):
        for source in sources:
            add(desk, claim, source=source)
        desk.get(f"/claims/{claim.pk}/")
        with CaptureQueriesContext(connection) as queries:
            desk.get(f"/claims/{claim.pk}/")
        counts.append(len(queries))
    assert Picture.objects.filter(claim=claim).count() == 3
    assert counts[0] == counts[1]
