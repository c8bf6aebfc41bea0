"""Numbers and checksums of the shipped weights. Written by training/train.py; do not edit."""

from typing import Final

CHECKWORTHINESS_VERSION: Final = "MiniLM-ClaimBuster 1.0"
NETWORK_SHA256: Final = "88005d7e3de8d8aa7aa19694c16d2d4a58770fd38243133afb3fcb1b81681f62"
LINEAR_SHA256: Final = "6545530aedf6b9a2cfe780e119ce32da7acd06fa7e202875fa10ca2205151301"
LINEAR_SHARE: Final = 0.25
SLOPE: Final = 0.977300
INTERCEPT: Final = 0.630394
THRESHOLD: Final = 0.43
