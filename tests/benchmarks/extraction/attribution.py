"""Attribution on PolNeAR: is the cue found, is the source the right one, how much of the content."""

import gzip
import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from claims.extraction.pipeline import default_pipeline
from claims.extraction.types import Attribution

Spans = tuple[tuple[int, int], ...]

PROTOCOL = (
    "PolNeAR dev, 84 articles, the first annotator of each. An attribution is found when its cue overlaps a marked "
    "cue. Source F1 counts it only when its source overlaps too (or both have none); 'right source' is the share of "
    "found ones whose source overlaps, of those that have one; content is the mean character F1 of the found ones. "
    "The rules were tuned on these articles, so a test set will give less."
)


@dataclass(frozen=True)
class Marked:
    """An attribution as an annotator marked it."""

    source: Spans
    cue: Spans
    content: Spans


def load(folder: Path) -> list[tuple[str, list[Marked]]]:
    """The articles and their attributions."""
    texts: dict[str, str] = {}
    marked: dict[str, list[Marked]] = {}
    with gzip.open(folder / "polnear" / "dev.jsonl.gz", "rt", encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            if "text" in row:
                texts[row["id"]] = row["text"]
            else:
                marked.setdefault(row["id"].rsplit("_", 1)[0], _read(row["attributions"]))
    return [(texts[name], marked[name]) for name in sorted(texts) if name in marked]


def _read(brat: str) -> list[Marked]:
    spans: dict[str, Spans] = {}
    events = []
    for line in brat.split("\n"):
        fields = line.split("\t")
        if line.startswith("T"):
            parts = fields[1].split(" ", 1)[1].split(";")
            spans[fields[0]] = tuple((int(part.split()[0]), int(part.split()[1])) for part in parts)
        elif line.startswith("E"):
            events.append(fields[1].split()[1:])
    found = []
    for event in events:
        roles: dict[str, Spans] = {"Source": (), "Cue": (), "Content": ()}
        for field in event:
            role, name = field.split(":")
            role = re.sub(r"\d+$", "", role)
            roles[role] = roles.get(role, ()) + spans[name]
        if roles["Cue"]:
            found.append(Marked(roles["Source"], roles["Cue"], roles["Content"]))
    return found


def overlap(left: Spans, right: Spans) -> int:
    """Characters that both cover."""
    return sum(max(0, min(a[1], b[1]) - max(a[0], b[0])) for a in left for b in right)


def spans_of(item: Attribution) -> tuple[Spans, Spans, Spans]:
    """Source, cue and content of a found attribution."""
    source = ((item.source.start, item.source.end),) if item.source else ()
    content = tuple((part.start, part.end) for part in item.parts or (item.content,))
    return source, ((item.cue.start, item.cue.end),), content


@dataclass
class Counts:
    """What was counted so far."""

    marked: int = 0
    found: int = 0
    recalled: int = 0
    precise: int = 0
    source_recalled: int = 0
    source_precise: int = 0
    sourced: int = 0
    source_right: int = 0
    source_exact: int = 0
    content: float = 0.0

    def add(self, marked: Sequence[Marked], found: Sequence[Attribution]) -> None:
        """Count one article."""
        self.marked += len(marked)
        self.found += len(found)
        shapes = [spans_of(item) for item in found]
        for gold in marked:
            hits = [shape for shape in shapes if overlap(gold.cue, shape[1])]
            if not hits:
                continue
            self.recalled += 1
            best = max(hits, key=lambda shape: (overlap(gold.source, shape[0]), overlap(gold.content, shape[2])))
            right = bool(overlap(gold.source, best[0])) or not (gold.source or best[0])
            self.source_recalled += right
            if gold.source:
                self.sourced += 1
                self.source_right += bool(overlap(gold.source, best[0]))
                self.source_exact += gold.source == best[0]
            total = sum(b - a for a, b in gold.content) + sum(b - a for a, b in best[2])
            self.content += 2 * overlap(gold.content, best[2]) / max(1, total)
        for source, cue, _ in shapes:
            hits_gold = [gold for gold in marked if overlap(gold.cue, cue)]
            self.precise += bool(hits_gold)
            self.source_precise += any(
                overlap(gold.source, source) or not (gold.source or source) for gold in hits_gold
            )

    def rows(self) -> list[tuple[str, float]]:
        """Name and value of each figure."""
        precision, recall = self.precise / max(1, self.found), self.recalled / max(1, self.marked)
        source_p, source_r = self.source_precise / max(1, self.found), self.source_recalled / max(1, self.marked)
        return [
            ("precision", precision),
            ("recall", recall),
            ("F1", _f1(precision, recall)),
            ("source overlap F1", _f1(source_p, source_r)),
            ("right source given the cue", self.source_right / max(1, self.sourced)),
            ("source exact", self.source_exact / max(1, self.sourced)),
            ("content characters F1", self.content / max(1, self.recalled)),
        ]


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / max(1e-9, precision + recall)


def measure(folder: Path) -> list[tuple[str, float]]:
    """The figures on PolNeAR dev."""
    counts, halves = Counts(), (Counts(), Counts())
    for place, (text, marked) in enumerate(load(folder)):
        found = default_pipeline().attribute(text)
        counts.add(marked, found)
        halves[place % 2].add(marked, found)
    of_halves = [(f"  half {place}: {name}", value) for place, half in enumerate(halves) for name, value in half.rows()]
    return counts.rows() + [row for row in of_halves if row[0].endswith((": F1", "source overlap F1"))]
