"""Takes the README's picture from a running demo newsroom: `python -m tests.browser.pictures [ADDRESS] [FILE]`."""

import sys

from playwright.sync_api import sync_playwright

from tests.browser_here import playwright_chromium, system_chromium

DEMO_PASSWORD = "plumbline-demo"


def main(address: str = "http://127.0.0.1:8000", target: str = "docs/article.png") -> None:
    """Sign in as the demo newsroom's editor, open an article with candidates, store what the screen shows."""
    own = playwright_chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=own or system_chromium())
        page = browser.new_page(viewport={"width": 1440, "height": 900}, color_scheme="light")
        page.goto(f"{address}/accounts/sign-in/")
        page.fill("input[name=username]", "hana")
        page.fill("input[name=password]", DEMO_PASSWORD)
        page.press("input[name=password]", "Enter")
        page.goto(f"{address}/articles/")
        page.get_by_role("link", name="Haldane defends bus plan").first.click()
        page.locator("article.claim").first.wait_for()
        page.screenshot(path=target)
        browser.close()


if __name__ == "__main__":
    main(*sys.argv[1:])
