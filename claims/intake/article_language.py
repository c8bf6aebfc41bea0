"""In which language an article is written, where a person knows better than the software."""

from django.db import transaction

from claims.accounts.models import User
from claims.accounts.roles import Right
from claims.articles.models import Article
from claims.audit.services import record
from claims.errors import Blocked, NotAllowed
from claims.languages import is_language
from claims.sentences import say


def set_language(*, article_id: int, language: str, actor: User) -> Article:
    """Keep an ISO 639 code such as "es" for this article and its current version; empty: the software tells it anew.

    Versions to come keep it. Raises NotAllowed, Blocked for what is no language, and Article.DoesNotExist.
    """
    if not actor.may(Right.ARTICLES):
        raise NotAllowed(say("Your role does not let you change articles. Ask an editor."))
    if language and not is_language(language):
        raise Blocked(say("Choose one of the languages in the list."))
    with transaction.atomic():
        article = Article.objects.select_for_update(of=("self",)).get(pk=article_id)
        article.language = language
        article.save(update_fields=["language"])
        article.versions.filter(pk=article.current_id or 0).update(language=language)
        record(actor=actor, action="article_language_set", target=article, data={"language": language})
    return article
