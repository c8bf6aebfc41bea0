"""Somebody leaves the desk: the name goes, what they did stays theirs."""

import re
import zipfile

import pytest
from django.contrib.auth import authenticate
from django.core.mail import EmailMessage
from django.utils import timezone

from claims.accounts.models import Invitation, PersonalAccessToken, SecurityEvent, User
from claims.accounts.roles import Right
from claims.api.models import IdempotencyKey
from claims.articles.models import ArticleHook
from claims.audit.models import AuditEvent
from claims.audit.queries import history_of
from claims.audit.services import record, verify
from claims.backup.kept_files import kept_files
from claims.backup.portable import export_all
from claims.delivery.account_letters import ask_for_reset, tell
from claims.delivery.mail import forget_kept_letters
from claims.delivery.models import AccountLetter, LetterKind, Notification
from claims.errors import NotAllowed, WrongState
from claims.intake.hooks import make_hook
from claims.people import invitations
from claims.people.tokens import issue
from claims.privacy.removal import remove_person
from claims.review import comments
from claims.tracking.enums import ClaimState
from claims.tracking.models import Assignment, Comment, SavedView
from claims.workflow.moves import Details, MoveName
from claims.workflow.perform import perform
from tests.factories import PASSWORD, ClaimFactory
from tests.workflow import stories
from tests.workflow.stories import claim_in

pytestmark = pytest.mark.django_db


def test_removing_a_person_replaces_the_name_and_breaks_no_chain(ada):
    people = stories.crew()
    claim = claim_in(ClaimState.PUBLISHED, people)
    before = list(AuditEvent.objects.order_by("id").values_list("hash", flat=True))
    ines = people.reviewer
    SavedView.objects.create(owner=ines, name="mine", query="assignee=me")
    SavedView.objects.create(owner=ines, name="ours", query="state=queued", shared=True)

    remove_person(person_id=ines.pk, actor=ada)

    removed = User.objects.get(pk=ines.pk)
    assert str(removed) == f"Former colleague {ines.pk}"
    assert (removed.username, removed.email, removed.first_name, removed.last_name) == (f"former-{ines.pk}", "", "", "")
    assert verify().broken is None
    assert list(AuditEvent.objects.order_by("id").values_list("hash", flat=True))[: len(before)] == before
    lines = [str(line.sentence) for line in history_of(object_type="claim", object_id=claim.pk).lines]
    assert f"Former colleague {ines.pk} started the review" in lines
    assert not any("Ines" in line for line in lines)
    assert not Notification.objects.filter(recipient=ines).exists()
    assert [view.name for view in SavedView.objects.all()] == ["ours"]


def test_a_removed_person_cannot_sign_in_nor_stay_signed_in(ada, ana, as_person):
    client = as_person(ana)
    name = ana.username
    assert authenticate(username=name, password=PASSWORD) is not None

    remove_person(person_id=ana.pk, actor=ada)

    assert authenticate(username=name, password=PASSWORD) is None
    assert authenticate(username=f"former-{ana.pk}", password=PASSWORD) is None
    assert client.get("/").status_code == 302
    assert not User.objects.get(pk=ana.pk).may(Right.READ)


def test_claims_in_the_hands_of_somebody_who_left_can_be_given_on(ada):
    people = stories.crew()
    claim = claim_in(ClaimState.IN_REVIEW, people)
    remove_person(person_id=people.reviewer.pk, actor=ada)

    perform(MoveName.REASSIGN, claim_id=claim.pk, actor=people.editor, details=Details(reviewer_id=people.editor.pk))

    claim.refresh_from_db()
    assert claim.reviewer == people.editor


def test_only_an_admin_removes_people_and_not_herself(ada, edo, ana):
    with pytest.raises(NotAllowed):
        remove_person(person_id=ana.pk, actor=edo)
    with pytest.raises(WrongState, match="cannot remove yourself"):
        remove_person(person_id=ada.pk, actor=ada)
    remove_person(person_id=ana.pk, actor=ada)
    with pytest.raises(WrongState, match="removed already"):
        remove_person(person_id=ana.pk, actor=ada)
    assert AuditEvent.objects.filter(action="person_removed").count() == 1


WHAT_THE_RECORD_KEEPS = {"comment_added", "assign", "token_made", "token_revoked", "hook_made", "hook_ended"}
"""Notes that people wrote with an act, and the names that they gave their tokens and hooks."""
NAME = re.compile(r"priya(?!nka)", re.IGNORECASE)
PRIYA = {"username": "priya", "display_name": "Priya Raman", "email": "priya@desk.example"}


@pytest.fixture
def priya(db, ada, edo):
    """Somebody who left traces wherever one can."""
    invited = invitations.invite(actor=ada, email=PRIYA["email"], roles=["editor"], display_name="Priya Raman")
    shown = invitations.show_link(invitation_id=invited.invitation.pk, actor=ada)
    person = invitations.accept(
        secret=shown.link.rpartition("/welcome/")[2].strip("/"), display_name="Priya Raman", username="priya",
        email="", password="a long enough password of hers",
    )  # fmt: skip
    claim = ClaimFactory()
    comments.add(claim_id=claim.pk, body="@priya please look. Priya Raman knows, not priyanka.", actor=edo)
    comments.add(claim_id=claim.pk, body="Write to PRIYA@desk.example", actor=person)
    given = Details(reviewer_id=person.pk)
    perform(MoveName.ASSIGN, claim_id=claim.pk, actor=edo, details=given, note="Yours, @priya")
    issue(actor=person, name="Priya Raman’s CMS", scopes=["read"])
    make_hook(actor=person, name="Priya Raman’s hook")
    IdempotencyKey.objects.create(
        person=person, key="priya-1", fingerprint="f", body='{"name": "Priya Raman"}', created_at=timezone.now()
    )
    SecurityEvent.objects.create(person=person, kind="signed_in", at=timezone.now(), address="192.0.2.77")
    tell(person, LetterKind.PASSWORD_CHANGED)
    ask_for_reset(PRIYA["email"])
    return person


def everything(tmp_path):
    """All rows and files of the desk as a backup has them."""
    export_all(tmp_path / "desk.zip", media=kept_files())
    with zipfile.ZipFile(tmp_path / "desk.zip") as archive:
        return {name: archive.read(name).decode(errors="replace") for name in archive.namelist()}


@pytest.mark.django_db(transaction=True)
def test_after_removing_somebody_nothing_names_them_but_the_notes_of_the_record(priya, ada, edo, tmp_path):
    record(actor=edo, action="comment_added", target=priya, note="Priya Raman told me")
    assert sum(bool(NAME.search(text)) for text in everything(tmp_path).values()) >= 6

    remove_person(person_id=priya.pk, actor=ada)

    left = {name for name, text in everything(tmp_path).items() if NAME.search(text)}
    assert left == {"tables/audit.auditevent.jsonl"}
    naming = [event for event in AuditEvent.objects.all() if NAME.search(f"{event.note} {event.data}")]
    assert {event.action for event in naming} == WHAT_THE_RECORD_KEEPS
    former = f"Former colleague {priya.pk}"
    said = list(Comment.objects.order_by("pk").values_list("body", flat=True))
    assert said == [f"@former-{priya.pk} please look. {former} knows, not priyanka.", f"Write to {former}"]
    assert Assignment.objects.get().message == f"Yours, @former-{priya.pk}"
    assert Assignment.objects.get().reviewer == priya
    assert not PersonalAccessToken.objects.exists()
    assert not SecurityEvent.objects.filter(person=priya).exists()
    assert not AccountLetter.objects.filter(address__icontains="priya").exists()
    assert ArticleHook.objects.get().ended_at is not None
    assert Invitation.objects.get().email == f"former-{priya.pk}@removed.invalid"
    assert verify().broken is None


def test_letters_that_lie_in_the_data_folder_go_too(settings, tmp_path):
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend", "OPTIONS": {"file_path": str(tmp_path)}
        }
    }  # fmt: skip
    for to in ("priya@desk.example", "Priya Raman <priya@desk.example>", "edo@desk.example"):
        EmailMessage(subject="Hello", body="For priya@desk.example", to=[to]).send()
        # Letters of one second may share a file.
        newest = next(path for path in tmp_path.iterdir() if path.name.count("-") > 0)
        newest.rename(tmp_path / f"{to[:1]}{len(to)}.log")
    assert len(list(tmp_path.iterdir())) == 3
    assert forget_kept_letters("PRIYA@desk.example") == 2
    assert [b"edo@" in path.read_bytes() for path in tmp_path.iterdir()] == [True]
