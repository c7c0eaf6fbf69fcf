"""How collected static files are named: by their content, JavaScript modules included."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStorage(CompressedManifestStaticFilesStorage):
    """Modules import each other by their hashed names too; or a browser would keep an old part of a new page."""

    support_js_module_import_aggregation = True
