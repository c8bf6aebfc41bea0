"""What Prometheus reads: requests as this server's web processes counted them, and the queues as the database has them.

Where PROMETHEUS_MULTIPROC_DIR names a folder, as the command that starts the web server does, its processes count
together in files there.
"""

import os
from collections.abc import Callable, Iterator
from typing import Final

from django.db import DatabaseError
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from claims.accounts.queries import sign_in_failures
from claims.health.parts import parts
from claims.jobs.health import QueueHealth, queues

METHODS: Final = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
BUCKETS: Final = (0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0)

QUEUE_GAUGES: Final[tuple[tuple[str, str, Callable[[QueueHealth], int]], ...]] = (
    ("waiting", "Jobs that wait now.", lambda queue: queue.waiting),
    ("running", "Jobs that a worker has.", lambda queue: queue.running),
    ("parked", "Jobs that were given up.", lambda queue: queue.parked),
    ("oldest_seconds", "How long the first has waited.", lambda queue: queue.oldest_seconds),
)
REQUESTS: Final = Counter("plumbline_requests", "Requests by route and status.", ["method", "route", "status"])
SECONDS: Final = Histogram("plumbline_request_seconds", "Seconds until a request was answered.", buckets=BUCKETS)


def count_request(method: str, route: str, status: int, seconds: float) -> None:
    """One more request; its route is the pattern of the address, so that there are never many."""
    REQUESTS.labels(method if method in METHODS else "other", route, str(status)).inc()
    SECONDS.observe(seconds)


def exposition() -> bytes:
    """Everything in Prometheus's text format."""
    registry = CollectorRegistry()
    if os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(REQUESTS)
        registry.register(SECONDS)
    registry.register(_Database())
    return generate_latest(registry)


class _Database(Collector):
    """What the rows say; only whether each part is well, where the database does not answer."""

    def collect(self) -> Iterator[Metric]:
        """Each number as it is at this moment."""
        well = GaugeMetricFamily("plumbline_part_is_well", "1 where a part does its work.", labels=["part"])
        for part in parts():
            well.add_metric([part.name], float(part.is_well))
        yield well
        try:
            found, failures = queues(), sign_in_failures()
        except DatabaseError:
            return
        for name, said, number in QUEUE_GAUGES:
            gauge = GaugeMetricFamily(f"plumbline_jobs_{name}", said, labels=["queue"])
            for each in found:
                gauge.add_metric([each.queue.value], number(each))
            yield gauge
        wrong = "Wrong passwords for accounts that exist."
        yield GaugeMetricFamily("plumbline_sign_in_failures_last_hour", wrong, value=failures)
