"""What axe finds on a page, asked when nothing on it moves: text that is half faded in has half its contrast."""

from axe_playwright_python.base import AxeResults
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

# A cancelled animation is over too, and one that goes round for ever is what people see.
WAIT_UNTIL_STILL = """async () => {
  const ends = (animation) => Number.isFinite(animation.effect.getComputedTiming().endTime);
  const moving = () => document.getAnimations().filter((one) => one.playState === "running" && ends(one));
  for (let found = moving(); found.length; found = moving())
    await Promise.allSettled(found.map((animation) => animation.finished));
}"""
OPTIONS = {"rules": {"target-size": {"enabled": True}}, "resultTypes": ["violations"]}


def ask_axe(page: Page) -> AxeResults:
    """What axe finds on the page as it stands after its last transition, targets smaller than 24 pixels among it."""
    page.evaluate(WAIT_UNTIL_STILL)
    return Axe().run(page, options=OPTIONS)
