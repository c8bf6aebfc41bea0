"""The article workspace as browser tests see it."""

from claims.articles.models import ArticleVersion
from tests.factories import ArticleFactory, CandidateFactory, RunFactory


def read_article(found: dict[str, float]) -> ArticleVersion:
    """An article that was read, with these words found at these scores."""
    version = ArticleFactory().current
    RunFactory(version=version)
    for words, score in found.items():
        CandidateFactory(version=version, exact=words, score=score)
    return version


def card(page, words):
    """The card of the candidate with these words."""
    return page.locator("article.claim").filter(has=page.locator(".text", has_text=words))
