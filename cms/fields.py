"""A StreamField whose blocks stay out of migrations (design 4.12).

Wagtail writes every block definition into the migrations, so each change of a help text makes a new one. This field
leaves them out. The price: a data migration sees raw JSON instead of blocks.
"""

from typing import Any

from wagtail.fields import StreamField


class QuietStreamField(StreamField):
    def __init__(self, block_types: Any = (), **kwargs: Any) -> None:
        """Take the blocks as usual; a migration rebuilds the field without any."""
        super().__init__(block_types, **kwargs)

    def deconstruct(self) -> tuple[str, str, list, dict]:
        name, path, _args, kwargs = super().deconstruct()
        kwargs.pop("block_lookup", None)
        return name, path, [], kwargs
