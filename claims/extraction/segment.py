"""Stage 1: sentences with exact offsets.

`sentencex` finds the boundaries inside a paragraph; what it is known to miss is
mended here. Line breaks are judged first: those of hard-wrapped text join, all
others (lists, tables, headings, transcripts) part.
"""

import re
from collections.abc import Iterator

from claims.extraction import without_spaces
from claims.extraction.abbreviations import goes_on
from claims.extraction.cleaning import clean
from claims.extraction.furniture import AUTHOR_LINE, BYLINE, DATE_LINE, DATELINE
from claims.extraction.languages import guess
from claims.extraction.types import Segment

# sentencex looks ahead for closing quotes and gets slow on long input without them,
# so it is fed windows of this many characters; a window ends where its last sentence begins.
_WINDOW = 4_000
# A sentence longer than this is cut at a space: no reader can check it whole, and every
# later stage stays within bounds.
MAX_SEGMENT = 1_500

_LONGEST_DATELINE = 120

# Languages whose abbreviations sentencex knows well; the others do better by the English ones and their table.
_CUT_BY_THEIR_OWN = frozenset(("de", "es", "it", "nl", "pt"))
_WITHOUT_SPACES = frozenset(("zh", "ja", "th"))

Bounds = tuple[int, int]

_LIST_ITEM = re.compile(r"\s*(?:[-*•‣▪◦–—·]\s|\(?\d{1,3}[.)]\s|\(?[a-zA-Z][.)]\s)")
_LABEL_LINE = re.compile(r"\s*(?:\[?\d{1,2}:\d{2}(?::\d{2})?\]?\s*)?[A-Z][\w.'’ -]{0,40}:\s")
_ENDS_OPENING = re.compile(r"[.!?]\s+[\"“‘']$")
_LONE_MARK = re.compile(r"\(?(?:\d{1,3}|[a-zA-Z])[.)]")
_TERMINAL = re.compile(r"[.!?…:;][\"'”’»)\]]*\s*$")

_NUMBERED_ABBREVIATION = re.compile(
    r"(?:^|[\s(“\"])(?:[Aa]pprox|[Ee]st|[Nn]os?|[Pp]rops?|[Aa]rts?|[Ss]ecs?|[Ff]igs?|[Vv]ols?|[Cc]h|[Pp]p?|[Cc]a?|"
    r"[Rr]t|[Hh]wy|[Rr]es|[Aa]mend|[Cc]l|[Pp]ara|[Ee]q|[Tt]el|[Ee]xt|[Mm]in|[Mm]ax|[Aa]vg|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\.\s*$"
)
_NUMBER_START = re.compile(r"[$€£¥]?\d")
_TITLE_ABBREVIATION = re.compile(
    r"(?:^|[\s(“\"‘'—-])(?:Mrs?|Ms|Dr|Prof|Cllr|Cllrs|Ald|Cpt|Gen|Sen|Rep|Gov|Lt|Col|Sgt|Capt|Cpl|Maj|Adm|Cmdr|Rev|Hon|Pres|Sec|Supt|"
    r"Det|Insp|St|Ste|Mt|Ft|Fr|Msgr|Mme|Mlle|Messrs|Sens|Reps|Gens|Drs|Profs|Atty|Asst|vs|v|cf|viz|"
    r"e\.g|i\.e|[A-Z]\. ?[A-Z])\.\s*$"
)
_INITIALS = re.compile(r"\b[A-Z]\.[A-Z]\.\s*$")
_CLOCK = re.compile(r"\d\s*[ap]\.\s?m\.\s*$", re.IGNORECASE)
_AFTER_CLOCK = re.compile(
    r"(?:(?:E|C|M|P|AK|H)[SD]?T|GMT|BST|UTC|CES?T|EES?T|IST|JST|AES?T|Eastern|Central|Pacific|Mountain|"
    r"Mondays?|Tuesdays?|Wednesdays?|Thursdays?|Fridays?|Saturdays?|Sundays?|"
    r"(?:Jan|Feb|Mar|Apr|May|June?|July?|Aug|Sept?|Oct|Nov|Dec)\w*\.? \d|[a-z(])"
)
_LOWER_START = re.compile(r"[\"'“”‘’(\[]*[a-z]")
_QUOTE_END = re.compile(r"[.!?…][”\"’»)\]]+\s*$")
# "“Why?” Ana Holt asked." is one sentence: the words after the mark say whose it is.
_SAID = re.compile(
    r"(?:(?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Prof)\. )?(?:[A-Z][\w'’-]*\.? ){1,3}(?:said|says|asked|asks|wrote|writes|added|adds|replied|told|"
    r"shouted|cried|tweeted|exclaimed|yelled|wondered|recalled|continued|joked|responded|answered|demanded|insisted)"
    r"(?=[.,;]|$| (?:on|in|at|to|as|after|when|while|during|from|of|with|through|later|again|[A-Z]\w+day)\b)"
)
_ELLIPSIS_CUT = re.compile(r"(?<=\w…)[”\"’)]?\s+(?=[“\"‘(]?[A-Z][\w’'])")
_DASH_CUT = re.compile(
    r"(?:—|–|--)\s+(?=(?:They|We|He|She|It|It’s|It's|This|That|These|Those|Let|But|And|So|Well|You|Yes|What|Why|"
    r"How|There|If|When|Now|Then|Because|Look|Listen|I’m|I'm|We’re|We're|The (?=[a-z]))\b)"
)
# Words that open a sentence and hardly ever go on one in capitals.
_STARTER = (
    r"(?:He|She|It|They|We|You|This|That|These|Those|There|But|And|So|Yet|However|Then|When|While|If|As|After|Before|"
    r"In|On|At|For|Its|His|Her|Their|Our|The (?=[a-z])|An? (?=[a-z])|No|Not|What|Why|How|Who|Each|Both|Some|Many|Most|Nobody)\b"
)
# An abbreviation that ends its sentence too: "in Washington, D.C. He", "in 10.9 s. It".
_ABBREVIATION_CUT = re.compile(
    rf"(?:(?<=\b[A-Z]\.[A-Z]\.)|(?<=\d [a-z]\.)|(?<=\d [a-z][a-z]\.)|(?<=\betc\.))\s+(?=[“\"‘(]?{_STARTER})"
)
# Months written out are no abbreviations.
_MONTH_CUT = re.compile(
    r"(?:(?<=\d May\.)|(?<=\d June\.)|(?<=\d July\.)|(?<=\d March\.)|(?<=\d April\.)|(?<=\bin May\.))\s+(?=[“\"‘(]?[A-Z])"
)
_BRACKET_CUT = re.compile(r"(?<=[a-z0-9][.!?]\))\s+(?=[“\"‘(]?[A-Z])")
_GLUED_CUT = re.compile(r"(?<=[a-z]{2}[.!?][”\"])\s*(?=[A-Z][a-z])|(?<=[a-z]{3}[.!?])(?=[A-Z][a-z]+ )")
# "no." is "number" only before a digit.
_NO_CUT = re.compile(r"(?<=\b[Nn]o\.)\s+(?=[“\"‘(]?[A-Z])")
_MORE_CUTS = (_ELLIPSIS_CUT, _DASH_CUT, _BRACKET_CUT, _GLUED_CUT, _NO_CUT, _ABBREVIATION_CUT, _MONTH_CUT)


def segment(text: str) -> list[Segment]:
    """Cut any text into sentences; whitespace between them belongs to none.

    Offsets are code points of `text` as given, whatever its newlines. Segments never
    overlap and stand in order. Takes time linear in the length and never raises.
    """
    cleaned = clean(text)
    spans = (cleaned.span(start, end) for start, end in sentence_bounds(cleaned.text))
    return [Segment(span.start, span.end, span.text) for span in spans]


def sentence_bounds(text: str) -> list[Bounds]:
    """The sentences of a cleaned text as offset pairs, by the rules of the language it seems to be in."""
    language = guess(text)
    return [
        piece
        for start, end in paragraph_bounds(text)
        for sentence in _sentences(text, start, end, language)
        for piece in _cut_long(text, *sentence)
    ]


def paragraph_bounds(text: str) -> list[Bounds]:
    """Stretches of a cleaned text that no sentence crosses: paragraphs, list items, table rows."""
    bounds: list[Bounds] = []
    block: list[Bounds] = []
    position = 0
    for line in text.split("\n"):
        if line.strip():
            block.append((position, position + len(line)))
        elif block:
            bounds.extend(_join_wrapped(text, block))
            block = []
        position += len(line) + 1
    bounds.extend(_join_wrapped(text, block))
    return [_trim(text, start, end) for start, end in bounds]


def _join_wrapped(text: str, lines: list[Bounds]) -> Iterator[Bounds]:
    """Join the lines of a block that were broken only to fit a width."""
    if not lines:
        return
    width = max(end - start for start, end in lines)
    start, end = lines[0]
    if len(lines) == 1:
        yield start, end
        return
    opens_text = not text[:start].strip()
    for next_start, next_end in lines[1:]:
        line, following = text[end - min(end - start, 200) : end], text[next_start:next_end]
        if opens_text and _stands_under_a_title(following):
            yield start, end
            start, end = next_start, next_end
        elif _is_soft_break(line, _last_line_length(text, end), following, width, len(lines)):
            end = next_end
        else:
            yield start, end
            start, end = next_start, next_end
    yield start, end


def _stands_under_a_title(line: str) -> bool:
    """Whether it names the author or the date, which no wrapped line of a first paragraph does by itself."""
    return any(kind.match(line.strip()) for kind in (BYLINE, AUTHOR_LINE, DATE_LINE))


def _last_line_length(text: str, end: int) -> int:
    """Length of the line that ends at `end`."""
    return end - (text.rfind("\n", 0, end) + 1)


def _is_soft_break(line: str, length: int, following: str, width: int, lines: int) -> bool:
    if "\t" in following or "|" in following or "\t" in line:
        return False
    if _LIST_ITEM.match(following) or _LABEL_LINE.match(following) or "-->" in following or "-->" in line:
        return False
    ends = bool(_TERMINAL.search(line))
    if not ends and _LOWER_START.match(following.lstrip()) and length >= 25:
        return True
    # Hard-wrapped text fills its lines: a short line ends its paragraph.
    first_word = following.split(maxsplit=1)[0] if following.strip() else ""
    return lines >= 3 and 40 <= width <= 110 and length + 1 + len(first_word) > width


def _trim(text: str, start: int, end: int) -> Bounds:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _sentences(text: str, start: int, end: int, language: str) -> Iterator[Bounds]:
    """Sentences of one paragraph."""
    pending: Bounds | None = None
    for sentence in _raw_sentences(text, start, end, language):
        for piece in _split_more(text, *sentence, language):
            trimmed = _trim(text, *piece)
            if pending is not None and _ENDS_OPENING.search(text, max(pending[0], pending[1] - 8), pending[1]):
                # A mark that opens the next sentence's quotation was left at the end of this one.
                mark = pending[1] - 1
                pending, trimmed = _trim(text, pending[0], mark), (mark, trimmed[1])
            if trimmed[0] == trimmed[1]:
                continue
            if pending is None:
                pending = trimmed
                at_start = True
            elif (at_start and _LONE_MARK.fullmatch(text, *pending)) or _belongs_together(
                text, pending, trimmed, language
            ):
                pending = (pending[0], trimmed[1])
            else:
                yield pending
                pending = trimmed
                at_start = False
    if pending is not None:
        yield pending


def _raw_sentences(text: str, start: int, end: int, language: str) -> Iterator[Bounds]:
    import sentencex

    known = language if language in _CUT_BY_THEIR_OWN else "en"

    while start < end:
        stop = min(end, start + _WINDOW)
        # Line breaks inside a paragraph are only wraps by now.
        window = text[start:stop].replace("\n", " ")
        found = [
            (start + int(found["start_index"]), start + int(found["end_index"]))
            for found in sentencex.get_sentence_boundaries(known, window)
        ]
        if stop < end and len(found) > 1:
            found.pop()
        if not found:
            yield start, stop
            start = stop
            continue
        yield from found
        start = found[-1][1]


def _split_more(text: str, start: int, end: int, language: str) -> Iterator[Bounds]:
    cuts = sorted({match.end() for pattern in _MORE_CUTS for match in pattern.finditer(text, start, end)})
    if language in _WITHOUT_SPACES:
        cuts = sorted({*cuts, *without_spaces.cuts(text, start, end)})
    dateline = DATELINE.match(text[start : min(end, start + _LONGEST_DATELINE)])
    opening = start + dateline.end() if dateline else start
    for cut in cuts:
        if opening < cut < end:
            yield start, cut
            start = cut
    yield start, end


def _belongs_together(text: str, left: Bounds, right: Bounds, language: str) -> bool:
    before = text[max(left[0], left[1] - 40) : left[1]]
    after = text[right[0] : min(right[1], right[0] + 40)]
    if not any(character.isalnum() for character in after) and right[1] - right[0] <= 4:
        return True
    if language in _WITHOUT_SPACES and before[-1:] in "」』”" and without_spaces.goes_on(after):
        return True
    if goes_on(before, after, language):
        return True
    if _CLOCK.search(before):
        return bool(_AFTER_CLOCK.match(after))
    if _NUMBERED_ABBREVIATION.search(before) and _NUMBER_START.match(after):
        return True
    if _TITLE_ABBREVIATION.search(before):
        return not (_INITIALS.search(before) and re.match(_STARTER, after))
    if _QUOTE_END.search(before):
        return bool(re.match(r"[a-z]|[―—–]\s?[A-Z][\w'’-]+\s[A-Z]", after) or _SAID.match(after))
    return before[-1:] in "….—–-" and bool(_LOWER_START.match(after))


def _cut_long(text: str, start: int, end: int) -> Iterator[Bounds]:
    while end - start > MAX_SEGMENT:
        cut = max(text.rfind(mark, start + MAX_SEGMENT // 2, start + MAX_SEGMENT) for mark in ("; ", ", ", " ", "\n"))
        cut = cut + 1 if cut > start else start + MAX_SEGMENT
        yield _trim(text, start, cut)
        start = _trim(text, cut, end)[0]
    if start < end:
        yield start, end
