"""An address hears of a check in the order of its numbers, and of nothing after a withdrawal, whatever fails."""

import json
import random
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.db import connection
from django.utils import timezone

from claims.delivery import webhooks
from claims.delivery.enums import DeliveryState
from claims.delivery.models import Delivery, WebhookEndpoint
from claims.errors import Blocked
from claims.jobs.running import run_one
from claims.jobs.services import lease, requeue
from tests.public.newsroom import corrected, published, retracted
from tests.workflow.stories import crew

ANSWERS = (200, 200, 200, 204, 500, 503, 404, "hangs up")


class Moody:
    """A receiver that takes every message in, and then answers as chance has it; `heard` is by path and check."""

    def __init__(self, seed: int) -> None:
        self.heard: dict[tuple[str, str], list[tuple[int, str]]] = defaultdict(list)
        self.answers: tuple[int | str, ...] = ANSWERS
        self.pause = 0.0
        self.chance = random.Random(seed)
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                said = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                told = (said["data"]["publication"], said["type"])
                receiver.heard[self.path, said["data"]["number"]].append(told)
                time.sleep(receiver.chance.random() * receiver.pause)
                answer = receiver.chance.choice(receiver.answers)
                if isinstance(answer, str):
                    self.close_connection = True
                    return
                self.send_response(answer)
                self.end_headers()

            def log_message(self, *arguments: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def endpoint(self, name: str) -> WebhookEndpoint:
        return WebhookEndpoint.objects.create(name=name, url=f"http://127.0.0.1:{self.server.server_port}/{name}")


@pytest.fixture
def moody(settings, request) -> Iterator[Moody]:
    settings.FETCH_ALLOW_NETWORKS = ("127.0.0.0/8",)
    receiver = Moody(getattr(request, "param", 0))
    yield receiver
    receiver.server.shutdown()
    receiver.server.server_close()


def try_one(pk: int) -> None:
    """Have a message tried now, however long its pause still is."""
    past = timezone.now() - timedelta(seconds=1)
    Delivery.objects.filter(pk=pk, due_at__isnull=False, lease_token="").update(due_at=past)
    run_one(Delivery, pk, run=webhooks.deliver)


def a_worker_dies_with(pk: int) -> None:
    """A message is taken up and never heard of again, until the sweep puts it back."""
    past = timezone.now() - timedelta(seconds=1)
    Delivery.objects.filter(pk=pk, due_at__isnull=False, lease_token="").update(due_at=past)
    if lease(Delivery, pk):
        Delivery.objects.filter(pk=pk).update(lease_until=past)
        requeue(Delivery.jobs().overdue())


def waiting() -> list[int]:
    return list(Delivery.objects.filter(due_at__isnull=False).order_by("pk").values_list("pk", flat=True))


@pytest.mark.parametrize("moody", range(8), indirect=True)
def test_a_receiver_that_fails_at_random_never_hears_an_older_number_after_a_newer_one(db, moody):
    chance, people = moody.chance, crew()
    moody.endpoint("archive")
    moody.endpoint("partner")
    first = {name: published(people, statement=f"The {name} was cut by a third") for name in ("bus fund", "fire fund")}
    left = dict.fromkeys(first, 3)
    while any(left.values()) or chance.random() < 0.5:
        act, messages = chance.choice(("publish", "try", "try", "try", "die")), waiting()
        name = chance.choice(sorted(left))
        if act == "publish" and left[name]:
            left[name] -= 1
            if left[name]:
                corrected(first[name], people, summary=f"It rose by {left[name]} per cent.")
            else:
                retracted(first[name], people)
        elif act == "try" and messages:
            try_one(chance.choice(messages))
        elif act == "die" and messages:
            a_worker_dies_with(chance.choice(messages))
    moody.answers = (200,)
    for _ in range(40):
        for pk in waiting():
            try_one(pk)

    assert waiting() == []
    assert len(moody.heard) == 4
    for told in moody.heard.values():
        numbers = [number for number, _ in told]
        assert numbers == sorted(numbers)
        assert told[-1] == (4, "publication.retracted")
        assert {kind for number, kind in told if number == 4} == {"publication.retracted"}
    assert set(Delivery.objects.values_list("state", flat=True)) <= {
        DeliveryState.DELIVERED,
        DeliveryState.SUPERSEDED,
        DeliveryState.FAILED,
    }


@pytest.mark.django_db(transaction=True)
def test_workers_at_the_same_moment_keep_the_order(moody):
    moody.answers, moody.pause = (200, 500), 0.02
    people = crew()
    moody.endpoint("archive")
    first = published(people)
    for percent in (8, 7, 6):
        corrected(first, people, summary=f"It rose by {percent} per cent.")
    retracted(first, people)

    def worker(seed: int) -> None:
        chance = random.Random(seed)
        try:
            for _ in range(60):
                if not (messages := waiting()):
                    return
                try_one(chance.choice(messages))
        finally:
            connection.close()

    threads = [threading.Thread(target=worker, args=(seed,)) for seed in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    moody.answers = (200,)
    for _ in range(12):
        for pk in waiting():
            try_one(pk)

    (told,) = moody.heard.values()
    numbers = [number for number, _ in told]
    assert numbers == sorted(numbers)
    assert told[-1] == (5, "publication.retracted")
    assert Delivery.objects.get(publication__number=5).state == DeliveryState.DELIVERED


def test_an_older_message_is_not_sent_again_once_a_newer_one_went_out(db, moody, ada):
    moody.answers = (500,)
    people = crew()
    moody.endpoint("archive")
    first = published(people)
    for _ in range(10):
        for pk in waiting():
            try_one(pk)
    older = Delivery.objects.get()
    assert older.state == DeliveryState.FAILED
    moody.answers = (200,)
    retracted(first, people)
    for pk in waiting():
        try_one(pk)

    with pytest.raises(Blocked, match="Send that one again instead"):
        webhooks.replay(delivery_id=older.pk, actor=ada)
    webhooks.replay(delivery_id=Delivery.objects.get(publication__number=2).pk, actor=ada)
    for pk in waiting():
        try_one(pk)
    ((*_, before, last),) = moody.heard.values()
    assert (before, last) == ((2, "publication.retracted"), (2, "publication.retracted"))


def test_a_withdrawal_does_not_wait_for_what_failed_before_it(db, moody):
    moody.answers = (500,)
    people = crew()
    moody.endpoint("archive")
    first = published(people)
    for pk in waiting():
        try_one(pk)
    moody.answers = (200,)
    retracted(first, people)
    run_one(Delivery, Delivery.objects.get(publication__number=2).pk, run=webhooks.deliver)

    assert list(Delivery.objects.order_by("publication__number").values_list("state", flat=True)) == [
        DeliveryState.SUPERSEDED,
        DeliveryState.DELIVERED,
    ]


@pytest.mark.parametrize(
    ("kind", "event"),
    [
        ("correction", "publication.corrected"),
        ("clarification", "publication.clarified"),
        ("update", "publication.updated"),
    ],
)
def test_each_class_of_change_has_its_own_kind_of_message(db, moody, kind, event):
    people = crew()
    moody.endpoint("archive")
    corrected(published(people), people, kind=kind)

    assert list(Delivery.objects.order_by("pk").values_list("event", flat=True)) == ["publication.created", event]
