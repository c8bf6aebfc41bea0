"""The reasons an editor reads beside a candidate, and the features they give the scorer.

A signal is one row of `SIGNALS`: a code, words for the editor, a pattern and the sign
of its pull. To add one, add a row: editors see it at once, and the model learns from it
when the weights are next trained (`pins` names the signals that the shipped ones know).
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from claims.extraction.types import Signal
from claims.sentences import mark

_NUMBER_WORD = (
    r"(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|scores|hundreds?|thousands?|millions?|"
    r"billions?|trillions?|half|third|quarter|twice|doubled?|tripled?|halved?|percent(?:age)?|per cent)"
)
_PAST = (
    r"(?:was|were|had|did|went|came|made|took|gave|said|told|voted|passed|signed|killed|died|won|lost|rose|fell|cut|"
    r"increased|decreased|declined|dropped|grew|became|began|started|ended|spent|paid|raised|lowered|created|built|found|"
    r"approved|rejected|banned|closed|opened|announced|agreed|launched|been|sent|left|brought|bought|sold|saw|held|led|met)"
)


@dataclass(frozen=True, slots=True)
class SignalRule:
    """One reason: how to see it and how to say it. `anywhere` finds, negative weight lowers."""

    code: str
    label: str
    weight: float
    matches: Callable[[str], object]


def _rule(code: str, label: str, weight: float, pattern: str, *, ignore_case: bool = True) -> SignalRule:
    compiled = re.compile(pattern, re.IGNORECASE if ignore_case else 0)
    return SignalRule(code, label, weight, compiled.search)


SIGNALS: tuple[SignalRule, ...] = (
    _rule("quantity", mark("States a quantity"), 1.0, rf"\d|\b{_NUMBER_WORD}\b|%"),
    _rule(
        "money",
        mark("States a sum of money"),
        0.4,
        r"[$€£¥]\s?\d|\b(?:dollars?|euros?|pounds?|cents?|budget|deficit|debt|tax(?:es)?)\b",
    ),
    _rule(
        "comparison",
        mark("Makes a comparison"),
        0.6,
        r"\b(?:more|less|fewer|higher|lower|larger|smaller|greater|better|worse|most|least|highest|lowest|largest|biggest|"
        r"smallest|worst|best|first|only|record|than|compared|double|twice|ever|never|every|all|none|no other|unprecedented)\b",
    ),
    _rule(
        "trend",
        mark("Describes a change"),
        0.5,
        r"\b(?:increas|decreas|declin|rose|risen|rising|fell|fallen|falling|grew|grown|growing|doubl|tripl|drop|surg|plung|"
        r"soar|shr[aiu]nk|gain|cut|raised|lower|up by|down by|went (?:up|down)|gone (?:up|down))",
    ),
    _rule("past", mark("Describes a past event"), 0.5, rf"\b{_PAST}\b|\b\w{{3,}}ed\b"),
    _rule(
        "date",
        mark("Gives a date or a period"),
        0.3,
        r"\b(?:19|20)\d\d\b|\b(?:yesterday|ago|since|last (?:year|month|week|night)|January|February|March|April|June|July|"
        r"August|September|October|November|December|Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)(?:day)?\b",
    ),
    _rule(
        "cause",
        mark("Claims a cause"),
        0.3,
        r"\b(?:because|caus(?:e[sd]?|ing)|due to|led to|result(?:ed|s|ing)? (?:in|from)|as a result|thanks to|responsible for)\b",
    ),
    _rule(
        "named",
        mark("Names a person, place or body"),
        0.3,
        r"(?<=[a-z,;’'] )(?:[A-Z][a-z]{2,}|[A-Z]{2,})\b",
        ignore_case=False,
    ),
    _rule(
        "law",
        mark("Speaks of law, votes or policy"),
        0.3,
        r"\b(?:law|laws|legal|illegal|bill|act|vote[ds]?|court|judge|policy|policies|regulation|senate|congress|parliament|"
        r"council|constitution|treaty|sanctions?|amendment|ban(?:ned|s)?)\b",
    ),
    _rule(
        "science",
        mark("Speaks of health, science or statistics"),
        0.3,
        r"\b(?:study|studies|research|scientists?|survey|poll|data|statistics|figures|report|vaccine|virus|disease|cancer|"
        r"deaths?|rate|average|climate|emissions?|temperature|unemployment|inflation|population|crime)\b",
    ),
    _rule(
        "forecast",
        mark("Forecast: cannot be checked yet"),
        -1.4,
        r"\b(?:will|won[’']t|shall|(?:is|are|’s|'s|’re|'re) (?:going to|likely|unlikely|expected|set|bound|poised|due) to\b|likely to|unlikely to|expected to|"
        r"would (?:likely|probably)|could|may|might|forecasts?|predict(?:s|ed|ion)?|next (?:year|month|week|decade)|in the coming|"
        r"is planning to|plans? to|intends? to|hopes? to|gonna)\b",
    ),
    _rule(
        "opinion",
        mark("Opinion or value judgement"),
        -1.0,
        r"\b(?:I (?:think|believe|feel|hope|guess|suppose|want|love|like|wish)|in my (?:opinion|view)|we (?:should|must|need to|ought)|should|must|"
        r"ought to|need(?:s)? to|unsurprising|surprising|regrettabl[ey]|unfortunate(?:ly)?|sad(?:ly)?|beautiful|wonderful|terrible|"
        r"horrible|great|amazing|disgrace(?:ful)?|shameful|wise|foolish|brilliant|perhaps|maybe|arguably|seems?|appears? to)\b",
    ),
    _rule(
        "vague",
        mark("Vague or hedged wording"),
        -0.3,
        r"\b(?:some|many|several|various|things?|stuff|kind of|sort of|somewhat|often|sometimes|probably|possibly)\b",
    ),
    _rule("question", mark("A question"), -2.5, r"\?[\"'”’»)\]]*\s*$"),
    _rule(
        "first_person",
        mark("Speaks of the speaker"),
        -0.5,
        r"\b(?:I|I[’']m|I[’']ve|I[’']ll|me|my|myself)\b",
        ignore_case=False,
    ),
    _rule(
        "promise",
        mark("A promise or a call to act"),
        -0.8,
        r"\b(?:let[’']?s|let us|I promise|we will|we[’']ll|I will|I[’']ll|I want|I[’']d like|please|join me)\b",
    ),
    _rule(
        "courtesy",
        mark("Courtesy or small talk"),
        -2.0,
        r"^\W*(?:thank|thanks|good (?:evening|morning|afternoon|night)|welcome|hello|hi|well|okay|ok|yes|no|sorry|excuse me|congratulations|applause|laughter|crosstalk)\b[^.]{0,40}\W*$",
    ),
)


_RULES: Final = {rule.code: rule for rule in SIGNALS}
_BY_CODE = {rule.code: Signal(rule.code, rule.label, rule.weight) for rule in SIGNALS}
FORECAST: Final = _BY_CODE["forecast"]
OPINION: Final = _BY_CODE["opinion"]
NO_ANSWER: Final = Signal("no_answer", "Says only that somebody did not answer", -1.4)

# What needs no English: for languages that the model was not trained on.
NEUTRAL_SIGNALS: tuple[SignalRule, ...] = (
    _rule("quantity", mark("States a quantity"), 1.4, r"\d"),
    _rule("money", mark("States a sum of money"), 0.4, r"[$€£¥₽₹₺₩]|\b(?:EUR|USD|GBP|CHF|JPY)\b"),
    _rule("percentage", mark("States a percentage"), 0.6, r"%|٪|\bpro(?:cent|zent)\b|\bpor ciento\b|\bpour cent\b"),
    _rule("date", mark("Gives a year"), 0.3, r"\b(?:19|20)\d\d\b"),
    _rule(
        "named", mark("Names a person, place or body"), 0.3, r"(?<=[\w,;’'] )[^\W\d_a-z](?=\w{2})", ignore_case=False
    ),
    _rule("question", mark("A question"), -2.5, r"[?？؟]\s*+(?:[\"'”’»)\]]++\s*+)?$"),
)


_LABELS: Final = {rule.code: rule.label for rule in (*NEUTRAL_SIGNALS, *SIGNALS)}


def label_of(code: str) -> str:
    """The words for the editor that go with a signal of any language."""
    return _LABELS.get(code) or _LABELS["comparison" if code == "absolute" else "quantity"]


def features(text: str, codes: Sequence[str]) -> list[float]:
    """One number for each signal named (1.0 where it is seen), in the order of `codes`."""
    return [1.0 if _RULES[code].matches(text) else 0.0 for code in codes]


def signals(text: str) -> tuple[Signal, ...]:
    """The reasons seen in an English sentence, strongest first."""
    return seen(SIGNALS, text)


def seen(rules: Sequence[SignalRule], text: str) -> tuple[Signal, ...]:
    """Which of the rules match, strongest first."""
    found = [Signal(rule.code, rule.label, rule.weight) for rule in rules if rule.matches(text)]
    return tuple(sorted(found, key=lambda signal: -abs(signal.weight)))
