"""Which Chromium the browser tests can use; `python -m tests.browser_here` prints it, or exits with 1."""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

SYSTEM_NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")


def system_chromium() -> str | None:
    """The path of a Chromium that the system has, if any."""
    return next((path for name in SYSTEM_NAMES if (path := shutil.which(name))), None)


def playwright_chromium() -> str | None:
    """The path of the Chromium that Playwright downloaded, if it did."""
    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


if __name__ == "__main__":
    found = playwright_chromium() or system_chromium()
    if found is None:
        sys.exit("No Chromium is here.")
    sys.stdout.write(f"{found}\n")
