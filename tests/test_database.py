"""The tests' own database: it is emptied after a test that commits, the audit record included."""

import pytest
from django.contrib.auth.models import Group

from claims.audit.models import AuditEvent
from claims.audit.services import record


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("attempt", [1, 2])
def test_committing_tests_begin_with_an_empty_record_and_the_five_roles(attempt, edo):
    record(actor=edo, action="tested", target=edo)

    assert AuditEvent.objects.count() == 1
    assert Group.objects.count() == 5
