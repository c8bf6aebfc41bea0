"""A budget is one for all web processes, whatever each of them has counted by itself."""

import time

import pytest
from django.core.cache.backends.locmem import LocMemCache
from django.db import DatabaseError

from claims.accounts import budgets
from claims.accounts.budgets import spend
from claims.accounts.models import Attempts

pytestmark = pytest.mark.django_db

ENDS = 4_000_000_000


class WebProcess:
    """A web process as far as budgets go: the memory that it shares with no other."""

    def __init__(self, monkeypatch, name):
        self.memory = LocMemCache(name, {})
        self.memory.clear()
        self.monkeypatch = monkeypatch

    def asks(self, times, *, most=100, ends=ENDS, by="token-1"):
        """How many of so many requests are within the budget."""
        self.monkeypatch.setattr(budgets, "cache", self.memory)
        return sum(spend(name="api", by=by, most=most, window_ends=ends).is_within for _ in range(times))


@pytest.fixture
def processes(monkeypatch):
    return [WebProcess(monkeypatch, f"process-{number}") for number in range(4)]


def test_four_processes_together_let_through_what_one_budget_holds(processes):
    let_through = [each.asks(5) for _ in range(20) for each in processes]

    assert sum(let_through) == 100
    assert let_through[-1] == 0


def test_another_caller_and_another_minute_have_their_own(processes):
    first = processes[0]
    assert first.asks(101) == 100
    assert first.asks(1, by="token-2") == 1
    assert processes[1].asks(1) == 0
    assert processes[1].asks(101, ends=ENDS + 60) == 100
    assert Attempts.objects.count() == 2


def test_six_thousand_requests_are_counted_by_a_few_dozen_writes(processes, django_assert_max_num_queries):
    began = time.perf_counter()
    with django_assert_max_num_queries(2 * 170):
        assert processes[0].asks(6_001, most=6_000) == 6_000
    assert time.perf_counter() - began < 10


def test_what_is_left_is_said(processes, monkeypatch):
    monkeypatch.setattr(budgets, "cache", processes[0].memory)
    assert [spend(name="api", by="a", most=40, window_ends=ENDS).left for _ in range(3)] == [39, 38, 37]


def test_a_database_that_cannot_count_stops_nobody(processes, monkeypatch):
    def full(*args, **kwargs):
        raise DatabaseError("disk is full")

    monkeypatch.setattr(Attempts.objects, "filter", full)
    assert processes[0].asks(3, most=1) == 3
