"""WebVTT caption files (W3C WebVTT, section 4.1): only what is needed to tell one from another file."""


def is_webvtt(head: bytes) -> bool:
    """Whether a file that begins like this is a caption file: an optional BOM, the word, then a space or line end."""
    text = head.removeprefix(b"\xef\xbb\xbf")
    return text.startswith(b"WEBVTT") and text[6:7] in (b"", b" ", b"\t", b"\n", b"\r")
