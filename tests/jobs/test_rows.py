"""The life of a job's row: exactly one wins, whatever workers, sweeps and people do to it at once."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.db.models import F
from django.db.models.functions import Now
from django.utils import timezone

from claims.jobs import running, services, sweeping
from claims.jobs.models import Queue, Routine
from claims.jobs.shutdown import shutdown_asked
from tests.jobs.models import Chore, ChoreState

pytestmark = pytest.mark.django_db


@pytest.fixture
def doing() -> Iterator[Callable[[Callable[[Chore], None]], None]]:
    """Say what the work on a chore is: `doing(lambda chore: ...)`."""

    def register(run: Callable[[Chore], None]) -> None:
        running.register({Chore: run}, {})

    register(lambda chore: None)
    yield register
    shutdown_asked.clear()


def chore(**fields: Any) -> Chore:
    """A chore that nobody has sent for."""
    return services.enqueue(Chore(**fields), send_now=False)


def fresh(row: Chore) -> Chore:
    return Chore.objects.get(pk=row.pk)


def wait(row: Chore) -> None:
    """As if its time had come."""
    Chore.objects.filter(pk=row.pk).update(due_at=Now() - timedelta(seconds=1))


def silence(row: Chore) -> None:
    """As if its worker had gone silent until the lease ran out."""
    Chore.objects.filter(pk=row.pk).update(lease_until=Now() - timedelta(seconds=1))


def test_a_new_job_waits_and_is_leased_once() -> None:
    row = chore()
    assert (row.state, row.attempts, row.lease_token) == ("waiting", 0, "")
    mine = services.lease(Chore, row.pk, by="here/web#1")
    assert mine is not None
    assert services.lease(Chore, row.pk) is None
    held = fresh(row)
    assert (held.state, held.attempts, held.leased_by) == ("running", 1, "here/web#1")
    assert timedelta(seconds=55) < held.lease_until - timezone.now() < timedelta(seconds=61)
    services.finish(mine, state=ChoreState.DONE)
    done = fresh(row)
    assert (done.state, done.due_at, done.lease_token, done.leased_by) == ("done", None, "", "")
    assert services.lease(Chore, row.pk) is None


def test_work_that_ends_without_saying_so_ends_the_job(doing: Callable[..., None]) -> None:
    row = chore()
    assert running.run_one(Chore, row.pk)
    assert (fresh(row).due_at, fresh(row).lease_token) == (None, "")
    assert not running.run_one(Chore, row.pk)


def test_who_lost_the_lease_can_do_nothing_more() -> None:
    row = chore()
    slow = services.lease(Chore, row.pk)
    silence(row)
    sweeping.sweep()
    quick = services.lease(Chore, row.pk)
    assert slow is not None
    assert quick is not None
    for act in (services.renew, services.finish, services.lock_leased):
        with pytest.raises(services.LeaseLost):
            act(slow)
    services.park(slow, "Too late.")
    assert not services.release(slow)
    assert not services.retry_or_park(slow, "Too late.")
    assert (fresh(row).state, fresh(row).lease_token, fresh(row).attempts) == ("running", quick.lease_token, 2)
    services.finish(quick)
    with pytest.raises(services.LeaseLost):
        services.finish(quick)


def test_a_job_that_fails_is_tried_again_after_its_pauses_and_then_parked_with_the_reason(
    doing: Callable[..., None],
) -> None:
    def fail(row: Chore) -> None:
        raise RuntimeError("no broom")

    doing(fail)
    row = chore()
    for pause in (10, 60):
        assert running.run_one(Chore, row.pk)
        assert not running.run_one(Chore, row.pk), "it waits before it is tried again"
        assert timedelta(seconds=pause - 5) < fresh(row).due_at - timezone.now() <= timedelta(seconds=pause)
        assert fresh(row).state == "waiting"
        wait(row)
    assert running.run_one(Chore, row.pk)
    parked = fresh(row)
    assert (parked.state, parked.due_at, parked.attempts) == ("failed", None, 3)
    assert parked.error == "It stopped with an error (RuntimeError) in each of 3 attempts."
    assert parked.parked_at is not None
    assert list(Chore.objects.all().parked()) == [parked]


def test_a_person_has_a_parked_job_tried_again() -> None:
    row = chore()
    mine = services.lease(Chore, row.pk)
    assert mine is not None
    services.park(mine, "The broom is broken.")
    assert services.retry(Chore.jobs().filter(pk=row.pk)) == 1
    again = fresh(row)
    assert (again.state, again.error, again.attempts, again.urgent, again.parked_at) == ("waiting", "", 0, True, None)
    assert services.retry(Chore.jobs().filter(pk=row.pk)) == 0


def test_what_the_work_says_of_an_attempt_decides(doing: Callable[..., None]) -> None:
    def try_later(row: Chore) -> None:
        raise services.TryLater("The shop is closed.", after=timedelta(hours=1), counts=False)

    def give_up(row: Chore) -> None:
        raise services.GiveUp("There is no floor.")

    later, never = chore(), chore()
    doing(try_later)
    running.run_one(Chore, later.pk)
    assert (fresh(later).state, fresh(later).attempts) == ("waiting", 0)
    assert fresh(later).due_at > timezone.now() + timedelta(minutes=59)
    doing(give_up)
    running.run_one(Chore, never.pk)
    assert (fresh(never).state, fresh(never).error) == ("failed", "There is no floor.")


def test_a_job_whose_worker_is_killed_each_time_is_parked() -> None:
    row = chore(urgent=True)
    for attempt in (1, 2, 3):
        assert services.lease(Chore, row.pk)
        assert fresh(row).attempts == attempt
        silence(row)
        sweeping.sweep()
    parked = fresh(row)
    assert (parked.state, parked.error) == ("failed", "It was cut off 3 times, as if the worker had been killed.")
    assert not services.lease(Chore, row.pk)


def test_a_job_that_gets_stuck_twice_is_parked_and_does_not_go_first_the_second_time() -> None:
    row = services.enqueue(Chore(), urgent=True)
    other = chore()
    assert services.lease(Chore, row.pk, by="here/web#a")
    running.cut_off("chores.Chore", [other.pk], by="here/web#a", stuck=True)
    assert (fresh(row).state, fresh(row).urgent) == ("waiting", False)
    assert services.lease(Chore, row.pk, by="here/web#b")
    running.cut_off("chores.Chore", [], by="here/web#b", stuck=True)
    parked = fresh(row)
    assert (parked.state, parked.error) == ("failed", "It got no further for 60 seconds and was stopped, 2 times.")
    assert fresh(other).state == "waiting"


def test_a_stopped_job_is_over_also_for_who_has_it() -> None:
    waiting, working = chore(), chore()
    mine = services.lease(Chore, working.pk)
    assert mine is not None
    assert services.stop(Chore.jobs().filter(pk__in=[waiting.pk, working.pk]), state=ChoreState.DONE) == 2
    assert services.stop(Chore.jobs().filter(pk=waiting.pk)) == 0
    with pytest.raises(services.LeaseLost):
        services.finish(mine)
    assert Chore.objects.filter(state="done", due_at=None, lease_token="").count() == 2


def test_released_work_does_not_count_as_an_attempt() -> None:
    row = chore()
    mine = services.lease(Chore, row.pk)
    assert mine is not None
    assert services.release(mine)
    assert (fresh(row).state, fresh(row).attempts, fresh(row).sent_at) == ("waiting", 0, None)


def test_work_that_comes_again_keeps_its_time_and_its_attempts_begin_anew() -> None:
    row = chore()
    mine = services.lease(Chore, row.pk)
    assert mine is not None
    services.finish(mine, again_at=Now() + timedelta(hours=2), times=F("times") + 1)
    again = fresh(row)
    assert (again.state, again.attempts, again.times, again.lease_token) == ("waiting", 0, 1, "")
    assert again.due_at > timezone.now() + timedelta(minutes=119)
    assert services.enqueue_again(Chore.jobs().filter(pk=row.pk), send_now=False) == 1
    assert services.lease(Chore, row.pk)


def test_an_urgent_job_goes_before_the_rest_of_a_message(doing: Callable[..., None]) -> None:
    done: list[str] = []
    doing(lambda row: done.append(row.what))
    rows = [chore(what=name) for name in ("first", "second")]
    services.enqueue(Chore(what="a person's"), urgent=True)
    running.work("chores.Chore", [row.pk for row in rows])
    assert done == ["a person's", "first", "second"]


def test_a_worker_told_to_stop_leaves_the_rest_of_its_message_to_be_sent_again(doing: Callable[..., None]) -> None:
    rows = [chore() for _ in range(3)]
    Chore.objects.update(sent_at=Now())
    doing(lambda row: shutdown_asked.set())
    running.work("chores.Chore", [row.pk for row in rows])
    assert [fresh(row).due_at is None for row in rows] == [True, False, False]
    assert [fresh(row).sent_at for row in rows] == [None, None, None]


def test_what_a_restarted_worker_had_in_hand_goes_back_and_nobody_elses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PLUMBLINE_WORKER", "here")
    mine, others = chore(), chore()
    sent = services.enqueue(Chore())
    assert services.lease(Chore, mine.pk, by="here/web#1")
    assert services.lease(Chore, others.pk, by="there/web#1")
    running.recover(Queue.WEB)
    assert [fresh(row).state for row in (mine, others)] == ["waiting", "running"]
    assert fresh(sent).sent_at is None


def test_a_clock_that_is_wrong_by_ten_minutes_changes_nothing(
    monkeypatch: pytest.MonkeyPatch, doing: Callable[..., None]
) -> None:
    for minutes in (-10, 10):
        wrong = timezone.now() + timedelta(minutes=minutes)
        monkeypatch.setattr(timezone, "now", lambda wrong=wrong: wrong)
        row = chore()
        mine = services.lease(Chore, row.pk)
        assert mine is not None
        sweeping.sweep()
        services.renew(mine)
        services.finish(mine, again_at=Now())
        assert sweeping.take_for_sending(Chore, Queue.WEB) == [row.pk]
        assert running.run_one(Chore, row.pk)
        assert fresh(row).due_at is None


def test_a_routine_comes_again_also_after_an_error(caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> None:
        raise RuntimeError("no broom")

    running.register({}, {"tidy_test": fail})
    row = Routine.objects.create(name="tidy_test", in_queue=Queue.NOW, every=timedelta(seconds=20), due_at=Now())
    assert running.run_one(Routine, row.pk)
    row.refresh_from_db()
    assert row.error == "RuntimeError: no broom"
    assert row.done_at is not None
    assert timedelta(seconds=15) < row.due_at - timezone.now() <= timedelta(seconds=20)
    assert not running.run_one(Routine, row.pk)
