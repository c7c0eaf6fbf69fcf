"""Films made from stills: what the container says, read back element by element."""

import pytest
from PIL import Image

from cms import drawings, webm

SIZE = (64, 36)


def stills(count: int) -> list[Image.Image]:
    return [drawings.draw("bars", seed, SIZE) for seed in range(count)]


def elements(data: bytes, start: int = 0) -> dict[int, list[tuple[int, bytes]]]:
    """Positions and contents by identifier; every size of ours is eight bytes long."""
    found: dict[int, list[tuple[int, bytes]]] = {}
    position = start
    while position < len(data):
        length = next(size for size in range(1, 5) if data[position] >> (8 - size))
        identifier = int.from_bytes(data[position : position + length], "big")
        size = int.from_bytes(data[position + length + 1 : position + length + 8], "big")
        content = data[position + length + 8 : position + length + 8 + size]
        found.setdefault(identifier, []).append((position, content))
        position += length + 8 + size
    return found


def test_a_still_becomes_a_vp8_key_frame_of_its_size():
    frame = webm.key_frame(stills(1)[0])
    assert frame[3:6] == b"\x9d\x01\x2a"  # RFC 6386, section 9.1
    assert int.from_bytes(frame[6:8], "little") & 0x3FFF == SIZE[0]
    assert frame[0] & 1 == 0


def test_each_still_is_shown_for_its_time():
    segment = elements(webm.film(stills(3), 2))[webm.SEGMENT][0][1]
    clusters = elements(segment)[webm.CLUSTER]
    times = [int.from_bytes(elements(content)[0xE7][0][1], "big") for _position, content in clusters]
    assert times == [0, 500, 1000, 1500, 2000, 2500, 3000, 3500, 4000, 4500, 5000, 5500]


def test_the_cues_point_at_the_clusters():
    segment = elements(webm.film(stills(2), 1))[webm.SEGMENT][0][1]
    parts = elements(segment)
    points = elements(parts[webm.CUES][0][1])[0xBB]
    pointed = [int.from_bytes(elements(elements(point)[0xB7][0][1])[0xF1][0][1], "big") for _position, point in points]
    assert pointed == [position for position, _content in parts[webm.CLUSTER]]


def test_stills_of_different_sizes_make_no_film():
    with pytest.raises(ValueError, match="one size"):
        webm.film([*stills(1), drawings.draw("bars", 1, (32, 32))], 1)
    with pytest.raises(ValueError, match="at least one"):
        webm.film([], 1)


@pytest.mark.parametrize("kind", drawings.KINDS)
def test_the_same_seed_draws_the_same(kind):
    assert drawings.png(kind, 7, SIZE) == drawings.png(kind, 7, SIZE) != drawings.png(kind, 8, SIZE)
