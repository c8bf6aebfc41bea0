"""Finding or making the claimant that an attribution names."""

from collections.abc import Iterable

from django.db.models.functions import Lower
from django.utils.text import slugify

from claims.searching.folding import lower_forms
from claims.tracking.enums import ClaimantKind
from claims.tracking.models import Claimant
from claims.viewing import as_the_software

ORGANISATION_WORDS = frozenset(
    """
    agency alliance association authority bank board bureau campaign centre club coalition college commission
    committee company congress council court department embassy federation forum foundation government group hospital
    institute kremlin league ministry movement museum office parliament party police press service society trust union
    university utilities
    """.split()
)


@as_the_software()
def claimant_named(name: str) -> Claimant | None:
    """The claimant of that name, made if the desk does not know it yet; None for an empty name."""
    name = tidy_name(name)
    if not name:
        return None
    known = _named([name]).get(name.casefold())
    if known:
        return known
    claimant, _ = Claimant.objects.get_or_create(name=name, defaults={"slug": _free_slug(name), "kind": kind_of(name)})
    return claimant


@as_the_software()
def claimants_named(names: Iterable[str]) -> dict[str, Claimant]:
    """The claimants of these names by their tidy name in folded case; those the desk does not know yet are made."""
    wanted = {name.casefold(): name for name in map(tidy_name, names) if name}
    known = _named(list(wanted.values()))
    missing = [wanted[folded] for folded in sorted(wanted.keys() - known.keys())]
    slugs = [_slug(name) for name in missing]
    taken = set(Claimant.objects.filter(slug__in=slugs).values_list("slug", flat=True))
    plain = []
    for name, slug in zip(missing, slugs, strict=True):
        if slug not in taken:
            taken.add(slug)
            plain.append(Claimant(name=name, slug=slug, kind=kind_of(name)))
    # Somebody else may make one of them at this moment; theirs is found by its name below.
    Claimant.objects.bulk_create(plain, ignore_conflicts=True)
    made = Claimant.objects.filter(name__in=missing)
    known |= {claimant.name.casefold(): claimant for claimant in made}
    for name in missing:
        if name.casefold() not in known and (claimant := claimant_named(name)):
            known[name.casefold()] = claimant
    return known


def tidy_name(name: str) -> str:
    """A claimant's name as it is kept: on one line, within its limit."""
    return " ".join(name.split())[:200]


def _named(names: list[str]) -> dict[str, Claimant]:
    """The claimants of these names in any case, by their name in folded case."""
    found = Claimant.objects.alias(lower=Lower("name")).filter(lower__in=lower_forms(names))
    return {claimant.name.casefold(): claimant for claimant in found.order_by("-pk")}


def kind_of(name: str) -> ClaimantKind:
    """A first guess at person or organisation from the words of the name; an editor can change it."""
    words = {word.strip(".,").casefold() for word in name.split()}
    looks_like_person = len(words) > 1 and name.split()[0][:1].isupper() and not words & ORGANISATION_WORDS
    return ClaimantKind.PERSON if looks_like_person else ClaimantKind.ORGANIZATION


def _free_slug(name: str) -> str:
    base = _slug(name)
    slug, count = base, 1
    while Claimant.objects.filter(slug=slug).exists():
        count += 1
        slug = f"{base}-{count}"
    return slug


def _slug(name: str) -> str:
    return slugify(name)[:110] or "claimant"
