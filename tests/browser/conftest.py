"""A real Chromium against a real server: Playwright's own browser, else the system's, else these tests are left out."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page, sync_playwright

from claims.accounts.models import User
from tests.browser.ask_axe import ask_axe
from tests.site_fixture import site

__all__ = ["site"]

SYSTEM_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
NO_BROWSER = "no Chromium here: neither Playwright's own (playwright install chromium) nor the system's"


def system_browser() -> str | None:
    """The path of the system's Chromium."""
    return next((path for name in SYSTEM_BROWSERS if (path := shutil.which(name))), None)


def own_browser() -> bool:
    """Whether Playwright has downloaded a browser of its own."""
    with sync_playwright() as playwright:
        return Path(playwright.chromium.executable_path).exists()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what is here as browser tests, and leave them out with the reason where there is no browser."""
    here = [item for item in items if Path(__file__).parent in item.path.parents]
    for item in here:
        item.add_marker(pytest.mark.browser)
    if here and not system_browser() and not own_browser():
        for item in here:
            item.add_marker(pytest.mark.skip(reason=NO_BROWSER))


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Playwright's own browser where it was installed, else the system's."""
    path = None if own_browser_is_here() else system_browser()
    return browser_type_launch_args | ({"executable_path": path} if path else {})


def own_browser_is_here() -> bool:
    """The same, without starting Playwright a second time inside its own session."""
    return any((Path.home() / ".cache" / "ms-playwright").glob("chromium*"))


@pytest.fixture
def sign_in(context: BrowserContext, live_server: Any) -> Callable[[User], None]:
    """Give this browser the session of somebody."""

    def put(person: User) -> None:
        client = Client()
        client.force_login(person)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])

    return put


@pytest.fixture
def desk(page: Page, live_server: Any, sign_in: Callable[[User], None], edo: User) -> Iterator[Page]:
    """A page on which the editor is signed in; the console must stay silent, so no policy was broken."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.set_default_timeout(10_000)
    sign_in(edo)
    yield page
    expected = ("Failed to load resource: the server responded with a status of 4",)
    assert [line for line in said if not line.startswith(expected) and "Response Status Error Code 4" not in line] == []


@pytest.fixture
def accessible(desk: Page) -> Callable[[], None]:
    """Axe over the page as it stands."""

    def check() -> None:
        results = ask_axe(desk)
        assert results.violations_count == 0, results.generate_report()

    return check
