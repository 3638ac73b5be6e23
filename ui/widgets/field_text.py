"""What stands in a field of several lines, to the letter.

Qt's own ``toPlainText`` gives each no-break space as a plain one: a French label would be changed
by looking at it.
"""

from __future__ import annotations

import re
from typing import Final

from PySide6.QtWidgets import QPlainTextEdit

_ENDS: Final = re.compile("\r\n?|[\u2028\u2029]")


def text_of(field: QPlainTextEdit) -> str:
    return held(field.document().toRawText())


def held(text: str) -> str:
    """A text as a field holds it: each of its lines ends as in all fields."""
    return _ENDS.sub("\n", text)
