"""The process's own umask, given back after each test."""

import os
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True)
def umask() -> Iterator[None]:
    """Tests that close files to other accounts leave the process as it was."""
    before = os.umask(0o022)
    yield
    os.umask(before)
