"""An article to triage."""

import pytest

from tests.factories import ArticleFactory, CandidateFactory, RunFactory


@pytest.fixture
def version(db):
    """An article with three candidates, the second inside the first."""
    version = ArticleFactory().current
    CandidateFactory(version=version, speaker="Rufus Haldane", cue="said", hedged=True)
    CandidateFactory(version=version, exact="22 per cent since 2021", score=0.7)
    CandidateFactory(version=version, exact="The city deserves better buses than this", score=0.2)
    RunFactory(version=version)
    return version
