"""What a refusal says about words that changed since they were approved."""

from claims.verdicts.change_sentences import sentences
from claims.verdicts.content import PARTS
from claims.verdicts.diffing import compare

BEFORE = {
    "statement": "The council has cut its spending",
    "claimant": {"name": "Rufus Haldane", "role": "mayor"},
    "topics": [{"slug": "budget", "name": "Budget"}],
    "summary": "It rose by 9 per cent.",
    "explanation": "A " * 200 + "end",
    "evidence": [{"id": 1, "title": "Accounts", "quote": "5.7"}, {"id": 2, "title": "Minutes"}],
    "waivers": {},
}


def told(**words) -> list[str]:
    """The sentences for the content with some words replaced."""
    return list(sentences(compare(BEFORE, BEFORE | words, PARTS)))


def test_each_thing_that_changed_is_shown_before_and_after():
    assert told() == []
    assert told(summary="It rose by 7 per cent.") == [
        "The short answer: “It rose by 9 per cent.” is now “It rose by 7 per cent.”."
    ]
    assert told(claimant={"name": "Rufus Haldane", "role": "former mayor"}) == [
        "The claimant: role of “Rufus Haldane”: “mayor” is now “former mayor”."
    ]
    assert told(topics=[{"slug": "budget", "name": "Money"}]) == [
        "The topics: “Budget” was taken away.",
        "The topics: “Money” was added.",
    ]
    assert told(evidence=[{"id": 1, "title": "Accounts", "quote": ""}]) == [
        "The evidence: quoted passage of “Accounts”: “5.7” is now nothing.",
        "The evidence: “Minutes” was taken away.",
    ]


def test_a_long_text_is_shown_around_its_change():
    [sentence] = told(explanation="A " * 200 + "finish")

    assert sentence.startswith("The explanation: “…A A ")
    assert "A end” is now" in sentence
    assert sentence.endswith("A finish”.")
    assert len(sentence) < 300
