"""What a ClaimReview is made of, as plain data; empty strings and None mean: not known."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Organisation:
    """The newsroom that reviewed the claim; every address is absolute."""

    name: str
    url: str
    corrections_policy: str = ""
    principles: str = ""


@dataclass(frozen=True)
class Claimant:
    """Whoever made the claim; `kind` is Person or Organization."""

    name: str
    kind: str = "Person"
    role: str = ""
    same_as: str = ""


@dataclass(frozen=True)
class RatingGiven:
    """The rating's word, and its place on the scale when it has one (all three numbers or none)."""

    label: str
    value: int | None = None
    worst: int | None = None
    best: int | None = None

    @property
    def is_on_a_scale(self) -> bool:
        """Whether all three numbers are known and make a scale; a single step does not."""
        if self.value is None or self.worst is None or self.best is None:
            return False
        return 1 <= self.worst <= self.value <= self.best and self.worst < self.best


@dataclass(frozen=True)
class Appearance:
    """One place where the claim was made or passed on; `published` is an ISO 8601 date or instant.

    `words`: what was said there, word for word, where that is known.
    """

    url: str = ""
    headline: str = ""
    publisher: str = ""
    published: str = ""
    is_first: bool = False
    words: str = ""


@dataclass(frozen=True)
class MediaFinding:
    """What became of a picture: `category` is a member of schema.org's MediaManipulationRatingEnumeration.

    `seen` says what can be seen in it, `url` where it was seen, `kept_at` where the newsroom keeps it.
    """

    category: str
    seen: str
    url: str
    kept_at: str = ""
    original_context: str = ""


@dataclass(frozen=True)
class Correction:
    """What changed after the first publication; `published` is an ISO 8601 instant."""

    text: str
    published: str


@dataclass(frozen=True)
class Review:
    """Everything the markup of one verdict page says; dates are ISO 8601."""

    url: str
    claim: str
    """The claim in the reviewer's wording, which is no quotation."""
    rating: RatingGiven
    organisation: Organisation
    published: str
    modified: str
    summary: str = ""
    claimant: Claimant | None = None
    said_on: str = ""
    appearances: tuple[Appearance, ...] = ()
    corrections: tuple[Correction, ...] = ()
    language: str = ""
    """Of the review itself."""
    claim_language: str = ""
    """Of the claim, which may have been made in another one."""
    original: str = ""
    """The address of the page that this one is a translation of."""
    image: str = ""
    """The address of a picture of the claim."""
    based_on: str = ""
    """The address of the review on another site that this one was taken from."""
    credit: str = ""
    """Who is to be credited with it, in words."""
