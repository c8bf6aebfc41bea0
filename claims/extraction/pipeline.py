"""From a text to ranked candidates: the stages in order.

`default_pipeline()` is cached per process; its models load on the first call that needs them.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from claims.extraction import pins
from claims.extraction.checkworthiness import Scorer
from claims.extraction.cleaning import Clean, clean
from claims.extraction.furniture import is_boilerplate
from claims.extraction.language import detect_language
from claims.extraction.layout import layout_of
from claims.extraction.pieces import Piece, pieces_of
from claims.extraction.ranked import ranked_scorer
from claims.extraction.reading import Reader, Reading
from claims.extraction.segment import Bounds, sentence_bounds
from claims.extraction.signals import FORECAST, NO_ANSWER, OPINION
from claims.extraction.story import Story, find_story, same_words
from claims.extraction.trained import ModelScorer
from claims.extraction.types import Attribution, Candidate, ExtractionResult, Score, Span
from claims.extraction.versions import EXTRACTOR_NAME, EXTRACTOR_VERSION, STAGE_VERSIONS

Progress = Callable[[int, int], None]
ShouldStop = Callable[[], bool]

_BATCH = 32
_MIN_WORDS = 4
# What nobody can check yet, or at all, goes below what somebody can, however weighty it sounds.
_FORECAST_FACTOR = 0.25
_JUDGEMENT_FACTOR = 0.6
# A source speaks for a sentence when this share of it is its words, or, with the naming of
# the source, this much larger share ("“It cost twice as much,” said Ana Holt, who ...").
_MIN_COVERED = 0.3
_MIN_WHOLE = 0.7
_MIN_SAID = 0.1
_MIN_TO_THE_END = 0.2
# Below this somebody only did something with the words ("praised", "did not say"); from it on, said them.
_SURE_ENOUGH = 0.62


@dataclass(slots=True)
class Pipeline:
    """The stages, each replaceable: `Pipeline(scorer=MyScorer())`."""

    scorer: Scorer = field(default_factory=ModelScorer)
    debate_scorer: Scorer = field(default_factory=lambda: ModelScorer(pins.DEBATES))
    """Takes the place of a `ModelScorer` where people speak in turn."""
    scorer_elsewhere: Callable[[str], Scorer] = ranked_scorer
    """The scorer of a language that `scorer` does not read."""
    segmenter: Callable[[str], list[Bounds]] = sentence_bounds
    language_of: Callable[[str], str] = detect_language
    name: str = EXTRACTOR_NAME
    release: str = EXTRACTOR_VERSION

    @property
    def version(self) -> str:
        """Name and version, as stored with each run: `claims-en 1.0`, and the scorer where it is not the shipped one."""
        own = "" if self.scorer.version == ModelScorer.version else f" ({self.scorer.version})"
        return f"{self.name} {self.release}{own}"

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
        story = find_story(cleaned, found, title=title, deck=deck, author=author, segmenter=self.segmenter)
        reader = Reader(cleaned.text, story.sentences, language=spoken)
        total = len(story.sentences)
        stopped = False
        scores: list[Score] = []
        pieces: list[Piece] = []
        batch: list[Piece] = []
        spoken_in_turn = english and reader.is_transcript and isinstance(self.scorer, ModelScorer)
        scorer = self.debate_scorer if spoken_in_turn else self.scorer if english else self.scorer_elsewhere(spoken)
        for done, reading in enumerate(reader.sentences(), start=1):
            batch += pieces_of(cleaned.text, reading, self.segmenter)
            if len(batch) >= _BATCH or done == total:
                before = _scored_text(cleaned.text, pieces[-1]) if pieces and spoken_in_turn else ""
                scores += _scores(scorer, [_scored_text(cleaned.text, item) for item in batch], before, spoken_in_turn)
                pieces += batch
                batch = []
                if progress is not None:
                    progress(done, total)
                if done < total and should_stop is not None and should_stop():
                    stopped = True
                    break
        reader.finish()
        candidates = list(self._candidates(cleaned, pieces, scores, story))
        candidates.sort(key=_rank)
        notes = []
        if not english:
            notes.append(
                f"Ranked by words and figures, not calibrated, in '{spoken}': the trained model reads English only."
            )
        versions = {**self.versions, "checkworthiness": scorer.version}
        extractor = self.version if english else f"claims-{spoken} {self.release} ({scorer.version})"
        return ExtractionResult(
            tuple(candidates), spoken, total, versions, tuple(notes), found, stopped, extractor=extractor
        )

    def attribute(self, text: str, *, language: str | None = None) -> list[Attribution]:
        """The attributions of a text in order; offsets are code points of `text` as given."""
        cleaned = clean(text)
        spoken = language or self.language_of(cleaned.text)
        reader = Reader(cleaned.text, self.segmenter(cleaned.text), language=spoken)
        for _ in reader.sentences():
            pass
        return [_restored(item, cleaned) for reading in reader.finish() for item in reading.attributions]

    def _candidates(
        self, cleaned: Clean, pieces: Sequence[Piece], scores: Sequence[Score], story: Story
    ) -> Iterator[Candidate]:
        seen = set(story.known)
        for piece, score in zip(pieces, scores, strict=True):
            reading, start, end = piece.reading, piece.start, piece.end
            words = cleaned.text[start:end]
            if is_boilerplate(words):
                continue
            key = same_words(words)
            if reading.bounds in story.introductions or key in seen or _is_no_statement(words):
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


def _rank(candidate: Candidate) -> tuple[float, float, int, int]:
    """Best first; of equal scores the one with more reasons, then the longer, then the earlier."""
    reasons = sum(signal.weight for signal in candidate.signals)
    return -candidate.score, -reasons, candidate.start - candidate.end, candidate.start


def _is_no_statement(words: str) -> bool:
    """A question, or too few words to state anything."""
    return len(words.split()) < _MIN_WORDS or words.rstrip("\"'”’»)] ").endswith("?")


def _ranked(score: Score, reading: Reading) -> Score:
    """The score, lowered where the sentence only foretells, judges or says that nobody answered."""
    if reading.forecast:
        factor, wanted = _FORECAST_FACTOR, FORECAST
    elif reading.no_answer:
        factor, wanted = _FORECAST_FACTOR, NO_ANSWER
    elif reading.judgement:
        factor, wanted = _JUDGEMENT_FACTOR, OPINION
    else:
        return score
    reasons = score.signals
    if all(reason.code != wanted.code for reason in reasons):
        reasons = (wanted, *reasons)
    lowered = round(score.score * factor, 4)
    return Score(lowered, False, reasons)


def _scores(scorer: Scorer, texts: Sequence[str], before: str, spoken_in_turn: bool) -> list[Score]:
    """One score a text; what states nothing is not worth the model's time. Speech is scored after what was said `before`."""
    worth = [
        (text, previous) for text, previous in zip(texts, [before, *texts], strict=False) if not _is_no_statement(text)
    ]
    words = [text for text, _ in worth]
    if spoken_in_turn and isinstance(scorer, ModelScorer):
        scored = iter(scorer.score(words, [previous for _, previous in worth]))
    else:
        scored = iter(scorer.score(words))
    return [Score(0.0, False) if _is_no_statement(text) else next(scored) for text in texts]


def _scored_text(text: str, piece: Piece) -> str:
    return " ".join(text[piece.start : piece.end].split())


def _with_attribution(candidate: Candidate, reading: Reading, cleaned: Clean) -> Candidate:
    quoted = any(quote.end - quote.start > 2 for quote in reading.quotes)
    chosen = _choose(reading)
    if chosen is None:
        hedged = reading.hedged or any(item.hedged for item in reading.attributions)
        return replace(candidate, quoted=quoted, hedged=hedged)
    restored = _restored(chosen, cleaned)
    return replace(
        candidate,
        speaker=restored.speaker,
        speaker_span=restored.source,
        cue=restored.cue.text,
        kind=restored.kind,
        hedged=restored.hedged or reading.hedged or any(item.hedged for item in reading.attributions),
        quoted=quoted,
        carried=restored.carried,
    )


def _choose(reading: Reading) -> Attribution | None:
    if reading.carried is not None:
        return reading.carried
    fitting = [item for item in reading.attributions if item.confidence >= _SURE_ENOUGH and _speaks_for(item, reading)]
    return max(
        fitting,
        key=lambda item: (item.confidence >= 0.7, bool(item.speaker or item.hedged), _covered(item)),
        default=None,
    )


def _covered(item: Attribution) -> int:
    return sum(part.end - part.start for part in item.parts or (item.content,))


def _speaks_for(item: Attribution, reading: Reading) -> bool:
    """Whether the sentence is what the source said, not a statement with somebody's words somewhere in it."""
    length = reading.bounds[1] - reading.bounds[0]
    said = _covered(item)
    if reading.by_tables and said >= _MIN_TO_THE_END * length and item.content.end >= reading.bounds[1] - 2:
        # The tables name no more than the name; what stands around it says who that is.
        return True
    named = [item.cue, item.source] if item.source else [item.cue]
    naming = max(span.end for span in named) - min(span.start for span in named)
    return said >= _MIN_COVERED * length or (said >= _MIN_SAID * length and said + naming >= _MIN_WHOLE * length)


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


@lru_cache(maxsize=1)
def default_pipeline() -> Pipeline:
    """The shipped pipeline, one a process."""
    return Pipeline()
