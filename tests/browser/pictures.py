"""Takes the pictures of the README and the handbook from the demo newsroom: `python -m tests.browser.pictures`."""

from pathlib import Path

from PIL import Image

from tests.browser.sheet import ROOT, chromium, demo_desk, opened, sign_in

COLOURS = 48
HANDBOOK = {
    "desk-reviewer": "desk",
    "article": "article",
    "claim-writing": "claim",
    "review": "review",
    "publish": "publish",
    "public-corrected": "corrected",
    "watched-source": "watched-source",
    "setup": "setup",
}
"""The screens of the handbook, and what their pictures are called there."""


def main() -> None:
    """Take each picture, with few colours so that it stays small."""
    folder = ROOT / "docs" / "handbook" / "pictures"
    folder.mkdir(exist_ok=True)
    with demo_desk() as desk, chromium() as browser:
        screens = {each["name"]: each for each in desk["screens"]}
        people = {screens[name]["person"] for name in HANDBOOK}
        states = {person: sign_in(browser, desk["address"], person) for person in people}
        sizes = [(name, folder / f"{file}.png", 1120, 700, COLOURS) for name, file in HANDBOOK.items()]
        sizes.append(("article", ROOT / "docs" / "article.png", 1440, 900, 256))
        for name, file, width, height, colours in sizes:
            context = browser.new_context(
                storage_state=states[screens[name]["person"]],
                color_scheme="light",
                reduced_motion="reduce",
                viewport={"width": width, "height": height},
            )
            page = opened(context, f"{desk['address']}{screens[name]['path']}")
            page.screenshot(path=file)
            context.close()
            _make_small(file, colours)
            print(f"{file.relative_to(ROOT)}  {file.stat().st_size // 1000} KB")


def _make_small(file: Path, colours: int) -> None:
    with Image.open(file) as picture:
        few = picture.convert("RGB").quantize(colours, dither=Image.Dither.NONE)
    few.save(file, optimize=True)


if __name__ == "__main__":
    main()
