"""Two versions of an explanation side by side, rendered, with the words that changed marked."""

from claims.verdicts.markdown import render_marked
from claims.verdicts.paragraphs import compare_paragraphs


def sides(before: str, after: str, anchors: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    pairs = compare_paragraphs(before, after).changed
    return [
        (
            str(render_marked(pair.before, "del", anchors)).strip(),
            str(render_marked(pair.after, "ins", anchors)).strip(),
        )
        for pair in pairs
    ]


def test_a_changed_paragraph_stands_beside_itself_and_the_same_ones_are_counted():
    before = "### Accounts\n\nSpending **rose** by 5 per cent [1].\n\nIt was a normal year."
    after = "### Accounts\n\nSpending **fell** by 5 per cent [1].\n\nIt was a normal year."
    assert compare_paragraphs(before, after).unchanged == 2
    cite = '<a href="#source-7" class="cite" rel="noopener noreferrer">[1]</a>'
    ((old, new),) = sides(before, after, ("source-7",))
    assert old == f"<p>Spending <strong><del>rose</del></strong> by 5 per cent {cite}.</p>"
    assert new == f"<p>Spending <strong><ins>fell</ins></strong> by 5 per cent {cite}.</p>"


def test_two_paragraphs_that_have_nothing_in_common_are_never_mixed():
    before = "The authority counts boardings after seven in the evening.\n\nThe end."
    after = "Bridge works closed line 31 from April to September 2025.\n\nThe end."
    assert sides(before, after) == [
        ("<p><del>The authority counts boardings after seven in the evening</del>.</p>", ""),
        ("", "<p><ins>Bridge works closed line 31 from April to September 2025</ins>.</p>"),
    ]


def test_changed_words_in_an_address_leave_the_address_whole():
    ((old, new),) = sides("See [the report](https://a.example/2024).", "See [the report](https://a.example/2025).")
    assert old == '<p>See <a href="https://a.example/2024" rel="noopener noreferrer">the report</a>.</p>'
    assert new == '<p>See <a href="https://a.example/2025" rel="noopener noreferrer">the report</a>.</p>'


def test_marks_that_somebody_typed_and_tags_come_to_nothing():
    ((__, new),) = sides("Spending rose, <b>they</b> say to all.", "Spending \ue000fell\ue001, <b>they</b> say to all.")
    assert new == "<p>Spending <ins>fell</ins>, &lt;b&gt;they&lt;/b&gt; say to all.</p>"


def test_text_between_fences_is_one_block():
    assert compare_paragraphs("```\na\n\nb\n```", "```\na\n\nb\n```\n\nMore.").unchanged == 1
