"""The ledger of fairness: its figures are those of a count by hand, and say nothing where there are too few."""

import datetime
import random
from collections import Counter

import pytest
from django.utils import timezone

from claims.articles.models import Article, ArticleVersion, Outlet
from claims.restrictions.models import Restriction
from claims.tracking.models import Candidate, Claim, Claimant, ClaimantGroup, GroupMembership, Topic
from claims.verdicts.fairness import By, Entry, ledger
from claims.verdicts.models import Publication
from claims.viewing import looking_as
from tests.factories import ArticleFactory, CandidateFactory, ClaimFactory, PersonFactory
from tests.public.newsroom import published, retracted
from tests.workflow.stories import crew

pytestmark = pytest.mark.django_db

RATINGS = (("True", 1), ("Half true", 3), ("False", 5), ("Unproven", 0))


def entry_of(by, name) -> Entry:
    return next(entry for entry in ledger(by).entries if entry.name == name)


def test_a_published_a_retracted_a_closed_and_an_open_claim_are_counted_apart():
    people = crew()
    published(people, topics=["Transport"])
    gone = published(people, topics=["Transport"], rating="true")
    retracted(gone, people)
    mayor = Claimant.objects.get(name="Rufus Haldane")
    transport = Topic.objects.get(name="Transport")
    closed = ClaimFactory(claimant=mayor, state="closed", close_reason="overtaken")
    waiting = ClaimFactory(claimant=mayor)
    for claim in (closed, waiting):
        claim.topics.add(transport)
    for by, name in ((By.CLAIMANT, "Rufus Haldane"), (By.TOPIC, "Transport")):
        entry = entry_of(by, name)
        assert (entry.claims, entry.checked, entry.retracted, entry.open) == (4, 1, 1, 1)
        assert entry.closed == {"overtaken": 1}
        assert [(rated.label, rated.tone, rated.count) for rated in entry.verdicts] == [("False", 5, 1)]
        assert (entry.is_enough, entry.usual_days, entry.share_checked.percent) == (False, None, None)


def test_a_claim_counts_for_the_party_its_claimant_was_in_on_the_day_it_was_said():
    harbour, city = (ClaimantGroup.objects.create(name=name, slug=name.lower()) for name in ("Harbour", "City"))
    mayor = Claimant.objects.create(name="Rufus Haldane", slug="rufus-haldane")
    day, now = datetime.date, timezone.now()
    GroupMembership.objects.create(
        claimant=mayor, group=harbour, since=day(2020, 1, 1), until=day(2024, 5, 31), set_at=now
    )
    GroupMembership.objects.create(claimant=mayor, group=city, since=day(2024, 6, 1), set_at=now)
    for said in (day(2019, 12, 31), day(2020, 1, 1), day(2024, 5, 31), day(2024, 6, 1)):
        ClaimFactory(claimant=mayor, said_on=said)
    ClaimFactory(claimant=mayor, said_on=None)
    assert {entry.name: entry.claims for entry in ledger(By.GROUP).entries} == {"Harbour": 2, "City": 2}


def test_a_group_counts_by_the_days_of_the_newsrooms_own_clock():
    harbour = ClaimantGroup.objects.create(name="Harbour", slug="harbour")
    mayor = Claimant.objects.create(name="Élodie Ångström", slug="elodie")
    day = datetime.date(2026, 3, 10)
    GroupMembership.objects.create(claimant=mayor, group=harbour, since=day, until=day, set_at=timezone.now())
    # In Kathmandu, 5:45 ahead of UTC, the 10th of March lasts from 18:15 on the 9th to 18:15 on the 10th.
    moments = [
        datetime.datetime(2026, 3, 9, 18, 14, 59, 999_999, tzinfo=datetime.UTC),
        datetime.datetime(2026, 3, 9, 18, 15, tzinfo=datetime.UTC),
        datetime.datetime(2026, 3, 10, 18, 14, 59, 999_999, tzinfo=datetime.UTC),
        datetime.datetime(2026, 3, 10, 18, 15, tzinfo=datetime.UTC),
    ]
    for moment in moments:
        ClaimFactory(claimant=mayor, said_on=None, created_at=moment)
        found = CandidateFactory(speaker="ÉLODIE ÅNGSTRÖM")
        Candidate.objects.filter(pk=found.pk).update(created_at=moment)
    with timezone.override("Asia/Kathmandu"):
        assert [(entry.claims, entry.found) for entry in ledger(By.GROUP).entries] == [(2, 2)]
    assert [(entry.claims, entry.found) for entry in ledger(By.GROUP).entries] == [(2, 2)]
    assert [(entry.claims, entry.found) for entry in ledger(By.CLAIMANT).entries] == [(4, 4)]


def test_the_days_to_the_first_publication_are_exact_to_the_microsecond():
    mayor = Claimant.objects.create(name="A", slug="a")
    came = datetime.datetime(2026, 3, 1, 9, 30, tzinfo=datetime.UTC)
    for took in (datetime.timedelta(days=1), datetime.timedelta(hours=6, microseconds=43_200)):
        claim = ClaimFactory(claimant=mayor, created_at=came, state="published")
        Publication.objects.create(
            claim=claim, number=1, kind="first", content={}, content_hash="0" * 64, published_at=came,
            first_published_at=came + took, card={"rating": {"label": "False", "tone": 5}},
        )  # fmt: skip
    # 21,600.0432 seconds of the 86,400 of a day.
    assert sorted(entry_of(By.CLAIMANT, "A").days) == [0.2500005, 1.0]


def test_what_is_kept_from_somebody_is_in_no_figure_of_theirs():
    fill(60)
    ana, nell = PersonFactory(), PersonFactory()
    mayor = Claimant.objects.create(name="Rufus Haldane", slug="rufus-haldane")
    group = ClaimantGroup.objects.create(name="Harbour", slug="harbour")
    GroupMembership.objects.create(claimant=mayor, group=group, since=datetime.date(2020, 1, 1), set_at=timezone.now())
    kept, other = ClaimFactory(claimant=mayor), ClaimFactory(claimant=mayor)
    outlet = Outlet.objects.create(name="Gazette", slug="gazette")
    for claim in (kept, other):
        claim.topics.add(Topic.objects.create(name=f"Of {claim.pk}", slug=f"of-{claim.pk}"))
        CandidateFactory(
            version=ArticleFactory(outlet=outlet).current, claim=claim, state="accepted", speaker=mayor.name
        )
    restriction = Restriction.objects.create(claim=kept, restricted_by=ana, restricted_at=timezone.now())
    restriction.people.add(ana)
    for viewer, count in ((ana, 2), (nell, 1)):
        with looking_as(viewer.pk):
            for by, name in ((By.CLAIMANT, "Rufus Haldane"), (By.GROUP, "Harbour"), (By.OUTLET, "Gazette")):
                entry = entry_of(by, name)
                assert (entry.claims, entry.found) == (count, count), (by, viewer)
            topics = {entry.name for entry in ledger(By.TOPIC).entries}
            assert (f"Of {kept.pk}" in topics, f"Of {other.pk}" in topics) == (viewer == ana, True)


def test_nobody_is_put_into_a_group_without_an_entry_by_an_editor():
    ClaimantGroup.objects.create(name="Harbour", slug="harbour")
    ClaimFactory(claimant=Claimant.objects.create(name="A", slug="a", role="leader of Harbour"))
    assert ledger(By.GROUP).entries == []


def test_twenty_checks_are_enough_for_shares_with_an_interval():
    entry = Entry(1, "A", claims=40, ratings=Counter({("False", 5): 12, ("True", 1): 8}), days=[1.0] * 10 + [3.0] * 10)
    false = entry.verdicts[1]
    # Wilson's interval for 12 of 20, by hand: 0.3866 to 0.7812.
    assert (false.share.percent, false.share.between) == (60, (39, 78))
    assert (entry.share_checked.percent, entry.share_checked.between) == (50, (35, 65))
    assert entry.usual_days == (1.0, 2.0, 3.0)
    few = Entry(1, "A", claims=19, ratings=Counter({("False", 5): 19}), days=[1.0] * 19)
    assert (few.is_enough, few.verdicts[0].share.percent, few.usual_days) == (False, None, None)


def test_the_parts_of_an_entry_are_all_of_its_claims_those_with_a_verdict_first():
    entry = Entry(
        1,
        "A",
        claims=14,
        open=4,
        closed=Counter({"no_evidence": 2, "duplicate": 1}),
        retracted=1,
        ratings=Counter({("False", 5): 3, ("No rating", 0): 1, ("True", 1): 2}),
    )
    assert entry.parts == [
        ("rated", 1, 2),
        ("rated", 5, 3),
        ("rated", 0, 1),
        ("retracted", 0, 1),
        ("closed", 0, 3),
        ("open", 0, 4),
    ]
    assert Entry(1, "A", claims=1, open=1).parts == [("open", 0, 1)]


def test_the_ledger_goes_on_page_by_page():
    for number in range(5):
        claimant = Claimant.objects.create(name=f"C{number}", slug=f"c{number}")
        ClaimFactory(claimant=claimant)
    first = ledger(By.CLAIMANT, size=2)
    second = ledger(By.CLAIMANT, size=2, after=first.after)
    third = ledger(By.CLAIMANT, size=2, after=second.after)
    assert [[entry.name for entry in page.entries] for page in (first, second, third)] == [
        ["C0", "C1"],
        ["C2", "C3"],
        ["C4"],
    ]
    assert third.after is None


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize("by", list(By))
def test_queries_stay_the_same(rows, by, django_assert_max_num_queries):
    for number in range(rows):
        ClaimFactory(claimant=Claimant.objects.create(name=f"C{number}", slug=f"c{number}"))
    with django_assert_max_num_queries(5):
        ledger(by)


def fill(rows: int) -> None:
    """So many claims with everything the ledger counts, at random and without the ways of the newsroom."""
    chance, now, ana = random.Random(3), timezone.now(), PersonFactory()
    claimants = Claimant.objects.bulk_create(Claimant(name=f"Person {n}", slug=f"p{n}") for n in range(12))
    groups = ClaimantGroup.objects.bulk_create(ClaimantGroup(name=f"Group {n}", slug=f"g{n}") for n in range(4))
    memberships = []
    for claimant in claimants[:8]:
        for group in chance.sample(groups, 2):
            since = datetime.date(2025, 1, 1) + datetime.timedelta(days=chance.randrange(400))
            until = since + datetime.timedelta(days=chance.randrange(300)) if chance.random() < 0.7 else None
            memberships.append(GroupMembership(claimant=claimant, group=group, since=since, until=until, set_at=now))
    GroupMembership.objects.bulk_create(memberships)
    topics = Topic.objects.bulk_create(Topic(name=f"Topic {n}", slug=f"t{n}") for n in range(6))
    outlets = Outlet.objects.bulk_create(Outlet(name=f"Outlet {n}", slug=f"o{n}") for n in range(5))
    versions = [ArticleFactory(outlet=outlet).current for outlet in outlets]
    versions.append(ArticleFactory(outlet=None).current)
    claims = []
    for _ in range(rows):
        state = chance.choice(["queued", "in_review", "closed", "published", "published", "correcting", "retracted"])
        said = datetime.date(2025, 1, 1) + datetime.timedelta(days=chance.randrange(600))
        came = now - datetime.timedelta(days=chance.randrange(700))
        claims.append(
            Claim(
                statement="Said", state=state, state_since=now, created_at=came,
                claimant=chance.choice([*claimants, None]), said_on=chance.choice([said, None]),
                close_reason=chance.choice(["overtaken", "duplicate"]) if state == "closed" else "",
                reviewer=ana if state in ("in_review", "correcting") else None,
            )
        )  # fmt: skip
    claims = Claim.objects.bulk_create(claims)
    links = [
        Claim.topics.through(claim_id=claim.pk, topic_id=topic.pk)
        for claim in claims
        for topic in chance.sample(topics, chance.randrange(3))
    ]
    Claim.topics.through.objects.bulk_create(links)
    publications = []
    for place, claim in enumerate(claims, 1):
        if claim.state not in ("published", "correcting", "retracted"):
            continue
        label, tone = chance.choice(RATINGS)
        is_gone = claim.state == "retracted"
        out = claim.created_at + datetime.timedelta(hours=chance.randrange(1, 900))
        rating = None if is_gone else {"label": label, "tone": tone}
        publications.append(
            Publication(
                claim=claim, number=2, kind="retraction" if is_gone else "correction", content={},
                content_hash="0" * 64, published_at=now, first_published_at=out, listed=not is_gone, sequence=place,
                card={"rating": rating},
            )
        )  # fmt: skip
    Publication.objects.bulk_create(publications)
    candidates, start = [], Counter()
    for claim in [*claims, *([None] * rows)]:
        for version in chance.sample(versions, 1 if claim is None else chance.randrange(3)):
            start[version.pk] += 1
            dismissed = claim is None and chance.random() < 0.6
            candidates.append(
                Candidate(
                    version=version, start=start[version.pk], end=start[version.pk] + 1, exact="x", statement="x",
                    anchor="lost", speaker=chance.choice(["", "person 1", "Person 2", "PERSON 11", "Somebody"]),
                    state="pending" if claim is None else chance.choice(["accepted", "merged"]), claim=claim,
                )
            )  # fmt: skip
            if dismissed:
                candidates[-1].state, candidates[-1].dismiss_reason = "dismissed", chance.choice(["opinion", "trivial"])
    Candidate.objects.bulk_create(candidates)


def owners_by_hand(by, claim, memberships, appearances):
    if by is By.TOPIC:
        return {topic.pk for topic in claim.topics.all()}
    if by is By.OUTLET:
        return {outlet for outlet in appearances[claim.pk] if outlet}
    if claim.claimant_id is None:
        return set()
    if by is By.CLAIMANT:
        return {claim.claimant_id}
    said = claim.said_on or timezone.localtime(claim.created_at).date()
    return {
        row.group_id
        for row in memberships
        if row.claimant_id == claim.claimant_id and row.since <= said <= (row.until or datetime.date.max)
    }


def ledger_by_hand(by):
    """The same figures by going through every row one by one."""
    memberships = list(GroupMembership.objects.select_related("claimant"))
    articles = dict(ArticleVersion.objects.values_list("pk", "article_id"))
    outlets = dict(Article.objects.values_list("pk", "outlet_id"))
    candidates = list(Candidate.objects.all())
    appearances = {claim: set() for claim in Claim.objects.values_list("pk", flat=True)}
    for row in candidates:
        if row.claim_id:
            appearances[row.claim_id].add(outlets[articles[row.version_id]])
    current = {row.claim_id: row for row in Publication.objects.filter(is_current=True)}
    book = {}

    def line(key):
        return book.setdefault(key, {"claims": 0, "closed": Counter(), "retracted": 0, "ratings": Counter(), "days": [],
                                     "found": 0, "dismissed": Counter()})  # fmt: skip

    for claim in Claim.objects.prefetch_related("topics"):
        for key in owners_by_hand(by, claim, memberships, appearances):
            row = line(key)
            row["claims"] += 1
            if claim.state == "closed":
                row["closed"][claim.close_reason] += 1
            if claim.state == "retracted":
                row["retracted"] += 1
            out = current.get(claim.pk)
            if out is not None:
                row["days"].append((out.first_published_at - claim.created_at).total_seconds() / 86_400)
                if out.card["rating"]:
                    row["ratings"][(out.card["rating"]["label"], out.card["rating"]["tone"])] += 1
    for one in candidates:
        for key in speakers_by_hand(by, one, memberships, outlets[articles[one.version_id]]):
            line(key)["found"] += 1
            if one.state == "dismissed":
                line(key)["dismissed"][one.dismiss_reason] += 1
    return book


def speakers_by_hand(by, candidate, memberships, outlet):
    if by is By.OUTLET:
        return {outlet} - {None}
    if by is By.TOPIC:
        return set()
    who = candidate.speaker.lower()
    if by is By.CLAIMANT:
        return {claimant.pk for claimant in Claimant.objects.all() if claimant.name.lower() == who}
    day = timezone.localtime(candidate.created_at).date()
    return {
        row.group_id
        for row in memberships
        if row.claimant.name.lower() == who and row.since <= day <= (row.until or datetime.date.max)
    }


def test_its_figures_are_those_of_a_count_row_by_row():
    fill(1_500)
    for by in By:
        counted = {
            entry.key: {
                "claims": entry.claims,
                "closed": entry.closed,
                "retracted": entry.retracted,
                "ratings": entry.ratings,
                "days": sorted(entry.days),
                "found": entry.found or 0,
                "dismissed": entry.dismissed or Counter(),
            }
            for entry in ledger(by, size=1_000).entries
        }
        by_hand = ledger_by_hand(by)
        for row in by_hand.values():
            row["days"] = sorted(row["days"])
        assert counted == by_hand, by
        assert sum(row["claims"] for row in counted.values()) > 300
