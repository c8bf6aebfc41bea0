"""Differences between two versions of what readers see, as sentences for whoever is refused because of them."""

from collections.abc import Iterable, Iterator, Sequence

from django.utils.translation import gettext as _

from claims.verdicts.diffing import ItemChange, PartChange, Piece

EXCERPT = 120
BEFORE_THE_CHANGE = 40


def sentences(changes: Iterable[PartChange]) -> Iterator[str]:
    """One sentence for each thing that differs: what it was, and what it is now."""
    for change in changes:
        name = change.name[:1].upper() + change.name[1:]
        if any(piece.kind != "same" for piece in change.pieces):
            yield _("%(name)s: %(became)s.") % {"name": name, "became": _became(change.pieces)}
        for item in change.items:
            yield from _item(name, item)


def _item(name: str, item: ItemChange) -> Iterator[str]:
    if item.kind == "added":
        yield _("%(name)s: “%(title)s” was added.") % {"name": name, "title": item.title}
    elif item.kind == "removed":
        yield _("%(name)s: “%(title)s” was taken away.") % {"name": name, "title": item.title}
    elif item.kind == "moved":
        yield _("%(name)s: the sources are in another order.") % {"name": name}
    else:
        for field in item.fields:
            yield _("%(name)s: %(field)s of “%(title)s”: %(became)s.") % {
                "name": name,
                "field": field.name,
                "title": item.title,
                "became": _became(field.pieces),
            }


def _became(pieces: Sequence[Piece]) -> str:
    before, after = _excerpt(pieces, without="added"), _excerpt(pieces, without="removed")
    return _("%(before)s is now %(after)s") % {"before": before, "after": after}


def _excerpt(pieces: Sequence[Piece], *, without: str) -> str:
    """One side of the difference, from a little before the first change on."""
    text = "".join(piece.text for piece in pieces if piece.kind != without)
    unchanged = next((place for place, piece in enumerate(pieces) if piece.kind != "same"), 0)
    start = max(0, sum(len(piece.text) for piece in pieces[:unchanged]) - BEFORE_THE_CHANGE)
    shown = text[start : start + EXCERPT].strip()
    if not shown:
        return _("nothing")
    excerpt = f"{'…' if start else ''}{shown}{'…' if start + EXCERPT < len(text) else ''}"
    return _("“%(name)s”") % {"name": excerpt}
