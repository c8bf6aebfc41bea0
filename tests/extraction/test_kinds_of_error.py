"""Kinds of error that editors met in English texts; each case is a kind, its sentences are invented."""

import pytest

from claims.extraction.layout import read_layout
from claims.extraction.pipeline import default_pipeline
from claims.extraction.types import Candidate


def _candidates(text: str, *, layout: bool = True) -> list[Candidate]:
    return list(default_pipeline().extract(text, layout=layout, language="en").candidates)


def _texts(text: str, *, layout: bool = True) -> set[str]:
    return {item.text for item in _candidates(text, layout=layout)}


def _speakers(text: str, *, layout: bool = True) -> dict[str, str]:
    return {item.text: item.speaker for item in _candidates(text, layout=layout)}


def test_a_word_and_a_colon_speak_for_nobody() -> None:
    text = (
        "Storm: Town opens mass shelters amid flood\n\nThe town has 40,000 homes without power, and 12 have died."
        "\n\nSTRESS: How to look after your health\n\nAbout 300 soldiers have been sent to the coast since Friday."
    )
    assert read_layout(text).title == "Storm: Town opens mass shelters amid flood"
    assert set(_speakers(text).values()) == {""}


def test_those_present_at_a_meeting_did_not_say_what_was_reported() -> None:
    text = (
        "Minutes of the meeting of 9 July 2019. MEMBERS PRESENT: Mayor Holm, Councillors Vang and Lund. "
        "The treasurer reported that the town had a deficit of 2.4 million euros."
    )
    said = _speakers(text)
    assert said["The treasurer reported that the town had a deficit of 2.4 million euros."] == "The treasurer"
    assert "Members Present" not in said.values()


@pytest.mark.parametrize("label", ["THREAD", "Contact", "By Petra Vang", "Members", "BREAKING"])
def test_labels_that_name_no_speaker(label: str) -> None:
    said = _speakers(f"{label}: The county has lost 40 beds since 2019.\n\nIt closed 12 clinics in 2020.", layout=False)
    assert set(said.values()) == {""}


@pytest.mark.parametrize(
    ("label", "speaker"),
    [
        ("The Secretary of State for Transport (Dr. Petra Vang)", "Petra Vang"),
        (
            "The Chief Secretary to the Treasury of the North",
            "The Chief Secretary to the Treasury of the North",
        ),
        ("Mr. Holm", "Holm"),
        ("Petra Vang", "Petra Vang"),
        ("MAYOR HOLM", "Holm"),
        ("Interviewer", "Interviewer"),
    ],
)
def test_labels_that_name_a_person_or_a_role(label: str, speaker: str) -> None:
    said = _speakers(f"{label}: The Government have spent 12 billion euros on rail since 2015.", layout=False)
    assert said == {"The Government have spent 12 billion euros on rail since 2015.": speaker}


def test_what_follows_the_end_of_a_release_is_no_story() -> None:
    text = (
        "FOR IMMEDIATE RELEASE\n\nHarrow Opens New Bridge\n\nThe city has opened a bridge that cost 42 million dollars."
        "\n\n###\n\nHarrow Works was founded in 1931 and employs 4,000 people.\n\nMedia contact: +1 555 010 0200"
    )
    assert read_layout(text).title == "Harrow Opens New Bridge"
    assert _texts(text) == {"The city has opened a bridge that cost 42 million dollars."}


@pytest.mark.parametrize(
    "line",
    [
        "Call the press office of the county on +1 555 010 0200 or on (555) 010-0200 for more.",
        "© 2019 Harrow Works. All rights reserved in 12 countries.",
        "Some information came from two agencies for this story of 2019.",
        "Home News Politics Business Opinion Culture Sport Weather Travel Food Science Health Climate Video Podcasts",
        "Vang (left) and Holm (right) on October 25, 2022. Image: City archive.",
        "Clockwise from top: the bridge in 2019, the ferry in 2012 and the tunnel that was never built.",
    ],
)
def test_furniture_and_captions_are_no_candidates(line: str) -> None:
    story = "The bridge cost $42 million, the auditor found in 2019."
    assert _texts(f"{story}\n\n{line}\n\nIt was closed twice in 2021 after cracks were found.", layout=False) == {
        story,
        "It was closed twice in 2021 after cracks were found.",
    }


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        (
            "After years of quarrel, the state lifted 40 port sanctions, three senior officials said late Thursday.",
            "three senior officials",
        ),
        ("The Northern Ports Association (NPA) said fees had doubled since 2019.", "Northern Ports Association (NPA)"),
        ('Vang insisted: "The crash happened. I lost it all and nobody called the police."', "Vang"),
        ("The audit says that 40 of 60 contracts were never put out to tender.", "The audit"),
        ("A statement from the mayor said 12 people had died.", "the mayor"),
        ("The statement released by the ministry said 300 homes were lost.", "the ministry"),
        ("Vang, who has led the party since 2012 and lives in Harrow, told parliament that fees had doubled.", "Vang"),
    ],
)
def test_sources_of_common_news_syntax(sentence: str, speaker: str) -> None:
    assert set(_speakers(sentence, layout=False).values()) == {speaker}


@pytest.mark.parametrize(
    ("sentence", "hedged"),
    [
        ("It was reportedly rejected by the mayor in 2021 over its cost of $40 million.", True),
        ("The firm apparently sacked 40 workers in May.", True),
        ("Police suspect that 40 tons of oil leaked.", True),
        ("Unconfirmed reports put the number of dead at 40.", True),
        ("The firm sacked 40 workers in May.", False),
        ("Police found 40 tons of oil.", False),
    ],
)
def test_hedges(sentence: str, hedged: bool) -> None:
    assert [item.hedged for item in _candidates(sentence, layout=False)] == [hedged]


def test_a_figure_of_now_beside_a_plan_is_no_forecast() -> None:
    (fact, plan) = _candidates(
        "Officials will scrap the interview for five nationalities whose acceptance rate is already above 95%. "
        "Officials will scrap the interview for five nationalities in spring.",
        layout=False,
    )
    assert fact.text.endswith("95%.")
    assert (fact.checkworthy, plan.checkworthy) == (True, False)


@pytest.mark.parametrize(
    "sentence",
    [
        "I am the only candidate who has studied both law and medicine.",
        "Nobody in this town has ever been charged with it.",
        "We have more police on the street than any other city.",
        "He lied to you about the war.",
        "He took money from the pharmaceutical lobby.",
        "I never voted for that bill.",
    ],
)
def test_claims_without_a_figure_go_before_promises_and_vague_ones(sentence: str) -> None:
    weak = ["We will build a better country for all of you.", "We are much better off than we used to be, much better."]
    found = _candidates(" ".join([*weak, sentence]), layout=False)
    assert found[0].text == sentence
    assert found[0].score >= 0.25


def test_each_sentence_of_a_quotation_is_a_claim_of_its_own() -> None:
    text = '"Crime fell by 4 per cent in 2020. Murders rose by 9 per cent. We hired 300 officers," Vang said.'
    found = _candidates(text, layout=False)
    assert {(item.text, item.speaker) for item in found} == {
        ("Crime fell by 4 per cent in 2020.", "Vang"),
        ("Murders rose by 9 per cent.", "Vang"),
        ("We hired 300 officers", "Vang"),
    }
    assert all(text[item.start : item.end] == item.text for item in found)


def test_numbers_of_a_thread_and_numbered_headings_are_no_claim() -> None:
    text = (
        "@pvang 3/ The county lists 80 deaths but the state counts 120.\n\n"
        "4/7 The county has closed 12 clinics since 2015.\n\n1. Background of 2015\n\nIts budget was 40 million."
    )
    assert _texts(text, layout=False) == {
        "The county lists 80 deaths but the state counts 120.",
        "The county has closed 12 clinics since 2015.",
        "Its budget was 40 million.",
    }


def test_pasted_subtitles_keep_every_cue_and_no_time() -> None:
    text = (
        "1\n00:00:01,000 --> 00:00:05,000\nUnemployment fell to 4 per cent in May,\n\n"
        "2\n00:00:05,500 --> 00:00:09,000\nthe lowest figure in 40 years.\n"
    )
    assert _texts(text, layout=False) == {"Unemployment fell to 4 per cent in May,", "the lowest figure in 40 years."}
