"""A scratch database beside the configured one, and a newsroom of any size to fill it with."""

import argparse
import contextlib
import datetime
import hashlib
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from django.contrib.auth.models import Group
from django.db import connection
from django.utils import timezone

from claims.accounts.models import User
from claims.accounts.roles import Role
from claims.articles.models import Article, ArticleVersion, Outlet
from claims.tracking.enums import ClaimState
from claims.tracking.models import Claim, Claimant, Topic

WORDS = (
    "council budget buses harbour school nurse hospital rent housing energy wind water police thefts lights road "
    "repairs residents spending ridership ferry terminal breakfast vaccination estuary warming election turnout "
    "tax bridge tram"
).split()
OPEN = [ClaimState.QUEUED] * 6 + [ClaimState.ASSIGNED, ClaimState.IN_REVIEW, ClaimState.SUBMITTED, ClaimState.APPROVED]
CANDIDATES_PER_CLAIM = 10
CLAIMS_PER_ARTICLE = 5


@contextlib.contextmanager
def database(verbosity: int = 0) -> Iterator[None]:
    """An empty database of the configured kind, migrated, and gone afterwards; connections are not pooled."""
    settings = connection.settings_dict
    settings["OPTIONS"].pop("pool", None)
    folder = tempfile.TemporaryDirectory(prefix="plumbline-bench-")
    name = "plumbline_bench" if connection.vendor == "postgresql" else str(Path(folder.name) / "bench.sqlite3")
    settings["TEST"]["NAME"] = name
    kept = settings["NAME"]
    connection.creation.create_test_db(verbosity=verbosity, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.close()
        connection.creation.destroy_test_db(kept, verbosity=verbosity)
        folder.cleanup()


def person(name: str, *roles: Role) -> User:
    """Somebody of the newsroom."""
    made = User.objects.create(username=name, display_name=name.title(), email=f"{name}@desk.example", max_open=12)
    made.groups.set(Group.objects.filter(name__in=[role.value for role in roles]))
    return made


def fill(rows: int, people: list[User], *, candidates: bool = True) -> None:
    """So many claims, one in five of them open, and ten times as many candidates, each tenth of them accepted."""
    chance, now, began = random.Random(7), timezone.now(), time.monotonic()
    topics = Topic.objects.bulk_create([Topic(name=f"Topic {n}", slug=f"topic-{n}") for n in range(24)])
    claimants = Claimant.objects.bulk_create(
        [Claimant(name=f"Speaker {n}", slug=f"speaker-{n}") for n in range(max(20, rows // 50))]
    )
    outlets = Outlet.objects.bulk_create([Outlet(name=f"Outlet {n}", slug=f"outlet-{n}") for n in range(40)])
    for first in range(0, rows, 2000):
        Claim.objects.bulk_create(
            [_claim(chance, now, people, claimants) for _ in range(min(2000, rows - first))], batch_size=500
        )
    filed = Claim.topics.through
    ids = list(Claim.objects.order_by("pk").values_list("pk", flat=True))
    for first in range(0, rows, 5000):
        filed.objects.bulk_create(
            [
                filed(claim_id=key, topic_id=topic.pk)
                for key in ids[first : first + 5000]
                for topic in chance.sample(topics, chance.randrange(3))
            ]
        )
    _articles(max(1, rows // CLAIMS_PER_ARTICLE), chance, now, outlets)
    if candidates:
        _candidates(rows, ids[0])
    settle()
    found = rows * CANDIDATES_PER_CLAIM if candidates else 0
    print(f"{rows:,} claims and {found:,} candidates in {time.monotonic() - began:.0f} s", file=sys.stderr)


def settle() -> None:
    """Leave the database as it looks after it has been in use for a while."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE" if connection.vendor == "sqlite" else "VACUUM ANALYZE")


def fill_record(people: list[User]) -> None:
    """Three acts on each claim, by one person after another; it has no true hashes and cannot be verified."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_auditevent (at, actor_id, action, object_type, object_id, sequence, from_state,"
            " to_state, note, data, previous_hash, hash)"
            f" SELECT c.state_since, {people[0].pk} + (c.id + n.i) % {len(people)}, n.act, 'claim', c.id, n.i, '',"
            " c.state, '', '{}', '', 'of ' || c.id || ' ' || n.i FROM claims_claim c CROSS JOIN"
            " (SELECT 1 AS i, 'claim_created' AS act UNION ALL SELECT 2, 'assign' UNION ALL SELECT 3, 'start') n"
        )
    settle()


def arguments(about: str) -> argparse.ArgumentParser:
    """The parser of a benchmark's command line."""
    return argparse.ArgumentParser(description=about.partition("\n")[0])


def _claim(chance: random.Random, now: datetime.datetime, people: list[User], claimants: list[Claimant]) -> Claim:
    state = chance.choice(OPEN) if chance.random() < 0.2 else chance.choice(
        [ClaimState.PUBLISHED, ClaimState.PUBLISHED, ClaimState.CLOSED]
    )  # fmt: skip
    since = now - datetime.timedelta(minutes=chance.randrange(500_000))
    held = state != ClaimState.QUEUED and state != ClaimState.CLOSED
    return Claim(
        statement=" ".join(chance.choices(WORDS, k=11)).capitalize(),
        claimant=chance.choice(claimants),
        said_where=f"Debate {chance.randrange(500)}",
        priority=chance.choice([0, 1, 1, 1, 2, 3]),
        score=None if chance.random() < 0.05 else chance.random(),
        due_at=None if chance.random() < 0.3 else now + datetime.timedelta(minutes=chance.randrange(-40_000, 80_000)),
        state=state,
        state_since=since,
        created_at=since,
        reviewer=chance.choice(people) if held else None,
        close_reason="overtaken" if state == ClaimState.CLOSED else "",
    )


def _articles(count: int, chance: random.Random, now: datetime.datetime, outlets: list[Outlet]) -> None:
    text = " ".join(chance.choices(WORDS, k=400))
    for first in range(0, count, 1000):
        size = min(1000, count - first)
        made = Article.objects.bulk_create(
            [Article(outlet=chance.choice(outlets), origin="pasted") for _ in range(size)]
        )
        versions = ArticleVersion.objects.bulk_create(
            [
                ArticleVersion(
                    article=article,
                    number=1,
                    title=f"Report {first + place} on {chance.choice(WORDS)}",
                    text=text,
                    text_sha256=hashlib.sha256(f"{first + place}".encode()).hexdigest(),
                    words=400,
                    language="en",
                    read_at=now,
                    source_format="text",
                )
                for place, article in enumerate(made)
            ]
        )
        for article, version in zip(made, versions, strict=True):
            article.current = version
        Article.objects.bulk_update(made, ["current"], batch_size=500)


def _candidates(rows: int, first_claim: int) -> None:
    """Ten candidates for each claim; the first of each ten is its appearance. Written by the database itself."""
    total = rows * CANDIDATES_PER_CLAIM
    series = (
        f"(WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i + 1 < {total}) SELECT i FROM n) s"
        if connection.vendor == "sqlite"
        else f"generate_series(0, {total - 1}) s(i)"
    )
    false, true = ("0", "1") if connection.vendor == "sqlite" else ("false", "true")
    first_version = ArticleVersion.objects.order_by("pk").values_list("pk", flat=True).first()
    articles = max(1, rows // CLAIMS_PER_ARTICLE)
    chosen = f"s.i % {CANDIDATES_PER_CLAIM} = 0"
    with connection.cursor() as cursor:
        cursor.execute(
            'INSERT INTO claims_candidate (version_id, origin, extractor, created_at, start, "end", part, exact,'
            " prefix, suffix, anchor, anchor_similarity, statement, score, signals, speaker, cue, kind, hedged,"
            " quoted, state, dismiss_reason, claim_id, is_first_appearance, lock_version)"
            f" SELECT {first_version} + (s.i / {CANDIDATES_PER_CLAIM}) % {articles}, 'machine', 'bench',"
            " CURRENT_TIMESTAMP, s.i, s.i + 9, 0, 'the words', '', '', 'exact', 1.0, 'the words',"
            f" (s.i % 997) / 997.0, '[]', '', '', '', {false}, {false},"
            f" CASE WHEN {chosen} THEN 'accepted' ELSE 'pending' END, '',"
            f" CASE WHEN {chosen} THEN {first_claim} + s.i / {CANDIDATES_PER_CLAIM} END,"
            f" CASE WHEN {chosen} THEN {true} ELSE {false} END, 1 FROM {series}"
        )
