"""A person lets readers see a page about her, on her account page and by a program."""

import pytest

from claims.accounts.models import AuthorPage
from claims.verdicts.site_settings import keep_newsroom


@pytest.fixture
def account(client, ana):
    client.force_login(ana)
    return client


def test_the_switch_is_on_the_account_page_and_off_at_first(account, ana):
    assert "Readers may see a page about me" in account.get("/account/").content.decode()
    assert not AuthorPage.objects.exists()
    answer = account.post(
        "/account/author-page/", {"is_public": "on", "role": "Reviewer", "background": "Ten years."}, follow=True
    )
    text = answer.content.decode()
    assert "Saved." in text
    assert 'href="/checks/authors/ana-costa/"' in text
    assert "Ten years." in text
    account.post("/account/author-page/", {"role": "Reviewer", "background": "Ten years."})
    assert AuthorPage.objects.get(person=ana).is_public is False
    assert AuthorPage.objects.get(person=ana).background == "Ten years."


def test_what_is_too_long_is_refused_and_stays_in_the_form(account):
    answer = account.post("/account/author-page/", {"role": "r" * 121, "background": "b" * 1501})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Say your role in at most 120 characters." in text
    assert "Your background has 1,501 characters; bring it down to 1,500." in text
    assert "b" * 1501 in text


def test_where_the_newsroom_prints_no_names_the_page_says_so(account):
    keep_newsroom(actor=None, show_names=False)
    assert "This newsroom prints no names" in account.get("/account/").content.decode()
