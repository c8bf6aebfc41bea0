"""What reading in a child process costs beyond reading in the process itself, in milliseconds.

    python -m tests.benchmarks.child_reading [--times 30]

Documents of several kinds and sizes are read by `read_here` and by `read_document`, which asks a child. Told are the
shortest time of either, and the processor's time of each on average: of this process, of the one that forks, and of the
children. On a busy machine the processor's time is what counts: the exit code is 1 where the child costs more than
30 ms of it.
"""

import argparse
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

from claims.articles.reading import read_document
from claims.articles.reading.read import read_here, warm_up

MOST_MILLISECONDS = 30
SENTENCE = "The council of Marrow opened its new bridge on Monday after three years, 40 days later than it had said. "
TICKS = os.sysconf("SC_CLK_TCK")
LINE = "{:<26}{:>11}{:>11}{:>11}{:>11}{:>11}"


def main() -> int:
    """Read each document so often in both ways, and print the table."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.child_reading", description=__doc__)
    parser.add_argument("--times", type=int, default=30)
    times = parser.parse_args().times
    warm_up()
    print(LINE.format("milliseconds", "here", "child", "CPU here", "CPU child", "CPU more"))
    return int(max(_told(name, data, times) for name, data in documents().items()) > MOST_MILLISECONDS)


def documents() -> dict[str, bytes]:
    """A page, a longer and a very long one, a text and a Markdown file, by what they are called."""
    return {
        "page.html, 150 words": page(8),
        "page.html, 1,000 words": page(50),
        "page.html, 20,000 words": page(1_000),
        "text.txt, 1,000 words": "\n\n".join([SENTENCE * 2] * 25).encode(),
        "text.md, 1,000 words": ("# A bridge\n\n" + "\n\n".join([SENTENCE * 2] * 25)).encode(),
    }


def page(paragraphs: int) -> bytes:
    """An article of so many paragraphs of one sentence, with a headline, a byline and furniture around it."""
    body = "".join(f"<p>{SENTENCE} It was the {number}th.</p>" for number in range(paragraphs))
    return (
        "<html lang=en><head><title>A bridge | The Paper</title></head><body><nav><a href=/>Home</a></nav><article>"
        f"<h1>A bridge</h1><p class=byline>By Ana Holt</p>{body}</article><footer>About us</footer></body></html>"
    ).encode()


def _told(name: str, data: bytes, times: int) -> float:
    """Print one line; how many milliseconds of the processor more the child takes."""
    filename = name.partition(",")[0]
    read_document(data=data, filename=filename)  # the first asks for the process that children come from
    here, cpu_here = _taken(read_here, data, filename, times)
    child, cpu_child = _taken(read_document, data, filename, times)
    more = cpu_child - cpu_here
    print(LINE.format(name, *(f"{value:.1f}" for value in (here, child, cpu_here, cpu_child, more))), flush=True)
    return more


def _taken(read: Callable[..., object], data: bytes, filename: str, times: int) -> tuple[float, float]:
    """The shortest reading, and the processor's time of each on average, in milliseconds."""
    walls, cpu = [], time.process_time() + _children_seconds()
    for _ in range(times):
        begun = time.perf_counter()
        read(data=data, filename=filename)
        walls.append(time.perf_counter() - begun)
    cpu = time.process_time() + _children_seconds() - cpu
    return 1000 * min(walls), 1000 * cpu / times


def _children_seconds() -> float:
    """What the processes that this one has begun took of the processor, with those that they have begun."""
    begun = Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii").split()
    ticks = 0
    for pid in begun:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        ticks += sum(map(int, fields[11:15]))
    return ticks / TICKS


if __name__ == "__main__":
    sys.exit(main())
