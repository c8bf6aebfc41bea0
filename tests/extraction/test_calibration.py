"""Scores that mean probabilities, and the labelled news that they are measured on."""

from collections import Counter

import pytest

from claims.extraction import pins, signals
from claims.extraction.calibration import Bin, Calibration, calibration_error, reliability
from claims.extraction.signals import SIGNALS, SignalRule
from claims.extraction.trained import ModelScorer
from claims.extraction.training.data import labelled_news, news_halves

CLAIM = "Unemployment fell to 3.5 percent in 2019."


def test_bins_tell_what_was_said_and_what_was_found() -> None:
    bins = reliability([0.1, 0.125, 0.9, 1.0], [0, 1, 1, 1])
    assert bins == [Bin(0.1125, 0.5, 2), Bin(0.95, 1.0, 2)]
    assert calibration_error(bins) == pytest.approx((0.3875 * 2 + 0.05 * 2) / 4)


def test_half_way_logit_is_an_even_chance() -> None:
    assert Calibration(2.0, -1.0, 0.4).probabilities([0.5]).tolist() == [0.5]


def test_news_sentences_score_lower_than_debate_lines_and_rank_alike() -> None:
    sentences = [item.text for item in labelled_news()[:40]]
    news = [item.score for item in ModelScorer(pins.NEWS).score(sentences)]
    debates = [item.score for item in ModelScorer(pins.DEBATES).score(sentences)]
    assert all(left < right for left, right in zip(news, debates, strict=True) if right > 0.2)
    assert sorted(range(40), key=news.__getitem__) == sorted(range(40), key=debates.__getitem__)


def test_score_of_a_sentence_does_not_hang_on_its_neighbours() -> None:
    scorer = ModelScorer()
    alone = scorer.score([CLAIM])[0]
    among = scorer.score(["Thank you.", CLAIM, "The council met for nine hours " * 20])[1]
    assert alone == among


def test_another_signal_is_shown_and_leaves_the_trained_score_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    before = ModelScorer().score([CLAIM])[0]
    added = SignalRule("jobs", "Speaks of jobs", 5.0, lambda text: "nemployment" in text)
    monkeypatch.setattr(signals, "SIGNALS", (*SIGNALS, added))
    after = ModelScorer().score([CLAIM])[0]
    assert after.score == before.score
    assert after.signals[0].code == "jobs"


def test_labelled_news_is_whole() -> None:
    sentences = labelled_news()
    assert len(sentences) == 532
    assert len({item.text for item in sentences}) == 532
    assert {item.label for item in sentences} == {0, 1}
    assert all(item.label == item.first for item in sentences if item.first == item.second)


def test_no_article_is_in_both_halves_of_the_news() -> None:
    sentences = labelled_news()
    halves = news_halves(sentences)
    found = {(item.article, int(half)) for item, half in zip(sentences, halves, strict=True)}
    assert Counter(half for _, half in found) == {0: 12, 1: 11}
