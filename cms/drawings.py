"""Drawings made by the site itself: figures for lessons, banners for talks, stills for films.

The same seed draws the same picture.
Kinds: bars, steps, network, quadrant, timeline. No words are drawn: what a figure says stands in its caption and its
description, in every language.
"""

import math
import random
from collections.abc import Callable
from io import BytesIO

from PIL import Image, ImageDraw

Canvas = ImageDraw.ImageDraw
Box = tuple[float, float, float, float]

# The greens and greys of the site, and its ochre for the one thing that stands out.
PAPER, INK, LINE, TINT = "#f1f5f3", "#16201c", "#b9c4be", "#dcebe4"
COLOURS = ["#00664b", "#5fa88f", "#a9cfc0", "#c98a1b", "#76857d"]
# Drawn larger and scaled down, because Pillow draws without smoothing edges.
OVERSAMPLING = 2


def draw(kind: str, seed: int, size: tuple[int, int] = (1280, 720)) -> Image.Image:
    """A drawing of the kind, `size` pixels wide and high. Raises KeyError for a kind that does not exist."""
    painter = KINDS[kind]
    width, height = (side * OVERSAMPLING for side in size)
    image = Image.new("RGB", (width, height), PAPER)
    margin = min(width, height) * 0.12
    painter(ImageDraw.Draw(image), (margin, margin, width - margin, height - margin), random.Random(seed))  # noqa: S311
    return image.reduce(OVERSAMPLING)


def png(kind: str, seed: int, size: tuple[int, int] = (1280, 720)) -> bytes:
    """The drawing as a PNG file."""
    return as_png(draw(kind, seed, size))


def as_png(image: Image.Image) -> bytes:
    buffer = BytesIO()
    image.save(buffer, "PNG")
    return buffer.getvalue()


def _stroke(box: Box) -> int:
    return max(2, round(min(box[2] - box[0], box[3] - box[1]) / 120))


def _bars(canvas: Canvas, box: Box, dice: random.Random) -> None:
    """Columns of different height on one line."""
    left, top, right, bottom = box
    count = dice.randint(5, 9)
    step = (right - left) / count
    for index in range(count):
        height = (bottom - top) * dice.uniform(0.25, 1)
        x = left + index * step
        colour = COLOURS[(index + dice.randint(0, 1)) % len(COLOURS)]
        canvas.rounded_rectangle((x + step * 0.15, bottom - height, x + step * 0.85, bottom), step * 0.08, fill=colour)
    canvas.line((left, bottom, right, bottom), fill=INK, width=_stroke(box))


def _steps(canvas: Canvas, box: Box, dice: random.Random) -> None:
    """A staircase that climbs to the right."""
    left, top, right, bottom = box
    count = dice.randint(4, 6)
    width, height = (right - left) / count, (bottom - top) / count
    shift = dice.randrange(len(COLOURS))
    for index in range(count):
        x, y = left + index * width, bottom - (index + 1) * height
        canvas.rectangle((x, y, x + width * 0.96, bottom), fill=COLOURS[(index + shift) % len(COLOURS)])
        radius = height * 0.18
        centre = (x + width * 0.48, y + height * 0.5)
        canvas.circle(centre, radius, fill=PAPER)


def _network(canvas: Canvas, box: Box, dice: random.Random) -> None:
    """Circles around a middle one, each tied to it and some to each other."""
    left, top, right, bottom = box
    middle = ((left + right) / 2, (top + bottom) / 2)
    count = dice.randint(7, 11)
    places = []
    for index in range(count):
        angle = 2 * math.pi * (index + dice.uniform(-0.25, 0.25)) / count
        reach = dice.uniform(0.6, 0.95)
        places.append(
            (
                middle[0] + math.cos(angle) * reach * (right - left) / 2,
                middle[1] + math.sin(angle) * reach * (bottom - top) / 2,
            )
        )
    for index, place in enumerate(places):
        canvas.line((*middle, *place), fill=LINE, width=_stroke(box))
        if dice.random() < 0.6:
            canvas.line((*place, *places[(index + 1) % count]), fill=LINE, width=_stroke(box))
    unit = min(right - left, bottom - top)
    for index, place in enumerate(places):
        canvas.circle(place, unit * dice.uniform(0.035, 0.075), fill=COLOURS[index % len(COLOURS)])
    canvas.circle(middle, unit * 0.12, fill=INK)


def _quadrant(canvas: Canvas, box: Box, dice: random.Random) -> None:
    """Two axes, four fields, one of them tinted, and dots that lie in them."""
    left, top, right, bottom = box
    x, y = (left + right) / 2, (top + bottom) / 2
    tinted = dice.choice([(left, top, x, y), (x, top, right, y), (left, y, x, bottom), (x, y, right, bottom)])
    canvas.rectangle(tinted, fill=TINT)
    canvas.line((x, top, x, bottom), fill=INK, width=_stroke(box))
    canvas.line((left, y, right, y), fill=INK, width=_stroke(box))
    unit = min(right - left, bottom - top)
    for index in range(dice.randint(6, 10)):
        place = (
            dice.uniform(left + unit * 0.08, right - unit * 0.08),
            dice.uniform(top + unit * 0.08, bottom - unit * 0.08),
        )
        canvas.circle(place, unit * dice.uniform(0.025, 0.06), fill=COLOURS[index % len(COLOURS)])


def _timeline(canvas: Canvas, box: Box, dice: random.Random) -> None:
    """Marks along a line; cards hang above and below it in turn."""
    left, top, right, bottom = box
    y = (top + bottom) / 2
    canvas.line((left, y, right, y), fill=INK, width=_stroke(box) * 2)
    count = dice.randint(4, 6)
    step = (right - left) / count
    for index in range(count):
        x = left + (index + 0.5) * step
        up = index % 2 == 0
        near, far = (
            (y - step * 0.18, top + (y - top) * dice.uniform(0, 0.3))
            if up
            else (
                y + step * 0.18,
                bottom - (bottom - y) * dice.uniform(0, 0.3),
            )
        )
        colour = COLOURS[(index + 1) % len(COLOURS)]
        canvas.line((x, y, x, near), fill=LINE, width=_stroke(box))
        canvas.rounded_rectangle(
            (x - step * 0.38, min(near, far), x + step * 0.38, max(near, far)), step * 0.06, fill=colour
        )
        canvas.circle((x, y), step * 0.07, fill=PAPER, outline=INK, width=_stroke(box))


KINDS: dict[str, Callable[[Canvas, Box, random.Random], None]] = {
    "bars": _bars,
    "network": _network,
    "quadrant": _quadrant,
    "steps": _steps,
    "timeline": _timeline,
}
