"""The people of the test newsroom, their sign-ins, and a database that may be emptied between tests."""

import gc
import os
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from django.apps import apps
from django.db import connection
from django.dispatch import receiver
from django.test import Client, TransactionTestCase
from django.test.signals import setting_changed, template_rendered
from django.utils import timezone, translation

from claims.accounts.models import User
from claims.accounts.roles import Role
from claims.audit import append_only
from claims.verdicts.models import Newsroom
from factcheck import template_sentences
from factcheck.jinja import PageTemplate
from tests import ready_database
from tests.factories import PersonFactory

# Playwright's event loop makes Django refuse database work on the thread that tests run on.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

KEPT_TABLES = {"auth_group", "auth_permission", "auth_group_permissions", "django_content_type"}


def name_the_newsroom() -> None:
    """Tell readers who publishes; the tests of a newsroom that has not done so take it back."""
    Newsroom.objects.create(
        pk=1,
        name="The Ellery Test",
        address="1 Harbour Street, Port Ellery",
        email="readers@ellery.example",
        changed_at=datetime(2026, 1, 1, tzinfo=UTC),
    )


def empty_all_but_the_roles(case: TransactionTestCase) -> None:
    """Empty the tables after a test that commits, the audit record too.

    What Django and the roles write after a migration stays: to write it again would cost more than most of these tests.
    """
    tables = connection.introspection.django_table_names(only_existing=True, include_views=False)
    quoted = [connection.ops.quote_name(name) for name in tables if name not in KEPT_TABLES]
    with connection.schema_editor() as editor:
        append_only.drop_triggers(apps, editor)
    # To truncate them would make a new file for each table and index on PostgreSQL.
    connection.ops.execute_sql_flush([f"DELETE FROM {name}" for name in quoted])
    with connection.schema_editor() as editor:
        append_only.create_triggers(apps, editor)
    name_the_newsroom()


@pytest.fixture(scope="session")
def django_db_setup(
    django_test_environment: None, django_db_modify_db_settings: None, django_db_blocker: Any
) -> Iterator[None]:
    """A newsroom that readers know: without a name, an address and a contact nothing is published."""
    with django_db_blocker.unblock():
        drop = ready_database.take_a_copy()
        name_the_newsroom()
    yield
    with django_db_blocker.unblock():
        drop()


TransactionTestCase._fixture_teardown = empty_all_but_the_roles


render_page = PageTemplate.render


def render_and_tell(page: PageTemplate, context: Mapping[str, Any] | None = None, request: Any = None) -> Any:
    """Draw a page, and tell Django's test client with what, as it is told of templates in Django's language."""
    template_rendered.send(sender=page, template=page, context=dict(context or {}))
    return render_page(page, context, request)


PageTemplate.render = render_and_tell


@receiver(setting_changed)
def read_other_catalogs(*, setting: str, **kwargs: Any) -> None:
    """A made-up language lies in a folder of its own."""
    if setting == "LOCALE_PATHS":
        template_sentences.forget()


def pytest_collection_finish() -> None:
    """What was imported and collected stays to the end; the search for garbage need not look at it again and again."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Each test begins in English and the newsroom's zone, whatever language the request before it was answered in."""
    yield
    translation.deactivate()
    timezone.deactivate()


@pytest.fixture
def spanish(settings: Any, tmp_path: Path) -> None:
    """A few Spanish sentences in the place of the product's own translations."""
    said = {
        "Your account": "Su cuenta",
        "Sign in to the desk": "Entrar en la mesa",
        "%(sentence)s.": "Esto pasó: %(sentence)s.",
        "You choose what comes by e-mail here: %(address)s": "Usted elige aquí: %(address)s",
        "Nothing is published at this address.": "Aquí no hay nada publicado.",
        "All checks": "Todas las verificaciones",
        "Corrections policy": "Política de correcciones",
    }
    catalog = Catalog(locale="es")
    for sentence, words in said.items():
        catalog.add(sentence, words)
    place = tmp_path / "es" / "LC_MESSAGES" / "django.mo"
    place.parent.mkdir(parents=True)
    with open(place, "wb") as out:
        write_mo(out, catalog)
    settings.LOCALE_PATHS = [tmp_path]


@pytest.fixture
def ana(db: None) -> User:
    """A reviewer."""
    return PersonFactory(username="ana", display_name="Ana Costa", roles=[Role.REVIEWER])


@pytest.fixture
def edo(db: None) -> User:
    """An editor."""
    return PersonFactory(username="edo", display_name="Edo Baker", roles=[Role.EDITOR])


@pytest.fixture
def apa(db: None) -> User:
    """An approver."""
    return PersonFactory(username="apa", display_name="Apa Singh", roles=[Role.APPROVER])


@pytest.fixture
def nell(db: None) -> User:
    """Somebody with a sign-in and no role."""
    return PersonFactory(username="nell", display_name="Nell Moore")


@pytest.fixture
def ada(db: None) -> User:
    """An admin, who is no editor."""
    return PersonFactory(username="ada", display_name="Ada Okoye", roles=[Role.ADMIN])


@pytest.fixture
def as_person(db: None) -> Callable[[User], Client]:
    """A browser-like client signed in as somebody: `as_person(edo).get("/")`."""

    def sign_in(person: User, **kwargs: Any) -> Client:
        client = Client(**kwargs)
        client.force_login(person)
        return client

    return sign_in
