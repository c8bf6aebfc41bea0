"""A picture's file without what it says beside the picture: place, time, camera, owner, comments, hidden thumbnails.

The picture itself is not touched: only parts of the file that say something about it are left out, and whatever stands
behind its end. How a photograph is to be turned stays. Sources: JPEG (ITU-T T.81, annex B) and Exif 2.32, PNG (W3C,
third edition), WebP container (Google), GIF89a (CompuServe).
"""

from collections.abc import Iterator
from typing import Final

JPEG: Final = b"\xff\xd8"
PNG: Final = b"\x89PNG\r\n\x1a\n"
GIFS: Final = (b"GIF87a", b"GIF89a")
# TIFF and the containers of phones may hold a place anywhere; they are known so that they are not handed on.
OTHERS: Final = (b"II*\x00", b"MM\x00*", b"II+\x00", b"MM\x00+")
PHONES: Final = (b"heic", b"heix", b"hevc", b"mif1", b"msf1", b"avif", b"avis")

_SAYS_OF_PNG: Final = frozenset({b"eXIf", b"tEXt", b"zTXt", b"iTXt", b"tIME"})
_SAYS_OF_WEBP: Final = frozenset({b"EXIF", b"XMP "})
_KEPT_OF_JPEG: Final = frozenset({0xE0, 0xE2, 0xEE})
"""JFIF, colour profile and Adobe's colour transform, which the picture needs."""
_ANIMATION: Final = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
_ORIENTATION: Final = 0x0112


class NotBare(Exception):
    """A picture whose file cannot be made bare: another kind, or damaged."""


def is_picture(start: bytes) -> bool:
    """Whether a file that begins so is a picture that may say where it was taken; its first 16 bytes are enough."""
    is_webp = start[:4] == b"RIFF" and start[8:12] == b"WEBP"
    is_of_a_phone = start[4:8] == b"ftyp" and start[8:12] in PHONES
    return start.startswith((JPEG, PNG, *GIFS, *OTHERS)) or is_webp or is_of_a_phone


def bare(data: bytes) -> bytes:
    """The same picture without what its file says beside it; raises NotBare."""
    try:
        if data.startswith(JPEG):
            return _bare_jpeg(data)
        if data.startswith(PNG):
            return PNG + b"".join(_png_chunks(data))
        if data.startswith(GIFS):
            return b"".join(_gif_blocks(data))
        if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
            return _bare_webp(data)
    except IndexError as error:
        raise NotBare from error
    raise NotBare


def _bare_jpeg(data: bytes) -> bytes:
    turned, place = 1, 2
    parts: list[bytes] = []
    while True:
        if data[place] != 0xFF:
            raise NotBare
        kind = data[place + 1]
        if kind == 0xFF:
            place += 1
            continue
        if kind == 0xD9:
            return JPEG + _turned(turned) + b"".join(parts) + b"\xff\xd9"
        if kind == 0x01 or 0xD0 <= kind <= 0xD7:
            parts.append(data[place : place + 2])
            place += 2
            continue
        end = place + 2 + _whole(data, place + 2, 2)
        segment = data[place:end]
        if kind == 0xE1 and segment[4:10] == b"Exif\x00\x00":
            turned = _orientation(segment[10:])
        elif not (0xE0 <= kind <= 0xEF or kind == 0xFE) or (kind in _KEPT_OF_JPEG and not _holds_another(segment)):
            parts.append(segment)
        place = end
        if kind == 0xDA:
            place = _end_of_scan(data, end)
            parts.append(data[end:place])


def _holds_another(segment: bytes) -> bool:
    """Whether this part holds another picture: a thumbnail, or the further pictures of a phone."""
    return segment[4:8] in (b"JFXX", b"MPF\x00")


def _end_of_scan(data: bytes, place: int) -> int:
    """Where the next marker stands after the packed picture."""
    while True:
        place = data.find(b"\xff", place)
        if place < 0:
            raise NotBare
        following = data[place + 1]
        if following != 0 and not 0xD0 <= following <= 0xD7:
            return place
        place += 2


def _orientation(tiff: bytes) -> int:
    """How the picture is to be turned, 1 to 8; 1 where that cannot be read."""
    order = {b"II": "little", b"MM": "big"}.get(tiff[:2])
    if order is None or len(tiff) < 10:
        return 1

    def number(place: int, size: int) -> int:
        return int.from_bytes(tiff[place : place + size], "little" if order == "little" else "big")

    first = number(4, 4)
    for entry in range(min(number(first, 2), 200)):
        place = first + 2 + 12 * entry
        if number(place, 2) == _ORIENTATION:
            value = number(place + 8, 2)
            return value if 1 <= value <= 8 else 1
    return 1


def _turned(orientation: int) -> bytes:
    """An Exif part that says how to turn the picture and nothing else; none where it stands upright."""
    if orientation == 1:
        return b""
    tiff = b"MM\x00*\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00" + bytes([orientation])
    body = b"Exif\x00\x00" + tiff + b"\x00\x00\x00\x00\x00\x00"
    return b"\xff\xe1" + (len(body) + 2).to_bytes(2) + body


def _png_chunks(data: bytes) -> Iterator[bytes]:
    place = len(PNG)
    while True:
        end = place + 12 + _whole(data, place, 4)
        kind = data[place + 4 : place + 8]
        if end > len(data):
            raise NotBare
        if kind not in _SAYS_OF_PNG:
            yield data[place:end]
        if kind == b"IEND":
            return
        place = end


def _bare_webp(data: bytes) -> bytes:
    place, end = 12, min(len(data), 8 + int.from_bytes(data[4:8], "little"))
    parts: list[bytes] = []
    while place + 8 <= end:
        size = int.from_bytes(data[place + 4 : place + 8], "little")
        following = place + 8 + size + size % 2
        if following > end + 1:
            raise NotBare
        kind, chunk = data[place : place + 4], data[place:following]
        if kind == b"VP8X":
            # Its flags promise an Exif and an XMP part.
            chunk = chunk[:8] + bytes([chunk[8] & ~0x0C]) + chunk[9:]
        if kind not in _SAYS_OF_WEBP:
            parts.append(chunk)
        place = following
    body = b"WEBP" + b"".join(parts)
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def _gif_blocks(data: bytes) -> Iterator[bytes]:
    place = 13 + _colours(data[10])
    yield data[:place]
    while data[place] != 0x3B:
        if data[place] == 0x21:
            end = _end_of_blocks(data, place + 2)
            says = data[place + 1] in (0xFE, 0x01)
            is_foreign = data[place + 1] == 0xFF and data[place + 3 : place + 14] not in _ANIMATION
            if not says and not is_foreign:
                yield data[place:end]
        elif data[place] == 0x2C:
            end = _end_of_blocks(data, place + 11 + _colours(data[place + 9]))
            yield data[place:end]
        else:
            raise NotBare
        place = end
    yield b";"


def _colours(flags: int) -> int:
    """The bytes of a colour table that these flags announce."""
    return 3 * 2 ** ((flags & 7) + 1) if flags & 0x80 else 0


def _end_of_blocks(data: bytes, place: int) -> int:
    while data[place]:
        place += 1 + data[place]
    return place + 1


def _whole(data: bytes, place: int, size: int) -> int:
    """A number of the file; IndexError where the file ends before it."""
    if place + size > len(data):
        raise IndexError
    return int.from_bytes(data[place : place + size])
