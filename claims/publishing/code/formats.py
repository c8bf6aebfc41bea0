"""The report for an assessor as text, as Markdown and as JSON."""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from claims.publishing.code.report import Criterion, Report


def as_text(report: Report) -> str:
    """For a terminal or a letter."""
    return "\n".join(_text(report)) + "\n"


def as_markdown(report: Report) -> str:
    """For a form, a page or a word processor."""
    return "\n".join(_markdown(report)) + "\n"


def as_json(report: Report) -> str:
    """For programs."""
    return json.dumps(report.as_data(), ensure_ascii=False, indent=1) + "\n"


FORMATS: Final[Mapping[str, Callable[[Report], str]]] = {"text": as_text, "markdown": as_markdown, "json": as_json}


def _text(report: Report) -> Iterator[str]:
    yield f"{report.newsroom}: evidence of {report.year}"
    for criterion in report.criteria:
        yield from ("", _heading(criterion), criterion.asks)
        for shown in criterion.evidence.values():
            yield f"  - {shown.says}"
            yield from (f"      {title}\n      {address}" for title, address in shown.links)
            yield from (f"    MISSING: {sentence}" for sentence in shown.missing)


def _markdown(report: Report) -> Iterator[str]:
    yield f"# {_plain(report.newsroom)}: evidence of {report.year}"
    for criterion in report.criteria:
        yield from ("", f"## {_plain(_heading(criterion))}", "", f"*{_plain(criterion.asks)}*", "")
        for shown in criterion.evidence.values():
            yield f"- {_plain(shown.says)}"
            yield from (f"  - [{_plain(title)}](<{address}>)" for title, address in shown.links)
            yield from (f"  - **Missing:** {_plain(sentence)}" for sentence in shown.missing)


def _heading(criterion: Criterion) -> str:
    return f"{criterion.network} {criterion.number}".strip()


def _plain(text: str) -> str:
    """A text in which nothing is taken for Markdown, on one line."""
    line = " ".join(text.split())
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#|" else sign for sign in line)
