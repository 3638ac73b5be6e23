"""What kind of statement a text is."""

from __future__ import annotations

import re
from typing import Final

_KIND: Final = re.compile(r"(?:\s|--[^\n]*\n|/\*.*?\*/)*(\w+)", re.DOTALL)


def kind_of(sql: str) -> str:
    found = _KIND.match(sql)
    return found[1].upper() if found else ""
