"""How a component is shown, and the names and moments that samples share."""

from dataclasses import dataclass, field
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
    """One component: its file in templates/ui/, and what to draw it with."""

    name: str
    samples: list[dict[str, Any]]
    wrapper: str = ""  # class of the list or grid that it usually stands in
    tag: str = "div"
    template: str = field(default="")

    @property
    def path(self) -> str:
        return f"ui/{self.template or self.name}.html"
