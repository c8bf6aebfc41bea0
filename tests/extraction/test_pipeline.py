"""What an editor sees for an article: the right candidates, in a sensible order, with the right speakers."""

import pytest

from claims.extraction.layout import read_layout
from claims.extraction.pipeline import default_pipeline
from claims.extraction.types import Candidate, ExtractionResult

ARTICLE = """Harbour Bridge Cost Twice Its Budget

Auditor finds council was warned

Officials have confirmed that the harbour bridge cost $42 million, twice what the council approved in 2015. Mayor \
Bram Odum is said to have known of the overrun in March.

“We were never shown the invoices,” said Ana Holt, who chairs the budget committee. She added that 12 letters to the \
works department had gone unanswered.

According to the auditor, the contractor was paid “in full and in advance.”

“This is a disgrace.

“Nobody in that office read a single page,” Holt told reporters.

The repair programme is likely to cost even more.

Photo: the bridge in 2019. (Getty Images)

Sign up for our newsletter


Author: Lena Marsh

Lena Marsh is a senior reporter. She won 3 awards in 2014 and has covered the council since 2009.
"""


def _extract(text: str, *, layout: bool = True) -> ExtractionResult:
    return default_pipeline().extract(text, layout=layout)


def _about(result: ExtractionResult, words: str) -> Candidate:
    found = [item for item in result.candidates if words in item.text]
    assert len(found) == 1, [item.text for item in result.candidates]
    return found[0]


@pytest.fixture(scope="module")
def article() -> ExtractionResult:
    return _extract(ARTICLE)


def test_title_deck_author_and_note_are_found() -> None:
    layout = read_layout(ARTICLE)
    assert layout.title == "Harbour Bridge Cost Twice Its Budget"
    assert layout.deck == "Auditor finds council was warned"
    assert layout.byline == "Lena Marsh"
    assert layout.author_note.startswith("Lena Marsh is a senior reporter.")
    assert ARTICLE[layout.body_start :].startswith("Officials have confirmed")


def test_title_note_caption_and_call_yield_no_candidate(article: ExtractionResult) -> None:
    text = " ".join(item.text for item in article.candidates)
    for words in ("Twice Its Budget", "Auditor finds", "awards", "senior reporter", "Getty", "newsletter"):
        assert words not in text


def test_each_candidate_quotes_the_article(article: ExtractionResult) -> None:
    assert article.candidates
    assert all(ARTICLE[item.start : item.end] == item.text for item in article.candidates)


def test_forecast_comes_after_all_that_can_be_checked(article: ExtractionResult) -> None:
    forecast = _about(article, "likely to cost")
    assert not forecast.checkworthy
    after = article.candidates[article.candidates.index(forecast) + 1 :]
    assert [item.text for item in after if "disgrace" not in item.text] == []


def test_hearsay_is_marked(article: ExtractionResult) -> None:
    assert _about(article, "said to have known").hedged
    assert not _about(article, "Officials have confirmed").hedged


def test_speakers_have_their_full_names(article: ExtractionResult) -> None:
    assert _about(article, "Officials have confirmed").speaker == "Officials"
    assert _about(article, "never shown the invoices").speaker == "Ana Holt"
    she = _about(article, "12 letters")
    assert (she.speaker, she.carried) == ("Ana Holt", True)
    assert _about(article, "paid “in full").kind == "mixed"
    assert "auditor" in _about(article, "paid “in full").speaker


def test_quotation_over_paragraphs_has_one_speaker(article: ExtractionResult) -> None:
    opening = _about(article, "This is a disgrace")
    assert (opening.speaker, opening.quoted) == ("Ana Holt", True)


def test_article_speaks_for_itself_where_nobody_is_named() -> None:
    result = _extract("The bridge opened in 1931 and cost $2 million.", layout=False)
    assert [(item.speaker, item.kind, item.hedged) for item in result.candidates] == [("", "", False)]


def test_transcript_lines_belong_to_their_speakers() -> None:
    text = (
        "HOLT: We built 400 homes last year.\n\nODUM: It was 212. The rest were never started.\n\nHOLT: That is false."
    )
    result = _extract(text, layout=False)
    assert _about(result, "400 homes").speaker == "Holt"
    assert _about(result, "never started").speaker == "Odum"
    assert _about(result, "400 homes").text.startswith("We built")


def test_sentence_like_the_title_is_not_offered_twice() -> None:
    result = default_pipeline().extract(
        "The bridge cost $42 million. It opened in 2019 after four years of work.", title="The Bridge Cost $42 Million"
    )
    assert [item.text for item in result.candidates] == ["It opened in 2019 after four years of work."]


def test_other_languages_say_how_they_were_scored() -> None:
    result = _extract(
        "Die Arbeitslosigkeit fiel im Jahr 2019 auf 3,1 Prozent, den niedrigsten Wert seit dem Krieg.", layout=False
    )
    assert result.language == "de"
    assert result.notes == (
        "Ranked by words and figures, not calibrated, in 'de': the trained model reads English only.",
    )
    assert result.extractor == "claims-de 1.1 (ranked, not calibrated, in de)"
    assert result.candidates[0].signals


def test_progress_is_told_and_a_stop_is_obeyed() -> None:
    text = "\n\n".join(f"The council closed {number} schools in 2019." for number in range(2, 102))
    told: list[tuple[int, int]] = []
    default_pipeline().extract(text, progress=lambda done, total: told.append((done, total)))
    assert told[-1] == (100, 100)
    assert told == sorted(told)
    stopped = default_pipeline().extract(text, should_stop=lambda: True)
    assert stopped.stopped
    assert 0 < len(stopped.candidates) < 100


@pytest.mark.parametrize("text", ["", "x", "\n\n\n", "- \n- \n", "a\tb\n1\t2\n", "?", "Hello."])
def test_texts_without_a_claim_yield_none(text: str) -> None:
    assert _extract(text).candidates == ()


@pytest.mark.parametrize(
    "head",
    [
        "Bridge Costs Double\n\nAuditors blame the council for it.\n\nBy Lena Marsh",
        "Bridge Costs Double\nAuditors blame the council for it.",
        "Bridge Costs Double\n\nAuditors blame the council for doubled bridge costs.",
    ],
)
def test_deck_that_ends_with_a_full_stop_is_no_story(head: str) -> None:
    story = "Auditors blame the council for the doubled costs of the bridge, a report says.\n\nIt cost $42 million."
    text = f"{head}\n\n{story}"
    layout = read_layout(text)
    assert layout.title == "Bridge Costs Double"
    assert layout.deck.startswith("Auditors blame the council")
    assert text[layout.body_start :].startswith("Auditors blame the council for the doubled")


def test_first_of_several_paragraphs_of_one_pattern_is_story() -> None:
    wards = "\n\n".join(
        f"The council spent {n} million pounds on roads in ward {n}, a report says." for n in range(2, 6)
    )
    result = _extract(f"Road Spending by Ward\n\n{wards}")
    assert sorted(item.text[18:19] for item in result.candidates) == ["2", "3", "4", "5"]


def test_dateline_is_no_part_of_a_candidate() -> None:
    result = _extract(
        "Bridge Costs Double\n\nHARROW, Ohio (AP) — The bridge cost $42 million, a report says. It closed."
    )
    assert result.candidates[0].text == "The bridge cost $42 million, a report says."


def test_label_in_a_title_makes_no_speaker() -> None:
    text = (
        "Holt: bridge cost twice its budget\n\nThe bridge cost $42 million, the auditor said on Monday. It opened late."
    )
    assert read_layout(text).title == "Holt: bridge cost twice its budget"
    assert {item.speaker for item in _extract(text).candidates} <= {"", "auditor", "the auditor"}


def test_refusal_to_comment_ranks_low_and_says_why() -> None:
    result = _extract("The bridge cost $42 million. A spokesman for the council declined to comment.", layout=False)
    last = result.candidates[-1]
    assert (last.signals[0].code, last.checkworthy) == ("no_answer", False)


def test_sentences_beside_a_tab_are_story_and_table_rows_are_not() -> None:
    text = "\tThe bridge cost $42 million in 2015.\n\nYear\tCost\n2015\t$42 million\n2016\t$48 million"
    assert [item.text for item in _extract(text, layout=False).candidates] == ["The bridge cost $42 million in 2015."]


def test_words_said_in_passing_make_no_speaker_of_a_sentence() -> None:
    text = "Odum, who told reporters he was innocent, took $4 million from the works department over nine long years."
    (item,) = _extract(text, layout=False).candidates
    assert item.speaker == ""


def test_kicker_and_notes_of_two_authors_are_no_story() -> None:
    text = (
        "OPINION\n\nThe lake is dying\n\nBy Ana Holt and Bram Odum\n\nThe lake stood at 31 percent on Sunday.\n\n"
        "Ana Holt teaches hydrology. Bram Odum is a former dam inspector.\n\nAlready a subscriber? Log in"
    )
    layout = read_layout(text)
    assert (layout.title, layout.byline) == ("The lake is dying", "Ana Holt and Bram Odum")
    assert [item.text for item in _extract(text).candidates] == ["The lake stood at 31 percent on Sunday."]


def test_transcript_speakers_get_the_names_of_their_first_labels() -> None:
    text = (
        "Transcript: the harbour bridge\n\nMAYOR ANA HOLT: Thanks.\n\nDRAKE: You knew in March.\n\n"
        ">> HOLT: The bridge cost $42 million in 2019."
    )
    result = _extract(text)
    assert _about(result, "$42 million").speaker == "Ana Holt"
    assert [item.text for item in result.candidates if "harbour" in item.text] == []
