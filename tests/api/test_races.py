"""Programs that post the same thing at the same moment: once is once, on both databases."""

import json
import threading

import pytest
from django.db import connection
from django.test import Client

from claims.articles.models import Article, ArticleVersion
from tests.factories import STORY

pytestmark = pytest.mark.django_db(transaction=True)


def posted_at_once(secret, bodies):
    """The answers to these posts, each by a client of its own, all let go together."""
    answers, start = [], threading.Barrier(len(bodies))

    def post(body, key):
        client = Client(headers={"Authorization": f"Bearer {secret}", "Idempotency-Key": key})
        start.wait()
        answer = client.post("/api/v1/articles/", json.dumps(body), content_type="application/json")
        answers.append((answer.status_code, answer.json()["article"]["id"]))
        connection.close()

    threads = [threading.Thread(target=post, args=pair) for pair in bodies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return answers


def test_one_key_sent_eight_times_at_once_is_one_article(program_of, edo):
    answers = posted_at_once(program_of(edo).secret, [({"text": STORY}, "one key")] * 8)
    assert {article for _, article in answers} == {Article.objects.get().pk}
    assert {status for status, _ in answers} <= {200, 201}
    assert ArticleVersion.objects.count() == 1


def test_the_same_text_under_eight_keys_is_one_article(program_of, edo):
    answers = posted_at_once(program_of(edo).secret, [({"text": STORY}, f"key {n}") for n in range(8)])
    assert [status for status, _ in answers].count(201) == 1
    assert {article for _, article in answers} == {Article.objects.get().pk}


def test_eight_articles_at_once_are_eight(program_of, edo):
    texts = [({"text": f"{STORY} Part {n} of the series."}, f"key {n}") for n in range(8)]
    answers = posted_at_once(program_of(edo).secret, texts)
    assert [status for status, _ in answers] == [201] * 8
    assert len({article for _, article in answers}) == Article.objects.count() == 8
