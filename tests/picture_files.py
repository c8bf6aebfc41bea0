"""Picture files to hand in: right ones, and such as somebody means ill with."""

import io
import struct
import zipfile
import zlib

from PIL import Image

PLACE = "Port Ellery, 51.5 north"


def a_picture(width: int = 1200, height: int = 800, kind: str = "JPEG", colour: str = "#7a9cb8") -> bytes:
    """A picture that a camera made: it says where, when and with what it was taken, and stands on its side."""
    exif = Image.Exif()
    exif[0x010F] = "Camera of ana"
    exif[0x010E] = PLACE
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (51.0, 30.0, 0.0)
    written = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(written, kind, **({"exif": exif} if kind != "GIF" else {}))
    return written.getvalue()


def on_its_side() -> bytes:
    """A picture of 600 by 400 that its file tells to turn: 400 by 600 as people see it."""
    exif = Image.Exif()
    exif[0x0112] = 6
    written = io.BytesIO()
    Image.new("RGB", (600, 400)).save(written, "JPEG", exif=exif)
    return written.getvalue()


def bomb() -> bytes:
    """A PNG of a few hundred bytes that says it unfolds to 60,000 by 60,000 pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 9)) + chunk(b"IEND", b"")
    )


def with_an_archive() -> bytes:
    """A picture and a ZIP archive in one file."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("run.exe", b"MZ")
    return a_picture(60, 40) + packed.getvalue()


def with_a_page() -> bytes:
    """A GIF whose comment is a page with a script."""
    written = io.BytesIO()
    Image.new("P", (60, 40)).save(written, "GIF", comment=b"<script>alert(1)</script>")
    return written.getvalue()


def cut_off() -> bytes:
    """The first half of a picture."""
    whole = a_picture()
    return whole[: len(whole) // 2]
