"""What people may write in: the 24 official languages of the Union, each under its own name (requirements B6e)."""

from django.conf.locale import LANG_INFO
from django.utils.translation import get_language

_CODES = "bg cs da de el en es et fi fr ga hr hu it lt lv mt nl pl pt ro sk sl sv"
_NAMES = {"mt": "Malti"}  # Django knows all others

LANGUAGES = sorted(
    ((code, _NAMES.get(code) or str(LANG_INFO[code]["name_local"]).capitalize()) for code in _CODES.split()),
    key=lambda choice: choice[1].casefold(),
)


def own_language() -> str:
    """That of the reader, as the pages are shown."""
    code = (get_language() or "en")[:2]
    return code if code in dict(LANGUAGES) else "en"
