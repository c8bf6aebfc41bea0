"""Names and versions of the extractor and its stages; no model is loaded to read them."""

from typing import Final

EXTRACTOR_NAME: Final = "claims-en"
EXTRACTOR_VERSION: Final = "1.1"

STAGE_VERSIONS: Final[dict[str, str]] = {
    "layout": "1.1",
    "segment": "1.1",
    "checkworthiness": "1.1",
    "attribution": "1.1",
    "match": "1.0",
}
