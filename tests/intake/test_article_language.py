"""A person may say in which language an article is written; versions to come keep it."""

import pytest

from claims.articles.models import Article
from claims.articles.reading import read_pasted
from claims.articles.services import new_version
from claims.audit.models import AuditEvent
from claims.errors import Blocked, NotAllowed
from claims.intake.article_intake import set_language
from tests.factories import ArticleFactory

pytestmark = pytest.mark.django_db


def test_an_editor_sets_the_language_and_the_text_says_it(client, edo):
    article = ArticleFactory()
    client.force_login(edo)
    assert client.get(f"/articles/{article.pk}/language/").status_code == 200
    sent = client.post(f"/articles/{article.pk}/language/", {"language": "ar"})
    assert (sent.status_code, sent.headers["Location"]) == (302, f"/articles/{article.pk}/")
    assert 'lang="ar"' in client.get(f"/articles/{article.pk}/").content.decode()
    assert AuditEvent.objects.filter(action="article_language_set").count() == 1


def test_the_next_version_keeps_what_a_person_said(edo):
    article = set_language(article_id=ArticleFactory().pk, language="pt", actor=edo)
    document = read_pasted("The council spent 9 million.", title="Spending")
    assert new_version(article, document, "0" * 64, number=2, url="").language == "pt"
    back = set_language(article_id=article.pk, language="", actor=edo)
    assert new_version(back, document, "0" * 64, number=3, url="").language != "pt"


def test_what_is_no_language_is_refused_and_so_is_whoever_may_not(client, edo, nell):
    article = ArticleFactory()
    with pytest.raises(Blocked):
        set_language(article_id=article.pk, language="xx", actor=edo)
    with pytest.raises(NotAllowed):
        set_language(article_id=article.pk, language="es", actor=nell)
    client.force_login(edo)
    assert client.post(f"/articles/{article.pk}/language/", {"language": "xx"}).status_code == 422
    assert Article.objects.get(pk=article.pk).language == ""
