"""Who is said to have said it: one case for each way of saying so."""

import pytest

from claims.extraction.pipeline import default_pipeline
from claims.extraction.types import Attribution


def _only(text: str) -> Attribution:
    found = default_pipeline().attribute(text, language="en")
    assert found, text
    return max(found, key=lambda item: item.confidence)


@pytest.mark.parametrize(
    ("text", "source", "cue", "content", "kind"),
    [
        ("The mayor said the bridge was safe.", "The mayor", "said", "the bridge was safe", "indirect"),
        ("“The bridge is safe,” Ana Holt said.", "Ana Holt", "said", "The bridge is safe", "direct"),
        ("“The bridge is safe,” said Ana Holt.", "Ana Holt", "said", "The bridge is safe", "direct"),
        ("Holt said the bridge was “as safe as a house.”", "Holt", "said", "as safe as a house", "mixed"),
        ("According to police, four people were hurt.", "police", "According to", "four people were hurt", "indirect"),
        ("Four people were hurt, according to police.", "police", "according to", "Four people were hurt", "indirect"),
        ("Holt accused the council of hiding the letters.", "Holt", "accused", "hiding the letters", "indirect"),
        ("The claim by Ana Holt that the bridge leaks was wrong.", "Ana Holt", "claim", "the bridge leaks", "indirect"),
        ("The plan was criticised by doctors.", "doctors", "criticised", "The plan", "indirect"),
    ],
)
def test_source_cue_content_and_kind(text: str, source: str, cue: str, content: str, kind: str) -> None:
    found = _only(text)
    assert found.source is not None
    assert source in found.source.text
    assert cue in found.cue.text
    assert content in found.content.text
    assert found.kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "The mayor is said to have known.",
        "The bridge is reported to have cost $4 million.",
        "The contractor allegedly paid nobody.",
    ],
)
def test_hearsay_has_no_source_and_is_hedged(text: str) -> None:
    found = _only(text)
    assert found.source is None
    assert found.hedged


def test_statement_without_a_source_is_attributed_to_nobody() -> None:
    assert default_pipeline().attribute("The bridge opened in 1931 and cost $2 million.", language="en") == []


def test_signed_quotation_is_attributed_to_its_signature() -> None:
    found = _only("“The bridge should never have been built.” — Ana Holt")
    assert found.speaker == "Ana Holt"
    assert found.kind == "direct"


def test_announced_paragraph_is_the_content() -> None:
    found = _only("Ana Holt wrote:\n\n“The bridge is not safe.”")
    assert found.source is not None
    assert found.content.text == "“The bridge is not safe.”"


@pytest.mark.parametrize(
    ("text", "source", "cue"),
    [
        ("The cause, the records show, was a contract that the county signed in 2017.", "the records", "show"),
        ("Odum was quoted as saying that rents had fallen.", "Odum", "was quoted"),
        ("Asked whether the bridge was safe, Holt said it had been closed twice.", "Holt", "said"),
        ("Hawaii, as one of Obama's advisers pointed out, saw no storms.", "one of Obama's advisers", "pointed out"),
        ("“My reaction, that was outrageous,” Holt's former adviser said.", "Holt's former adviser", "said"),
        ("Odum said after the vote he would not take the money.", "Odum", "said"),
        ("He owns the old mine, which Mr. Clarke says he is doing everything to keep.", "Mr. Clarke", "says"),
        ('"If it does not yet, it will at some point, sooner rather than later," said Holt.', "Holt", "said"),
        ('"It cost twice as much and it leaks,” said Ana Holt.', "Ana Holt", "said"),
        ("”Fear. He is not fit to lead.” ― Edwin Monroy", "Edwin Monroy", "―"),
        ("BONN, 4 May (Reuters) - Mayor Ana Holt said that the bridge cost $42 million.", "Mayor Ana Holt", "said"),
    ],
)
def test_asides_passives_and_datelines(text: str, source: str, cue: str) -> None:
    found = [(item.source.text, item.cue.text) for item in default_pipeline().attribute(text) if item.source]
    assert found == [(source, cue)]


def test_quotation_after_a_colon_belongs_to_who_was_named_before_it() -> None:
    text = "The mayor has news.\n\nThe Harrow Gazette reports:\n\n“Ticket sales fell by a third in March.”"
    (item,) = default_pipeline().attribute(text)
    assert item.speaker.endswith("Harrow Gazette")
    assert (item.kind, item.content.text) == ("direct", "“Ticket sales fell by a third in March.”")


def test_pronoun_goes_to_the_person_whose_name_it_fits() -> None:
    text = "Helen Park told the panel that 25 studies agreed. Senator Ron Mallory disagreed. She said he had read none."
    assert [item.speaker for item in default_pipeline().attribute(text) if item.cue.text == "said"] == ["Helen Park"]
