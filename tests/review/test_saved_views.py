"""Saved views of the queue: one's own, and those shared with the desk."""

import pytest

from claims.errors import Blocked, NotAllowed
from claims.review.saved_views import delete_view, save_view, share_view
from claims.tracking.models import SavedView
from claims.tracking.views import views_for

pytestmark = pytest.mark.django_db


def test_views_are_saved_shared_and_deleted_by_their_owner(ana, edo, django_assert_num_queries):
    mine = save_view(actor=edo, name="  Late  transport ", query="?due=late&topic=transport")
    save_view(actor=edo, name="Late transport", query="due=late")
    assert [view.query for view in views_for(edo).own] == ["due=late"]
    assert views_for(ana).shared == []

    share_view(view_id=mine.pk, actor=edo, shared=True)

    with django_assert_num_queries(1):
        assert [str(view.owner) for view in views_for(ana).shared] == ["Edo Baker"]
    with pytest.raises(NotAllowed, match="not yours"):
        share_view(view_id=mine.pk, actor=ana, shared=False)
    with pytest.raises(NotAllowed, match="not yours"):
        delete_view(view_id=mine.pk, actor=ana)
    delete_view(view_id=mine.pk, actor=edo)
    assert SavedView.objects.count() == 0


def test_views_that_cannot_be_kept(edo, nell):
    with pytest.raises(NotAllowed):
        save_view(actor=nell, name="Mine", query="")
    with pytest.raises(Blocked, match="a name"):
        save_view(actor=edo, name=" ", query="")
    with pytest.raises(Blocked, match="keep it under 60"):
        save_view(actor=edo, name="x" * 61, query="")
    with pytest.raises(Blocked, match="too long"):
        save_view(actor=edo, name="Mine", query="q=" + "x" * 1000)
    for number in range(50):
        save_view(actor=edo, name=f"View {number}", query="")
    with pytest.raises(Blocked, match="50 views already"):
        save_view(actor=edo, name="One more", query="")
