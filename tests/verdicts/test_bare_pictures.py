"""A picture's file is freed of what it says beside the picture, and the picture stays the same, bit by bit."""

import io
import random

import pytest
from PIL import Image, ImageOps, PngImagePlugin
from PIL.TiffImagePlugin import IFDRational

from claims.verdicts.bare_pictures import NotBare, bare, is_picture

MAKER = "Nikon of Ruth Abel"
GPS = {
    1: "N",
    2: (IFDRational(52), IFDRational(31), IFDRational(7)),
    3: "E",
    4: (IFDRational(13), IFDRational(24), IFDRational(9)),
}


def drawn() -> Image.Image:
    image = Image.new("RGB", (40, 30), "white")
    for x in range(40):
        for y in range(10):
            image.putpixel((x, y), (6 * x, 20 * y, 90))
    return image


def exif(orientation: int = 6) -> Image.Exif:
    made = Image.Exif()
    made[0x010F] = MAKER
    made[0x0112] = orientation
    made.get_ifd(0x8825).update(GPS)
    return made


def jpeg(**options) -> bytes:
    kept = io.BytesIO()
    drawn().save(kept, "JPEG", exif=exif(), comment=b"shot by Ruth", icc_profile=b"colours" * 20, **options)
    return kept.getvalue()


def png() -> bytes:
    said = PngImagePlugin.PngInfo()
    said.add_text("Author", MAKER)
    said.add_itxt("XML:com.adobe.xmp", "<x>GPSLatitude 52.5</x>", zip=False)
    kept = io.BytesIO()
    drawn().save(kept, "PNG", exif=exif(), pnginfo=said)
    return kept.getvalue()


def webp() -> bytes:
    kept = io.BytesIO()
    drawn().save(kept, "WEBP", exif=exif(), xmp=b"<x>GPSLatitude 52.5</x>", lossless=True)
    return kept.getvalue()


def gif() -> bytes:
    kept = io.BytesIO()
    frames = [drawn(), ImageOps.flip(drawn())]
    frames[0].save(kept, "GIF", save_all=True, append_images=frames[1:], loop=0, comment=MAKER.encode())
    return kept.getvalue()


def pixels(data: bytes) -> list[bytes]:
    with Image.open(io.BytesIO(data)) as image:
        found = []
        for frame in range(getattr(image, "n_frames", 1)):
            image.seek(frame)
            found.append(image.convert("RGBA").tobytes())
        return found


@pytest.mark.parametrize("make", [jpeg, lambda: jpeg(progressive=True), png, webp, gif])
def test_place_camera_and_comments_go_and_every_pixel_stays(make):
    data = make()
    clean = bare(data + b"trailing secret: 52.5 N")
    assert MAKER.encode() in data
    for said in (MAKER.encode(), b"Ruth", b"GPS", b"secret"):
        assert said not in clean
    with Image.open(io.BytesIO(clean)) as image:
        assert dict(image.getexif().get_ifd(0x8825)) == {}
    assert pixels(clean) == pixels(data)
    assert bare(clean) == clean


def test_a_photograph_is_still_turned_as_its_camera_was_held_and_keeps_its_colours():
    with Image.open(io.BytesIO(bare(jpeg()))) as image:
        assert dict(image.getexif()) == {0x0112: 6}
        assert image.info["icc_profile"] == b"colours" * 20
        assert ImageOps.exif_transpose(image).size == (30, 40)


def test_an_animation_still_runs():
    with Image.open(io.BytesIO(bare(gif()))) as image:
        assert (image.n_frames, image.info["loop"]) == (2, 0)


def test_kinds_that_cannot_be_freed_are_known_and_refused():
    kept = io.BytesIO()
    drawn().save(kept, "TIFF")
    for data in (kept.getvalue(), b"\x00\x00\x00\x18ftypheic" + b"\x00" * 20):
        assert is_picture(data[:16])
        with pytest.raises(NotBare):
            bare(data)
    assert not is_picture(b"%PDF-1.7 picture")
    assert not is_picture(b"<html><body>JPEG")


@pytest.mark.parametrize("make", [jpeg, png, webp, gif])
def test_a_damaged_file_is_refused_or_made_bare_and_nothing_else(make):
    data, dice = make(), random.Random(7)
    for length in range(0, len(data), max(1, len(data) // 150)):
        damaged = bytearray(data[:length])
        if damaged:
            damaged[dice.randrange(len(damaged))] = dice.randrange(256)
        try:
            assert MAKER.encode() not in bare(bytes(damaged))
        except NotBare:
            continue
