"""Axe is asked about a page that stands still, and about what stays as it is."""

import pytest

from tests.browser.ask_axe import ask_axe

PAGE = """<!doctype html><html lang="en"><head><title>Toasts</title><style>
  .grows {{ transition: opacity 700ms; @starting-style {{ opacity: 0; }} }}
  .comes {{ animation: comes 700ms both; }}
  @keyframes comes {{ from {{ opacity: 0; }} }}
  .turns {{ animation: turns 200ms infinite; }}
  @keyframes turns {{ to {{ rotate: 1turn; }} }}
  .faint {{ opacity: .3; }}
</style></head><body><main><h1>Toasts</h1><p class="{look}">The claim is saved.</p></main></body></html>"""


@pytest.mark.parametrize("look", ["grows", "comes", "turns"])
def test_what_moves_is_judged_when_it_has_arrived(page, look):
    page.set_content(PAGE.format(look=look))
    assert ask_axe(page).response["violations"] == []


def test_what_stays_faint_is_found(page):
    page.set_content(PAGE.format(look="faint"))
    assert [found["id"] for found in ask_axe(page).response["violations"]] == ["color-contrast"]
