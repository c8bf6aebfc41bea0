"""A page's headline, without the names that sites put around it: their own, and those of their sections."""

from typing import Final

SIGNS: Final = "|-–—»«:·•›<>"


def headline(said: str, *, heading: str, site: str) -> str:
    """What the page is called, without what stands apart from its own heading, or else without the site's name.

    The heading has to be the larger part of it, so that a section's name alone takes nothing away.
    """
    said, heading = " ".join(said.split()), " ".join(heading.split())
    plain, inner = said.casefold(), heading.casefold()
    if len(plain) != len(said):  # letters that become two in lower case: places would be wrong
        return said
    if inner and len(said) > len(inner) >= len(said) / 2:
        if plain.startswith(inner) and said[len(inner) :].strip()[0] in SIGNS:
            return said[: len(inner)]
        if plain.endswith(inner) and said[: -len(inner)].strip()[-1] in SIGNS:
            return said[-len(inner) :]
    name = " ".join(site.split()).casefold()
    before = said[: -len(name)].rstrip() if name and plain.endswith(name) else ""
    return before.rstrip(f"{SIGNS} ") if before and before[-1] in SIGNS and len(before) > len(name) else said
