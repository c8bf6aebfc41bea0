"""Anchors keep hold of their words when an article changes, or say that they are lost."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claims.articles.reading.anchors import Anchor, Carried, carry_over, make_anchor

OPENING = "The town of Marrow opened its new bridge on Monday after three years of work."
COST = "The council says it cost 3.2 million crowns, twice what was planned in 2023."
SAFE = "Engineer Ilse Brandt called the bridge “the safest in the country”."
TOLL = "No toll will be asked before the end of the decade, the mayor promised."
OLD = "\n\n".join([OPENING, f"{COST} {SAFE}", TOLL])


def anchor_of(text: str, words: str, nth: int = 0) -> Anchor:
    place = -1
    for _ in range(nth + 1):
        place = text.index(words, place + 1)
    return make_anchor(text, place, place + len(words))


def carry(new: str, words: str, old: str = OLD) -> Carried:
    return carry_over(old, new, [anchor_of(old, words)])[0]


def test_anchor_holds_its_words_and_their_context() -> None:
    anchor = anchor_of(OLD, "3.2 million")
    assert OLD[anchor.start : anchor.end] == anchor.exact
    assert anchor.prefix == OLD[anchor.start - 32 : anchor.start]
    assert anchor.suffix == OLD[anchor.end : anchor.end + 32]
    assert make_anchor("abc", 0, 3) == Anchor(0, 3, "abc", "", "")


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 2), (3, 2), (0, 4)])
def test_anchor_outside_the_text_is_an_error(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="no part of a text"):
        make_anchor("abc", start, end)


def test_unchanged_place_is_exact() -> None:
    anchor = anchor_of(OLD, COST)
    assert carry(OLD + "\n\nMore follows.", COST) == Carried("exact", anchor.start, anchor.end, COST, 1.0)


def test_words_elsewhere_have_moved() -> None:
    new = "\n\n".join([TOLL, OPENING, SAFE, COST])
    found = carry(new, COST)
    assert (found.outcome, found.exact, found.similarity) == ("moved", COST, 1.0)
    assert new[found.start : found.end] == COST


def test_changed_words_are_fuzzy_and_whole() -> None:
    changed = COST.replace("3.2", "4.1").replace("twice", "almost three times")
    found = carry(OLD.replace(COST, changed), COST)
    assert (found.outcome, found.exact) == ("fuzzy", changed)
    assert 0.75 <= found.similarity < 1


@pytest.mark.parametrize(("pairs", "outcome", "similarity"), [(7, "fuzzy", 0.7627), (8, "lost", 0.0)])
def test_three_quarters_of_a_passage_have_to_stay(pairs: int, outcome: str, similarity: float) -> None:
    old = "The council says that the bridge cost three million crowns."
    new = old[:20] + "zq" * pairs + old[20 + 2 * pairs :]
    found = carry(new, old, old=old)
    assert (found.outcome, found.similarity) == (outcome, similarity)


@pytest.mark.parametrize(
    "changed",
    [
        "Officially, it cost 3.2 million crowns, twice what was planned in 2023.",
        "The council says it cost 3.2 million crowns, twice what was planned earlier.",
    ],
)
def test_change_at_an_end_takes_the_new_word_in(changed: str) -> None:
    assert carry(OLD.replace(COST, changed), COST).exact == changed


def test_removed_words_are_lost() -> None:
    assert carry(OLD.replace(COST + " ", ""), COST) == Carried("lost", -1, -1, "", 0.0)


def test_likeness_to_another_old_passage_does_not_save_a_removed_one() -> None:
    other = COST.replace("3.2", "7.5").replace("2023", "2024")
    old = f"{OLD}\n\n{other}"
    assert carry(old.replace(COST + " ", ""), COST, old=old).outcome == "lost"


def test_repeated_words_keep_to_their_own_context() -> None:
    old = f"In May he said: “We won.” Nobody replied.\n\n{OPENING}\n\nIn June she said: “We won.” All cheered."
    first, second = anchor_of(old, "We won"), anchor_of(old, "We won", nth=1)
    new = f"In June she said: “We won.” All cheered.\n\n{OPENING}\n\nIn May he said: “We won.” Nobody replied."
    one, other = carry_over(old, new, [first, second])
    assert (one.outcome, other.outcome) == ("moved", "moved")
    assert new[: one.start].endswith("he said: “")
    assert new[: other.start].endswith("she said: “")


def test_anchor_on_a_cut_occurrence_does_not_slip_to_the_other() -> None:
    old = f"In May he said: “We won.” Nobody replied.\n\n{OPENING}\n\nIn June she said: “We won.” All cheered."
    new = f"{OPENING}\n\nIn June she said: “We won.” All cheered."
    assert carry(new, "We won", old=old).outcome == "lost"


def test_two_passages_never_share_one_place() -> None:
    old = "Rents rose by 4 percent in Marrow last year.\n\nRents rose by 5 percent in Marrow last year."
    new = "Rents rose by 6 percent in Marrow last year."
    anchors = [anchor_of(old, line) for line in old.split("\n\n")]
    assert sorted(found.outcome for found in carry_over(old, new, anchors)) == ["fuzzy", "lost"]


def test_the_passage_that_is_likest_gets_the_place() -> None:
    first, second = "Rents rose by 4000 percent in Marrow.", "Rents rose by 5 percent in Marrow."
    old = f"{first} Nobody knows why.\n\n{second} Nobody knows why."
    new = "Rents rose by 6 percent in Marrow. Nobody knows why."
    anchors = [anchor_of(old, first), anchor_of(old, second)]
    for order in (anchors, anchors[::-1]):
        found = {anchor.exact: carried for anchor, carried in zip(order, carry_over(old, new, order), strict=True)}
        assert found[first].outcome == "lost"
        assert (found[second].start, found[second].end, found[second].outcome) == (0, 34, "fuzzy")
        assert found[second].similarity == 0.9706


def test_the_same_words_again_and_again_keep_their_order() -> None:
    dashes = "-" * 40  # longer than the context an anchor remembers
    old = f"start {dashes}aye{dashes}aye{dashes}aye{dashes} end"
    anchors = [anchor_of(old, "aye", nth) for nth in range(3)]
    assert [(c.outcome, c.start) for c in carry_over(old, f"{old} more", anchors)] == [
        ("exact", 46), ("exact", 89), ("exact", 132),
    ]  # fmt: skip
    assert [(c.outcome, c.start) for c in carry_over(old, f"before {old}", anchors)] == [
        ("moved", 53), ("moved", 96), ("moved", 139),
    ]  # fmt: skip
    one_cut = f"start {dashes}aye{dashes}aye{dashes} end"
    assert [(c.outcome, c.start) for c in carry_over(old, one_cut, anchors)] == [
        ("exact", 46), ("exact", 89), ("lost", -1),
    ]  # fmt: skip


def test_of_words_that_stand_everywhere_the_nearest_place_is_taken() -> None:
    old = "aye " * 200
    for nth in (0, 100, 199):
        [found] = carry_over(old, f"no {old}", [anchor_of(old, "aye", nth)])
        assert (found.outcome, found.start) == ("moved", 4 * nth + 3)


def test_script_without_spaces_is_carried_too() -> None:
    old = "町は月曜日に新しい橋を開通させた。費用は三百万クローネだったと評議会は述べた。市長は満足している。"
    new = "町は火曜日に新しい橋を開通させた。費用は五百万クローネだったと評議会は述べた。市長は満足している。"
    found = carry(new, "費用は三百万クローネだったと評議会は述べた。", old=old)
    assert (found.outcome, found.exact) == ("fuzzy", "費用は五百万クローネだったと評議会は述べた。")


def test_no_text_and_no_anchors() -> None:
    assert carry_over(OLD, "", [anchor_of(OLD, COST)])[0].outcome == "lost"
    assert carry_over(OLD, OLD, []) == []


TEXTS = st.lists(st.sampled_from([OPENING, COST, SAFE, TOLL, "We won.", "aaaa aaaa", "橋。"]), max_size=8).map(" ".join)


@settings(deadline=None)
@given(TEXTS | st.text(max_size=80), TEXTS | st.text(max_size=80), st.data())
def test_what_is_said_of_a_place_is_true(old: str, new: str, data: st.DataObject) -> None:
    spans = data.draw(st.lists(st.tuples(st.integers(0, len(old)), st.integers(0, len(old))), max_size=6))
    anchors = [make_anchor(old, start, end) for start, end in spans if start < end]
    carried = carry_over(old, new, anchors)
    assert len(carried) == len(anchors)
    places: dict[tuple[int, int], tuple[int, int]] = {}
    for anchor, found in zip(anchors, carried, strict=True):
        if found.outcome == "lost":
            continue
        assert 0 <= found.start < found.end <= len(new)
        assert new[found.start : found.end] == found.exact
        own = (anchor.start, anchor.end)
        assert places.setdefault((found.start, found.end), own) == own
        if found.outcome == "fuzzy":
            assert 0.75 <= found.similarity <= 1
        else:
            assert found.exact == anchor.exact
            assert (found.outcome == "exact") == (found.start == anchor.start)


@settings(deadline=None)
@given(TEXTS | st.text(max_size=80), st.data())
def test_unchanged_text_keeps_every_anchor(text: str, data: st.DataObject) -> None:
    spans = data.draw(st.lists(st.tuples(st.integers(0, len(text)), st.integers(0, len(text))), max_size=6))
    anchors = [make_anchor(text, start, end) for start, end in spans if start < end]
    assert [(c.outcome, c.start, c.end) for c in carry_over(text, text, anchors)] == [
        ("exact", a.start, a.end) for a in anchors
    ]


def test_long_text_with_many_anchors_keeps_them_all() -> None:
    sentences = [
        f"In district {n} the council counted {n * 37 % 1000} new homes and {n * 91 % 777} trees. " for n in range(1500)
    ]
    old = "".join(sentences)
    new = "".join(["An introduction. ", *sentences[700:], *sentences[:700]])
    starts = [sum(map(len, sentences[:n])) for n in range(0, 1500, 5)]
    anchors = [make_anchor(old, start, start + len(sentences[5 * n]) - 1) for n, start in enumerate(starts)]
    carried = carry_over(old, new, anchors)
    assert [c.exact for c in carried] == [a.exact for a in anchors]
