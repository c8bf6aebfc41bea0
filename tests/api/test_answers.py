"""How the API answers: problems, versions, keys, pages, fields, budgets, and input that means harm."""

import datetime
import json
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client, override_settings
from django.utils import timezone

from claims.api.models import IdempotencyKey
from claims.articles.models import Article
from claims.tracking.models import Claim
from factcheck.environment import ConfigurationError, read_environment
from tests.factories import STORY, CandidateFactory, ClaimFactory
from tests.workflow.stories import crew

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(program_of, edo):
    return program_of(edo)


def raw(program, body, address="articles/"):
    return program.client.post(f"/api/v1/{address}", body, content_type="application/json")


def problem(answer, status, code):
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    told = answer.json()
    assert (told["status"], told["code"]) == (status, code)
    assert told["title"]
    assert told["detail"].endswith((".", "”"))
    assert "docs/#problem-" in told["type"]
    return told


# Versions


def test_a_write_without_the_version_seen_is_428_and_a_stale_one_412_with_the_present_state(editor, ana):
    claim = ClaimFactory()
    address = f"claims/{claim.pk}/transitions/assign/"
    problem(editor.post(address, {"reviewer_id": ana.pk}), 428, "version_missing")
    problem(editor.post(address, {"reviewer_id": ana.pk}, seen="*"), 428, "version_missing")
    Claim.objects.update(lock_version=5)
    stale = editor.post(address, {"reviewer_id": ana.pk}, seen=1)
    told = problem(stale, 412, "stale")
    assert told["current"]["version_lock"] == 5
    assert stale["ETag"] == '"v5"'
    assert editor.post(address, {"reviewer_id": ana.pk}, seen=stale["ETag"]).status_code == 200
    again = problem(editor.post(address, {"reviewer_id": ana.pk}, seen=6), 409, "wrong_state")
    assert again["current"]["state"] == "assigned"


def test_the_etag_of_a_read_serves_its_write_and_its_next_read(editor):
    claim = ClaimFactory()
    seen = editor.get(f"claims/{claim.pk}/?fields=id,number")["ETag"]
    assert editor.get(f"claims/{claim.pk}/?fields=id,number", headers={"If-None-Match": seen}).status_code == 304
    whole = editor.get(f"claims/{claim.pk}/", headers={"If-None-Match": seen})
    assert whole.status_code == 200
    words = {"statement": "The council has cut its spending by a fifth"}
    assert editor.patch(f"claims/{claim.pk}/", words, seen=seen).json()["statement"] == words["statement"]
    problem(editor.patch(f"claims/{claim.pk}/", words, seen=seen), 412, "stale")


def test_a_move_takes_only_its_own_fields(editor):
    claim = ClaimFactory()
    told = problem(
        editor.post(f"claims/{claim.pk}/transitions/close/", {"reason": "overtaken", "until": None}, seen=1),
        400,
        "invalid",
    )
    assert told["errors"][0]["pointer"] == "#/until"
    problem(editor.post(f"claims/{claim.pk}/transitions/explode/", {}, seen=1), 404, "not_found")


def test_what_stands_against_a_move_comes_reason_by_reason(program_of):
    people = crew()
    claim = ClaimFactory()
    told = problem(program_of(people.editor).post(f"claims/{claim.pk}/transitions/close/", {}, seen=1), 422, "blocked")
    assert told["errors"] == [{"detail": "Choose a reason for closing."}]


# Keys


def test_a_key_sent_twice_does_one_thing(editor):
    first = editor.post("articles/", {"text": STORY}, key="k1")
    second = editor.post("articles/", {"text": STORY}, key="k1")
    assert (first.status_code, second.status_code) == (201, 201)
    assert second["Idempotent-Replayed"] == "true"
    assert second.json() == first.json()
    assert second["Location"] == first["Location"]
    assert Article.objects.count() == 1


def test_a_move_with_a_key_is_answered_again_although_the_version_is_old(editor, ana):
    claim = ClaimFactory()
    address = f"claims/{claim.pk}/transitions/assign/"
    first, second = (editor.post(address, {"reviewer_id": ana.pk}, seen=1, key="once") for _ in range(2))
    assert first.status_code == second.status_code == 200
    assert second["ETag"] == first["ETag"]
    assert Claim.objects.get().lock_version == 2


def test_a_key_is_for_one_request_and_one_person(editor, program_of, apa):
    editor.post("articles/", {"text": STORY}, key="k1")
    problem(editor.post("articles/", {"text": f"{STORY} More."}, key="k1"), 422, "blocked")
    assert program_of(apa).post("articles/", {"text": STORY}, key="k1").json()["outcome"] == "existing"


def test_a_refusal_leaves_the_key_free(editor, ana):
    claim = ClaimFactory()
    address = f"claims/{claim.pk}/transitions/assign/"
    problem(editor.post(address, {"reviewer_id": ana.pk}, seen=7, key="k"), 412, "stale")
    assert IdempotencyKey.objects.count() == 0
    assert editor.post(address, {"reviewer_id": ana.pk}, seen=1, key="k").status_code == 200


def test_an_old_key_is_forgotten(editor):
    editor.post("articles/", {"text": STORY}, key="k1")
    IdempotencyKey.objects.update(created_at=timezone.now() - datetime.timedelta(hours=25))
    assert editor.post("articles/", {"text": STORY}, key="k1").json()["outcome"] == "existing"


@pytest.mark.parametrize("key", [" ", "k" * 256, "tab\there"])
def test_a_key_nobody_could_mean(editor, key):
    problem(editor.client.post("/api/v1/articles/", {}, headers={"Idempotency-Key": key}), 400, "invalid")


# Pages, fields, relations


def test_every_row_once_forwards_and_backwards(editor):
    ids = [ClaimFactory().pk for _ in range(7)][::-1]
    pages, address = [], "claims/?limit=3&fields=id"
    while address:
        answer = editor.get(address)
        pages.append([row["id"] for row in answer.json()["results"]])
        address = answer.json()["next"]
    assert sum(pages, []) == ids
    assert [len(page) for page in pages] == [3, 3, 1]
    back, address = [], answer.json()["previous"]
    while address:
        answer = editor.get(address)
        back.insert(0, [row["id"] for row in answer.json()["results"]])
        address = answer.json()["previous"]
    assert back == pages[:2]
    assert 'rel="next"' in answer["Link"]
    assert 'rel="prev"' not in answer["Link"]


def test_a_page_costs_the_same_queries_at_one_and_at_three_rows(editor, django_assert_num_queries):
    everything = "claims/?expand=verdict,evidence,appearances,assignments"
    editor.get("claims/")
    counts = {}
    for rows in (1, 3):
        while Claim.objects.count() < rows:
            CandidateFactory(state="accepted", claim=ClaimFactory())
        for address, queries in (("claims/", 6), (everything, 12)):
            with django_assert_num_queries(queries, exact=False) as captured:
                assert len(editor.get(address).json()["results"]) == rows
            counts.setdefault(address, []).append(len(captured))
    assert all(one == three for one, three in counts.values()), counts


def test_only_the_fields_asked_for(editor):
    claim = ClaimFactory()
    row = editor.get(f"claims/{claim.pk}/?fields=number,state&expand=evidence").json()
    assert row == {"number": claim.number, "state": "queued", "evidence": []}
    problem(editor.get("claims/?fields=salary"), 400, "invalid")
    problem(editor.get("claims/?expand=salary"), 400, "invalid")


@pytest.mark.parametrize(
    "query",
    ["limit=0", "limit=9999", "limit=x", "cursor=%00", "cursor=bm8", "colour=red", "state=gone"],
)
def test_a_query_nobody_could_mean(editor, query):
    assert problem(editor.get(f"claims/?{query}"), 400, "invalid")["errors"]


@pytest.mark.parametrize(("gave", "takes"), [("due", "age"), ("newest", "score"), ("score", "newest")])
def test_a_cursor_is_for_the_order_that_gave_it(editor, gave, takes):
    for _ in range(3):
        ClaimFactory(score=0.5)
    cursor = parse_qs(urlsplit(editor.get(f"claims/?limit=1&sort={gave}").json()["next"]).query)["cursor"][0]
    assert editor.get(f"claims/?limit=1&sort={gave}&cursor={cursor}").status_code == 200
    told = problem(editor.get(f"claims/?limit=1&sort={takes}&cursor={cursor}"), 400, "invalid")
    assert told["errors"][0]["field"] == "cursor"


# Other origins


def test_other_origins_get_nothing_unless_they_are_named(editor, settings):
    def asked(address="/api/v1/claims/"):
        wanted = {
            "Origin": "https://cms.example",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization, idempotency-key, if-match",
        }
        return Client().options(address, headers=wanted)

    assert "Access-Control-Allow-Origin" not in asked().headers
    settings.CORS_ALLOWED_ORIGINS = ["https://cms.example"]
    allowed = asked()
    assert (allowed.status_code, allowed["Access-Control-Allow-Origin"]) == (200, "https://cms.example")
    assert {"authorization", "idempotency-key", "if-match"} <= set(allowed["Access-Control-Allow-Headers"].split(", "))
    assert "Access-Control-Allow-Credentials" not in allowed.headers
    assert "Access-Control-Allow-Origin" not in asked("/queue/").headers
    read = editor.get("claims/", headers={"Origin": "https://cms.example"})
    assert {"ETag", "Link"} <= set(read["Access-Control-Expose-Headers"].split(", "))
    other = editor.get("claims/", headers={"Origin": "https://elsewhere.example"})
    assert "Access-Control-Allow-Origin" not in other.headers


@pytest.mark.parametrize("wrong", ["*", "cms.example", "https://cms.example/", "https://cms.example/path", "https://"])
def test_an_origin_that_is_none_ends_the_start_with_a_sentence(monkeypatch, wrong):
    monkeypatch.setenv("API_CORS_ORIGINS", wrong)
    with pytest.raises(ConfigurationError, match="such as https://cms.example.org"):
        read_environment()


# Input that means harm


@pytest.mark.parametrize(
    ("body", "says"),
    [
        (b"", "Send the article's text"),
        (b"{", "not JSON"),
        (b"[]", "dictionary"),
        (b'"text"', "dictionary"),
        (b'{"text": NaN}', "NaN is not JSON"),
        (b'{"text": Infinity}', "Infinity is not JSON"),
        (b'{"text": "a", "text": "b"}', "stands twice"),
        (b'{"text": "\xff"}', "not UTF-8"),
        (b'{"text": "\\ud800"}', "half a character"),
        (b'{"text": "a\\u0000b"}', "NUL"),
        (b'{"txet": "a"}', "no such field"),
        (b'{"text": {"a": 1}}', "Not a valid string"),
        (b'{"text": 1' + b"0" * 5000 + b"}", "digits"),
        (b'{"text": ' + b"[" * 30 + b"]" * 30 + b"}", "nested deeper"),
        (b"[" * 200_000, "nested deeper"),
        (b'{"a":' * 100_000, "nested deeper"),
        (b'{"text": [' + b"1," * 60_000 + b"1]}", "values"),
        (b"\xef\xbb\xbf{}", "not JSON"),
    ],
)
def test_a_hostile_body_is_a_sentence(editor, body, says):
    told = problem(raw(editor, body), 400, "invalid")
    assert says in told["detail"]
    assert len(told["detail"]) < 600


@pytest.mark.parametrize(
    ("address", "body"),
    [
        ("articles/", {"text": 5}),
        ("articles/", {"text": ["a"]}),
        ("articles/", {"text": True}),
        ("candidates/", {"version": "1", "start": 0, "end": 5}),
        ("candidates/", {"version": True, "start": 0, "end": 5}),
        ("candidates/", {"version": 1.5, "start": 0, "end": 5}),
        ("claims/bulk/preview/", {"act": "close", "claims": ["1"]}),
        ("claims/bulk/preview/", {"act": ["close"], "claims": [1]}),
        ("claims/bulk/preview/", {"act": "close", "claims": {"1": 1}}),
        ("claims/bulk/preview/", {"act": "close", "claims": list(range(1, 400))}),
        ("claims/bulk/", {"act": "close", "items": [{"claim": "1", "version": 1}]}),
        ("claims/bulk/", {"act": "close", "items": [[1, 1]]}),
        ("claims/bulk/", {"act": "close", "items": "all"}),
        ("feeds/", {"url": {"href": "https://c.example"}}),
        ("hooks/", {"name": None}),
    ],
)
def test_a_value_of_another_type_is_refused_and_not_bent_into_shape(editor, address, body):
    assert problem(editor.post(address, body), 400, "invalid")["errors"]


def test_a_flag_is_true_or_false_and_a_priority_a_number(editor):
    claim = ClaimFactory()
    for wrong in ("2", 2.0, True, 9, [2]):
        problem(editor.put(f"claims/{claim.pk}/priority/", {"priority": wrong}, seen=1), 400, "invalid")
    made = editor.post("feeds/", {"url": "https://courier.example/rss"}).json()
    for wrong in ("false", 0, "no", []):
        problem(editor.patch(f"feeds/{made['id']}/", {"is_active": wrong}), 400, "invalid")
    assert editor.patch(f"feeds/{made['id']}/", {"is_active": False}).json()["is_active"] is False


def test_a_body_past_the_limit_is_413(editor):
    problem(raw(editor, b'{"text": "' + b"a" * (9 * 1024 * 1024) + b'"}'), 413, "too_large")


def test_other_types_and_methods_are_refused_in_words(editor):
    problem(editor.client.post("/api/v1/articles/", "a=b", content_type="text/plain"), 415, "wrong_type")
    problem(editor.send("delete", "articles/"), 405, "wrong_method")
    problem(editor.get("articles/", headers={"Accept": "text/html"}), 406, "not_acceptable")
    problem(editor.get("nowhere/"), 404, "not_found")
    problem(editor.get(f"claims/{10**30}/"), 404, "not_found")


def test_an_address_without_its_last_slash_goes_on_with_method_and_body(editor):
    sent_on = editor.client.post("/api/v1/articles", json.dumps({"text": STORY}), content_type="application/json")
    assert (sent_on.status_code, sent_on["Location"]) == (308, "/api/v1/articles/")


def test_strangers_get_401_everywhere_but_the_schema_and_its_page():
    stranger = Client()
    assert problem(stranger.get("/api/v1/claims/"), 401, "not_signed_in")
    assert stranger.get("/api/v1/schema/").status_code == 200
    page = stranger.get("/api/v1/docs/")
    assert page.status_code == 200
    assert "script-src 'self'" in page["Content-Security-Policy"]
    assert b"/api/v1/claims/{id}/transitions/{move}/" in page.content


def test_caches_keep_the_schema_and_its_page_unless_somebody_is_signed_in(edo, as_person):
    for address in ("/api/v1/schema/", "/api/v1/docs/"):
        assert Client().get(address)["Cache-Control"] == "public, max-age=600"
        assert "Cookie" in Client().get(address)["Vary"]
        assert as_person(edo).get(address)["Cache-Control"] == "private, no-store"


def test_a_spent_budget_is_429_with_the_time_to_wait(editor, settings):
    settings.API_REQUESTS_PER_MINUTE = 2
    first = editor.get("me/")
    assert first["RateLimit-Limit"] == "2"
    assert first["RateLimit-Remaining"] == "1"
    assert '"token";q=2;w=60' in first["RateLimit-Policy"]
    editor.get("me/")
    spent = editor.get("me/")
    problem(spent, 429, "too_many")
    assert 1 <= int(spent["Retry-After"]) <= 60


@override_settings(TIME_ZONE="Europe/Lisbon")
def test_a_time_that_the_clocks_skip_or_show_twice_is_refused_unless_its_offset_is_said(program_of, edo):
    claim, program = ClaimFactory(), program_of(edo)

    def due(moment: str):
        return program.put(f"claims/{claim.pk}/due/", {"due_at": moment}, seen=claim.lock_version)

    assert "there is no 28 March 2027, 01:15" in problem(due("2027-03-28T01:15"), 400, "invalid")["errors"][0]["detail"]
    assert (
        "31 October 2027, 01:45 comes twice" in problem(due("2027-10-31T01:45"), 400, "invalid")["errors"][0]["detail"]
    )
    assert due("2027-10-31T01:45:00Z").status_code == 200
    claim.refresh_from_db()
    assert claim.due_at.isoformat() == "2027-10-31T01:45:00+00:00"
