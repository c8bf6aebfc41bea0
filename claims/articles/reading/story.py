"""From what a format's reader found to the story: byline, deck and author note told apart, text normalised."""

from collections.abc import Iterable
from dataclasses import replace

from claims.articles.reading.document import Cue, Draft, ReadDocument, Unreadable
from claims.articles.reading.limits import (
    MAX_BYLINE_CHARACTERS,
    MAX_TEXT_CHARACTERS,
    MAX_TITLE_CHARACTERS,
    MIN_TEXT_CHARACTERS,
)
from claims.articles.reading.normal_form import normalise, one_line
from claims.extraction.language import is_plain_english
from claims.extraction.layout import read_layout
from claims.extraction.types import Layout
from claims.sentences import mark, say

TOO_SHORT = mark("There is no story in that text. Paste or upload the whole article.")
TOO_LONG = mark("That text is longer than %(most)s characters. Split it, or keep the part you want to check.")
_TITLE_FROM_STORY = 80
_MOST_MISSED = 100


def too_long() -> Unreadable:
    """What is raised for a text that is longer than one article can be."""
    return Unreadable(say(TOO_LONG, most=f"{MAX_TEXT_CHARACTERS:,}"))


def tell_story(draft: Draft, *, source_format: str) -> ReadDocument:
    """The finished document; raises ``Unreadable`` where nothing is left to read, or far too much."""
    if len(draft.body) > 2 * MAX_TEXT_CHARACTERS:
        raise too_long()
    body = normalise(draft.body)
    title, deck = one_line(draft.title), one_line(draft.deck)
    body = _without_opening(body, title)
    if deck and _repeats_opening(deck, body):
        deck = ""
    # Labels make what the format already marked certain, so that only the rest is left to be found.
    head = [f"Title: {title}"] if title else []
    head += [f"Deck: {deck}"] if title and deck else []
    whole = "\n\n".join([*head, body])
    layout = _all_story(len(whole) - len(body), len(whole)) if draft.is_spoken else read_layout(whole)
    text = whole[layout.body_start : layout.body_end]
    text = body if text == body else normalise(text)
    if len(text) > MAX_TEXT_CHARACTERS:
        raise too_long()
    if len(text) < MIN_TEXT_CHARACTERS or not any(character.isalnum() for character in text):
        raise Unreadable(TOO_SHORT)
    return ReadDocument(
        title=_shortened(
            title or one_line(layout.title) or one_line(draft.hinted_title) or _opening(text),
            MAX_TITLE_CHARACTERS,
        ),
        deck=deck or one_line(layout.deck),
        byline=_shortened(one_line(draft.byline or layout.byline or draft.hinted_byline), MAX_BYLINE_CHARACTERS),
        author_note=normalise(layout.author_note),
        published_at=draft.published_at,
        published_is_day=draft.published_is_day,
        # Any other language that the document does not name is told by the worker that reads it.
        language=draft.language or ("en" if is_plain_english(text) else ""),
        text=text,
        source_format=source_format,
        canonical_url=draft.canonical_url,
        site_name=one_line(draft.site_name),
        report=replace(draft.report, kind=source_format),
        cues=cues_in(text, draft.spoken),
    )


def _all_story(start: int, end: int) -> Layout:
    return Layout(title="", deck="", byline="", author_note="", body_start=start, body_end=end)


def _without_opening(body: str, title: str) -> str:
    """The body without the title, where it is repeated as the first paragraph."""
    if not title:
        return body
    paragraph, _break, rest = body.partition("\n\n")
    if rest and " ".join(paragraph.split()).casefold() == title.casefold():
        return rest
    line, _break, rest = body.partition("\n")
    return rest.lstrip("\n") if rest and line.casefold() == title.casefold() else body


def _repeats_opening(deck: str, body: str) -> bool:
    """Whether the deck is only the story's first words again, as descriptions made by machines are."""
    start = deck.rstrip(".… ")
    return bool(start) and " ".join(body[: 2 * len(deck) + 100].split()).startswith(start)


def _opening(text: str) -> str:
    line = text.partition("\n")[0]
    if len(line) <= _TITLE_FROM_STORY:
        return line
    return line[:_TITLE_FROM_STORY].rsplit(" ", 1)[0].rstrip(" .,;:") + "…"


def _shortened(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def cues_in(text: str, spoken: Iterable[tuple[int, str]]) -> tuple[Cue, ...]:
    """Where in the text each piece of a recording begins; pieces that are not in it are passed over."""
    cues, place, missed = [], 0, 0
    for seconds, words in spoken:
        found = text.find(sought, place) if (sought := normalise(words)) else -1
        if found >= 0:
            cues.append(Cue(found, seconds))
            place = found + len(sought)
        # What is missing is looked for through the whole rest of the text.
        elif (missed := missed + 1) > _MOST_MISSED:
            break
    return tuple(cues)
