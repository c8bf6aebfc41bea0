"""The second reader walks the whole desk before giving a verdict, and learns nothing of the first."""

import re
from collections.abc import Iterator

import pytest
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver

from claims.accounts.models import User
from claims.accounts.roles import Role
from claims.review import comments, drafting, waivers
from claims.tracking.models import Claim, Comment
from claims.verdicts.models import Rating, Revision, Verdict, Waiver
from claims.workflow.perform import perform
from tests import review_steps
from tests.factories import PersonFactory
from tests.public.test_every_address import path_of, routes, table

SECRETS = ("Ockergelb", "Zinnoberrot", "Kobaltblau", "Smaragdgruen", "Karminrosa", "Bernstein", "Lapislazuli")
"""Words of the short answer, the explanation, a comment, an answer, two notes, and a written reason."""

CLAIM_ROUTES = re.compile(r"claim|audit|comment|queue|export|publication|history|notification|^$|find|reports|people")

RANDOM = (
    re.compile(r"(?im)^([\w-]*request-id|date|expires|set-cookie|[\w-]*ratelimit[^:]*): .*$"),
    re.compile(r"(?i)csrf\w*[^A-Za-z0-9]+(value=[^A-Za-z0-9]+)?[A-Za-z0-9]{32,64}"),
    re.compile(r"nonce[-=]\"?[\w-]+"),
)
"""What is another in every answer."""


@pytest.fixture
def reader(db: None) -> User:
    """An approver who is an admin as well: nobody may look into more."""
    return PersonFactory(username="rea", display_name="Rea Holm", roles=[Role.APPROVER, Role.ADMIN])


@pytest.fixture
def told(all_sealed: None, ana: User, reader: User) -> Claim:
    """A submitted claim about whose verdict its author has said a good deal in every place there is for it."""
    claim = review_steps.ready(ana)
    drafting.save_draft(
        claim_id=claim.pk,
        rating="mostly-false",
        summary="Ockergelb it is.",
        explanation="Zinnoberrot [1], not [2].",
        expected_version=1,
        actor=ana,
    )
    said = comments.add(claim_id=claim.pk, body="Kobaltblau, @rea", actor=ana)
    comments.add(claim_id=claim.pk, body="Smaragdgruen", actor=ana, parent_id=said.pk)
    waivers.write_reason(claim_id=claim.pk, gate="both_sides", reason="Lapislazuli in both.", actor=ana, seen="")
    return perform("submit", claim_id=claim.pk, actor=ana, note="Karminrosa").claim


def ids() -> dict[str, list[int]]:
    """What a number in an address may be that leads to the verdict."""
    return {
        "claim": [Claim.objects.get().pk],
        "comment": list(Comment.objects.values_list("pk", flat=True)),
        "revision": [Revision.objects.get().pk],
        "verdict": [Verdict.objects.get().pk],
        "waiver": list(Waiver.objects.values_list("pk", flat=True)),
    }


def addresses() -> Iterator[str]:
    """Every address of the table and of the back office, with each number that could lead to the verdict."""
    numbers = sorted({number for found in ids().values() for number in found})
    claim = Claim.objects.get().pk
    words = {"topic": "x", "sha256": "0" * 64, "move": "approve", "gate": "both_sides", "form": "atom"}
    words |= {"name": "pages", "folder": "topics", "slug": "x", "uidb64": "MQ", "token": "x" * 30, "rest": "nowhere"}
    words |= {"number": 1, "before": 9_999, "format": "csv", "claim_id": claim, "app_label": "verdicts", "url": "x"}
    [admin] = [pattern for pattern in get_resolver().url_patterns if str(pattern.pattern) == "admin/"]
    office = [
        route.replace("<path:object_id>", "<int:pk>")
        for route in routes(admin.url_patterns, "admin/")
        if "log" not in route and "password" not in route
    ]
    found = {}
    for route in [*table(), *office]:
        if "sign-out" in route or "sign-in" in route:
            continue
        for number in numbers if "<int:" in route else numbers[:1]:
            found[path_of(route, words | {"pk": number, "comment": number, "claim_id": claim})] = None
    yield from found
    api = f"/api/v1/claims/{claim}"
    yield from (f"{api}/?expand=verdict,assignments,evidence", "/api/v1/claims/?expand=verdict,assignments")
    yield from (f"{api}/revisions/?expand=content", "/api/v1/audit/?since=0", "/api/v1/notifications/?unread=true")
    yield from (f"/claims/{claim}/review/?revision=1&show=final", f"/claims/{claim}/history/?before=99999")
    yield from (f"/queue/download/{form}/?state=any" for form in ("csv", "jsonl"))
    yield from (
        "/api/v1/exports/claims/?as=jsonl",
        "/queue/?state=any",
        "/queue/?q=council&state=any",
        "/find/?q=council",
    )
    yield from (f"/admin/claims/claim/{claim}/history/?before=99999", f"/claims/{claim}/draft/precedents/?rating=true")


def body_of(response) -> str:
    """The whole of an answer with its headers, streamed or not."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    return "".join(f"{name}: {value}\n" for name, value in response.headers.items()) + content.decode(
        "utf-8", "replace"
    )


def test_none_of_its_words_stands_anywhere(told, reader, as_person):
    client = as_person(reader)
    seen = 0
    for address in addresses():
        answer = body_of(client.get(address))
        seen += 1
        assert [word for word in SECRETS if word in answer] == [], address
        assert Revision.objects.get().content_hash not in answer, address
    assert seen > 500


def test_none_of_its_words_is_found_or_given_out_by_the_back_office(told, reader, as_person):
    client = as_person(reader)
    for kind in (
        "verdicts/verdict",
        "verdicts/revision",
        "claims/comment",
        "audit/auditevent",
        "delivery/notification",
    ):
        for word in SECRETS:
            listed = body_of(client.get(f"/admin/{kind}/", {"q": word}))
            assert "0 " in listed or "paginator" not in listed
            assert listed.count(word) <= listed.count(f'value="{word}"') + listed.count(f"q={word}"), (kind, word)
        ticked = {"action": "export_csv", "_selected_action": [str(pk) for pk in range(1, 60)], "select_across": "1"}
        exported = body_of(client.post(f"/admin/{kind}/", ticked))
        assert [word for word in SECRETS if word in exported] == [], kind


def test_what_the_reader_sends_is_answered_without_it(told, reader, as_person):
    client = as_person(reader)
    claim = told.pk
    draft = {"rating": "true", "summary": "x", "explanation": "y", "expected_version": "0"}
    for address, data in (
        (f"/claims/{claim}/draft/", draft),
        (f"/claims/{claim}/submit/", draft),
        (f"/claims/{claim}/comments/", {"body": "What is it?"}),
        (f"/claims/{claim}/reasons/both_sides/", {"reason": "So.", "seen": ""}),
        (f"/claims/{claim}/review/", {"decision": "approve", "content_hash": "0" * 64}),
        (f"/claims/{claim}/second-verdict/", {"rating": "", "sentence": ""}),
        (f"/claims/{claim}/moves/withdraw/", {"expected_version": told.lock_version}),
    ):
        for headers in ({}, {"HX-Request": "true"}):
            answer = client.post(address, data, headers=headers)
            assert answer.status_code in (200, 403, 409, 422), address
            assert [word for word in SECRETS if word in body_of(answer)] == [], address


def answers(client: Client) -> dict[str, tuple[str, int]]:
    """What each address about claims answers, without what is random in it, and how many queries it took."""
    found = {}
    for address in addresses():
        if CLAIM_ROUTES.search(address.strip("/")) and not address.startswith("/checks/"):
            reset_queries()  # Django keeps 9,000 and then counts no more
            with CaptureQueriesContext(connection) as queries:
                answer = body_of(client.get(address))
            for random in RANDOM:
                answer = random.sub("", answer)
            # Requests of the API are counted together with others, now and then.
            asked = [
                one["sql"] for one in queries if "accounts_attempts" not in one["sql"] and "SAVEPOINT" not in one["sql"]
            ]
            found[address] = (answer, len(asked))
    return found


def test_every_answer_is_the_same_whatever_the_rating(told, reader, as_person):
    client = as_person(reader)
    answers(client)
    before = answers(client)
    other = Rating.objects.get(slug="true")
    Verdict.objects.update(rating=other, summary="Bernstein", explanation="Another [2], and [1].")
    revision = Revision.objects.get()
    revision.content["rating"] = {"slug": "true", "label": "True", "definition": "It is true.", "tone": 1}
    revision.content["summary"] = "Bernstein"
    Revision.objects.update(content=revision.content, content_hash="f" * 64)

    after = answers(client)

    assert len(before) > 150
    for address, (answer, queries) in before.items():
        assert after[address][0] == answer, address
        # The first page writes down now and then when somebody was last there.
        assert address == "/" or after[address][1] == queries, f"{address} takes another number of queries"


def test_a_mention_does_not_carry_the_words(told, reader):
    [told_of] = reader.notifications.filter(kind="mentioned").values_list("text", flat=True)
    assert "you read it once a second verdict is given" in told_of


def test_those_who_write_it_see_it(told, ana, as_person):
    page = as_person(ana).get(f"/claims/{told.pk}/").content.decode()
    assert "Ockergelb" in page
    assert "Kobaltblau" in page


def test_it_is_open_once_the_second_verdict_is_given(told, reader, as_person):
    client = as_person(reader)
    answer = client.post(
        f"/claims/{told.pk}/second-verdict/", {"rating": "true", "sentence": "The plan says so."}, follow=True
    ).content.decode()
    assert "Two verdicts, two ratings" in answer
    assert "Ockergelb" in answer
    assert "The plan says so." in client.get(f"/claims/{told.pk}/").content.decode()
