"""Pictures that are drawn from text."""

from dataclasses import dataclass

import qrcode


@dataclass(frozen=True)
class QrPicture:
    """The dark squares of a QR code as the path of an SVG, and how many squares a side has."""

    path: str
    size: int


def qr_picture(text: str) -> QrPicture:
    """The text as a QR code, with the four light squares around it that readers need."""
    code = qrcode.QRCode(error_correction=qrcode.constants.ERROR_CORRECT_M, border=4)
    code.add_data(text)
    rows = code.get_matrix()
    squares = (f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, is_dark in enumerate(row) if is_dark)
    return QrPicture("".join(squares), len(rows))
