"""Every address of the project, asked for by people who are not named: no answer has a word of a restricted claim."""

import io
import itertools
import re
import zipfile

import pytest
from django.test import Client
from django.urls import get_resolver

from claims.accounts.roles import Role
from tests.factories import PersonFactory
from tests.public.test_every_address import path_of, routes, table
from tests.restrictions.secret import WORDS, make_secret

CALLED = {
    "claim_id": ["claim"],
    "article_id": ["article"],
    "candidate_id": ["candidate"],
    "source": ["source"],
    "contact": ["contact"],
    "comment": ["comment"],
    "match_id": ["match"],
    "tip_id": ["tip"],
    "feed_id": ["feed"],
    "hook_id": ["hook"],
    "batch_id": ["batch"],
    "copy_id": ["copy"],
}
"""What the parts of an address stand for; `pk` and whatever else may be any of them."""
ELSE = {
    "slug": "x",
    "token": "x",
    "before": 10**6,
    "gate": "primary_source",
    "move": "close",
    "form": "atom",
    "sha256": "0" * 64,
    "folder": "x",
    "uidb64": "x",
    "url": "x",
}
ASKED = ("Xanthippe", "Quillfeather", "Vellichor", "Borborygmus", "Flibbertigibbet", "8731", "FC-8731")
SEARCHES = (
    "/find/?q={}",
    "/queue/?q={}",
    "/articles/?q={}",
    "/api/v1/claims/?q={}",
    "/api/v1/candidates/?q={}",
    "/api/v1/articles/?q={}",
    "/api/v1/claimants/?q={}",
    "/admin/claims/claim/?q={}",
    "/admin/articles/article/?q={}",
    "/admin/claims/candidate/?q={}",
    "/admin/claims/claimant/?q={}",
)


@pytest.fixture
def outsider(db):
    """Somebody with every role, who is not named."""
    return PersonFactory(username="otto", display_name="Otto Brandt", roles=list(Role))


@pytest.fixture
def secret(edo, ana, outsider, settings, tmp_path):
    """A claim kept to edo and ana."""
    settings.MEDIA_ROOT = tmp_path
    return make_secret(edo, ana, outsider)


def addresses(ids):
    """Each address that can be read, with each of the ids it may mean."""
    every = sorted(set(itertools.chain(*ids.values())))
    admin = [pattern for pattern in get_resolver().url_patterns if str(pattern.pattern) == "admin/"]
    inside = [
        route for route in routes(admin[0].url_patterns, "admin/") if "log" not in route and "jsi18n" not in route
    ]
    for route in [*table(), *inside]:
        route = route.replace("<path:object_id>", "<int:pk>")
        if "sign-out" in route or "rest>" in route:
            continue
        name = next(iter(re.findall(r"<int:(\w+)>", route)), None)
        kinds = CALLED.get(name or "")
        meant = list(itertools.chain(*(ids[kind] for kind in kinds))) if kinds else every if name else [0]
        for value in meant:
            given = {"claim_id": ids["claim"][0], "format": "csv", "name": "x", "topic": "x", "app_label": "claims"}
            if name:
                given[name] = value
            yield path_of(route, ELSE | given)


def read(client, path):
    """Everything an answer says, unpacked where it is packed."""
    response = client.get(path)
    assert response.status_code < 500, path
    body = b"".join(response.streaming_content) if response.streaming else response.content
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            body = b"".join(archive.read(name) for name in archive.namelist())
    return body.decode("utf-8", "replace") + response.headers.get("Location", "")


def leaks(client, ids):
    """Which words were read where; the same address once."""
    found = {}
    for path in dict.fromkeys(addresses(ids)):
        said = read(client, path)
        for kind, word in WORDS.items():
            if word in said:
                found.setdefault(kind, []).append(path)
    return found


def test_somebody_with_every_role_who_is_not_named_reads_no_word_of_it(secret, outsider, as_person):
    assert leaks(as_person(outsider), secret.ids) == {}


def test_a_visitor_reads_no_word_of_it(secret):
    assert leaks(Client(), secret.ids) == {}


def test_the_walk_finds_every_word_where_somebody_may_read_it(secret, edo, as_person):
    edo.groups.set(PersonFactory(roles=list(Role)).groups.all())

    assert sorted(leaks(as_person(edo), secret.ids)) == sorted(WORDS)


def test_no_search_finds_it(secret, outsider, edo, as_person):
    edo.groups.set(outsider.groups.all())
    shut_out, named, found = as_person(outsider), as_person(edo), []
    for address in SEARCHES:
        for asked in ASKED:
            others = [word for word in WORDS.values() if word not in (asked, f"FC-{asked}")]
            said = read(shut_out, address.format(asked))
            assert not [word for word in others if word in said], address.format(asked)
            seen = read(named, address.format(asked))
            found += [word for word in others if word in seen]
    assert {"Xanthippe", "Quillfeather", "Vellichor", "FC-8731"} <= set(found)
