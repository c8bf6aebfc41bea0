"""Words said: taken from between an article's quotation marks, and found there again character by character."""

import pytest

from claims.tracking.words_said import are_between_marks, quotations_of, spoken_in, stands_in

ARTICLE = (
    "Mayor Rufus Haldane told a packed meeting that the city had no choice.\n\n"
    "“We have cut the cost of running this council by 22 per cent since 2021,” he said, to applause. “What is left is"
    " bone.”\n\n"
    'THE MAYOR: Port Ellery has planted 40,000 trees. She called it "a lie".'
)


@pytest.mark.parametrize(
    ("span", "words"),
    [
        ("cut the cost of running", "We have cut the cost of running this council by 22 per cent since 2021"),
        (
            "“We have cut the cost of running this council by 22 per cent since 2021,” he said, to applause.",
            "We have cut the cost of running this council by 22 per cent since 2021",
        ),
        ("What is left is bone.", "What is left is bone."),
        ("Mayor Rufus Haldane told a packed meeting", ""),
        ("Port Ellery has planted 40,000 trees.", ""),
        ('"a lie"', ""),
    ],
)
def test_what_the_article_quotes_around_a_span(span: str, words: str):
    start = ARTICLE.index(span)
    assert spoken_in(ARTICLE, start, start + len(span)) == words


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("We have cut the cost of running this council by 22 per cent since 2021", True),
        ("What  is\nleft is bone", True),
        ("We have cut the cost of running this council by 22% since 2021", False),
        ("we have cut the cost of running this council", False),
        ("We have cut the cost of running this council by 22 per cent since 202", False),
        ("", False),
    ],
)
def test_words_stand_in_an_article_character_by_character(words: str, found: bool):
    assert stands_in(words, ARTICLE) is found


def test_a_record_of_a_speech_has_no_marks_around_what_was_said():
    assert are_between_marks("What is left is bone.", ARTICLE)
    assert not are_between_marks("Port Ellery has planted 40,000 trees.", ARTICLE)


def test_what_a_sentence_quotes():
    assert quotations_of("Haldane said “What is left is bone” and «rien de plus que ça», not 'much'.") == [
        "What is left is bone",
        "rien de plus que ça",
        "much",
    ]
