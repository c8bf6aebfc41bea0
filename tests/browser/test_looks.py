"""How the ten main screens look, against the pictures in `looks/`, taken of the demo newsroom at one moment.

At half size, a pixel differs where a colour is off by more than 32 of 256; more than 3 in 1,000 such pixels fail. The
fonts are the shipped ones and nothing moves, so on the same Chromium none differs. After a change that was meant to be
seen: `LOOKS=write .venv/bin/pytest tests/browser/test_looks.py`, and look at the pictures before they are committed.
"""

import os
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path

import pytest
from django.utils import timezone
from PIL import Image, ImageChops
from playwright.sync_api import Browser, BrowserContext, Page

from claims.accounts.models import User
from claims.demo.moments import at
from claims.demo.newsroom import load_newsroom
from claims.demo.stories import load_stories
from claims.jobs import services as jobs
from claims.jobs.running import run_one
from claims.matching.models import MatchSearch
from claims.tracking.enums import RunState
from claims.tracking.models import ExtractionRun
from tests.browser.screens import MOMENT, Screen, screens

LOOKS = Path(__file__).with_name("looks")
FOUND = Path(__file__).resolve().parents[2] / "build" / "looks"
MAIN = (
    "desk-reviewer",
    "queue",
    "articles",
    "article",
    "claim-writing",
    "review",
    "publish",
    "reports",
    "public-home",
    "public-corrected",
)
WIDTH, HEIGHT = 1280, 800
OFF_BY = 32
TOLERANCE = 0.003


@pytest.fixture
def context(launch_browser: Callable[..., Browser]) -> Iterator[BrowserContext]:
    """A light screen of one size on which nothing moves, in a browser of its own that draws letters alike anywhere."""
    steady = ["--font-render-hinting=none", "--disable-lcd-text", "--force-color-profile=srgb"]
    browser = launch_browser(args=steady)
    yield browser.new_context(
        viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light", reduced_motion="reduce", locale="en-GB"
    )
    browser.close()


@pytest.mark.django_db(transaction=True, reset_sequences=True)
def test_the_main_screens_look_as_they_did(
    live_server, context: BrowserContext, sign_in: Callable[[User], None], settings, tmp_path: Path
):
    settings.MEDIA_ROOT, settings.DEMO_SIGN_INS = tmp_path, True
    with at(MOMENT):
        for article in load_newsroom():
            run_one(ExtractionRun, ExtractionRun.objects.get(version__article=article).pk, run=_found_nothing)
        load_stories()
        # What is looked up in the background would come while a picture is taken.
        jobs.stop(MatchSearch.jobs().all())
        shown = {each.name: each for each in screens() if each.name in MAIN}
        shares = {name: _compared(context, live_server.url, sign_in, shown[name]) for name in MAIN}
    changed = {name: f"{share:.2%}" for name, share in shares.items() if share > TOLERANCE}
    assert changed == {}, f"Look at {FOUND}; what was meant is taken over with LOOKS=write."


def _found_nothing(run: ExtractionRun) -> None:
    """A reading without the models: the marks of this newsroom are those that its people made."""
    jobs.finish(run, state=RunState.DONE, finished_at=timezone.now())


def _compared(context: BrowserContext, address: str, sign_in: Callable[[User], None], screen: Screen) -> float:
    """The share of pixels that differ from the picture of this screen; the two lie in `build/looks` then."""
    context.clear_cookies()
    if screen.person:
        sign_in(User.objects.get(username=screen.person))
    page = context.new_page()
    now = _half(_taken(page, f"{address}{screen.path}"))
    page.close()
    file = LOOKS / f"{screen.name}.png"
    if os.environ.get("LOOKS") == "write":
        LOOKS.mkdir(exist_ok=True)
        now.save(file, optimize=True)
        return 0
    with Image.open(file) as before:
        off = ImageChops.difference(before.convert("RGB"), now)
    differs = ImageChops.lighter(ImageChops.lighter(*off.split()[:2]), off.split()[2]).point(
        lambda value: 255 * (value > OFF_BY)
    )
    share = differs.histogram()[255] / (now.width * now.height)
    if share > TOLERANCE:
        FOUND.mkdir(parents=True, exist_ok=True)
        now.save(FOUND / f"{screen.name}.png")
        differs.save(FOUND / f"{screen.name}-differs.png")
    return share


def _taken(page: Page, address: str) -> Image.Image:
    page.goto(address, wait_until="networkidle")
    page.evaluate("document.fonts.ready")
    return Image.open(BytesIO(page.screenshot(animations="disabled", caret="hide"))).convert("RGB")


def _half(picture: Image.Image) -> Image.Image:
    """Half its size, in 32 steps a colour: what a letter's edge is drawn like matters less, and the file is small."""
    small = picture.resize((picture.width // 2, picture.height // 2), Image.Resampling.BOX)
    return small.point(lambda value: value & 0xF8)
