"""Whom the world hears from after a move: notifications written in the move's transaction, mail sent after it."""

from collections.abc import Iterable

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.delivery.alerts.subscriptions import queue_round
from claims.delivery.enums import NotificationKind
from claims.delivery.services import notify_people
from claims.delivery.webhooks import announce
from claims.matching.services import index_claim
from claims.sentences import Day, say
from claims.tracking.enums import ClaimState
from claims.verdicts import seals, watching
from claims.verdicts.explainers import behind_words_on
from claims.verdicts.models import Approval, Contribution, Publication, Revision
from claims.workflow.moves import Attempt


def draw_second_verdict(attempt: Attempt) -> None:
    """Before anything of a verdict is written, it is drawn whether a second person judges without knowing it."""
    seals.draw(attempt.claim)


def tell_reviewer(attempt: Attempt) -> None:
    """The reviewer hears that a claim is theirs."""
    number, due = attempt.claim.number, attempt.claim.due_at
    text = (
        say("assigned you %(number)s, due %(day)s", number=number, day=Day("day_of_year", due))
        if due
        else say("assigned you %(number)s", number=number)
    )
    _tell(attempt, [attempt.claim.reviewer], NotificationKind.ASSIGNED, text)


def tell_woken(attempt: Attempt) -> None:
    """The reviewer hears that a parked claim is awake, if the clock woke it."""
    if attempt.actor is None:
        text = say("%(number)s is awake again: the time to wait is over", number=attempt.claim.number)
        _tell(attempt, [attempt.claim.reviewer], NotificationKind.WOKEN, text)


def tell_looked_at_again(attempt: Attempt) -> None:
    """Where a review date has gone by, the reviewer hears that the verdict is back."""
    if attempt.actor is None:
        text = say("%(number)s is past its review date and waits to be looked at again", number=attempt.claim.number)
        _tell(attempt, [attempt.claim.reviewer], NotificationKind.WOKEN, text)


def tell_approvers(attempt: Attempt) -> None:
    """Everybody who may judge the revision hears that it waits."""
    authors = set(Contribution.objects.filter(claim=attempt.claim).values_list("person_id", flat=True))
    people = [person for person in User.objects.holding(Right.APPROVE) if person.pk not in authors]
    text = say("submitted %(number)s for a second review", number=attempt.claim.number)
    _tell(attempt, people, NotificationKind.SECOND_REVIEW, text)


def tell_sent_back(attempt: Attempt) -> None:
    """The authors hear what to change."""
    text = say("asks for changes on %(number)s: “%(note)s”", number=attempt.claim.number, note=attempt.note)
    _tell(attempt, _authors(attempt), NotificationKind.SENT_BACK, text)


def tell_approved(attempt: Attempt) -> None:
    """The authors hear that somebody stands behind their verdict."""
    text = say("approved your verdict on %(number)s", number=attempt.claim.number)
    _tell(attempt, _authors(attempt), NotificationKind.APPROVED, text)


def tell_voided(attempt: Attempt) -> None:
    """The authors, and whoever stood behind it until now, hear that it is open again."""
    voided = Approval.objects.filter(revision__claim=attempt.claim, voided_at=attempt.now).select_related("approver")
    people = [*_authors(attempt), *(approval.approver for approval in voided)]
    text = say(
        "opened %(number)s for editing after it was approved, so it needs approval again", number=attempt.claim.number
    )
    _tell(attempt, people, NotificationKind.SENT_BACK, text)


def tell_published(attempt: Attempt) -> None:
    """The authors hear that readers can see it."""
    number = attempt.claim.number
    text = (
        say("published %(number)s", number=number)
        if attempt.actor
        else say("At its set time the desk published %(number)s", number=number)
    )
    _tell(attempt, _authors(attempt), NotificationKind.PUBLISHED, text)


def tell_unscheduled(attempt: Attempt) -> None:
    """Where the software could not publish at the set time, those who stand behind the verdict hear why."""
    if attempt.actor is not None:
        return
    revision = Revision.objects.newest_of(attempt.claim).first()
    approvals = Approval.objects.filter(revision=revision, voided_at__isnull=True).select_related("approver")
    people = [*_authors(attempt), *(approval.approver for approval in approvals)]
    text = say("%(number)s was not published at its set time. %(note)s", number=attempt.claim.number, note=attempt.note)
    _tell(attempt, people, NotificationKind.SENT_BACK, text)


def tell_retraction_asked(attempt: Attempt) -> None:
    """Those who can confirm a retraction hear that one is asked for."""
    people = [person for person in User.objects.holding(Right.PUBLISH) if person != attempt.actor]
    text = say("asks for a retraction of %(number)s: “%(note)s”", number=attempt.claim.number, note=attempt.note)
    _tell(attempt, people, NotificationKind.SECOND_REVIEW, text)


def watch_sources(attempt: Attempt) -> None:
    """The sources that readers now see cited are read again from time to time, and no others of the claim."""
    watching.watch_sources_of(attempt.claim)


def reindex_published(attempt: Attempt) -> None:
    """The matcher compares with what readers now see."""
    index_claim(attempt.claim.pk)


def tell_other_systems(attempt: Attempt) -> None:
    """The addresses that listen hear what readers now see; the messages are rows, and leave after the commit."""
    announce(Publication.objects.get(claim=attempt.claim, is_current=True))


def tell_readers(attempt: Attempt) -> None:
    """Readers who asked for e-mail about such checks hear of it; their letters leave after the commit."""
    queue_round(Publication.objects.get(claim=attempt.claim, is_current=True))


def tell_explainers(attempt: Attempt) -> None:
    """Those behind an explainer hear that a check in it was changed or withdrawn, so that its words can follow."""
    for title, people in behind_words_on(attempt.claim).items():
        words = {"number": attempt.claim.number, "title": title}
        if attempt.actor is None:
            text = say("At its set time %(number)s was changed, which stands in the explainer “%(title)s”", **words)
        elif attempt.claim.state == ClaimState.RETRACTED:
            text = say("retracted %(number)s, which stands in the explainer “%(title)s”", **words)
        else:
            text = say("published a change of %(number)s, which stands in the explainer “%(title)s”", **words)
        _tell(attempt, people, NotificationKind.EXPLAINER, text)


def _authors(attempt: Attempt) -> list[User]:
    revision = Revision.objects.newest_of(attempt.claim).first()
    return list(revision.authors.all()) if revision else []


def _tell(attempt: Attempt, people: Iterable[User | None], kind: NotificationKind, text: str) -> None:
    """Notify everybody but the person who acts."""
    notify_people(people, kind=kind, claim=attempt.claim, actor=attempt.actor, text=text)
