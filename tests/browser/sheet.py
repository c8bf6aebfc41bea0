"""A contact sheet of all main screens: `python -m tests.browser.sheet [--to FOLDER] [--only NAME ...]`.

Each is taken from the demo newsroom at 1440, 768, 390 and 320 px, light and dark; one page shows them all, and one
picture for whoever has no browser at hand.
"""

import argparse
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.browser_here import playwright_chromium, system_chromium

ROOT = Path(__file__).resolve().parents[2]
WIDTHS = {1440: 900, 768: 1024, 390: 844, 320: 568}
SCHEMES = ("light", "dark")
DEMO_PASSWORD = "plumbline-demo"
THUMB_HEIGHT, LABEL = 320, 22

type Said = dict[str, Any]


@contextmanager
def demo_desk() -> Iterator[Said]:
    """The address and the screens of a demo desk that runs meanwhile."""
    command = [sys.executable, "-m", "tests.browser.demo_desk"]
    with subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        line = process.stdout.readline()
        if not line.startswith("{"):
            raise SystemExit("The demo desk did not start; the lines above say why.")
        try:
            yield json.loads(line)
        finally:
            process.stdin.close()


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser that the tests would take."""
    own = playwright_chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=own or system_chromium(), args=["--no-sandbox"])
        yield browser
        browser.close()


def sign_in(browser: Browser, address: str, person: str) -> Any:
    """What a browser keeps of somebody who has signed in there; nothing for nobody."""
    if not person:
        return None
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/accounts/sign-in/")
    page.fill("input[name=username]", person)
    page.fill("input[name=password]", DEMO_PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"{address}/")
    state = context.storage_state()
    context.close()
    return state


def opened(context: BrowserContext, address: str) -> Page:
    """A page that stands still, with its fonts."""
    page = context.new_page()
    answer = page.goto(address, wait_until="load")
    assert answer is not None
    if answer.status != 200:
        raise SystemExit(f"{address} answers with {answer.status}.")
    page.evaluate("document.fonts.ready")
    return page


def main() -> None:
    """Take the pictures and print where the sheet lies."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--to", type=Path, default=ROOT / "build" / "sheet")
    parser.add_argument("--only", nargs="*", default=[])
    asked = parser.parse_args()
    asked.to.mkdir(parents=True, exist_ok=True)
    with demo_desk() as desk, chromium() as browser:
        screens = [each for each in desk["screens"] if not asked.only or each["name"] in asked.only]
        for person in dict.fromkeys(each["person"] for each in screens):
            _take(browser, desk["address"], person, [each for each in screens if each["person"] == person], asked.to)
    _write_page(asked.to, screens)
    _write_picture(asked.to, screens)
    print(asked.to / "index.html")
    print(asked.to / "sheet.png")


def _take(browser: Browser, address: str, person: str, screens: list[Said], folder: Path) -> None:
    state = sign_in(browser, address, person)
    for scheme in SCHEMES:
        context = browser.new_context(storage_state=state, color_scheme=scheme, reduced_motion="reduce")
        for each in screens:
            page = opened(context, f"{address}{each['path']}")
            for width, height in WIDTHS.items():
                page.set_viewport_size({"width": width, "height": height})
                if page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
                    print(f"{each['name']} scrolls sideways at {width} px", file=sys.stderr)
                page.screenshot(path=folder / _file(each, width, scheme), full_page=True)
            page.close()
        context.close()


def _file(screen: Said, width: int, scheme: str) -> str:
    return f"{screen['name']}-{width}-{scheme}.png"


def _write_page(folder: Path, screens: list[Said]) -> None:
    rows = []
    for each in screens:
        who = f"as {each['person']}" if each["person"] else "signed out"
        rows.append(f"<h2>{escape(each['name'])}</h2><p>{escape(each['path'])}, {escape(who)}</p><div>")
        for scheme in SCHEMES:
            for width in WIDTHS:
                file = _file(each, width, scheme)
                alt = f"{each['name']} at {width} px, {scheme}"
                rows.append(f'<a href="{file}"><img src="{file}" alt="{alt}" loading="lazy"></a>')
        rows.append("</div>")
    head = (
        "<!doctype html><html lang=en><meta charset=utf-8><title>Plumbline: all main screens</title>"
        "<style>body{font:14px sans-serif;margin:24px;background:#ccc}div{display:flex;gap:8px;flex-wrap:wrap;"
        "align-items:start}img{height:360px;max-width:100%;object-fit:cover;object-position:top;"
        "border:1px solid #888}h2{margin:24px 0 0}p{margin:0 0 8px}</style>"
    )
    (folder / "index.html").write_text(head + "\n".join(rows), encoding="utf-8")


def _write_picture(folder: Path, screens: list[Said]) -> None:
    """A row a screen; each picture shows the top of its page, as much as fits a screen of that width."""
    places, across = {}, 8
    for scheme in SCHEMES:
        for width, height in WIDTHS.items():
            places[width, scheme] = across
            across += round(THUMB_HEIGHT * width / height) + 8
    row = THUMB_HEIGHT + LABEL + 12
    sheet = Image.new("RGB", (across, row * len(screens)), "#cccccc")
    draw = ImageDraw.Draw(sheet)
    for down, each in enumerate(screens):
        draw.text((8, down * row + 6), f"{each['name']}  {each['path']}  {each['person']}", fill="black")
        for (width, scheme), left in places.items():
            with Image.open(folder / _file(each, width, scheme)) as picture:
                top = picture.convert("RGB").crop((0, 0, width, WIDTHS[width]))
                small = top.resize((round(THUMB_HEIGHT * width / WIDTHS[width]), THUMB_HEIGHT))
            sheet.paste(small, (left, down * row + LABEL))
    sheet.quantize(256).save(folder / "sheet.png", optimize=True)


if __name__ == "__main__":
    main()
