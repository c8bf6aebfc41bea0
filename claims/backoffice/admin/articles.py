"""Outlets, articles and their versions."""

from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.articles.models import Article, ArticleVersion, Outlet
from claims.backoffice.admin_base import KeptListAdmin, RecordAdmin, tell_skipped
from claims.backoffice.filters import ArticleLanguageFilter, LanguageFilter
from claims.errors import Refusal
from claims.intake import run_queue


@admin.register(Outlet)
class OutletAdmin(KeptListAdmin):
    """Whoever publishes articles."""

    change_right: ClassVar[Right | None] = Right.ARTICLES
    list_display = ["name", "homepage"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}


@admin.register(Article)
class ArticleAdmin(RecordAdmin):
    """Articles; their words are in the versions."""

    list_display = ["title", "outlet", "origin", "added_by", "added_at"]
    list_filter: ClassVar[Any] = ["current__standing", "origin", "outlet", ArticleLanguageFilter, "added_at"]
    list_select_related = ["outlet", "current", "added_by"]
    search_fields = ["current__title", "canonical_url"]
    actions = ["read_again", "export_csv"]

    @admin.display(ordering="current__title")
    def title(self, article: Article) -> str:
        """The title of the newest version."""
        return str(article)

    @admin.action(description=gettext_lazy("Read again"))
    def read_again(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        """Have the newest version of each article read again by the extractor."""
        actor = request.user
        for article in queryset.select_related("current"):
            if article.current is None or not isinstance(actor, User):
                continue
            try:
                run_queue.read_again(version_id=article.current.pk, actor=actor)
                messages.success(request, _("“%(article)s” will be read again.") % {"article": article})
            except Refusal as refusal:
                tell_skipped(request, f"“{article}”", refusal)


@admin.register(ArticleVersion)
class ArticleVersionAdmin(RecordAdmin):
    """What an article said when it was read."""

    list_display = ["title", "number", "words", "language", "source_format", "standing", "read_at"]
    list_filter: ClassVar[Any] = ["standing", "source_format", LanguageFilter, "read_at"]
    search_fields = ["title", "text_sha256"]
    list_select_related = ["article"]
