"""A reliability diagram as SVG: what the scores say against what was found."""

from collections.abc import Mapping, Sequence
from html import escape

from claims.extraction.calibration import Bin, calibration_error

_SIDE = 260
_LEFT, _TOP, _GAP = 52, 36, 60


def reliability_svg(panels: Mapping[str, Sequence[Bin]]) -> str:
    """One square panel a title; a dot's area grows with its number of sentences, the dashed line is perfect calibration."""
    width = _LEFT + len(panels) * (_SIDE + _GAP)
    height = _TOP + _SIDE + 56
    drawn = "".join(
        _panel(title, bins, _LEFT + place * (_SIDE + _GAP)) for place, (title, bins) in enumerate(panels.items())
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'font-family="sans-serif" font-size="12">\n<rect width="{width}" height="{height}" fill="#fff"/>\n{drawn}</svg>\n'
    )


def _panel(title: str, bins: Sequence[Bin], left: int) -> str:
    bottom = _TOP + _SIDE
    total = max(1, sum(item.size for item in bins))

    def at(said: float, found: float) -> tuple[float, float]:
        return round(left + said * _SIDE, 1), round(bottom - found * _SIDE, 1)

    line = " ".join("{},{}".format(*at(item.said, item.found)) for item in bins)
    dots = "".join(
        '<circle cx="{}" cy="{}" r="{}" fill="#1f5f8b"/>\n'.format(
            *at(item.said, item.found), round(2.5 + 14 * (item.size / total) ** 0.5, 1)
        )
        for item in bins
    )
    ticks = "".join(
        f'<text x="{left + step * _SIDE / 4}" y="{bottom + 16}" text-anchor="middle">{step / 4:g}</text>\n'
        f'<text x="{left - 8}" y="{bottom - step * _SIDE / 4 + 4}" text-anchor="end">{step / 4:g}</text>\n'
        for step in range(5)
    )
    return (
        f'<text x="{left}" y="{_TOP - 14}" font-weight="bold">{escape(title)}, ECE {calibration_error(bins):.3f}</text>\n'
        f'<rect x="{left}" y="{_TOP}" width="{_SIDE}" height="{_SIDE}" fill="none" stroke="#999"/>\n'
        f'<line x1="{left}" y1="{bottom}" x2="{left + _SIDE}" y2="{_TOP}" stroke="#999" stroke-dasharray="4 4"/>\n'
        f'<polyline points="{line}" fill="none" stroke="#1f5f8b" stroke-width="1.5"/>\n{dots}{ticks}'
        f'<text x="{left + _SIDE / 2}" y="{bottom + 38}" text-anchor="middle">score</text>\n'
        f'<text x="{left - 36}" y="{_TOP + _SIDE / 2}" text-anchor="middle" '
        f'transform="rotate(-90 {left - 36} {_TOP + _SIDE / 2})">share check-worthy</text>\n'
    )
