"""Finding or making the claimant that an attribution names."""

from django.utils.text import slugify

from claims.tracking.enums import ClaimantKind
from claims.tracking.models import Claimant

ORGANISATION_WORDS = frozenset(
    """
    agency alliance association authority bank board bureau campaign centre club coalition college commission
    committee company congress council court department embassy federation forum foundation government group hospital
    institute kremlin league ministry movement museum office parliament party police press service society trust union
    university utilities
    """.split()
)


def claimant_named(name: str) -> Claimant | None:
    """The claimant of that name, made if the desk does not know it yet; None for an empty name."""
    name = " ".join(name.split())[:200]
    if not name:
        return None
    known = Claimant.objects.filter(name__iexact=name).first()
    if known:
        return known
    claimant, _ = Claimant.objects.get_or_create(name=name, defaults={"slug": _free_slug(name), "kind": kind_of(name)})
    return claimant


def kind_of(name: str) -> ClaimantKind:
    """A first guess at person or organisation from the words of the name; an editor can change it."""
    words = {word.strip(".,").casefold() for word in name.split()}
    looks_like_person = len(words) > 1 and name.split()[0][:1].isupper() and not words & ORGANISATION_WORDS
    return ClaimantKind.PERSON if looks_like_person else ClaimantKind.ORGANIZATION


def _free_slug(name: str) -> str:
    base = slugify(name)[:110] or "claimant"
    slug, count = base, 1
    while Claimant.objects.filter(slug=slug).exists():
        count += 1
        slug = f"{base}-{count}"
    return slug
