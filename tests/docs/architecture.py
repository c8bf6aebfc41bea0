"""`python -m tests.docs.architecture`: draw docs/architecture.svg from the import contract and the imports."""

import textwrap
from pathlib import Path
from xml.sax.saxutils import escape

from tests.docs.rooms import ROOT, contract_rows, imports_between_rooms, purpose, without_shortcuts

PICTURE = ROOT / "docs" / "architecture.svg"

# All in pixels.
WIDTH, MARGIN = 1160, 20
BOX_WIDTH, BOX_HEIGHT = 208, 80
ROW_HEIGHT = 116
TOP = 70
LINE_LETTERS, LINES = 33, 3
# A room alone in its row stands to one side or the other, so that arrows past it can be told apart.
SIDES = (0.5, 0.26, 0.74, 0.38, 0.62)

NOTE = (
    "An arrow: this room imports from that one. Left out where a longer way says it already. "
    "Every arrow leads down; rooms of one row never import each other."
)
STYLE = """
    text { font-family: Helvetica, Arial, sans-serif; fill: #1c2733; }
    .name { font-size: 14px; font-weight: 600; }
    .what { font-size: 11px; fill: #46535f; }
    .title { font-size: 19px; font-weight: 600; }
    .note { font-size: 12px; fill: #46535f; }
    .room { fill: #f4f7fa; stroke: #8697a8; }
    .imports { fill: none; stroke: #5b7fa6; stroke-opacity: .65; stroke-width: 1.3; }
    .tip { fill: #5b7fa6; }
"""


def places(rows: list[list[str]]) -> dict[str, tuple[float, float]]:
    """Where each room's box has its left upper corner."""
    found: dict[str, tuple[float, float]] = {}
    alone = 0
    for number, row in enumerate(rows):
        y = TOP + number * ROW_HEIGHT
        if len(row) == 1:
            found[row[0]] = ((WIDTH - BOX_WIDTH) * SIDES[alone % len(SIDES)], y)
            alone += 1
            continue
        step = (WIDTH - 2 * MARGIN - BOX_WIDTH) / (len(row) - 1) if len(row) > 3 else BOX_WIDTH + 60
        left = (WIDTH - BOX_WIDTH - step * (len(row) - 1)) / 2
        found |= {room: (left + index * step, y) for index, room in enumerate(row)}
    return found


def _arrow(start: tuple[float, float], end: tuple[float, float]) -> str:
    (x1, y1), (x2, y2) = start, end
    x1, y1, x2 = x1 + BOX_WIDTH / 2, y1 + BOX_HEIGHT, x2 + BOX_WIDTH / 2
    bend = min(90.0, (y2 - y1) / 2)
    return (
        f'  <path class="imports" marker-end="url(#tip)" '
        f'd="M{x1:.0f} {y1:.0f} C{x1:.0f} {y1 + bend:.0f} {x2:.0f} {y2 - bend:.0f} {x2:.0f} {y2 - 6:.0f}"/>'
    )


def _box(room: str, corner: tuple[float, float]) -> list[str]:
    x, y = corner
    lines = textwrap.wrap(purpose(room), LINE_LETTERS, max_lines=LINES, placeholder=" …")
    return [
        f'  <rect class="room" x="{x:.0f}" y="{y:.0f}" width="{BOX_WIDTH}" height="{BOX_HEIGHT}" rx="5"/>',
        f'  <text class="name" x="{x + 10:.0f}" y="{y + 20:.0f}">{escape(room.removeprefix("claims."))}</text>',
        *(
            f'  <text class="what" x="{x + 10:.0f}" y="{y + 38 + 15 * number:.0f}">{escape(line)}</text>'
            for number, line in enumerate(lines)
        ),
    ]


def picture() -> str:
    """The whole SVG; the same text for the same sources."""
    rows = contract_rows()
    corners = places(rows)
    arrows = without_shortcuts(imports_between_rooms())
    height = TOP + len(rows) * ROW_HEIGHT
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        'aria-label="The rooms of the code and which imports which">',
        f"  <style>{STYLE}  </style>",
        '  <marker id="tip" viewBox="0 0 8 8" refX="6" refY="4" markerWidth="7" markerHeight="7" orient="auto">',
        '    <path class="tip" d="M0 0 L8 4 L0 8 Z"/>',
        "  </marker>",
        f'  <rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        f'  <text class="title" x="{MARGIN}" y="30">The rooms of the code</text>',
        f'  <text class="note" x="{MARGIN}" y="50">{NOTE}</text>',
        *(_arrow(corners[importer], corners[imported]) for importer, imported in arrows),
        *(line for room, corner in corners.items() for line in _box(room, corner)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def main(target: Path = PICTURE) -> None:
    """Write the picture."""
    target.write_text(picture(), encoding="utf-8")


if __name__ == "__main__":
    main()
