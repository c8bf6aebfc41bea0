"""One sound review, its page, and the texts that try to break out of wherever they are put."""

import html
from dataclasses import replace

from claims.claimreview import (
    Appearance,
    Claimant,
    Correction,
    Organisation,
    PageFacts,
    RatingGiven,
    Review,
    build,
    script_text,
)

URL = "https://courier.example/checks/FC-0012-road-repairs/"

REVIEW = Review(
    url=URL,
    claim="Port Ellery spends more on road repairs than any other city",
    rating=RatingGiven("False", 1, 1, 5),
    organisation=Organisation(
        "Port Ellery Courier",
        "https://courier.example",
        "https://courier.example/checks/corrections-policy/",
        "https://courier.example/checks/methodology/",
    ),
    published="2026-02-09T06:00:00+00:00",
    modified="2026-02-11T10:15:00+00:00",
    summary="It came fourth of six.",
    claimant=Claimant("Rufus Haldane", "Person", "mayor of Port Ellery", "https://people.example/haldane"),
    said_on="2026-02-03",
    appearances=(
        Appearance("https://mayor.example/roads", "Statement on roads", "Mayor's office", "2026-02-03", is_first=True),
        Appearance("https://courier.example/council", "Council report", "Port Ellery Courier"),
    ),
    corrections=(Correction("Correction: Thornby's figure was wrong.", "2026-02-11T10:15:00+00:00"),),
    language="en",
)

HOSTILE = [
    "</script><script>alert(1)</script>",
    "<!-- a comment --> ]]> &amp; &lt;",
    "\"quoted\" and 'quoted' \\ back\\slash",
    "\u202egnitar eht si eslaF\u202c \u2066left\u2069",
    "a\u2028b\u2029c",
    "emoji 🧭👩🏽‍🔬 and العربية and 漢字",
    "tab\there, newline\nthere, bell\x07, null\x00, escape\x1b[31m",
    "{{ braces }} {% now 'Y' %} ${x}",
    "x" * 10_000,
    "javascript:alert(1) onmouseover=alert(1) style=position:fixed",
    "\ud800 a lone surrogate",
]


def page_of(review: Review, *, script: str | None = None, head: str = "") -> str:
    """A small page that shows everything the review says."""
    words = [
        review.claim,
        review.summary,
        review.rating.label,
        review.organisation.name,
        review.claimant.name if review.claimant else "",
        review.claimant.role if review.claimant else "",
        *(appearance.headline for appearance in review.appearances),
        *(correction.text for correction in review.corrections),
    ]
    times = [review.published, review.modified, review.said_on, *(fix.published for fix in review.corrections)]
    return (
        f'<!doctype html><html><head><title>x</title><link rel="canonical" href="{html.escape(review.url)}">{head}'
        f'<script type="application/ld+json">{script if script is not None else script_text(build(review))}</script>'
        "</head><body>"
        + "".join(f"<p>{html.escape(word)}</p>" for word in words)
        + "".join(f'<time datetime="{time}">then</time>' for time in times if time)
        + "</body></html>"
    )


def with_claim(text: str) -> Review:
    """The sound review with this text wherever a person can write one."""
    return replace(
        REVIEW,
        claim=text,
        summary=text,
        claimant=Claimant(text, "Person", text),
        appearances=(Appearance("https://mayor.example/roads", text, text),),
        corrections=(Correction(text, REVIEW.modified),),
    )


FACTS = PageFacts(url=URL, organisation="Port Ellery Courier", in_sitemap=True)
