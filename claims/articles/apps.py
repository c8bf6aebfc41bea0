"""Outlets, articles and their versions."""

from django.apps import AppConfig

from claims.articles.search import ARTICLES
from claims.searching.index import keep_in_step


class ArticlesConfig(AppConfig):
    """Keeps the articles' search index in step."""

    name = "claims.articles"

    def ready(self) -> None:
        keep_in_step(self, ARTICLES)
