"""Every address of the project, asked for as nobody and as each role, against the table in `address_table.txt`.

The table has one line for each route: the route, who may read it, and who may write to it. A route that is not in the
table fails the test, so that nothing is opened to anybody by oversight.
"""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import get_resolver

from claims.accounts.roles import Right, Role
from claims.tracking.tips import receive_tip
from claims.verdicts.models import Evidence
from tests.factories import ArticleFactory, CandidateFactory, PersonFactory
from tests.public.newsroom import published
from tests.rights.table import RIGHTS

TABLE = Path(__file__).with_name("address_table.txt")
ANYBODY, SIGNED_IN, NOBODY = "anybody", "signed-in", "-"


def routes(patterns, before: str = "") -> Iterator[str]:
    """Every route, included ones with what stands before them; the Django admin by its prefix alone."""
    for pattern in patterns:
        route = f"{before}{pattern.pattern}"
        if hasattr(pattern, "url_patterns") and route != "admin/":
            yield from routes(pattern.url_patterns, route)
        else:
            yield route


def table() -> dict[str, tuple[str, str]]:
    """Who may read and who may write, by route."""
    rows = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            route, reads, writes = line.rsplit(maxsplit=2)
            rows["" if route == "(empty)" else route.strip()] = (reads, writes)
    return rows


@pytest.fixture
def values(people, db) -> dict[str, object]:
    """One of each thing a route can name."""
    publication = published(people)
    tip = receive_tip(words="The council has cut it", speaker="", url="", more="", email="", address="192.0.2.1")
    article = ArticleFactory()
    return {
        "pk": publication.claim_id,
        "topic": "triage",
        "claim_id": publication.claim_id,
        "article_id": article.pk,
        "candidate_id": CandidateFactory(version=article.current).pk,
        "source": Evidence.objects.filter(claim=publication.claim).first().pk,
        "contact": publication.claim.contacts.first().pk,
        "comment": 1,
        "picture": 1,
        "sha256": "0" * 64,
        "tip_id": tip.pk,
        "token_id": 1,
        "move": "publish",
        "gate": "primary_source",
        "before": 9,
        "number": 1,
        "rest": "nowhere",
        "slug": publication.slug,
        "uidb64": "MQ",
        "token": tip.token,
        "form": "atom",
        "name": "pages",
        "folder": "topics",
    }


def path_of(route: str, values: dict[str, object]) -> str:
    """The route as an address, its parts filled in."""
    if route.startswith("^") or "(?P<" in route:
        values = values | {"slug": "local-government"}
    filled = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^)]*\))*\)", lambda part: str(values[part[1]]), route)
    filled = re.sub(r"<(?:\w+:)?(\w+)>", lambda part: str(values.get(part[1], 1)), filled)
    filled = filled.replace(".*(?:/|\\.[a-z0-9]+)", "nothing/")
    return "/" + filled.replace("^", "").replace("$", "").replace("\\.", ".").lstrip("/")


def turned_away(response) -> bool:
    """Whether the answer is the way to the sign-in, or that one is needed."""
    where = response.headers.get("Location", "")
    return response.status_code == 401 or (response.status_code == 302 and ("/sign-in/" in where or "/login/" in where))


def test_the_table_has_every_route_and_no_other():
    found = {str(route) for route in routes(get_resolver().url_patterns)}

    assert sorted(found - set(table())) == [], "Write who may read and who may write these into address_table.txt."
    assert sorted(set(table()) - found) == []


@pytest.mark.both_databases
def test_nobody_reaches_what_is_not_for_everybody(values):
    for route, (reads, writes) in table().items():
        path, client = path_of(route, values), Client()
        read, written = client.get(path), client.post(path)
        assert read.status_code < 500, route
        assert reads == ANYBODY or turned_away(read), f"{route}: {read.status_code}"
        assert reads != ANYBODY or not turned_away(read), f"{route}: {read.status_code}"
        if writes != ANYBODY and reads != ANYBODY:
            assert turned_away(written) or written.status_code == 403, f"{route}: {written.status_code}"
        if reads == ANYBODY and path.startswith(("/checks/", "/sitemap", "/robots")):
            assert not read.cookies, route
            assert "Cookie" not in read.headers.get("Vary", ""), route


def test_no_way_of_asking_opens_to_nobody_what_is_not_for_everybody(values):
    for route, (reads, writes) in table().items():
        if ANYBODY in (reads, writes):
            continue
        for method in ("head", "put", "patch", "delete", "options"):
            response = getattr(Client(), method)(path_of(route, values))
            assert turned_away(response) or response.status_code in (403, 405), f"{method} {route}"


def test_nobody_gets_past_the_sign_in_of_the_back_office(values):
    [admin] = [pattern for pattern in get_resolver().url_patterns if str(pattern.pattern) == "admin/"]
    found = list(routes(admin.url_patterns, "admin/"))

    assert len(found) > 50
    for route in found:
        path = path_of(route.replace("<path:object_id>", "1"), values | {"app_label": "claims", "url": "x"})
        if "login" not in path and "logout" not in path:
            response = Client().get(path)
            assert turned_away(response), f"{route}: {response.status_code}"


# So that every page is drawn on PostgreSQL too, by those who between them may read all of them.
BOTH = dict.fromkeys((Role.APPROVER, Role.ADMIN), pytest.mark.both_databases)


@pytest.mark.parametrize("role", [None, *(pytest.param(role, marks=BOTH.get(role, ())) for role in Role)])
def test_each_role_reads_what_the_table_says_and_no_more(values, role):
    person = PersonFactory(roles=[role] if role else [])
    held = RIGHTS[role.value if role else "none"]
    client = Client()
    client.force_login(person)
    # Signing out is one of the addresses, so it comes last.
    for route, (reads, writes) in sorted(table().items(), key=lambda row: "sign-out" in row[0]):
        path = path_of(route, values)
        if reads not in (NOBODY, ANYBODY):
            response = client.get(path)
            allowed = reads == SIGNED_IN or bool(held & set(reads.split("|")))
            refused = response.status_code == 403 or turned_away(response)
            assert response.status_code < 500, f"{role} {route}: {response.status_code}"
            assert refused is not allowed, f"{role} reads {route}: {response.status_code}"
        if writes not in (NOBODY, ANYBODY, SIGNED_IN) and not held & set(writes.split("|")):
            response = client.post(path)
            assert response.status_code in (403, 404, 405) or turned_away(response), f"{role} writes {route}"


def test_the_table_names_only_rights_there_are():
    known = {right.name for right in Right} | {ANYBODY, SIGNED_IN, NOBODY}
    assert {word for row in table().values() for cell in row for word in cell.split("|")} <= known
