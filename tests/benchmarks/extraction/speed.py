"""How long it takes and how much memory it holds; time per character must not grow with the length."""

import resource
import time
from collections.abc import Callable

from claims.extraction.pipeline import default_pipeline
from claims.extraction.segment import segment

PROTOCOL = (
    "Processor time of this process on one core, warm, the best of three; invented text. Memory: the peak of the run, "
    "without the matcher's encoder."
)

_PARAGRAPH = (
    "The council spent $4.2 million on the bridge in 2019, according to its auditor. “We were told it would cost "
    "half of that,” said Ana Holt, who chairs the budget committee. She added that traffic had fallen by 12 percent "
    "since the ferry reopened. The mayor is said to have known of the overrun by March. Nobody at the works "
    "department would comment. A report is likely to follow in the spring.\n\n"
)


def _best(run: Callable[[str], object], text: str) -> float:
    spent = []
    for _ in range(3):
        started = time.process_time()
        run(text)
        spent.append(time.process_time() - started)
    return min(spent)


def measure() -> list[tuple[str, float]]:
    """Seconds cold and warm, sentences a second, and the growth from 20,000 to 200,000 characters."""
    started = time.process_time()
    pipeline = default_pipeline()
    pipeline.extract(_PARAGRAPH)
    cold = time.process_time() - started
    words = _PARAGRAPH.split()
    article = " ".join((words * (1_000 // len(words) + 1))[:1_000])
    # Each sentence differs, or repeated ones would be dropped.
    seconds = _best(pipeline.extract, article)
    sentences = len(segment(article))
    rows = [
        ("seconds to load the models", cold),
        ("seconds for 1,000 words", seconds),
        ("sentences a second", sentences / seconds),
    ]
    for name, unit in (
        ("paragraphs", _PARAGRAPH),
        ("no full stop", "word "),
        ("open quotes", "“a b. "),
        ("lines", "a\n"),
    ):
        short, long = unit * (20_000 // len(unit)), unit * (200_000 // len(unit))
        rows.append((f"ten times the {name}: times as long to segment", _best(segment, long) / _best(segment, short)))
    rows.append(("peak memory, MB", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))
    return rows
