"""Who may translate a check, and who may stand behind a translation, held against the table by hand."""

import pytest
from django.db import transaction

from claims.accounts.roles import Role
from claims.errors import NotAllowed
from claims.review.translations import words_of
from claims.verdicts.models import Translation
from claims.verdicts.site_settings import keep_newsroom
from tests.factories import PersonFactory
from tests.public.newsroom import published
from tests.public.translated import step, waiting_hash, written
from tests.rights import table
from tests.workflow.stories import crew

pytestmark = pytest.mark.django_db

DRAFT_ACTS = {"save", "submit"}


@pytest.fixture
def publication(db):
    """A check whose Spanish words were submitted by somebody else."""
    keep_newsroom(actor=None, language="en", more_languages=["es"])
    people = crew()
    publication = published(people)
    written(publication, people.editor)
    step("submit", publication, people.editor)
    return publication


def person_with(role, reads):
    roles = {"none": [], "all": list(Role)}
    return PersonFactory(roles=roles[role] if role in roles else [Role(role)], reads=reads)


def may(act, publication, person, *, wrote=False):
    """Whether the person may do it where it fits; nothing is left of the attempt."""
    with transaction.atomic():
        row = Translation.objects.get()
        row.state = "draft" if act in DRAFT_ACTS else "submitted"
        row.save()
        if wrote:
            row.writers.add(person)
        more = {"send_back": {"note": "The year is missing."}, "approve": {"seen_hash": waiting_hash(publication)}}
        try:
            if act == "save":
                written(publication, person, words_of(row))
            else:
                step(act, publication, person, **more.get(act, {}))
        except NotAllowed:
            return False
        finally:
            transaction.set_rollback(True)
    return True


@pytest.mark.parametrize("act", table.TRANSLATIONS)
def test_each_role_may_what_the_table_says(act, publication):
    for relation, cell in enumerate(table.TRANSLATIONS[act]):
        for role, letter in zip(table.ROLES, cell, strict=True):
            person = person_with(role, ["es"])
            assert may(act, publication, person, wrote=bool(relation)) is (letter != "."), (role, relation)


@pytest.mark.parametrize("act", table.TRANSLATIONS)
def test_whoever_has_not_said_that_she_reads_the_language_judges_nothing(act, publication):
    somebody = person_with("all", ["fr"])
    assert may(act, publication, somebody) is (act not in table.TRANSLATIONS_FOR_THOSE_WHO_READ)
