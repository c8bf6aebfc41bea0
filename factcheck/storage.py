"""How static files are stored for the browser."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedModules(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Files named by their content, the imports between JavaScript modules included, so that none is ever stale."""

    support_js_module_import_aggregation = True
