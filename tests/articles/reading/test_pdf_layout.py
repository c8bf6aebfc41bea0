"""PDFs as programs set them: columns, raised figures, failed recognition; every word is invented."""

import io

import pytest
from reportlab.lib.styles import getSampleStyleSheet
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph, SimpleDocTemplate

from claims.articles.reading.document import ReadDocument, Unreadable
from claims.articles.reading.read import read_here

LEFT = [
    "The town of Marrow opened its new",
    "bridge on Monday after three years",
    "of work, and hundreds of people",
    "walked across it in the rain.",
    "The council says that it cost 3.2",
    "million crowns, twice what was",
]
RIGHT = [
    "planned, and blames the price of",
    "steel and the flood of last spring.",
    "No toll will be asked of anybody,",
    "the mayor promised on the day.",
    "The ferry that crossed the river",
    "for 115 years stops in April.",
]
THIRD = [
    "The harbour office wants to sell",
    "the boat to a museum, which has",
    "no room for it before the autumn.",
    "An engineer called the new bridge",
    "the safest that was ever built in",
    "the whole of the river country.",
]


def pdf(lines: list[tuple[float, float, str, float]]) -> bytes:
    """A page of set lines: x, y, text and size."""
    out = io.BytesIO()
    canvas = Canvas(out)
    for x, y, text, size in lines:
        canvas.setFont("Helvetica", size)
        canvas.drawString(x, y, text)
    canvas.save()
    return out.getvalue()


def rows(columns: list[list[str]], edges: list[float], top: float = 700) -> list[tuple[float, float, str, float]]:
    """Columns as a file has them that was set row by row."""
    return [
        (edge, top - 13 * number, column[number], 11)
        for number in range(max(map(len, columns)))
        for edge, column in zip(edges, columns, strict=True)
        if number < len(column)
    ]


def read(lines: list[tuple[float, float, str, float]]) -> ReadDocument:
    return read_here(data=pdf(lines), filename="story.pdf")


def words(found: ReadDocument) -> str:
    return " ".join(found.text.split())


class TestColumns:
    def test_two_columns_are_read_one_after_the_other(self) -> None:
        found = read([(60, 780, "Bridge opens at last", 20), *rows([LEFT, RIGHT], [60, 310])])
        assert (found.title, words(found)) == ("Bridge opens at last", " ".join(LEFT + RIGHT))
        assert found.report.uncertain_columns == ()

    def test_three_columns_and_shorter_last_one(self) -> None:
        found = read(rows([LEFT, RIGHT, THIRD[:5]], [40, 225, 410]))
        assert words(found) == " ".join(LEFT + RIGHT + THIRD[:5])

    def test_a_line_across_the_page_ends_the_columns_above_it(self) -> None:
        across = "What the new bridge means for everybody who lives on the far bank of the river, and for trade"
        below = rows([THIRD, LEFT], [60, 310], top=560)
        found = read([*rows([LEFT, RIGHT], [60, 310]), (60, 600, across, 11), *below])
        assert words(found) == " ".join([*LEFT, *RIGHT, across, *THIRD, *LEFT])

    def test_a_file_in_reading_order_stays_so(self) -> None:
        lines = [(60, 700 - 13 * n, text, 11) for n, text in enumerate(LEFT)]
        lines += [(310, 700 - 13 * n, text, 11) for n, text in enumerate(RIGHT)]
        assert words(read(lines)) == " ".join(LEFT + RIGHT)

    def test_cells_of_a_table_stay_in_their_rows(self) -> None:
        table = [("Year", "Cost"), ("2023", "1.6"), ("2024", "2.2"), ("2025", "2.9"), ("2026", "3.2")]
        lines = [
            (x, 500 - 13 * n, cell, 11) for n, row in enumerate(table) for x, cell in zip((60, 310), row, strict=True)
        ]
        top = [(60, 700 - 13 * n, text, 11) for n, text in enumerate(LEFT)]
        assert words(read([*top, *lines])).endswith("Year Cost 2023 1.6 2024 2.2 2025 2.9 2026 3.2")

    def test_columns_that_run_into_each_other_wait_for_a_yes(self) -> None:
        wide = [f"{line} and more of it beyond" for line in LEFT]
        found = read(rows([wide, RIGHT], [60, 235]))
        assert (found.report.uncertain_columns, found.report.doubts) == ((1,), ("columns",))


class TestRaisedFigures:
    @pytest.mark.parametrize(
        ("markup", "text"),
        [
            ("It carried 1,912<super>2</super> people in spring.", "It carried 1,912 people in spring."),
            ("The mill made 10<super>9</super> bags that year.", "The mill made 10⁹ bags that year."),
            ("The square has 640 m<super>2</super> of stone.", "The square has 640 m² of stone."),
            ("The council said so.<super>[14]</super> Nobody agreed.", "The council said so. Nobody agreed."),
            ("The air held CO<sub>2</sub> in plenty that day.", "The air held CO2 in plenty that day."),
        ],
    )
    def test_a_figure_set_higher_changes_no_number(self, markup: str, text: str) -> None:
        out = io.BytesIO()
        style = getSampleStyleSheet()["BodyText"]
        SimpleDocTemplate(out).build([Paragraph(markup, style), Paragraph("It rained all day.", style)])
        assert words(read_here(data=out.getvalue(), filename="a.pdf")) == f"{text} It rained all day."

    def test_a_figure_shown_at_a_place_of_its_own(self) -> None:
        lines = [
            (60, 700, "The bridge carried 4,518", 11),
            (184, 704, "7", 7),
            (190, 700, "people on its first day in spring.", 11),
            (60, 687, "Nobody counted those who came back at night.", 11),
        ]
        assert words(read(lines)) == (
            "The bridge carried 4,518 people on its first day in spring. Nobody counted those who came back at night."
        )


class TestRecognition:
    @pytest.mark.parametrize(
        "line",
        [
            "~ .: ,, | tT' x- ,; 'l rn .. _ { ] wQz ; ., = kD:",
            "xzq wrt plk dfg hjk mnb vcx zqw rtp lkj hgf dsz xcv bnm qwr",
            "\ufffd\ufffd\ufffd \ufffd\ufffd a \ufffd\ufffd\ufffd\ufffd b \ufffd \ufffd\ufffd c",
        ],
    )
    def test_what_a_failed_recognition_left_is_refused(self, line: str) -> None:
        with pytest.raises(Unreadable, match="recognition"):
            read([(60, 700 - 13 * n, f"{line} {n}.", 11) for n in range(6)])

    def test_figures_and_short_words_are_writing(self) -> None:
        lines = ["On 3 May 2026, 14 of 90 men at the A7 said no to it.", "He is 41; so am I, or so I say, by 2 to 1."]
        assert read([(60, 700 - 13 * n, text, 11) for n, text in enumerate(lines)]).report.doubts == ()

    def test_each_page_says_how_many_words_it_has(self) -> None:
        assert read([(60, 700, "The bridge was opened on Monday in the rain.", 11)]).report.page_words == (9,)
