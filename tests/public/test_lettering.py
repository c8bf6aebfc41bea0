"""Letters of any script on the picture beside a shared link."""

import io

import pytest
from django.test import Client
from PIL import Image

from claims.public.share import image
from claims.verdicts.lettering import is_right_to_left, legible, missing, wrapped
from tests.public.newsroom import approved, published

INK = (19, 24, 28)
SENTENCES = {
    "ar": "بلغ النمو 4 في المئة في عام 2024",
    "hi": "परिषद ने अपने खर्च में 22 प्रतिशत की कटौती की है",
    "th": "จำนวนผู้โดยสารเพิ่มขึ้นร้อยละ 22",
    "ru": "Расходы совета сократились на 22 процента",
    "el": "Οι δαπάνες μειώθηκαν κατά 22 τοις εκατό",
    "vi": "Chi tiêu của hội đồng đã giảm 22 phần trăm",
}


@pytest.mark.parametrize("sentence", SENTENCES.values(), ids=SENTENCES)
def test_every_letter_of_a_script_that_is_shipped_is_drawn(sentence):
    assert missing(sentence) == ""
    assert legible(sentence) == sentence


def test_letters_that_no_font_has_are_named_once():
    assert missing("a\U0010fffd b\U0010fffd\U0010fffe") == "\U0010fffd\U0010fffe"
    assert legible("The council \U0010fffd has cut") == "The council has cut"


@pytest.mark.parametrize(
    ("text", "answer"),
    [("النمو 4", True), ("4 النمو", True), ("שלום", True), ("GDP بلغ", False), ("Growth", False), ("22", False)],
)
def test_a_text_goes_the_way_of_its_first_letter(text, answer):
    assert is_right_to_left(text) is answer


def test_lines_are_filled_and_a_word_that_is_too_long_is_broken():
    assert list(wrapped("one two three", "Bold", 40, 10_000)) == ["one two three"]
    assert list(wrapped("one two three", "Bold", 40, 200)) == ["one two", "three"]
    assert "".join(wrapped("m" * 40, "Bold", 40, 300)) == "m" * 40
    assert list(wrapped("wide", "Bold", 40, 1)) == ["w", "i", "d", "e"]
    assert list(wrapped("", "Bold", 40, 300)) == []


def test_an_arabic_picture_begins_at_the_right(people):
    page = published(people).page
    arabic = {**page, "statement": SENTENCES["ar"]}

    def ink(snapshot) -> tuple[int, int]:
        """Where the claim's first line begins and ends, in pixels from the left."""
        drawn = Image.open(io.BytesIO(image(snapshot))).convert("RGB").crop((0, 140, 1200, 215))
        columns = [place % 1200 for place, colour in enumerate(drawn.get_flattened_data()) if colour == INK]
        return min(columns), max(columns)

    assert ink({**page, "statement": "Growth"})[0] < 90
    assert ink(arabic)[0] > 90
    assert 1100 < ink(arabic)[1] <= 1120


def test_whoever_publishes_is_told_which_letters_the_picture_leaves_out(people):
    client = Client()
    client.force_login(people.second)
    plain = approved(people)
    told = "This server has no font for these letters"
    usual = client.get(f"/claims/{plain.pk}/moves/publish/").content.decode()
    assert "This goes out" in usual
    assert told not in usual

    odd = approved(people, statement="The council \U0010fffd has cut its spending")
    page = client.get(f"/claims/{odd.pk}/moves/publish/").content.decode()
    assert f"{told}, and the picture leaves them out: \U0010fffd." in " ".join(page.split())
