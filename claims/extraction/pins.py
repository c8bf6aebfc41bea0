"""Numbers and checksums of the shipped weights. Written by training/train.py; do not edit."""

from typing import Final

from claims.extraction.calibration import Calibration

CHECKWORTHINESS_VERSION: Final = "MiniLM-ClaimBuster 1.0"
NETWORK_SHA256: Final = "88005d7e3de8d8aa7aa19694c16d2d4a58770fd38243133afb3fcb1b81681f62"
ENCODER_SHA256: Final = "8199be6f699a395f99f89df973f9dc5285fbcfcdb2ae1a4e1201dab014f3d2a6"
LINEAR_SHA256: Final = "6545530aedf6b9a2cfe780e119ce32da7acd06fa7e202875fa10ca2205151301"
LINEAR_SHARE: Final = 0.25
DEBATES: Final = Calibration(slope=0.966406, intercept=0.134031, threshold=0.4)
NEWS: Final = Calibration(slope=0.749245, intercept=-0.927155, threshold=0.44)
SIGNAL_CODES: Final = (
    "quantity",
    "money",
    "comparison",
    "trend",
    "past",
    "date",
    "cause",
    "named",
    "law",
    "science",
    "forecast",
    "opinion",
    "vague",
    "question",
    "first_person",
    "promise",
    "courtesy",
)
