"""Telling people: the row is written in the transaction of what it tells, letters leave after the commit."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from django.utils import timezone

from claims.accounts.models import User
from claims.articles.models import Article
from claims.delivery.enums import EmailChoice, NotificationKind
from claims.delivery.models import AccountLetter, Email, MorningBrief, Notification, NotificationPreference
from claims.jobs import services as jobs
from claims.restrictions.people import may_see
from claims.sentences import shortened
from claims.tracking.models import Claim

TEXT_LIMIT = 500

STANDARD_CHOICES: Mapping[NotificationKind, EmailChoice] = MappingProxyType(
    {
        NotificationKind.ASSIGNED: EmailChoice.AT_ONCE,
        NotificationKind.MENTIONED: EmailChoice.AT_ONCE,
        NotificationKind.SENT_BACK: EmailChoice.AT_ONCE,
        NotificationKind.SECOND_REVIEW: EmailChoice.DIGEST,
        NotificationKind.APPROVED: EmailChoice.DIGEST,
        NotificationKind.PUBLISHED: EmailChoice.DIGEST,
        NotificationKind.LATE: EmailChoice.AT_ONCE,
        NotificationKind.WOKEN: EmailChoice.DIGEST,
        NotificationKind.REPEATED: EmailChoice.DIGEST,
        NotificationKind.SOURCE_LOST: EmailChoice.DIGEST,
        NotificationKind.EXPLAINER: EmailChoice.AT_ONCE,
        NotificationKind.DOUBTFUL: EmailChoice.DIGEST,
    }
)
"""When a kind of notification goes out by e-mail for people who have not chosen."""


def notify(
    *,
    recipient: User,
    kind: NotificationKind,
    claim: Claim | None = None,
    article: Article | None = None,
    actor: User | None,
    text: str,
) -> Notification | None:
    """Tell one person one thing about a claim or an article, inside the caller's transaction.

    None for somebody who has left, or who may not see the claim. The row keeps the person's choice of e-mail as it is
    now. An actor of None is the software. The text goes on after the actor's name: “assigned you FC-0007, due 4 March”.
    """
    if not recipient.is_active or recipient.removed_at is not None:
        return None
    if claim is not None and not may_see(claim, recipient):
        return None
    now, choice = timezone.now(), email_choice(recipient, kind)
    at_once = choice is EmailChoice.AT_ONCE
    return Notification.objects.create(
        recipient=recipient,
        kind=kind,
        claim=claim,
        article=article,
        actor=actor,
        text=shortened(text, TEXT_LIMIT),
        at=now,
        email=choice,
        sent_in=jobs.enqueue(Email(recipient=recipient, created_at=now), urgent=True) if at_once else None,
    )


def notify_people(
    people: Iterable[User | None], *, kind: NotificationKind, claim: Claim, actor: User | None, text: str
) -> None:
    """Notify everybody but the person who acts, each once."""
    told: set[int] = set()
    for person in people:
        if person is None or person == actor or person.pk in told:
            continue
        told.add(person.pk)
        notify(recipient=person, kind=kind, claim=claim, actor=actor, text=text)


def email_choice(person: User, kind: NotificationKind) -> EmailChoice:
    """When this person gets this kind of notification by e-mail; never for somebody without an address."""
    if not person.email:
        return EmailChoice.NEVER
    chosen = NotificationPreference.objects.filter(person=person, kind=kind).values_list("email", flat=True).first()
    return EmailChoice(chosen) if chosen else STANDARD_CHOICES[kind]


def mark_read(*, person: User, ids: Iterable[int] | None = None) -> int:
    """Mark some of a person's notifications as read, or all of them; how many were unread."""
    unread = Notification.objects.filter(recipient=person, read_at__isnull=True)
    if ids is not None:
        unread = unread.filter(pk__in=list(ids))
    return unread.update(read_at=timezone.now())


def choices_of(*, person: User) -> dict[NotificationKind, EmailChoice]:
    """When a person gets each kind by e-mail, chosen or standard: one query."""
    chosen = dict(NotificationPreference.objects.filter(person=person).values_list("kind", "email"))
    return {kind: EmailChoice(chosen.get(kind, STANDARD_CHOICES[kind])) for kind in NotificationKind}


def set_choices(*, person: User, choices: Mapping[NotificationKind, EmailChoice]) -> None:
    """Keep a person's choices; what is already written but not yet sent goes by the choice of its time."""
    NotificationPreference.objects.bulk_create(
        [NotificationPreference(person=person, kind=kind, email=choice) for kind, choice in choices.items()],
        update_conflicts=True,
        unique_fields=["person", "kind"],
        update_fields=["email"],
    )


def forget_notifications(person: User) -> None:
    """Delete what a person was told and how they wanted to hear of it."""
    Email.objects.filter(recipient=person).delete()
    AccountLetter.objects.filter(person=person).delete()
    MorningBrief.objects.filter(person=person).delete()
    Notification.objects.filter(recipient=person).delete()
    NotificationPreference.objects.filter(person=person).delete()
