"""What a press costs in Chromium, on a queue of 5,000 open claims and an article of 1,100 sentences.

    python -m tests.benchmarks.interactions

Fills a scratch database, serves the desk from this process, and presses keys and buttons as a person does. For each
kind of interaction it prints, in ms: what the page's main thread computed for it, with all that an answer of the server
changed on the page, as CPU time, so that whatever else the machine does leaves it alone; and the browser's own measure
from the press to the next picture (Event Timing, as in Interaction to Next Paint), which a busy machine makes longer.
The limit is 100 ms of CPU for the middle one of each kind; the exit code is 1 where it is more. What the server takes
is another matter: see `queue_pages`.
"""

# Django has to be set up before anything of the project is imported.
# ruff: noqa: E402
import hashlib
import os
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from statistics import median

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

import django

django.setup()

from django.conf import settings
from django.contrib.staticfiles.handlers import StaticFilesHandler
from django.test import Client
from django.test.testcases import LiveServerThread
from django.utils import timezone
from playwright.sync_api import CDPSession, Page, sync_playwright

from claims.accounts.models import User
from claims.accounts.roles import Role
from claims.articles.models import ArticleVersion
from claims.tracking.enums import RunState
from claims.tracking.models import Candidate, ExtractionRun
from tests.benchmarks.scratch import database, fill, person
from tests.browser_here import playwright_chromium, system_chromium
from tests.factories import ArticleFactory

LIMIT = 100
OPEN_CLAIMS = 5_000
SENTENCES = 1_100
PRESSES = 12
CHROMIUM = playwright_chromium() or system_chromium()
ROW = "{:<42}{:>9}{:>9}{:>9}{:>9}"
OBSERVE = """() => {
  globalThis.seen = [];
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (entry.interactionId) seen.push(entry.duration);
  }).observe({ type: "event", durationThreshold: 16, buffered: false });
}"""


@dataclass
class Measured:
    """One kind of interaction: what it cost each time, in ms; a picture that came within 16 ms is told as 0."""

    name: str
    computed: list[float]
    to_the_picture: list[float]


def long_article() -> ArticleVersion:
    """An article of 1,100 sentences, every third of which was found to be worth a look."""
    sentences = [f"In {1900 + n % 120} the council spent {n % 97} per cent more on roads, Speaker {n} said." for n in
                 range(SENTENCES)]  # fmt: skip
    text = "\n\n".join(" ".join(sentences[first : first + 4]) for first in range(0, SENTENCES, 4))
    digest = hashlib.sha256(text.encode()).hexdigest()
    version = ArticleFactory(version__text=text, version__title="The whole debate", version__text_sha256=digest).current
    now, at = timezone.now(), 0
    ExtractionRun.objects.create(
        version=version, state=RunState.DONE, extractor="bench", queued_at=now, started_at=now, finished_at=now,
        sentences_total=SENTENCES, sentences_done=SENTENCES,
    )  # fmt: skip
    found = []
    for number, sentence in enumerate(sentences):
        at = text.index(sentence, at)
        if number % 3 == 0:
            found.append(
                Candidate(
                    version=version,
                    start=at,
                    end=at + len(sentence),
                    exact=sentence,
                    statement=sentence,
                    score=0.2 + (number % 80) / 100,
                    extractor="bench",
                    speaker=f"Speaker {number}",
                )  # fmt: skip
            )
    Candidate.objects.bulk_create(found)
    return version


def measure(page: Page, name: str, act: Callable[[], object], *, times: int = PRESSES, settles: int = 300) -> Measured:
    """Do it so often, each time until the page has settled, and take the browser's own measures."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    measured = Measured(name, [], [])
    for _ in range(times):
        page.evaluate(OBSERVE)
        before = _computed(session)
        act()
        page.wait_for_timeout(settles)
        measured.computed.append(1000 * (_computed(session) - before))
        measured.to_the_picture.append(max(page.evaluate("seen"), default=0))
    session.detach()
    return measured


def _computed(session: CDPSession) -> float:
    """Seconds of CPU that the page's main thread has used."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return next(float(each["value"]) for each in metrics if each["name"] == "TaskDuration")


def on_the_queue(page: Page) -> list[Measured]:
    """Moving, selecting, filtering, finding."""
    page.goto("/queue/")
    page.wait_for_load_state("networkidle")
    press, boxes = page.keyboard.press, page.locator("[data-pick]")
    found = [
        measure(page, "queue: J, the next claim", lambda: press("j")),
        measure(page, "queue: Space, select it", lambda: press("Space")),
        measure(page, "queue: tick with the mouse", lambda: boxes.nth(3).click()),
        measure(page, "queue: open and close the filter", page.locator(".filterbox > summary").first.click),
        measure(page, "queue: Ctrl K, find anything", lambda: press("Control+k"), times=1),
    ]
    letters = iter("council bus")
    found.append(measure(page, "queue: a letter in the palette", lambda: press(next(letters)), times=7, settles=900))
    return found


def in_the_article(page: Page, address: str) -> list[Measured]:
    """Moving, marking, deciding."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    press, cards = page.keyboard.press, page.locator("[data-list] [data-item]")
    places = iter(range(2, 40))
    return [
        measure(page, "article: J, the next candidate", lambda: press("j")),
        measure(page, "article: Space, select it", lambda: press("Space")),
        measure(page, "article: L, mark the rest, and back", lambda: press("l"), settles=1500),
        measure(page, "article: click a card", lambda: cards.nth(next(places)).click(position={"x": 5, "y": 5})),
        *_asking_why(page),
        measure(page, "article: A, accept", lambda: press("a"), times=6, settles=1500),
        measure(page, "article: Z, take it back", lambda: press("z"), times=4, settles=1500),
    ]


def _asking_why(page: Page) -> list[Measured]:
    """The dialog of a decision, opened and closed in turn."""
    opened, closed = Measured("article: X, ask why", [], []), Measured("article: Escape", [], [])
    for _ in range(6):
        for whole, key in ((opened, "x"), (closed, "Escape")):
            once = measure(page, whole.name, partial(page.keyboard.press, key), times=1, settles=1500)
            whole.computed += once.computed
            whole.to_the_picture += once.to_the_picture
    return [opened, closed]


def main() -> int:
    """Fill, serve, press, print."""
    with database():
        editor = person("edo", Role.EDITOR)
        fill(5 * OPEN_CLAIMS, [editor, person("ana", Role.REVIEWER)], candidates=False)  # one in five is open
        version = long_article()
        server = LiveServerThread("localhost", StaticFilesHandler)
        server.daemon = True
        server.start()
        server.is_ready.wait()
        settings.ALLOWED_HOSTS = ["*"]
        began = time.monotonic()
        found = _press(f"http://localhost:{server.port}", editor, f"/articles/{version.article_id}/")
        server.terminate()
    print(f"{OPEN_CLAIMS:,} open claims, {SENTENCES:,} sentences; pressed for {time.monotonic() - began:.0f} s")
    print(ROW.format("interaction", "CPU", "most", "picture", "latest"))
    for each in found:
        figures = (median(each.computed), max(each.computed), median(each.to_the_picture), max(each.to_the_picture))
        print(ROW.format(each.name, *(f"{figure:.0f}" for figure in figures)))
    return int(any(median(each.computed) > LIMIT for each in found))


def _press(home: str, editor: User, article: str) -> list[Measured]:
    client = Client()
    client.force_login(editor)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = browser.new_context(base_url=home, viewport={"width": 1440, "height": 900})
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": home}])
        page = context.new_page()
        found = on_the_queue(page) + in_the_article(page, article)
        browser.close()
    return found


if __name__ == "__main__":
    sys.exit(main())
