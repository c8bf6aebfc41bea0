"""The demo newsroom: invented people, outlets and articles from `seeds/`, safe to load twice."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from claims.accounts.demo import DEMO_PASSWORD
from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.articles.enums import Origin
from claims.articles.models import Article, Outlet
from claims.articles.reading import read_document
from claims.delivery.enums import EmailChoice, NotificationKind
from claims.delivery.services import set_choices
from claims.demo.moments import at, in_office_hours
from claims.followed import following
from claims.followed.models import FollowedNewsroom, TakenCheck
from claims.intake import article_intake, run_worker
from claims.intake.fact_check_import import import_checks, read_checks
from claims.jobs.running import run_one
from claims.matching.models import OutsideCheck
from claims.privacy.models import RetentionRule
from claims.privacy.retention import rules, set_rules
from claims.publishing import second_verdict_rules
from claims.publishing.rating_scales import save_rating, use_scale
from claims.publishing.shelf_life import save_rule
from claims.review.claimant_groups import add_group, put_in_group
from claims.tracking.enums import ClaimantKind, GroupKind
from claims.tracking.models import Claimant, ClaimantGroup, ExtractionRun, Topic
from claims.tracking.models.candidates import LIVE_RUNS
from claims.verdicts.models import Rating, RatingScale, SecondVerdictRule, ShelfLifeRule
from claims.verdicts.newsroom_gaps import is_named
from claims.verdicts.site_settings import keep_newsroom, newsroom

SEEDS = settings.BASE_DIR / "seeds"
OPENED: Final = timedelta(days=60)
READ_WITHIN: Final = timedelta(seconds=4)
FOLLOWED: Final = "https://fenfacts.example/checks/"
KINDS = {"person": ClaimantKind.PERSON, "organisation": ClaimantKind.ORGANIZATION}


def load_newsroom() -> list[Article]:
    """Load everything but the claims; what is there already stays as it is. Returns the demo's articles."""
    now = timezone.now()
    with at(in_office_hours(now - OPENED)), transaction.atomic():
        _load_people(now)
        _name_newsroom()
        _load_scales()
        _load_outlets()
        _load_topics()
        _load_shelf_life()
        _load_retention()
        _load_second_verdicts()
        _load_claimants()
        _load_groups()
    return [
        _load_article(entry, now) for entry in sorted(_read("articles.json"), key=lambda each: each["added_in_days"])
    ]


def read_articles(articles: list[Article]) -> None:
    """Read for claims what waits for it, each as soon as it came in."""
    waiting = ExtractionRun.objects.filter(version__article__in=articles, state__in=LIVE_RUNS)
    for run_id, queued_at in list(waiting.values_list("pk", "queued_at")):
        with at(queued_at + READ_WITHIN):
            run_one(ExtractionRun, run_id, run=run_worker.read)
        # When a reading began is said by the database's clock, which nobody can set.
        ExtractionRun.objects.filter(pk=run_id, finished_at__isnull=False).update(started_at=queued_at)


def load_outside_checks() -> None:
    """Import the fact-checks of an invented newsroom; what is here already stays as it is."""
    name = "outside_checks.json"
    editor = User.objects.filter(is_demo=True).holding(Right.TRIAGE).order_by("pk").first()
    if editor is not None:
        with at(in_office_hours(timezone.now() - OPENED)):
            list(import_checks(read_checks((SEEDS / name).read_bytes()), source=name, actor=editor))
            if not FollowedNewsroom.objects.filter(url=FOLLOWED).exists():
                _follow_their_newsroom(editor, name)


def _follow_their_newsroom(editor: User, source: str) -> None:
    """Follow the invented newsroom, and leave it alone: its address answers nobody."""
    newsroom = following.follow_newsroom(url=FOLLOWED, licence="CC BY 4.0", actor=editor)
    following.change(newsroom_id=newsroom.pk, is_active=False, actor=editor)
    now = timezone.now()
    FollowedNewsroom.objects.filter(pk=newsroom.pk).update(name="Fen Facts", polled_at=now)
    for check in OutsideCheck.objects.filter(source=source).order_by("pk"):
        key = hashlib.sha256(f"{check.url}\n{check.claim_reviewed}".encode()).hexdigest()
        TakenCheck.objects.create(newsroom=newsroom, key=key, outside=check, url=check.url, taken_at=now)


def sign_ins() -> list[str]:
    """Lines that say who can sign in with which password, in the order of `people.json`."""
    order = {entry["username"]: place for place, entry in enumerate(_read("people.json"))}
    people = User.objects.active().filter(is_demo=True).prefetch_related("groups")
    people_in_order = sorted(people, key=lambda person: (order.get(person.username, len(order)), person.username))
    return [
        f"Demo sign-ins, all with the password {DEMO_PASSWORD}:",
        *(f"  {person.username:<8} {', '.join(person.roles):<20} {person}" for person in people_in_order),
    ]


def _load_people(now: datetime) -> None:
    password = make_password(DEMO_PASSWORD)
    for entry in _read("people.json"):
        person, made = User.objects.get_or_create(
            username=entry["username"],
            defaults={
                "display_name": entry["display_name"],
                "email": entry["email"],
                "max_open": entry["max_open"],
                "reads": entry.get("reads", []),
                "password": password,
                "is_demo": True,
                "is_staff": "admin" in entry["roles"],
                "away_until": _away_until(entry, now),
            },
        )
        if made:
            person.groups.set(Group.objects.filter(name__in=entry["roles"]))
            # Nobody reads at these addresses.
            set_choices(person=person, choices=dict.fromkeys(NotificationKind, EmailChoice.NEVER))


def _away_until(entry: dict[str, Any], now: datetime) -> date | None:
    """The last day on which somebody of the demo is away, from today on."""
    return timezone.localdate(now) + timedelta(days=entry["away_for_days"]) if "away_for_days" in entry else None


def _name_newsroom() -> None:
    # The row itself may be there: the server signs with a key before anybody has named anything.
    if not is_named(newsroom()):
        keep_newsroom(actor=None, **json.loads((SEEDS / "newsroom.json").read_text(encoding="utf-8")))


def _load_scales() -> None:
    admin = User.objects.filter(is_demo=True).holding(Right.SETTINGS).order_by("pk").first()
    if admin is None:
        raise RuntimeError("The demo newsroom has an admin.")
    for entry in _read("rating_scales.json"):
        scale, made = RatingScale.objects.get_or_create(name=entry["name"])
        if not made:
            continue
        for rating in entry["ratings"]:
            save_rating(rating=Rating(scale=scale, **rating), actor=admin)
        if entry["active"] and not RatingScale.objects.filter(is_active=True).exists():
            use_scale(scale_id=scale.pk, actor=admin)


def _load_retention() -> None:
    """What readers sent in goes a year after an editor decided."""
    admin = User.objects.filter(is_demo=True).holding(Right.PEOPLE).order_by("pk").first()
    if admin is not None and not RetentionRule.objects.exists():
        set_rules(wanted={**rules(), "tips": 365}, actor=admin)


def _load_shelf_life() -> None:
    """Verdicts of the demo hold for a year, and some topics for less."""
    editor = User.objects.filter(is_demo=True).holding(Right.ASSIGN).order_by("pk").first()
    if editor is None:
        raise RuntimeError("The demo newsroom has an editor.")
    if not ShelfLifeRule.objects.exists():
        for entry in _read("shelf_life.json"):
            topic = Topic.objects.get(slug=entry["topic"]) if entry["topic"] else None
            save_rule(topic=topic, rating=None, days=entry["days"], actor=editor)


def _load_second_verdicts() -> None:
    """Verdicts about the climate are judged twice in the demo."""
    editor = User.objects.filter(is_demo=True).holding(Right.ASSIGN).order_by("pk").first()
    if editor is None:
        raise RuntimeError("The demo newsroom has an editor.")
    if not SecondVerdictRule.objects.exists():
        for entry in _read("second_verdicts.json"):
            topic = Topic.objects.get(slug=entry["topic"])
            second_verdict_rules.save_rule(scale=None, topic=topic, share=entry["share"], actor=editor)


def _load_outlets() -> None:
    for entry in _read("outlets.json"):
        Outlet.objects.get_or_create(
            slug=entry["slug"], defaults={"name": entry["name"], "homepage": entry["homepage"]}
        )


def _load_topics() -> None:
    for entry in _read("topics.json"):
        Topic.objects.get_or_create(slug=entry["slug"], defaults={"name": entry["name"]})


def _load_claimants() -> None:
    for entry in _read("claimants.json"):
        if not Claimant.objects.filter(name__iexact=entry["name"]).exists():
            Claimant.objects.get_or_create(
                slug=entry["slug"],
                defaults={"name": entry["name"], "kind": KINDS[entry["kind"]], "role": entry["role"]},
            )


def _load_groups() -> None:
    """Which party or office the demo's claimants belonged to, as an editor set it."""
    editor = User.objects.filter(is_demo=True).holding(Right.ASSIGN).order_by("pk").first()
    if editor is None:
        raise RuntimeError("The demo newsroom has an editor.")
    if ClaimantGroup.objects.exists():
        return
    for entry in _read("groups.json"):
        group = add_group(name=entry["name"], kind=GroupKind(entry["kind"]), actor=editor)
        for member in entry["members"]:
            put_in_group(
                group_id=group.pk,
                claimant=Claimant.objects.get(slug=member["claimant"]).name,
                since=date.fromisoformat(member["since"]),
                until=date.fromisoformat(member["until"]) if member["until"] else None,
                actor=editor,
            )


def _load_article(entry: dict[str, Any], now: datetime) -> Article:
    path = SEEDS / entry["file"]
    document = replace(
        read_document(data=path.read_bytes(), filename=path.name),
        published_at=datetime.combine(datetime.fromisoformat(entry["published_at"]), time(6), UTC),
        language=entry["language"],
    )
    with at(in_office_hours(now + timedelta(days=entry["added_in_days"]))):
        return article_intake.add_document(
            document=document,
            origin=Origin.IMPORTED,
            url=entry["url"],
            outlet=Outlet.objects.get(slug=entry["outlet"]),
            actor=User.objects.filter(is_demo=True).holding(Right.ARTICLES).order_by("pk").first(),
            wait=False,
        ).article


def _read(name: str) -> list[dict[str, Any]]:
    entries: list[dict[str, Any]] = json.loads((SEEDS / name).read_text(encoding="utf-8"))
    return entries
