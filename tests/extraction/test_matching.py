"""Finding what was checked before."""

import numpy as np
import pytest

from claims.extraction import matching
from claims.extraction.encoder import WeightsChanged, verified
from claims.extraction.matching import Earlier, MatchIndex, Query, earlier_texts, vector_bytes
from claims.extraction.signatures import Signatures

ROWS = [
    Earlier("FC-1", "Unemployment fell to 3.5 percent in 2019."),
    Earlier("FC-2", "The mayor closed eleven libraries.", "Did Odum close eleven libraries?"),
    Earlier("FC-3", "The new bridge cost twice its budget."),
]


@pytest.fixture
def index() -> MatchIndex:
    return MatchIndex.build(ROWS)


def test_claim_in_other_words_is_likely(index: MatchIndex) -> None:
    best = index.search("In 2019 the unemployment rate dropped to 3.5 percent.", 1)[0]
    assert (best.id, best.band) == ("FC-1", "likely")


def test_same_claim_with_another_figure_is_only_possible(index: MatchIndex) -> None:
    best = index.search("Unemployment fell to 7.1 percent.", 1)[0]
    assert (best.id, best.band) == ("FC-1", "possible")


def test_unrelated_sentence_is_in_no_band(index: MatchIndex) -> None:
    assert {match.band for match in index.search("Penguins mate for life.", 3)} == {"none"}


def test_surroundings_help_a_sentence_that_says_little(index: MatchIndex) -> None:
    query = Query("He closed all of them.", speaker="Ana Holt", context="The mayor had eleven libraries in his care.")
    assert index.search(query, 1)[0].id == "FC-2"


def test_claims_come_and_go_one_by_one(index: MatchIndex) -> None:
    index.remove("FC-3")
    assert len(index) == 2
    assert "FC-3" not in [match.id for match in index.search("The bridge cost twice its budget.", 3)]
    index.add(Earlier("FC-3", "Penguins mate for life."))
    assert index.search("Penguins mate for life.", 1)[0].id == "FC-3"
    index.remove("unknown")
    assert len(index) == 3


def test_many_queries_at_once_are_answered_as_one_by_one(index: MatchIndex) -> None:
    index.add(Earlier("FC-4", "Penguins mate for life.", "Do penguins mate for life?"))
    index.remove("FC-3")
    queries = [Query(f"{text} {number}") for number in range(20) for text in ("Eleven libraries closed", "Penguins")]
    assert index.search_all(queries, 3) == [index.search(query, 3) for query in queries]
    assert MatchIndex().search_all(queries[:2]) == [[], []]


def test_a_claim_that_was_reworded_leaves_no_trace(index: MatchIndex) -> None:
    index.add(Earlier("FC-1", "Penguins mate for life in the harbour."))
    index.add(ROWS[0])
    index.remove("FC-3")
    fresh = MatchIndex.build(ROWS[:2])
    for text in ("The mayor closed eleven libraries in 2019.", "Penguins mate for life.", "Unemployment fell."):
        assert sorted(index.search(text, 2), key=lambda match: match.id) == sorted(
            fresh.search(text, 2), key=lambda match: match.id
        )


def test_stored_vectors_give_the_same_answers(index: MatchIndex) -> None:
    stored = [Earlier(row.id, row.claim, row.title, vector=b"".join(vector_bytes(earlier_texts(row)))) for row in ROWS]
    text = "Eleven libraries were shut."
    again = MatchIndex.build(stored).search(text, 3)
    assert [match.id for match in again] == [match.id for match in index.search(text, 3)]


def test_empty_index_and_empty_query_find_nothing(index: MatchIndex) -> None:
    assert MatchIndex.build([]).search("anything") == []
    assert all(match.band == "none" for match in index.search("", 3))


def test_changed_weights_are_refused(tmp_path) -> None:
    (tmp_path / "weights").write_bytes(b"other")
    with pytest.raises(WeightsChanged, match="not the file that was shipped"):
        verified(tmp_path / "weights", "0" * 64)


def test_quick_look_finds_what_lies_near_however_it_was_added() -> None:
    vectors = np.random.default_rng(3).standard_normal((3_000, 384)).astype(np.float32)
    signatures = Signatures()
    for part in (vectors[:1], vectors[1:40], vectors[40:]):
        signatures.extend(part)
    sought = vectors[1_234] + 0.5 * vectors[7]
    assert {1_234, 7} <= set(signatures.nearest(sought, 10).tolist())
    assert len(signatures.nearest(sought, 10)) == 10
    assert sorted(signatures.nearest(sought, 5_000).tolist()) == list(range(3_000))


def test_large_index_gives_the_answers_of_a_small_one(index: MatchIndex, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["Unemployment fell to 3.5 percent.", "Eleven libraries were shut.", "The bridge cost twice as much."]
    small = [index.search(text, 3) for text in texts]
    monkeypatch.setattr(matching, "_QUICK_LOOK_FROM", 0)
    assert [index.search(text, 3) for text in texts] == small
