"""From a text to ranked candidates: the stages in order.

`default_pipeline()` is cached per process; its models load on the first call that needs them.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from claims.extraction import furniture
from claims.extraction.checkworthiness import NeutralScorer, Scorer
from claims.extraction.cleaning import Clean, clean
from claims.extraction.language import detect_language
from claims.extraction.layout import is_closing_furniture, layout_of
from claims.extraction.reading import Reader, Reading
from claims.extraction.segment import Bounds, paragraph_bounds, sentence_bounds
from claims.extraction.signals import FORECAST, OPINION
from claims.extraction.trained import ModelScorer
from claims.extraction.types import Attribution, Candidate, ExtractionResult, Layout, Score, Span
from claims.extraction.versions import EXTRACTOR_NAME, EXTRACTOR_VERSION, STAGE_VERSIONS

Progress = Callable[[int, int], None]
ShouldStop = Callable[[], bool]

_BATCH = 32
_MIN_WORDS = 4
# What nobody can check yet, or at all, goes below what somebody can, however weighty it sounds.
_FORECAST_FACTOR = 0.25
_JUDGEMENT_FACTOR = 0.6
# A source that is given for less than this share of a sentence does not speak for the sentence.
_MIN_COVERED = 0.3


@dataclass(slots=True)
class Pipeline:
    """The stages, each replaceable: `Pipeline(scorer=MyScorer())`."""

    scorer: Scorer = field(default_factory=ModelScorer)
    fallback_scorer: Scorer = field(default_factory=NeutralScorer)
    segmenter: Callable[[str], list[Bounds]] = sentence_bounds
    language_of: Callable[[str], str] = detect_language
    name: str = EXTRACTOR_NAME
    release: str = EXTRACTOR_VERSION

    @property
    def version(self) -> str:
        """Name and version, as stored with each run: `claims-en 1.0`."""
        return f"{self.name} {self.release}"

    @property
    def versions(self) -> dict[str, str]:
        """The version of each stage."""
        return {**STAGE_VERSIONS, "checkworthiness": self.scorer.version}

    def extract(
        self,
        text: str,
        *,
        title: str = "",
        deck: str = "",
        author: str = "",
        language: str | None = None,
        layout: bool = False,
        progress: Progress | None = None,
        should_stop: ShouldStop | None = None,
    ) -> ExtractionResult:
        """Find the candidates of a text, best first; offsets are code points of `text` as given.

        With `layout=False` the text is a story body: its first line is story even if short.
        With `layout=True` title, deck, byline and author note are looked for in it. Either
        way notes, captions and calls to subscribe yield no candidate, nor does a sentence
        that repeats `title` or `deck`. `progress` is told sentences done and in all; when
        `should_stop` answers true the result so far is returned with `stopped` set.
        Never raises on any text; a text without a claim yields no candidate.
        """
        cleaned = clean(text)
        found = layout_of(cleaned) if layout else None
        spoken = language or self.language_of(cleaned.text)
        english = spoken in ("en", "und")
        story = _story(cleaned, found, title=title, deck=deck, author=author, segmenter=self.segmenter)
        reader = Reader(cleaned.text, story.sentences, english=english)
        total = len(story.sentences)
        stopped = False
        scores: list[Score] = []
        batch: list[Reading] = []
        scorer = self.scorer if english else self.fallback_scorer
        for done, reading in enumerate(reader.sentences(), start=1):
            batch.append(reading)
            if len(batch) == _BATCH or done == total:
                scores += scorer.score([_scored_text(cleaned.text, item) for item in batch])
                batch = []
                if progress is not None:
                    progress(done, total)
                if done < total and should_stop is not None and should_stop():
                    stopped = True
                    break
        readings = reader.finish()
        candidates = list(self._candidates(cleaned, readings, scores, story))
        candidates.sort(key=lambda candidate: (-candidate.score, candidate.start))
        notes = []
        if not english:
            notes.append(
                f"Scored by language-neutral signals: the model reads English, this text seems to be in '{spoken}'."
            )
        return ExtractionResult(tuple(candidates), spoken, total, self.versions, tuple(notes), found, stopped)

    def attribute(self, text: str, *, language: str | None = None) -> list[Attribution]:
        """The attributions of a text in order; offsets are code points of `text` as given."""
        cleaned = clean(text)
        spoken = language or self.language_of(cleaned.text)
        reader = Reader(cleaned.text, self.segmenter(cleaned.text), english=spoken in ("en", "und"))
        for _ in reader.sentences():
            pass
        return [_restored(item, cleaned) for reading in reader.finish() for item in reading.attributions]

    def _candidates(
        self, cleaned: Clean, readings: Sequence[Reading], scores: Sequence[Score], story: "_Story"
    ) -> Iterator[Candidate]:
        seen = set(story.known)
        for reading, score in zip(readings, scores, strict=False):
            start, end = _claim_bounds(cleaned.text, reading)
            words = cleaned.text[start:end]
            key = _key(words)
            if key in seen or len(words.split()) < _MIN_WORDS or words.rstrip("\"'”’»)] ").endswith("?"):
                continue
            seen.add(key)
            span = cleaned.span(start, end)
            ranked = _ranked(score, reading)
            yield _with_attribution(
                Candidate(
                    span.start, span.end, span.text, ranked.score, ranked.signals, checkworthy=ranked.checkworthy
                ),
                reading,
                cleaned,
            )


@dataclass(slots=True)
class _Story:
    """The sentences that may be claims, and the wordings that are no claim of their own."""

    sentences: list[Bounds]
    known: set[str]


def _story(
    cleaned: Clean,
    layout: Layout | None,
    *,
    title: str,
    deck: str,
    author: str,
    segmenter: Callable[[str], list[Bounds]],
) -> _Story:
    text = cleaned.text
    known = {_key(words) for words in (title, deck, *((layout.title, layout.deck) if layout else ())) if words}
    byline = author or (layout.byline if layout else "")
    excluded = [(span.start, span.end) for span in layout.furniture] if layout else []
    paragraphs = paragraph_bounds(text)
    skipped: list[Bounds] = []
    alone = len(paragraphs) == 1
    tail = len(paragraphs)
    while tail > 1 and _is_tail(text[slice(*paragraphs[tail - 1])], byline):
        tail -= 1
    for index, (start, end) in enumerate(paragraphs):
        line = text[start:end]
        original = cleaned.span(start, end)
        if (
            index >= tail
            or any(original.start < right and left < original.end for left, right in excluded)
            or furniture.is_boilerplate(line)
            or furniture.is_caption(line)
            or _is_table_row(line)
            or (not alone and furniture.is_heading(line) and not _is_item(line))
            or furniture.BYLINE.match(line)
            or furniture.AUTHOR_LINE.match(line)
            or furniture.DATE_LINE.match(line)
        ):
            skipped.append((start, end))
    sentences = list(segmenter(text))
    return _Story(_outside(sentences, skipped), known)


def _is_tail(paragraph: str, author: str) -> bool:
    return is_closing_furniture(paragraph, author) or bool(furniture.AUTHOR_LINE.match(paragraph))


def _is_table_row(line: str) -> bool:
    return "\t" in line.strip() or line.count("|") >= 2


def _is_item(line: str) -> bool:
    return bool(furniture.LIST_MARK.match(line) or furniture.speaker_label(line)) and not line.lstrip().startswith("#")


def _outside(sentences: Sequence[Bounds], skipped: Sequence[Bounds]) -> list[Bounds]:
    kept: list[Bounds] = []
    index = 0
    for start, end in sentences:
        while index < len(skipped) and skipped[index][1] <= start:
            index += 1
        if index == len(skipped) or skipped[index][0] >= end:
            kept.append((start, end))
    return kept


def _claim_bounds(text: str, reading: Reading) -> Bounds:
    """The sentence without its list mark, dateline or speaker's label."""
    start, end = reading.bounds
    for pattern in (furniture.LIST_MARK, furniture.DATELINE):
        found = pattern.match(text[start:end])
        if found and found.end() < end - start:
            start += found.end()
    label = furniture.speaker_label(text[start:end])
    return (start + label.end(), end) if label else (start, end)


def _ranked(score: Score, reading: Reading) -> Score:
    """The score, lowered where the sentence's main statement is a forecast or a judgement."""
    factor = _FORECAST_FACTOR if reading.forecast else _JUDGEMENT_FACTOR if reading.judgement else 1.0
    if factor == 1.0:
        return score
    reasons = score.signals
    wanted = FORECAST if reading.forecast else OPINION
    if all(reason.code != wanted.code for reason in reasons):
        reasons = (wanted, *reasons)
    lowered = round(score.score * factor, 4)
    return Score(lowered, False, reasons)


def _scored_text(text: str, reading: Reading) -> str:
    start, end = _claim_bounds(text, reading)
    return " ".join(text[start:end].split())


def _with_attribution(candidate: Candidate, reading: Reading, cleaned: Clean) -> Candidate:
    quoted = any(quote.end - quote.start > 2 for quote in reading.quotes)
    chosen = _choose(reading)
    if chosen is None:
        hedged = any(item.hedged for item in reading.attributions)
        return replace(candidate, quoted=quoted, hedged=hedged)
    restored = _restored(chosen, cleaned)
    return replace(
        candidate,
        speaker=restored.speaker,
        speaker_span=restored.source,
        cue=restored.cue.text,
        kind=restored.kind,
        hedged=restored.hedged or any(item.hedged for item in reading.attributions),
        quoted=quoted,
        carried=restored.carried,
    )


def _choose(reading: Reading) -> Attribution | None:
    if reading.carried is not None:
        return reading.carried
    length = max(1, reading.bounds[1] - reading.bounds[0])

    def covered(item: Attribution) -> int:
        return sum(part.end - part.start for part in item.parts or (item.content,))

    fitting = [
        item for item in reading.attributions if covered(item) >= _MIN_COVERED * length and item.confidence >= 0.45
    ]
    return max(
        fitting,
        key=lambda item: (item.confidence >= 0.7, bool(item.speaker or item.hedged), covered(item)),
        default=None,
    )


def _restored(item: Attribution, cleaned: Clean) -> Attribution:
    def back(span: Span) -> Span:
        return cleaned.span(span.start, span.end)

    return replace(
        item,
        source=back(item.source) if item.source else None,
        cue=back(item.cue),
        content=back(item.content),
        parts=tuple(back(part) for part in item.parts),
    )


def _key(words: str) -> str:
    return " ".join("".join(character.lower() if character.isalnum() else " " for character in words).split())


@lru_cache(maxsize=1)
def default_pipeline() -> Pipeline:
    """The shipped pipeline, one a process."""
    return Pipeline()
