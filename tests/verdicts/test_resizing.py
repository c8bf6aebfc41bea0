"""From a file that somebody handed over to pictures that readers may have."""

import io

import pytest
from PIL import Image

from claims.verdicts.resizing import renditions_of
from claims.verdicts.uploads import Misfit, Upload
from tests import picture_files as files

TOO_LARGE = "This picture has too many pixels. Make it smaller, then upload it again."
TWO_THINGS = "This file is a picture and something else in one. Open it, save it as a picture anew, and upload that."
NOT_ONE = "Readers are shown pictures only. Upload one of: .png, .jpg, .jpeg, .gif, .webp."


def test_a_picture_is_written_at_set_widths_and_never_larger_than_it_is():
    sizes = {
        width: [(made.width, made.height) for made in renditions_of(Upload("a.jpg", files.a_picture(width, height)))]
        for width, height in ((2000, 1000), (1000, 500), (300, 200))
    }
    assert sizes == {
        2000: [(480, 240), (960, 480), (1600, 800)],
        1000: [(480, 240), (960, 480), (1000, 500)],
        300: [(300, 200)],
    }


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_of_where_when_and_with_what_it_was_taken_is_left(kind: str):
    original = files.a_picture(kind=kind)
    assert files.PLACE.encode() in original
    for made in renditions_of(Upload(f"a.{kind.lower()}", original)):
        with Image.open(io.BytesIO(made.data)) as shown:
            assert (shown.format, dict(shown.getexif()), sorted(set(shown.info) - {"loop", "background"})) == (
                "WEBP",
                {},
                [],
            )
        assert files.PLACE.encode() not in made.data
        assert b"Camera of ana" not in made.data


def test_a_picture_stands_as_people_see_it():
    (made,) = renditions_of(Upload("a.jpg", files.on_its_side()))
    assert (made.width, made.height) == (400, 600)


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.png", files.bomb(), TOO_LARGE),
        ("a.jpg", files.a_picture(12_001, 1), TOO_LARGE),
        ("a.jpg", files.with_an_archive(), TWO_THINGS),
        ("a.gif", files.with_a_page(), TWO_THINGS),
        ("a.jpg", files.cut_off(), "This picture is damaged. Open it, save it anew, and upload that."),
        (
            "a.jpg",
            files.a_picture(100, 301),
            "This picture is more than three times as high as wide. Cut it to what matters.",
        ),
        ("a.pdf", b"%PDF-1.4\n%%EOF", NOT_ONE),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", NOT_ONE),
        (
            "a.png",
            b"\x89PNG of no kind",
            "This file is no picture inside, whatever its name says. Check it, then upload it again.",
        ),
        ("a.png", b"", "That file is empty. Choose another one."),
        ("a.png", b"\0" * 25_000_001, "The file is larger than 25 MB."),
    ],
    ids=[
        "bomb",
        "too wide",
        "archive",
        "page",
        "cut off",
        "too tall",
        "PDF",
        "SVG",
        "no picture",
        "empty",
        "too large",
    ],
)
def test_a_file_that_becomes_no_picture_is_refused_with_a_sentence(name: str, data: bytes, sentence: str):
    with pytest.raises(Misfit) as refused:
        renditions_of(Upload(name, data))
    assert refused.value.message == sentence
