"""Half a minute of trouble on Redis, then on RabbitMQ; `python -m tests.rehearsal --minutes 5` holds a long one."""

from pathlib import Path

import pytest

from tests.rehearsal.hour import missing, rehearse

pytestmark = [pytest.mark.services, pytest.mark.processes, pytest.mark.xdist_group("processes")]


def test_a_desk_on_many_hosts_in_trouble_loses_and_doubles_nothing(tmp_path: Path) -> None:
    if reason := missing(["redis"]):
        pytest.skip(reason)
    outcome = rehearse(tmp_path, seconds=35, brokers=["redis"], seed=2599)

    assert outcome.wrong == []
    assert outcome.unexplained == []
    assert outcome.stories >= 2
    assert outcome.publications == 2 * outcome.stories
