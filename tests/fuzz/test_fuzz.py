"""Readers take any bytes, and end with what they read or with a sentence: some changed files each, always the same."""

import pytest

from tests.fuzz.running import fuzz
from tests.fuzz.targets import Target, targets


@pytest.mark.parametrize("target", targets(), ids=lambda target: target.name)
def test_a_changed_file_is_read_or_refused(target: Target) -> None:
    found = fuzz(target, seed=1, enough=lambda done: done >= target.files)
    assert found.faults == []
    assert found.read + found.refused == target.files


@pytest.mark.parametrize("target", targets(), ids=lambda target: target.name)
def test_files_to_begin_from_are_read(target: Target) -> None:
    for seed in target.seeds:
        target.read(seed)
