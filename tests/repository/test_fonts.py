"""The fonts that are shipped: the very files that NOTICE names, with their licence, and light enough for a phone."""

import hashlib
from pathlib import Path

from django.contrib.staticfiles import finders

ROOT = Path(__file__).resolve().parents[2]
FONTS = ROOT / "factcheck" / "static" / "fonts"


def test_the_fonts_are_those_that_the_notice_names_under_120_kb_in_all():
    notice = (ROOT / "NOTICE").read_text(encoding="utf-8")
    files = sorted(FONTS.glob("*.woff2"))
    assert [file.name for file in files] == ["inter.woff2", "source-serif-4.woff2"]
    for file in files:
        assert file.name in notice
        assert hashlib.sha256(file.read_bytes()).hexdigest() in notice
    assert sum(file.stat().st_size for file in files) < 120_000
    assert "SIL OPEN FONT LICENSE Version 1.1" in (FONTS / "OFL.txt").read_text(encoding="utf-8")


def test_the_style_sheet_leads_to_them():
    sheet = Path(str(finders.find("css/fonts.css")))
    for name in ("inter.woff2", "source-serif-4.woff2"):
        assert f'url("../fonts/{name}")' in sheet.read_text(encoding="utf-8")
        assert (sheet.parent / "../fonts" / name).exists()
