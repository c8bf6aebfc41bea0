"""Attribution over a whole text: sentences in order, quotations across them, names resolved."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from claims.extraction import furniture
from claims.extraction.attribution import find_attributions
from claims.extraction.elsewhere import grammar_of
from claims.extraction.found import Found
from claims.extraction.languages import table_of
from claims.extraction.names_elsewhere import NamesElsewhere
from claims.extraction.parsing import is_prose, parse
from claims.extraction.people import People
from claims.extraction.quotes import Quote, find_quotes
from claims.extraction.segment import Bounds, paragraph_bounds
from claims.extraction.speakers import SpeakerLabels
from claims.extraction.stance import is_forecast, is_hedged, is_judgement, is_no_answer
from claims.extraction.types import Attribution, Kind, Span

_TRANSCRIPT_LABELS = 3


@dataclass(slots=True)
class Reading:
    """One sentence, and what is attributed in it; offsets are into the cleaned text.

    `statement` is where it goes on after its list mark, dateline or speaker's label.
    """

    bounds: Bounds
    paragraph: int
    statement: int
    quotes: list[Quote] = field(default_factory=list)
    attributions: list[Attribution] = field(default_factory=list)
    carried: Attribution | None = None
    forecast: bool = False
    judgement: bool = False
    no_answer: bool = False
    hedged: bool = False
    by_tables: bool = False
    labelled: bool = False


class Reader:
    """Stage 3 for a text: `sentences` yields one reading a sentence, `finish` ties quotations together."""

    def __init__(self, text: str, bounds: Sequence[Bounds], *, language: str = "en") -> None:
        self._text = text
        self._bounds = bounds
        self._english = language in ("en", "und")
        self._grammar = grammar_of(language)
        table = table_of(language)
        self._names = NamesElsewhere(table) if table is not None else None
        paragraphs = paragraph_bounds(text)
        self._quotes = find_quotes(text, paragraphs)
        self._paragraphs = paragraphs
        self._labels = SpeakerLabels(text, (text[start:end] for start, end in bounds))
        self._people = People(text)
        self._readings: list[Reading] = []

    @property
    def is_transcript(self) -> bool:
        """Whether the text is a debate or an interview by its labels."""
        return self._labels.is_transcript

    def sentences(self) -> Iterator[Reading]:
        """Read the sentences in order."""
        prose = [self._english and is_prose(self._text[start:end]) for start, end in self._bounds]
        stated = [start + self._labels.statement_start(self._text[start:end]) for start, end in self._bounds]
        docs = parse(
            self._text[begins:end]
            for begins, (_, end), parsed in zip(stated, self._bounds, prose, strict=True)
            if parsed
        )
        paragraph = first_quote = 0
        for begins, (start, end), parsed in zip(stated, self._bounds, prose, strict=True):
            while paragraph < len(self._paragraphs) and self._paragraphs[paragraph][1] <= start:
                paragraph += 1
            while first_quote < len(self._quotes) and self._quotes[first_quote].end <= start:
                first_quote += 1
            reading = Reading((start, end), paragraph, begins)
            for quote in self._quotes[first_quote:]:
                if quote.start >= end:
                    break
                reading.quotes.append(quote)
            if parsed:
                doc = next(docs)
                self._people.read(doc)
                reading.forecast, reading.judgement = is_forecast(doc), is_judgement(doc)
                reading.no_answer, reading.hedged = is_no_answer(doc.text), is_hedged(doc.text)
                local = [
                    (max(0, quote.start - begins), min(end, quote.end) - begins)
                    for quote in reading.quotes
                    if quote.end > begins
                ]
                for found in find_attributions(doc, begins, local):
                    ahead = found if found.content else replace(found, content=self._ahead(end))
                    if ahead.content:
                        reading.attributions.append(self._attribution(ahead))
            elif self._grammar is not None:
                self._read_elsewhere(reading)
            self._label(reading)
            self._readings.append(reading)
            yield reading

    def _read_elsewhere(self, reading: Reading) -> None:
        """Attribute by the tables of a language without a parser here."""
        if self._grammar is None:
            return
        begins, end = reading.statement, reading.bounds[1]
        text = self._text[begins:end]
        local = [
            (max(0, quote.start - begins), min(end, quote.end) - begins)
            for quote in reading.quotes
            if quote.end > begins
        ]
        reading.hedged, reading.by_tables = self._grammar.is_hedged(text), True
        if self._names is not None:
            self._names.see(text)
        for found in self._grammar.find(text, begins, local):
            reading.attributions.append(self._attribution(found))

    def _ahead(self, end: int) -> tuple[Bounds, ...]:
        """The quotation that follows a sentence ending in a colon, or its next paragraph."""
        place = bisect_left(self._quotes, end, key=lambda quote: quote.start)
        if place < len(self._quotes) and not self._text[end : self._quotes[place].start].strip():
            return ((self._quotes[place].start, self._quotes[place].end),)
        following = bisect_left(self._paragraphs, (end, end))
        return (self._paragraphs[following],) if following < len(self._paragraphs) else ()

    def finish(self) -> list[Reading]:
        """Carry speakers through quotations that other sentences attribute; returns all readings."""
        owners: dict[Quote, Attribution] = {}
        for reading in self._readings:
            for attribution in reading.attributions:
                for part in attribution.parts or (attribution.content,):
                    for quote in self._quotes_in(part.start, part.end):
                        owners.setdefault(quote, attribution)
        for quote, following in reversed(list(pairwise(self._quotes))):
            # A quotation that runs on to the next paragraph belongs to whoever is named there.
            if quote.open_ended and following.continued and following in owners:
                owners.setdefault(quote, owners[following])
        self._carry_labels()
        before: Reading | None = None
        for reading in self._readings:
            if reading.carried is None and reading.quotes and not reading.attributions:
                self._carry(reading, before, owners)
            before = reading
        return self._readings

    def _carry_labels(self) -> None:
        """A transcript's label speaks for the sentences after it, up to the next label or, in other texts, the paragraph's end."""
        transcript = sum(reading.labelled for reading in self._readings) >= _TRANSCRIPT_LABELS
        label: Reading | None = None
        for reading in self._readings:
            if reading.labelled:
                label = reading
            elif label is not None and (transcript or reading.paragraph == label.paragraph):
                content = self._span(*reading.bounds)
                reading.carried = replace(label.attributions[0], content=content, carried=True, confidence=0.7)
            else:
                label = None

    def _carry(self, reading: Reading, before: Reading | None, owners: dict[Quote, Attribution]) -> None:
        quote = max(
            reading.quotes, key=lambda quote: min(quote.end, reading.bounds[1]) - max(quote.start, reading.bounds[0])
        )
        length = reading.bounds[1] - reading.bounds[0]
        covered = min(quote.end, reading.bounds[1]) - max(quote.start, reading.bounds[0])
        if covered < 0.6 * length:
            return
        owner = owners.get(quote)
        if owner is None and before is not None:
            previous = before.carried or (before.attributions[-1] if before.attributions else None)
            near = before.paragraph == reading.paragraph or quote.continued or reading.paragraph == before.paragraph + 1
            if previous is not None and near and previous.kind in ("direct", "mixed"):
                owner = previous
        if owner is not None:
            owners.setdefault(quote, owner)
            reading.carried = replace(
                owner,
                content=self._span(*reading.bounds),
                parts=(),
                kind="direct",
                carried=True,
                confidence=owner.confidence * 0.8,
            )

    def _label(self, reading: Reading) -> None:
        """A transcript's `NAME:` attributes its line, and the lines after it until the next."""
        start, end = reading.bounds
        line = self._text[start:end]
        marks = furniture.marks_end(line)
        label = self._labels.find(line[marks:])
        if label is not None and marks + label.end < end - start:
            begin = start + marks
            name, mark = (self._span(begin + left, begin + right) for left, right in (label.name, label.mark))
            self._sign(reading, name, mark, (begin + label.end, end))
            reading.labelled = True
            return
        signed = furniture.SIGNED.search(line)
        if signed is not None and not reading.attributions:
            # Where the opening mark is amiss, all before the closing one is the quotation.
            quote = reading.quotes[-1] if reading.quotes else Quote(start, start + signed.start() + 1)
            name, dash = (self._span(start + signed.start(part), start + signed.end(part)) for part in ("name", "dash"))
            self._sign(reading, name, dash, (max(start, quote.start), min(end, quote.end)))

    def _sign(self, reading: Reading, source: Span, cue: Span, content: Bounds) -> None:
        """Attribute `content` to the name that stands beside a mark, a colon or a dash."""
        name = source.text.split(",")[0].split(" (")[0]
        spelled = name.title() if name.isupper() else name
        self._people.meet(spelled)
        speaker = self._people.full_name(spelled)
        words = self._span(*content)
        reading.attributions = [Attribution(source, cue, words, "direct", False, 0.8, speaker)]

    def _attribution(self, found: Found) -> Attribution:
        source = self._span(*found.source) if found.source else None
        named = source.text if source else ""
        if self._names is not None:
            unnamed = (self._names.last, True) if found.rule == "quote" else ("", False)
            speaker, carried = self._names.speaker(named) if named else unnamed
        else:
            speaker, carried = self._people.speaker(found.head, named)
        parts = tuple(self._span(*part) for part in found.content)
        content = max(parts, key=lambda part: part.end - part.start)
        return Attribution(
            source=source,
            cue=self._span(*found.cue),
            content=content,
            kind=self._kind(parts),
            hedged=found.hedged,
            confidence=found.confidence,
            speaker=speaker,
            carried=carried,
            parts=parts if len(parts) > 1 else (),
        )

    def _quotes_in(self, start: int, end: int) -> Iterator[Quote]:
        """The quotations that overlap a stretch."""
        place = bisect_right(self._quotes, start, key=lambda quote: quote.end)
        while place < len(self._quotes) and self._quotes[place].start < end:
            yield self._quotes[place]
            place += 1

    def _kind(self, parts: Sequence[Span]) -> Kind:
        total = sum(part.end - part.start for part in parts)
        inside = sum(
            max(0, min(part.end, quote.end) - max(part.start, quote.start))
            for part in parts
            for quote in self._quotes_in(part.start, part.end)
        )
        if not inside:
            return "indirect"
        return "direct" if inside >= 0.9 * total - 2 else "mixed"

    def _span(self, start: int, end: int) -> Span:
        return Span(start, end, self._text[start:end])
