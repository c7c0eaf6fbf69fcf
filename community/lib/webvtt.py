"""WebVTT files (W3C WebVTT, section 4.1): how to know one of captions, and how to write one of chapters."""


def is_webvtt(head: bytes) -> bool:
    """Whether a file that begins like this is a caption file: an optional BOM, the word, then a space or line end."""
    text = head.removeprefix(b"\xef\xbb\xbf")
    return text.startswith(b"WEBVTT") and text[6:7] in (b"", b" ", b"\t", b"\n", b"\r")


def chapter_file(chapters: list[tuple[int, str]], length: int) -> str:
    """Chapters as a WebVTT file: each from its second to that of the next, the last to `length` seconds."""
    cues = ["WEBVTT"]
    ends = [second for second, _title in chapters[1:]] + [length]
    for (second, title), end in zip(chapters, ends, strict=True):
        words = " ".join(title.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        cues.append(f"{_stamp(second)} --> {_stamp(max(end, second + 1))}\n{words}")
    return "\n\n".join(cues) + "\n"


def _stamp(seconds: int) -> str:
    return f"{seconds // 3600:02}:{seconds % 3600 // 60:02}:{seconds % 60:02}.000"
