"""Other systems hear of publications: signed, once each, tried again until they arrive, and never inwards."""

import datetime
import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
import standardwebhooks
from django.core.exceptions import ValidationError
from django.utils import timezone

from claims.delivery import webhooks
from claims.delivery.enums import DeliveryState
from claims.delivery.models import Delivery, DeliveryAttempt, WebhookEndpoint
from claims.jobs.models import Queue
from claims.jobs.running import run_one
from claims.jobs.services import requeue
from claims.jobs.sweeping import take_for_sending
from claims.workflow.moves import MoveName
from claims.workflow.perform import perform
from tests.public.newsroom import approved, corrected, published, retracted
from tests.workflow.stories import crew


class Listener:
    """A system that listens on this machine and answers as told."""

    def __init__(self) -> None:
        self.heard: list[tuple[dict[str, str], bytes]] = []
        self.status = 200
        listener = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                listener.heard.append(({name.lower(): value for name, value in self.headers.items()}, body))
                self.send_response(listener.status)
                self.send_header("Location", "http://127.0.0.1:1/")
                self.end_headers()

            def log_message(self, *arguments: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}/hook"


@pytest.fixture
def listener(settings):
    settings.FETCH_ALLOW_NETWORKS = ("127.0.0.0/8",)
    running = Listener()
    yield running
    running.server.shutdown()
    running.server.server_close()


@pytest.fixture
def endpoint(db, listener):
    return WebhookEndpoint.objects.create(name="Archive", url=listener.url)


def deliver_all() -> None:
    for pk in Delivery.jobs().due().order_by("pk").values_list("pk", flat=True):
        run_one(Delivery, pk, run=webhooks.deliver)


def make_due() -> None:
    past = timezone.now() - datetime.timedelta(seconds=1)
    Delivery.objects.filter(state=DeliveryState.WAITING).update(due_at=past, sent_at=None)


def test_each_publication_is_told_once_and_the_reference_library_accepts_the_signature(endpoint, listener):
    people = crew()
    first = published(people)
    corrected(first, people)
    retracted(first, people)
    make_due()
    deliver_all()
    deliver_all()

    assert len(listener.heard) == 3
    told = []
    for headers, body in listener.heard:
        told.append(standardwebhooks.Webhook(endpoint.secret).verify(body, headers))
    told.sort(key=lambda message: message["data"]["publication"])
    assert [message["type"] for message in told] == [
        "publication.created",
        "publication.corrected",
        "publication.retracted",
    ]
    assert {message["data"]["id"] for message in told} == {first.page["id"]}
    assert told[1]["data"]["claim_review"]["correction"]
    assert "claim_review" not in told[2]["data"]
    assert set(Delivery.objects.values_list("state", flat=True)) == {DeliveryState.DELIVERED}
    with pytest.raises(standardwebhooks.WebhookVerificationError):
        standardwebhooks.Webhook(endpoint.secret).verify(listener.heard[0][1] + b" ", listener.heard[0][0])


def test_the_message_is_a_row_of_the_same_transaction(endpoint):
    people = crew()
    claim = approved(people)
    assert Delivery.objects.count() == 0
    perform(MoveName.PUBLISH, claim_id=claim.pk, actor=people.second)
    assert Delivery.objects.get().state == DeliveryState.WAITING


@pytest.mark.parametrize("status", [500, 404, 302])
def test_a_failed_message_is_tried_again_later_and_each_try_is_logged(endpoint, listener, status):
    published(crew())
    listener.status = status
    make_due()
    deliver_all()
    delivery = Delivery.objects.get()

    assert (delivery.state, delivery.attempts) == (DeliveryState.WAITING, 1)
    assert delivery.due_at > timezone.now()
    assert DeliveryAttempt.objects.get().error
    assert take_for_sending(Delivery, Queue.WEB) == []
    listener.status = 204
    make_due()
    deliver_all()
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.DELIVERED
    assert len({headers["webhook-id"] for headers, _ in listener.heard}) == 1


def test_it_is_given_up_after_the_last_pause_and_can_be_sent_again(endpoint, listener, ada):
    published(crew())
    listener.status = 500
    for _ in range(10):
        make_due()
        deliver_all()
    delivery = Delivery.objects.get()
    assert delivery.state == DeliveryState.FAILED

    listener.status = 200
    webhooks.replay(delivery_id=delivery.pk, actor=ada)
    deliver_all()
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.DELIVERED
    assert len({headers["webhook-id"] for headers, _ in listener.heard}) == 1


def test_gone_switches_the_address_off(endpoint, listener):
    published(crew())
    listener.status = 410
    make_due()
    deliver_all()
    endpoint.refresh_from_db()

    assert not endpoint.is_active
    assert "410" in endpoint.off_because


def test_a_worker_that_died_with_a_message_in_hand_loses_nothing(endpoint, listener):
    published(crew())
    past = timezone.now() - datetime.timedelta(minutes=5)
    Delivery.objects.update(state=DeliveryState.RUNNING, lease_token="x", lease_until=past, due_at=past, sent_at=past)
    assert requeue(Delivery.jobs().overdue()) == 1
    deliver_all()

    assert Delivery.objects.get().state == DeliveryState.DELIVERED


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1/", "http://169.254.169.254/latest", "http://[::1]/", "ftp://x.example"]
)
def test_no_message_goes_inwards(db, url):
    with pytest.raises(ValidationError):
        WebhookEndpoint(name="Inside", url=url).full_clean()
    WebhookEndpoint.objects.create(name="Inside", url=url)
    published(crew())
    make_due()
    deliver_all()

    assert Delivery.objects.get().state == DeliveryState.WAITING
    assert DeliveryAttempt.objects.get().status is None


def test_an_address_that_is_off_hears_nothing(endpoint):
    WebhookEndpoint.objects.update(is_active=False)
    published(crew())

    assert Delivery.objects.count() == 0


def test_the_body_is_what_was_said_then(endpoint):
    people = crew()
    first = published(people)
    said = json.loads(Delivery.objects.get().body)
    corrected(first, people)

    assert said["data"]["summary"] == "It rose by 9 per cent."
    assert said["data"]["content_hash"] == first.content_hash
