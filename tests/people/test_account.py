"""What somebody changes about herself: name, initials, picture, and the hours without e-mail."""

import datetime
import io

import pytest
from django.core import mail
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image

from claims.accounts.models import User
from claims.accounts.roles import Role
from claims.audit.models import AuditEvent
from claims.delivery.enums import NotificationKind
from claims.delivery.mail import send_due_emails
from claims.delivery.models import Email
from claims.delivery.quiet_hours import quiet_until
from claims.delivery.services import notify
from claims.errors import Blocked
from claims.people.account import change_name, keep_picture, remove_picture
from claims.privacy.removal import remove_person
from tests.factories import ClaimFactory, PersonFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def kept_files(settings, tmp_path):
    """A folder of this test's own for what is uploaded."""
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def photograph(kind="JPEG", size=(600, 300), **more):
    """A red picture whose file says where it was taken."""
    where = Image.Exif()
    where[0x010E] = "in the mayor's garden"
    written = io.BytesIO()
    Image.new("RGB", size, "#c00000").save(written, kind, exif=where, **more)
    return written.getvalue()


def test_a_name_and_initials_are_changed_by_oneself_and_recorded(client, ana):
    client.force_login(ana)
    sent = client.post("/account/name/", {"display_name": "  Ana  Lund ", "own_initials": "AL"})
    assert (sent.status_code, sent.headers["Location"]) == (302, "/account/")
    ana.refresh_from_db()
    assert (ana.display_name, ana.own_initials, ana.initials) == ("Ana Lund", "AL", "AL")
    event = AuditEvent.objects.get(action="person_changed")
    assert (event.actor, event.data) == (ana, {"fields": ["display_name", "own_initials"]})
    assert client.post("/account/name/", {"display_name": "Ana Lund", "own_initials": "AL"}).status_code == 302
    assert AuditEvent.objects.filter(action="person_changed").count() == 1


def test_without_initials_of_ones_own_those_of_the_name_stand():
    person = PersonFactory(display_name="Ana van der Lund")
    assert person.initials == "AL"


def test_an_empty_name_is_refused_beside_its_field(client, ana):
    client.force_login(ana)
    answer = client.post("/account/name/", {"display_name": " ", "own_initials": ""})
    assert answer.status_code == 422
    assert "Write your name, as colleagues should see it." in answer.text
    with pytest.raises(Blocked, match="at most three letters"):
        change_name(actor=ana, display_name="Ana", own_initials="ANNA")


def test_a_picture_is_made_small_and_tells_nothing_but_the_picture(client, ana, edo):
    client.force_login(ana)
    file = SimpleUploadedFile("garden.jpg", photograph(), content_type="image/jpeg")
    assert client.post("/account/picture/", {"picture": file}).status_code == 302
    ana.refresh_from_db()
    address = f"/people/{ana.pk}/picture/{ana.picture.name.removeprefix('people/')}"
    assert f'<img src="{address}" alt="">' in client.get("/account/").text
    client.force_login(edo)
    shown = client.get(address)
    assert (shown.headers["Content-Type"], "immutable" in shown.headers["Cache-Control"]) == ("image/webp", True)
    with Image.open(io.BytesIO(shown.content)) as image:
        assert (image.size, image.format, dict(image.getexif())) == ((192, 192), "WEBP", {})
    assert b"garden" not in shown.content


@pytest.mark.parametrize(
    "data",
    [b"", b"<svg onload='alert(1)'/>", b"%PDF-1.4", b"\x89PNG\r\n\x1a\n" + b"x" * 50, photograph()[:400]],
    ids=["empty", "svg", "pdf", "damaged", "cut off"],
)
def test_what_is_no_picture_is_refused_in_a_sentence(ana, data, kept_files):
    with pytest.raises(Blocked, match="cannot be read as a picture"):
        keep_picture(actor=ana, data=data)
    assert list(kept_files.rglob("*.webp")) == []


def test_a_picture_that_unfolds_to_hundreds_of_megapixels_is_refused(ana):
    bomb = io.BytesIO()
    Image.new("1", (9_000, 9_000)).save(bomb, "PNG")
    with pytest.raises(Blocked, match="cannot be read as a picture"):
        keep_picture(actor=ana, data=bomb.getvalue())


@pytest.mark.django_db(transaction=True)
def test_an_old_picture_leaves_no_file_behind(ana, ada, kept_files):
    keep_picture(actor=ana, data=photograph())
    first = User.objects.get(pk=ana.pk).picture.name
    keep_picture(actor=ana, data=photograph("PNG"))
    second = User.objects.get(pk=ana.pk).picture.name
    assert (default_storage.exists(first), default_storage.exists(second)) == (False, True)
    remove_picture(actor=ana)
    assert list(kept_files.rglob("*.webp")) == []
    keep_picture(actor=ana, data=photograph())
    remove_person(person_id=ana.pk, actor=ada)
    assert list(kept_files.rglob("*.webp")) == []
    assert User.objects.get(pk=ana.pk).picture.name == ""


def test_a_picture_is_for_colleagues(client, ana, nell):
    keep_picture(actor=ana, data=photograph())
    name = User.objects.get(pk=ana.pk).picture.name.removeprefix("people/")
    assert client.get(f"/people/{ana.pk}/picture/{name}").status_code == 302
    client.force_login(nell)
    assert client.get(f"/people/{ana.pk}/picture/{name}").status_code == 403
    client.force_login(ana)
    assert client.get(f"/people/{ana.pk}/picture/another.webp").status_code == 404


AT = datetime.datetime


@pytest.mark.parametrize(
    ("start", "end", "now", "over"),
    [
        (20, 7, AT(2026, 3, 2, 19, 59), None),
        (20, 7, AT(2026, 3, 2, 20, 0), AT(2026, 3, 3, 7, 0)),
        (20, 7, AT(2026, 3, 3, 6, 59), AT(2026, 3, 3, 7, 0)),
        (20, 7, AT(2026, 3, 3, 7, 0), None),
        (9, 12, AT(2026, 3, 2, 11, 0), AT(2026, 3, 2, 12, 0)),
        (9, 12, AT(2026, 3, 2, 12, 0), None),
        (None, None, AT(2026, 3, 2, 3, 0), None),
    ],
)
def test_quiet_hours_go_over_midnight(start, end, now, over):
    person = User(quiet_from=start, quiet_until=end)
    with timezone.override("Europe/Lisbon"):
        found = quiet_until(person, timezone.make_aware(now))
        assert found == (timezone.make_aware(over) if over else None)


def test_an_e_mail_waits_until_the_hours_of_its_reader_are_over(client, ana):
    client.force_login(ana)
    hour = timezone.localtime(timezone.now(), datetime.UTC).hour
    client.post("/account/language/", {"language": "", "time_zone": "UTC"})
    hours = {"start": str((hour - 1) % 24), "end": str((hour + 3) % 24)}
    assert client.post("/account/quiet-hours/", hours).status_code == 302
    ana.refresh_from_db()
    notify(recipient=ana, kind=NotificationKind.ASSIGNED, claim=ClaimFactory(), actor=None, text="is yours")
    assert (send_due_emails(), mail.outbox) == (0, [])
    waiting = Email.jobs().get()
    assert waiting.due_at > timezone.now() + datetime.timedelta(hours=1)
    assert (waiting.attempts, waiting.parked_at) == (0, None)
    assert client.post("/account/quiet-hours/", {"start": "", "end": ""}).status_code == 302
    Email.jobs().update(due_at=timezone.now() - datetime.timedelta(minutes=1))
    assert send_due_emails() == 1
    assert len(mail.outbox) == 1


def test_half_of_the_hours_is_refused(client, ana):
    client.force_login(ana)
    for hours in ({"start": "20", "end": ""}, {"start": "7", "end": "7"}):
        answer = client.post("/account/quiet-hours/", hours)
        assert answer.status_code == 422
        assert "Choose two different hours, or neither." in answer.text


def test_the_queue_shows_the_picture_beside_the_name(client, ana, edo):
    ClaimFactory(state="assigned", reviewer=ana)
    keep_picture(actor=ana, data=photograph())
    client.force_login(edo)
    name = User.objects.get(pk=ana.pk).picture.name.removeprefix("people/")
    assert f'/people/{ana.pk}/picture/{name}"' in client.get("/queue/").text


def test_a_name_with_markup_stays_words(client):
    hostile = PersonFactory(roles=[Role.REVIEWER])
    change_name(actor=hostile, display_name="<b>Ana</b>", own_initials="<i>")
    client.force_login(hostile)
    page = client.get("/account/").text
    assert "<b>Ana</b>" not in page
    assert "&lt;i&gt;" in page
