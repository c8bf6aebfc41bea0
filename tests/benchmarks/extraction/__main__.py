"""`python -m tests.benchmarks.extraction --data DIR [--only NAME]`: prints each figure with its protocol."""

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path

from tests.benchmarks.extraction import attribution, checkworthiness, languages, retrieval, segmentation, speed

Rows = list[tuple[str, float]]


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the measurements asked for; those without data say so."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.extraction", description=__doc__)
    parser.add_argument("--data", type=Path, help="folder with polnear/, clef2019_t1/, clef2020_t2/ and claimbuster/")
    parser.add_argument(
        "--only",
        choices=("speed", "segmentation", "news", "languages", "bias", "search", "attribution", "ranking", "retrieval"),
    )
    options = parser.parse_args(arguments)
    data: Path | None = options.data
    steps: list[tuple[str, str, Callable[[], Rows], str]] = [
        ("speed", speed.PROTOCOL, speed.measure, ""),
        ("segmentation", segmentation.PROTOCOL, segmentation.measure, ""),
        ("news", checkworthiness.NEWS_PROTOCOL, checkworthiness.news, ""),
        ("languages", languages.PROTOCOL, languages.measure, ""),
        ("bias", checkworthiness.BIAS_PROTOCOL, checkworthiness.bias, ""),
        ("search", retrieval.PROTOCOL, retrieval.search_times, ""),
    ]
    if data is not None:
        steps += [
            ("attribution", attribution.PROTOCOL, lambda: attribution.measure(data), "polnear"),
            ("ranking", checkworthiness.PROTOCOL, lambda: checkworthiness.measure(data), "clef2019_t1"),
            ("retrieval", retrieval.PROTOCOL, lambda: retrieval.measure(data), "clef2020_t2"),
        ]
    for name, protocol, run, needed in steps:
        if options.only not in (None, name):
            continue
        print(f"\n{name}\n{protocol}")
        if needed and data is not None and not (data / needed).is_dir():
            print(f"  left out: {data / needed} is not there")
            continue
        for label, value in run():
            print(f"  {label:<58} {value:>10.4g}")
    if data is None:
        print("\nGive --data DIR for attribution, ranking and retrieval.")


if __name__ == "__main__":
    main()
