"""Short films made from still images, without any video program: slides that follow each other.

Pillow writes a lossy WebP, whose "VP8 " chunk is one VP8 key frame (RFC 6386, section 9.1; RFC 9649, section 2.5). Key
frames alone are a valid VP8 stream, and a WebM file is a container around it: EBML elements (RFC 8794) as Matroska
names them (RFC 9559). The stills become SimpleBlocks, one Cluster each, with Cues that tell a player where to seek to.
"""

import struct
from collections.abc import Sequence
from io import BytesIO

from PIL import Image

# Element identifiers, RFC 8794 section 11.2 and RFC 9559 section 5.1.
EBML, SEGMENT, INFO, TRACKS, CLUSTER, CUES = 0x1A45DFA3, 0x18538067, 0x1549A966, 0x1654AE6B, 0x1F43B675, 0x1C53BB6B
MILLISECOND = 1_000_000  # nanoseconds in one tick of the film's clock
KEY_FRAME = 0x80


def film(
    stills: Sequence[Image.Image], seconds_each: float, *, frames_per_second: float = 2, quality: int = 70
) -> bytes:
    """A WebM film that shows each still for so many seconds.

    A still is repeated as a key frame several times a second, so that a player can stop anywhere. All stills must have
    the size of the first, at most 16383 pixels a side (RFC 6386). Raises ValueError without stills or with mixed sizes.
    """
    if not stills or any(still.size != stills[0].size for still in stills):
        raise ValueError("A film needs at least one still, and all of one size.")
    repeats = max(1, round(seconds_each * frames_per_second))
    step = 1000 / frames_per_second
    frames = [frame for still in stills for frame in [key_frame(still, quality)] * repeats]
    times = [round(index * step) for index in range(len(frames))]
    return _container(frames, times, round(len(frames) * step), round(step), stills[0].size)


def key_frame(still: Image.Image, quality: int = 70) -> bytes:
    """The still as one VP8 key frame."""
    buffer = BytesIO()
    still.convert("RGB").save(buffer, "WEBP", quality=quality, method=4)
    return _chunk(buffer.getvalue(), b"VP8 ")


def _chunk(riff: bytes, name: bytes) -> bytes:
    """The content of the first chunk of that name in a RIFF file; chunks are padded to an even length."""
    position = 12
    while position < len(riff):
        kind, size = riff[position : position + 4], int.from_bytes(riff[position + 4 : position + 8], "little")
        if kind == name:
            return riff[position + 8 : position + 8 + size]
        position += 8 + size + size % 2
    raise ValueError(f"No chunk {name!r} in this file.")


def _container(frames: list[bytes], times: list[int], duration: int, step: int, size: tuple[int, int]) -> bytes:
    """Lay the file out as Info, Tracks, Cues, Clusters: the Cues come first, so that one request finds them."""
    head = _info(duration) + _track(step, size)
    clusters = [_cluster(frame, time) for frame, time in zip(frames, times, strict=True)]
    # Where the clusters begin depends on how long the Cues are, which does not depend on the positions in them.
    start = len(head) + len(_cues(times, [0] * len(times)))
    positions = [start + sum(map(len, clusters[:index])) for index in range(len(clusters))]
    return _ebml_header() + _element(SEGMENT, head, _cues(times, positions), *clusters)


def _ebml_header() -> bytes:
    return _element(
        EBML,
        _number(0x4286, 1),  # EBMLVersion
        _number(0x42F7, 1),  # EBMLReadVersion
        _number(0x42F2, 4),  # EBMLMaxIDLength
        _number(0x42F3, 8),  # EBMLMaxSizeLength
        _element(0x4282, b"webm"),  # DocType
        _number(0x4287, 4),  # DocTypeVersion
        _number(0x4285, 2),  # DocTypeReadVersion
    )


def _info(duration: int) -> bytes:
    return _element(
        INFO,
        _number(0x2AD7B1, MILLISECOND),  # TimestampScale
        _element(0x4489, struct.pack(">d", duration)),  # Duration
        _element(0x4D80, b"Intersession"),  # MuxingApp
        _element(0x5741, b"Intersession"),  # WritingApp
    )


def _track(step: int, size: tuple[int, int]) -> bytes:
    width, height = size
    picture = _element(0xE0, _number(0xB0, width), _number(0xBA, height))  # Video: PixelWidth, PixelHeight
    entry = _element(
        0xAE,  # TrackEntry
        _number(0xD7, 1),  # TrackNumber
        _number(0x73C5, 1),  # TrackUID
        _number(0x83, 1),  # TrackType: video
        _number(0x9C, 0),  # FlagLacing
        _number(0x23E383, step * MILLISECOND),  # DefaultDuration
        _element(0x86, b"V_VP8"),  # CodecID
        picture,
    )
    return _element(TRACKS, entry)


def _cluster(frame: bytes, time: int) -> bytes:
    block = b"\x81" + struct.pack(">hB", 0, KEY_FRAME) + frame  # track 1, at the cluster's own time
    return _element(CLUSTER, _number(0xE7, time), _element(0xA3, block))


def _cues(times: list[int], positions: list[int]) -> bytes:
    """One CuePoint a frame; every number takes eight bytes, so that the length is known before the positions are."""
    points = []
    for time, position in zip(times, positions, strict=True):
        where = _element(0xB7, _number(0xF7, 1), _element(0xF1, position.to_bytes(8, "big")))
        points.append(_element(0xBB, _element(0xB3, time.to_bytes(8, "big")), where))
    return _element(CUES, *points)


def _number(identifier: int, value: int) -> bytes:
    return _element(identifier, value.to_bytes(max(1, (value.bit_length() + 7) // 8), "big"))


def _element(identifier: int, *content: bytes) -> bytes:
    """Identifier, size as an eight-byte variable-size integer, content (RFC 8794, sections 4 and 5)."""
    body = b"".join(content)
    name = identifier.to_bytes((identifier.bit_length() + 7) // 8, "big")
    return name + (1 << 56 | len(body)).to_bytes(8, "big") + body
