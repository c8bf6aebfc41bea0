"""Who may gather checks into an explainer, and who may stand behind one, held against the table by hand."""

import pytest
from django.db import transaction

from claims.accounts.roles import Role
from claims.errors import NotAllowed
from claims.publishing.explainer_words import words_of
from claims.verdicts.models import Explainer
from tests.factories import PersonFactory
from tests.public.explained import act, drafted, shown, waiting_hash, words
from tests.public.newsroom import published
from tests.rights import table
from tests.workflow.stories import crew

pytestmark = pytest.mark.django_db


@pytest.fixture
def situations(db):
    """The explainer that each act fits, by the act."""
    people = crew()
    checks = [published(people, statement=said) for said in ("Trees grew by a third", "Waits fell by half")]
    public = shown(people.editor, people.second, words(*checks)).explainer
    draft, waiting, leaving = (drafted(people.editor, words(*checks, title=name)) for name in ("B", "C", "D"))
    act("submit", waiting, people.editor)
    act("submit", leaving, people.editor)
    act("approve", leaving, people.second, seen_hash=waiting_hash(leaving))
    act("retract", leaving, people.editor, note="The subject was misread.")
    fits = {"save": draft, "submit": draft, "retract": public, "confirm": leaving}
    return {name: fits.get(name, waiting) for name in table.EXPLAINERS}


def may(name, row, person, *, wrote):
    """Whether the person may do it where it fits; nothing is left of the attempt."""
    with transaction.atomic():
        if wrote:
            row.writers.add(person)
            for revision in row.revisions.order_by("-number")[:1]:
                revision.authors.add(person)
        more = {
            "send_back": {"note": "The year is missing."},
            "retract": {"note": "The subject was misread."},
            "approve": {"seen_hash": waiting_hash(row) if row.revisions.exists() else ""},
        }
        step = "approve" if name == "confirm" else name
        try:
            if name == "save":
                drafted(person, words_of(Explainer.objects.get(pk=row.pk)), row)
            else:
                act(step, row, person, **more.get(step, {}))
        except NotAllowed:
            return False
        finally:
            transaction.set_rollback(True)
    return True


@pytest.mark.parametrize("name", table.EXPLAINERS)
def test_each_role_may_what_the_table_says(name, situations):
    for relation, cell in enumerate(table.EXPLAINERS[name]):
        for role, letter in zip(table.ROLES, cell, strict=True):
            roles = {"none": [], "all": list(Role)}
            person = PersonFactory(roles=roles[role] if role in roles else [Role(role)])
            assert may(name, situations[name], person, wrote=bool(relation)) is (letter != "."), (role, relation)
