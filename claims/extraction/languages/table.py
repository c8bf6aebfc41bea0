"""What the stages know of a language other than English: one table a language, each a module of this package.

Words stand in lower case as news writes them, several parted by spaces where the field is a set; alternatives
that hold spaces or patterns are parted by `|`.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class LanguageTable:
    """A language's words for cutting, attributing and ranking its sentences."""

    code: str
    small: str
    """Function words by which a text is told to be of this language."""

    abbreviations: str
    """Abbreviations, without their last point, after which no sentence ends."""
    months: str
    """Months by name; a number with a point before one is a date."""

    saying: str
    """Patterns of finite verbs of saying."""
    that: str
    """What opens the clause that holds what was said."""
    according: str
    """What stands before a source: "according to"."""
    pronouns: str
    """What stands for a source named before."""
    articles: str
    """What may open a noun phrase."""
    of: str
    """What ties a noun to the one before it, as in "the police of Harrow"."""
    ends: str
    """Words at which a source that follows its verb ends: times, places, conjunctions."""
    leads: str
    """Words before a subject that are none of it: "but", "meanwhile"."""

    figures: str
    """Figures and units written out."""
    shares: str
    """Per cent."""
    comparisons: str
    """Comparatives and superlatives."""
    absolutes: str
    """ "The only", "nobody", "never"."""
    present: str
    """Common finite verbs of the present, by which a clause is told from a bare subject."""
    past: str
    """Finite verbs of what happened, and auxiliaries of the past."""
    trend: str
    """Verbs of rising and falling."""
    matters: str
    """Law, health, money and statistics."""
    future: str
    """What is still to come, promised or likely."""
    opinion: str
    """Judgements, wishes and calls."""
    hedges: str
    """Hearsay and suspicion."""

    according_after: str = ""
    """What stands after a source, as "zufolge" does."""
    subject_mark: str = ""
    """What stands between subject and verb, as the Hindi "ने" does."""
    capitals: bool = True
    """Whether names are told by their capital letters."""
    nouns_in_capitals: bool = False
    """Whether every noun has one."""
