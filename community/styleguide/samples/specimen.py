"""How a component is shown, and the names and moments that samples share."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

LONG_NAME = "Maria-Magdalena Oikonomopoulou-Papadimitrakopoulou"
LONG_TITLE = (
    "How do we keep forty small firms in one internationalisation project "
    "when the first mission brought them no orders?"
)
JUNE = datetime(2024, 6, 19, 6, 30, tzinfo=UTC)
JUNE_END = datetime(2024, 6, 19, 7, 45, tzinfo=UTC)
WINTER = datetime(2030, 12, 4, 7, 30, tzinfo=UTC)


@dataclass(frozen=True)
class Specimen:
    """One component: its file, templates/ui/<name>.html unless `template` says another, and what to draw it with."""

    name: str
    samples: list[dict[str, Any]]
    wrapper: str = ""  # class of the list or grid that it usually stands in
    tag: str = "div"
    template: str = ""  # path of a part that belongs to one kind of page

    @property
    def path(self) -> str:
        return self.template or f"ui/{self.name}.html"
