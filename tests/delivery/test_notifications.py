"""What people are told in the app, and their choices of e-mail."""

import pytest

from claims.accounts.models import User
from claims.delivery.enums import EmailChoice, NotificationKind
from claims.delivery.models import Notification
from claims.delivery.queries import notifications_for, unread_count
from claims.delivery.services import choices_of, mark_read, notify, set_choices
from tests.factories import ClaimFactory

pytestmark = pytest.mark.django_db

K, E = NotificationKind, EmailChoice


def tell(person, kind=K.ASSIGNED, **kwargs):
    given = {"claim": ClaimFactory(), "actor": None, "text": "Something happened"} | kwargs
    return notify(recipient=person, kind=kind, **given)


@pytest.mark.parametrize("rows", [1, 3])
def test_notifications_are_read_in_pages_with_one_query(ana, edo, rows, django_assert_num_queries):
    for number in range(rows + 1):
        tell(ana, actor=edo, text=f"did thing {number}")
    tell(edo)

    with django_assert_num_queries(1):
        page = notifications_for(person=ana, size=rows)
        words = [(row.sentence, row.claim.number) for row in page.rows]
    assert words[0][0] == f"Edo Baker did thing {rows}"
    assert [row.sentence for row in notifications_for(person=ana, before=page.older, size=rows).rows] == [
        "Edo Baker did thing 0"
    ]
    with django_assert_num_queries(1):
        assert unread_count(ana) == rows + 1


def test_one_reads_only_ones_own(ana, edo):
    mine, theirs = tell(ana), tell(edo)
    assert mark_read(person=ana, ids=[mine.pk, theirs.pk]) == 1
    assert (unread_count(ana), unread_count(edo)) == (0, 1)
    tell(ana)
    assert mark_read(person=ana) == 1


def test_everybody_chooses_what_comes_by_mail(ana, django_assert_num_queries):
    assert choices_of(person=ana)[K.ASSIGNED] == E.AT_ONCE
    set_choices(person=ana, choices={K.ASSIGNED: E.NEVER, K.PUBLISHED: E.AT_ONCE})
    set_choices(person=ana, choices={K.ASSIGNED: E.DIGEST})

    assert tell(ana, K.ASSIGNED).email == E.DIGEST
    assert tell(ana, K.PUBLISHED).email == E.AT_ONCE
    with django_assert_num_queries(1):
        assert set(choices_of(person=ana)) == set(K)


def test_nobody_without_an_address_gets_mail_and_nobody_who_left_is_told(ana):
    User.objects.filter(pk=ana.pk).update(email="")
    assert tell(User.objects.get(pk=ana.pk)).email == E.NEVER
    User.objects.filter(pk=ana.pk).update(is_active=False)
    assert tell(User.objects.get(pk=ana.pk)) is None
    assert Notification.objects.count() == 1


def test_a_long_text_is_cut_to_fit(ana):
    assert len(tell(ana, text="x" * 2000).text) == 500
