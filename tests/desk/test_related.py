"""An editor puts checks beside a check, takes them out and orders them, without script."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from claims.publishing.related_checks import choose_related
from claims.verdicts.related import chosen_for
from tests.public.newsroom import published
from tests.workflow.stories import crew


@pytest.fixture
def people(db):
    return crew()


@pytest.fixture
def mine(people):
    return published(people, claimant="", topics=["Transport"]).claim


@pytest.fixture
def page(client, people, mine):
    """The page as the editor sees it; `press` sends one of its buttons."""
    client.force_login(people.editor)
    return Page(client, f"/claims/{mine.pk}/related/")


class Page:
    def __init__(self, client, address):
        self.client, self.address = client, address

    def press(self, **button):
        version = re.search(r'name="expected_version" value="(\d+)"', self.text())[1]
        return self.client.post(self.address, {"expected_version": version, **button}, follow=True)

    def text(self):
        return self.client.get(self.address).content.decode()


def test_checks_are_added_ordered_and_taken_out(page, people, mine):
    near = published(people, statement="Trams were late", topics=["Transport"]).claim
    far = published(people, statement="Rents <b>doubled</b>", topics=["Housing"]).claim
    assert page.text().index("Near this one") < page.text().index("Trams were late")
    assert "Rents" not in page.text()

    said = page.press(add=near.pk).content.decode()
    assert "Saved. Readers see it at once." in said
    page.press(number=f" fc-{far.pk} ", add_number="1")
    assert [row.claim_id for row in chosen_for(mine.pk)] == [near.pk, far.pk]
    assert "Rents &lt;b&gt;doubled" in page.text()
    page.press(up=far.pk)
    assert [row.claim_id for row in chosen_for(mine.pk)] == [far.pk, near.pk]
    page.press(out=far.pk)
    assert [row.claim_id for row in chosen_for(mine.pk)] == [near.pk]


@pytest.mark.parametrize(
    ("typed", "status", "sentence"),
    [
        ("the tram one", 409, "“the tram one” is no number of a check. Write it as FC-1042."),
        ("FC-999999999999999", 422, "FC-999999999999999 is not published"),
        ("", 409, "“” is no number of a check."),
    ],
)
def test_a_number_that_leads_nowhere_is_refused_and_stays_in_the_field(page, typed, status, sentence):
    answer = page.press(number=typed, add_number="1")
    text = answer.content.decode()
    assert answer.status_code == status
    assert sentence in text
    assert f'name="number" value="{typed}"' in text


def test_a_list_that_changed_meanwhile_is_not_overwritten(page, people, mine):
    one, two = published(people).claim, published(people).claim
    choose_related(claim_id=mine.pk, checks=[one.pk], expected_version=0, actor=people.second)
    answer = page.client.post(page.address, {"expected_version": "0", "add": two.pk})
    assert answer.status_code == 409
    assert "Somebody changed what stands beside" in answer.content.decode()
    assert [row.claim_id for row in chosen_for(mine.pk)] == [one.pk]


def test_the_list_takes_as_many_queries_for_three_as_for_one(page, people, mine):
    others = [published(people).claim.pk for _ in range(3)]

    def queries():
        with CaptureQueriesContext(connection) as made:
            page.text()
        return len(made)

    page.press(add=others[0])
    one = queries()
    page.press(add=others[1])
    page.press(add=others[2])
    assert queries() == one
