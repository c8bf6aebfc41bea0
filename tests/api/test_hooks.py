"""Articles from other systems, believed by their signature alone."""

import json
import time
from datetime import UTC, datetime

import pytest
from django.test import Client
from standardwebhooks import Webhook

from claims.accounts.models import User
from claims.articles.models import Article, ArticleHook, HookMessage
from claims.errors import NotAllowed
from claims.intake.hooks import make_hook
from tests.factories import STORY

pytestmark = pytest.mark.django_db


@pytest.fixture
def hook(edo):
    return make_hook(actor=edo, name="newsroom CMS")


def message(hook, body, *, secret="", stamp=None, **changes):
    """A message signed by the reference library of the specification."""
    stamp = int(time.time()) if stamp is None else stamp
    signer = Webhook(secret or hook.secret)
    signature = signer.sign("msg_1", datetime.fromtimestamp(stamp, UTC), body)
    headers = {"webhook-id": "msg_1", "webhook-timestamp": str(stamp), "webhook-signature": signature, **changes}
    return Client().post(f"/api/v1/hooks/{hook.pk}/articles/", body, content_type="application/json", headers=headers)


BODY = json.dumps({"text": STORY, "title": "Haldane defends bus plan", "outlet": "Courier"})


def test_a_signed_message_is_an_article_in_the_owners_name(hook, edo):
    first, again = message(hook, BODY), message(hook, BODY)
    assert (first.status_code, again.status_code) == (201, 200)
    article = Article.objects.get()
    assert (article.added_by, article.origin, article.outlet.name) == (edo, "api", "Courier")
    hook.refresh_from_db()
    assert hook.last_used_at is not None


@pytest.mark.parametrize(
    "wrong",
    [
        {"stamp": 1_700_000_000},
        {"stamp": 4_000_000_000},
        {"secret": "whsec_" + "A" * 44},
        {"webhook-signature": ""},
        {"webhook-signature": "v1,"},
        {"webhook-signature": "v2,AAAA v1,é"},
        {"webhook-id": "msg_2"},
        {"webhook-timestamp": "soon"},
        {"webhook-timestamp": "9" * 40},
    ],
)
def test_any_other_message_is_not_believed(hook, wrong):
    answer = message(hook, BODY, **wrong)
    assert answer.status_code == 403
    assert Article.objects.count() == 0


def test_a_hundred_unsigned_messages_leave_what_the_owner_sees(hook):
    assert message(hook, BODY).status_code == 201
    assert message(hook, '{"colour": "red"}').status_code == 400
    for _ in range(105):
        assert message(hook, BODY, **{"webhook-signature": "v1,AAAA"}).status_code == 403

    assert list(HookMessage.objects.order_by("pk").values_list("taken", flat=True)) == [True, False]


def test_a_hook_that_ended_or_never_was_answers_the_same(hook, program_of, edo):
    known = message(hook, BODY, **{"webhook-signature": "v1,AAAA"}).json()
    assert program_of(edo).delete(f"hooks/{hook.pk}/").status_code == 204
    ended = message(hook, BODY)
    missing = message(ArticleHook(pk=999, secret=hook.secret), BODY)
    assert ended.status_code == missing.status_code == 403
    assert ended.json() == missing.json() == known


def test_a_hook_does_no_more_than_its_owner_may(hook, edo, ana):
    edo.groups.clear()
    assert message(hook, BODY).status_code == 403
    User.objects.filter(pk=edo.pk).update(is_active=False)
    assert message(hook, BODY).status_code == 403
    with pytest.raises(NotAllowed):
        make_hook(actor=ana, name="mine")


def test_hostile_bodies_are_refused_after_the_signature(hook):
    for body in ("{", '{"text": NaN}', '{"text": "a", "text": "b"}', '{"colour": "red"}', "[]"):
        assert message(hook, body).status_code == 400


def test_a_sender_that_hurries_is_told_to_wait(hook, settings):
    settings.API_REQUESTS_PER_MINUTE = 2
    answers = [message(hook, BODY, **{"webhook-signature": "v1,AAAA"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [403, 403, 429]
    assert int(answers[2]["Retry-After"]) >= 1
    assert answers[0]["RateLimit-Remaining"] == "1"


def test_a_secret_is_shown_once_and_hooks_are_ones_own(program_of, edo, apa):
    editor = program_of(edo)
    made = editor.post("hooks/", {"name": "CMS", "outlet": "Courier"})
    assert made.status_code == 201
    assert made.json()["secret"].startswith("whsec_")
    assert "secret" not in editor.get("hooks/").json()["results"][0]
    assert program_of(apa).get("hooks/").json()["results"] == []
    assert program_of(apa).delete(f"hooks/{made.json()['id']}/").status_code == 409
