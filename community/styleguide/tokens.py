"""Reads the colours out of the style sheet and computes their contrast, so that the guide cannot disagree with it."""

import re
from dataclasses import dataclass
from pathlib import Path

from django.contrib.staticfiles import finders

DECLARATION = re.compile(r"--([a-z-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)")

# Which colour is set on which, and the least ratio: 4.5 for text, 3 for borders and marks (WCAG 1.4.3, 1.4.11).
PAIRS = [
    ("ink", "paper", 4.5),
    ("ink", "wash", 4.5),
    ("ink", "viridian-tint", 4.5),
    ("ink", "madder-tint", 4.5),
    ("ink", "ochre-tint", 4.5),
    ("soft", "paper", 4.5),
    ("soft", "sheet", 4.5),
    ("soft", "wash", 4.5),
    ("soft", "viridian-tint", 4.5),
    ("viridian", "paper", 4.5),
    ("viridian", "sheet", 4.5),
    ("viridian", "wash", 4.5),
    ("viridian", "viridian-tint", 4.5),
    ("viridian-deep", "paper", 4.5),
    ("on-viridian", "viridian", 4.5),
    ("on-viridian", "viridian-deep", 4.5),
    ("madder", "paper", 4.5),
    ("madder", "madder-tint", 4.5),
    ("ochre", "paper", 4.5),
    ("ochre", "ochre-tint", 4.5),
    ("edge", "paper", 3.0),
    ("edge", "sheet", 3.0),
    ("edge", "wash", 3.0),
]


@dataclass(frozen=True)
class Pair:
    text: str
    ground: str
    least: float
    light: float
    dark: float

    @property
    def holds(self) -> bool:
        return min(self.light, self.dark) >= self.least


def colours() -> dict[str, tuple[str, str]]:
    """Every colour by name: its value on light and on dark ground."""
    sheet = Path(str(finders.find("css/tokens.css"))).read_text(encoding="utf-8")
    return {name: (light, dark) for name, light, dark in DECLARATION.findall(sheet)}


def pairs() -> list[Pair]:
    known = colours()
    return [
        Pair(text, ground, least, *(contrast(known[text][mode], known[ground][mode]) for mode in (0, 1)))
        for text, ground, least in PAIRS
    ]


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two `#rrggbb` colours, 1 to 21 (WCAG 2.2, "contrast ratio")."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
