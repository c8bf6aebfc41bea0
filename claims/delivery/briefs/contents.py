"""The shift brief: what happened since a person left, and what the day asks of her, in short lines that lead somewhere.

Everything in it is read from the record and the rows it speaks of; nothing is kept for it.
"""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from claims import formats
from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.audit.models import AuditEvent
from claims.audit.queries import in_words
from claims.matching.models import RepeatAlert
from claims.sentences import shortened
from claims.tracking.enums import ClaimState
from claims.tracking.models import Claim
from claims.tracking.queries import IN_HAND, Desk, DeskClaim, desk_for
from claims.verdicts.models import Contribution, WatchedPassage, WatchedSource
from claims.verdicts.seals import events_kept_from

LINES: Final = 6
"""So many lines of a kind; the rest is one line that leads to all of them."""
LONGEST: Final = datetime.timedelta(days=14)
"""Somebody who was away for longer reads the record."""
AGED: Final = datetime.timedelta(days=7)
_WORDS: Final = 90
_DECISIONS: Final = (
    "approve",
    "request_changes",
    "publish",
    "close",
    "reopen",
    "open_correction",
    "abandon_correction",
    "ask_retraction",
    "drop_retraction",
    "retract",
    "look_again",
    "still_holds",
)
_READ_AHEAD: Final = 5 * LINES


@dataclass(frozen=True)
class Line:
    """One thing in a sentence, and the desk's page where it is dealt with: its name, its number, its query."""

    words: str
    page: str
    number: int | None = None
    query: str = ""


@dataclass(frozen=True)
class Section:
    """The lines of one kind, the most pressing first; `more` leads to those that are left out."""

    key: str
    title: Promise
    lines: Sequence[Line]
    more: Line | None = None


@dataclass(frozen=True)
class Brief:
    """What a person is told; sections without lines are left out."""

    since: datetime.datetime
    sections: Sequence[Section]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to tell."""
        return not self.sections

    @property
    def lines(self) -> int:
        """How many lines it has."""
        return sum(len(section.lines) for section in self.sections)


def brief_for(person: User, *, since: datetime.datetime, now: datetime.datetime | None = None) -> Brief:
    """The brief of one person, in the language and zone in use: a fixed number of queries, however much there is."""
    now = now or timezone.now()
    since = max(since, now - LONGEST)
    desk = desk_for(person)
    sections = (
        Section(
            "decided",
            gettext_lazy("Decided"),
            *_cut(_decided(person, since), Line(_("All claims"), "queue", query="state=any")),
        ),
        Section("waiting", gettext_lazy("Waiting on you"), *_cut(_waiting(desk), _mine())),
        Section("due", gettext_lazy("Due today"), *_cut(_due(person, now), _mine())),
        Section(
            "aged",
            gettext_lazy("Aged"),
            *_cut(_aged(person, now), Line(_("The oldest first"), "queue", query="sort=age")),
        ),
        Section("repeated", gettext_lazy("Repeated in the news"), *_cut(_repeated(person, since), _articles())),
        Section("sources", gettext_lazy("Sources changed"), *_cut(_sources(person, since), _watched())),
        Section("away", gettext_lazy("Away"), *_cut(_away(person), Line(_("Everybody"), "people"))),
    )
    return Brief(since, [section for section in sections if section.lines])


def _cut(lines: Iterable[Line], more: Line) -> tuple[Sequence[Line], Line | None]:
    lines = list(lines)
    return lines[:LINES], more if len(lines) > LINES else None


def _mine() -> Line:
    return Line(_("All your claims"), "queue", query="assignee=me")


def _articles() -> Line:
    return Line(_("All articles"), "articles")


def _watched() -> Line:
    return Line(_("All sources that changed"), "watch")


def _of_claim(claim: Claim | DeskClaim, words: str) -> Line:
    said = shortened(claim.statement, _WORDS)
    return Line(
        _("%(number)s %(what)s: %(claim)s") % {"number": claim.number, "what": words, "claim": said}, "claim", claim.pk
    )


def _of_interest(person: User) -> QuerySet[Claim]:
    """The claims whose fate a person hears of: hers, those she wrote a part of, all for those who assign."""
    if person.may(Right.ASSIGN):
        return Claim.objects.all()
    wrote = Contribution.objects.filter(claim=OuterRef("pk"), person=person)
    return Claim.objects.filter(Q(reviewer=person) | Q(created_by=person) | Exists(wrote))


def _decided(person: User, since: datetime.datetime) -> list[Line]:
    """What others decided, the newest first; of one claim the last decision alone: three queries."""
    own = _of_interest(person).filter(pk=OuterRef("object_id"))
    events = AuditEvent.objects.about("claim").filter(Exists(own), action__in=_DECISIONS, at__gt=since)
    events = events.exclude(events_kept_from(person))
    newest = list(events.exclude(actor=person).order_by("-at", "-id")[:_READ_AHEAD])
    last: dict[int, AuditEvent] = {}
    for event in newest:
        last.setdefault(event.object_id, event)
    claims = Claim.objects.in_bulk(list(last)[: LINES + 1])
    lines = []
    for told in in_words(list(last.values())[: LINES + 1]):
        claim = claims[told.event.object_id]
        words = {"number": claim.number, "what": told.sentence, "claim": shortened(claim.statement, _WORDS)}
        lines.append(Line(_("%(number)s: %(what)s. %(claim)s") % words, "claim", claim.pk))
    return lines


def _waiting(desk: Desk) -> list[Line]:
    """What somebody else waits for: nothing more to read."""
    kinds = (
        (desk.sent_back, _("is sent back to you")),
        (desk.second_opinion, _("waits for your second opinion")),
        (desk.to_publish, _("is approved and waits to be published")),
        ([claim for claim in desk.mine if claim.state == ClaimState.ASSIGNED], _("is assigned to you")),
    )
    return [_of_claim(claim, words) for claims, words in kinds for claim in claims]


def _due(person: User, now: datetime.datetime) -> list[Line]:
    """What is late or due before the person's day ends: one query."""
    tomorrow = timezone.localdate(now) + datetime.timedelta(days=1)
    midnight = timezone.make_aware(datetime.datetime.combine(tomorrow, datetime.time()))
    claims = Claim.objects.filter(reviewer=person, state__in=IN_HAND, due_at__lt=midnight).order_by("due_at", "pk")
    return [_of_claim(claim, _due_words(claim, now)) for claim in claims[: LINES + 1]]


def _due_words(claim: Claim, now: datetime.datetime) -> str:
    due = claim.due_at or now
    if due <= now:
        return _("is late since %(when)s") % {"when": formats.day_of_year_and_time(due)}
    return _("is due at %(time)s") % {"time": formats.clock(due)}


def _aged(person: User, now: datetime.datetime) -> list[Line]:
    """What has stood still for a week: the person's, and for those who assign what nobody has. One query."""
    own = Q(reviewer=person, state__in=IN_HAND)
    free = Q(state=ClaimState.QUEUED) if person.may(Right.ASSIGN) else Q()
    still = Claim.objects.filter(own | free if free else own, state_since__lt=now - AGED)
    lines = []
    for claim in still.order_by("state_since", "pk")[: LINES + 1]:
        days = (now - claim.state_since).days
        if claim.state == ClaimState.QUEUED:
            words = ngettext("has been with nobody for %(days)s day", "has been with nobody for %(days)s days", days)
        else:
            words = ngettext("has stood still for %(days)s day", "has stood still for %(days)s days", days)
        lines.append(_of_claim(claim, words % {"days": days}))
    return lines


def _repeated(person: User, since: datetime.datetime) -> list[Line]:
    """Which articles repeat a published check, for those who triage and those who checked it: one query."""
    repeats = RepeatAlert.objects.filter(told_at__gt=since).select_related("claim", "article__current")
    if not person.may(Right.TRIAGE):
        repeats = repeats.filter(claim__in=_of_interest(person))
    return [
        Line(
            _("%(number)s is repeated in “%(article)s”")
            % {"number": repeat.claim.number, "article": shortened(str(repeat.article), _WORDS)},
            "article",
            repeat.article_id,
        )
        for repeat in repeats.order_by("-told_at", "-pk")[: LINES + 1]
    ]


def _sources(person: User, since: datetime.datetime) -> list[Line]:
    """Which cited sources changed since then and wait for a decision: two queries."""
    changed = WatchedSource.objects.filter(alarm_since__gt=since).prefetch_related("passages__claim")
    if not (person.may(Right.PUBLISH) or person.may(Right.ASSIGN)):
        passages = WatchedPassage.objects.filter(source=OuterRef("pk"), claim__in=_of_interest(person))
        changed = changed.filter(Exists(passages))
    lines = []
    for source in changed.order_by("-alarm_since", "-pk")[: LINES + 1]:
        cited = ", ".join(dict.fromkeys(passage.claim.number for passage in source.passages.all()))
        words = {"host": source.host, "outcome": source.get_outcome_display(), "claims": cited}
        lines.append(Line(_("%(host)s, cited in %(claims)s: %(outcome)s") % words, "watch-source", source.pk))
    return lines


def _away(person: User) -> list[Line]:
    """Which colleagues are away today: one query."""
    away = User.objects.active().filter(away_until__gte=timezone.localdate()).exclude(pk=person.pk)
    return [
        Line(
            _("%(person)s is away until %(day)s")
            % {"person": colleague, "day": formats.day_of_year(colleague.away_until) if colleague.away_until else ""},
            "people",
        )
        for colleague in away.order_by("away_until", "display_name", "pk")[: LINES + 1]
    ]
