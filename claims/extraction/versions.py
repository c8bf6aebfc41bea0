"""Names and versions of the extractor and its stages; no model is loaded to read them."""

from typing import Final

EXTRACTOR_NAME: Final = "claims-en"
EXTRACTOR_VERSION: Final = "1.0"

STAGE_VERSIONS: Final[dict[str, str]] = {
    "layout": "1.0",
    "segment": "1.0",
    "checkworthiness": "1.0",
    "attribution": "1.0",
    "match": "1.0",
}
