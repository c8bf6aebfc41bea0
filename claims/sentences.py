"""Sentences that remember what they are made of, so that they can be said again in the language of another reader.

What a worker, a reader of documents or the guarded way to the outside says is often kept on a row, and read later by
somebody of another language. Such a sentence keeps its English words with placeholders and the facts that fill them.
This module knows no Django: `speak_with` is told at the start who translates. Where nobody is, English is spoken.
"""

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final, Protocol, Self

_MARK: Final = '{"say":'
type Fact = str | int | float | "Day" | "Sentence"


class Translator(Protocol):
    """Who knows the language of the reader."""

    def text(self, sentence: str) -> str:
        """A sentence in the reader's language."""

    def counted(self, one: str, many: str, count: int) -> str:
        """The form of a sentence that goes with a number."""

    def day(self, style: str, when: date) -> str:
        """A day or a moment as people of that language write it, in a style of `claims.formats`."""


class _English:
    def text(self, sentence: str) -> str:
        return sentence

    def counted(self, one: str, many: str, count: int) -> str:
        return one if count == 1 else many

    def day(self, style: str, when: date) -> str:
        return when.isoformat()


class _Speaker:
    translator: Translator = _English()


def speak_with(translator: Translator) -> None:
    """From now on every sentence is said by this translator."""
    _Speaker.translator = translator


@dataclass(frozen=True)
class Day:
    """A day or a moment inside a sentence, and the style of `claims.formats` in which it is told."""

    style: str
    when: date


class Sentence(str):
    """A sentence in the language of whoever asked for it; `again` says it in the language of now."""

    source: str
    many: str
    facts: Mapping[str, Fact]

    def __new__(cls, source: str, facts: Mapping[str, Fact], many: str = "") -> Self:
        """The sentence of these English words and facts; where they don't fit each other, the bare words."""
        made = super().__new__(cls, _said(source, facts, many))
        made.source, made.facts, made.many = source, facts, many
        return made

    def __reduce__(self) -> tuple[type["Sentence"], tuple[str, Mapping[str, Fact], str]]:
        """Comes back from another process as the same sentence in the language of here."""
        return Sentence, (self.source, self.facts, self.many)

    def again(self) -> "Sentence":
        """The same in the language of now."""
        return Sentence(self.source, self.facts, self.many)

    @property
    def kept(self) -> str:
        """What is stored of it: the English words where they need no facts, else both as JSON."""
        if not self.facts:
            return self.source
        facts = {name: _written(fact) for name, fact in self.facts.items()}
        parts = {"say": self.source, **({"many": self.many} if self.many else {}), "with": facts}
        return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


def say(source: str, /, **facts: Fact) -> Sentence:
    """A sentence in the reader's language that can be kept: say("The file has more than %(count)s rows.", count=3)."""
    if isinstance(source, Sentence) and not facts:
        return source.again()
    return Sentence(source, facts)


def say_counted(one: str, many: str, /, *, count: int, **facts: Fact) -> Sentence:
    """A sentence whose form goes with `count`, which stands in it as %(count)s."""
    return Sentence(one, {"count": count, **facts}, many)


def mark(source: str) -> str:
    """The English words as they are, gathered for the translators; they are said later."""
    return source


def from_kept(kept: str) -> Sentence:
    """A stored sentence, in the language of now; whatever else is stored is a sentence without facts."""
    if kept.startswith(_MARK):
        with suppress(ValueError, KeyError, TypeError, AttributeError):
            parts = json.loads(kept)
            facts = {str(name): _read(fact) for name, fact in parts["with"].items()}
            return Sentence(str(parts["say"]), facts, str(parts.get("many", "")))
    return Sentence(kept, {})


def to_keep(sentence: str) -> str:
    """What is stored of a sentence, or of any other text."""
    return sentence.kept if isinstance(sentence, Sentence) else sentence


def shortened(text: str, most: int) -> str:
    """No more than so many characters: of a sentence its longest fact is cut, and of any other text the end."""
    over = len(text) - most
    if over <= 0:
        return text
    if isinstance(text, Sentence):
        long = max((name for name, fact in text.facts.items() if type(fact) is str), key=_length(text), default="")
        fact = str(text.facts.get(long, ""))
        if len(fact) > over:
            return Sentence(text.source, {**text.facts, long: f"{fact[: len(fact) - over - 1]}…"}, text.many)
    return f"{text[: most - 1]}…"


def together(*sentences: str) -> str:
    """Several sentences one after the other, empty ones left out."""
    some = [sentence for sentence in sentences if sentence]
    if len(some) < 2:
        return some[0] if some else ""
    facts: dict[str, Fact] = {f"part{number}": sentence for number, sentence in enumerate(some, 1)}
    return Sentence(" ".join(f"%({name})s" for name in facts), facts)


def _length(text: Sentence) -> Callable[[str], int]:
    return lambda name: len(str(text.facts[name]))


def _said(source: str, facts: Mapping[str, Fact], many: str) -> str:
    translator = _Speaker.translator
    if not facts:
        return translator.text(source) if source else ""
    words = translator.counted(source, many, int(str(facts["count"]))) if many else translator.text(source)
    shown = {name: _shown(fact) for name, fact in facts.items()}
    try:
        return words % shown
    except (KeyError, TypeError, ValueError):
        return source


def _shown(fact: Fact) -> str | int | float:
    if isinstance(fact, Day):
        return _Speaker.translator.day(fact.style, fact.when)
    return fact.again() if isinstance(fact, Sentence) else fact


def _written(fact: Fact) -> Any:  # Any: whatever JSON can hold
    if isinstance(fact, Day):
        return {"style": fact.style, "when": fact.when.isoformat()}
    return {"kept": fact.kept} if isinstance(fact, Sentence) else fact


def _read(written: Any) -> Fact:  # Any: whatever JSON can hold
    if not isinstance(written, dict):
        return written if isinstance(written, int | float) else str(written)
    if "kept" in written:
        return from_kept(str(written["kept"]))
    when = str(written["when"])
    return Day(str(written["style"]), datetime.fromisoformat(when) if "T" in when else date.fromisoformat(when))
