"""A dozen rounds of seeded faults; `python -m tests.faults --rounds 200` runs as many as one likes."""

from pathlib import Path

import pytest

from tests.faults.rounds import run

pytestmark = [pytest.mark.processes, pytest.mark.xdist_group("processes")]


def test_after_a_dozen_faults_nothing_is_lost_double_or_stuck(tmp_path: Path) -> None:
    outcome = run(tmp_path, rounds=12, seed=20)
    assert outcome.wrong == []
    assert (outcome.faults.total(), outcome.articles, outcome.publications) == (12, 24, 12)
