"""Texts as cells of a table that Excel opens: shown, and never run as a formula."""

from __future__ import annotations

import re
from typing import Final

# Excel takes a cell that begins so for a formula, and runs it; the wide signs are those of an
# Excel in Chinese or Japanese. A number may begin with its sign, and a sign alone says "nothing".
_FORMULA: Final = re.compile(r"[=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_HARMLESS: Final = re.compile(r"[+\-]([\d\s.,]+%?)?")
_QUOTE: Final = "'"  # Excel shows what stands behind it as a text


def tame(text: str) -> str:
    """The text of a cell that is no formula; ``plain`` gives the text again."""
    return _QUOTE + text if _is_risky(text) else text


def plain(text: str) -> str:
    """The text that ``tame`` was given."""
    return text[1:] if text.startswith(_QUOTE) and _is_risky(text) else text


def _is_risky(text: str) -> bool:
    """Quotes in front are looked through: what has one already gets another, and none is lost."""
    bare = text.lstrip(_QUOTE)
    return bool(_FORMULA.match(bare)) and not _HARMLESS.fullmatch(bare)
