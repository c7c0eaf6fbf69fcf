"""What an uploaded file is, by what is in it and never by what its sender says (safety D3, D4).

Only what is listed here is taken. Nothing is unpacked: of a packed document only the list of its parts is read, and
that only when it is short (safety D6).
"""

import struct
import zipfile
from pathlib import PurePath
from typing import BinaryIO

PICTURES = {"jpg", "jpeg", "png", "webp", "gif"}
_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
DOCUMENTS = {
    "pdf": "application/pdf",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "odt": f"{_OPEN}.text",
    "ods": f"{_OPEN}.spreadsheet",
    "odp": f"{_OPEN}.presentation",
    "txt": "text/plain; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
}
# The part that an office document of each kind cannot be without.
_MAIN_PARTS = {"docx": "word/document.xml", "xlsx": "xl/workbook.xml", "pptx": "ppt/presentation.xml"}
_MACROS = ("vbaproject.bin", "macrosheets/", "basic/", "scripts/")
_MOST_PARTS, _LONGEST_LIST = 5_000, 1_000_000
_ENDING = struct.Struct("<4s4H2LH")  # the last record of a packed file (APPNOTE.TXT 4.3.16)


def ending(name: str) -> str:
    """The ending of a file name in small letters, without its dot."""
    return PurePath(name).suffix.lower().removeprefix(".")


def document_type(file: BinaryIO, name: str) -> str | None:
    """The media type of a document whose content is what its ending says; None for everything else."""
    kind = ending(name)
    if kind not in DOCUMENTS:
        return None
    file.seek(0)
    return DOCUMENTS[kind] if _fits(file, kind) else None


def _fits(file: BinaryIO, kind: str) -> bool:
    if kind == "pdf":
        return file.read(5) == b"%PDF-"
    if kind in {"txt", "csv"}:
        return _is_text(file.read())
    parts = _parts(file)
    if any(macro in part.lower() for part in parts for macro in _MACROS):
        return False
    if kind in _MAIN_PARTS:
        return "[Content_Types].xml" in parts and _MAIN_PARTS[kind] in parts
    # An open document begins with its media type, not packed (OpenDocument 1.3, part 2, 3.3).
    file.seek(30)
    return file.read(8) == b"mimetype" and file.read(100).startswith(DOCUMENTS[kind].encode() + b"P")


def _is_text(content: bytes) -> bool:
    try:
        return "\0" not in content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False


def _parts(file: BinaryIO) -> set[str]:
    """The names of the parts of a packed file; none when it is no such file, or one with too many of them."""
    if not _list_is_short(file):
        return set()
    try:
        with zipfile.ZipFile(file) as packed:
            return set(packed.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError):
        return set()


def _list_is_short(file: BinaryIO) -> bool:
    """Looked up before the list is read, because a small file can hold a list of half a million empty parts."""
    if file.read(4) != b"PK\x03\x04":
        return False
    size = file.seek(0, 2)
    file.seek(max(0, size - 66_000))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _ENDING.size:
        return False
    record = _ENDING.unpack_from(tail, at)
    return record[4] <= _MOST_PARTS and record[5] <= _LONGEST_LIST
