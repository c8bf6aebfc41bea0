"""From text to candidates an editor can trust. Pure Python: no Django, no network.

Importing this package loads no model, so the web process may read
`EXTRACTOR_NAME` and `EXTRACTOR_VERSION`. Models are loaded by the first call
that needs them (see `claims.extraction.pipeline.default_pipeline`).
"""

from claims.extraction.versions import EXTRACTOR_NAME, EXTRACTOR_VERSION

__all__ = ["EXTRACTOR_NAME", "EXTRACTOR_VERSION"]
