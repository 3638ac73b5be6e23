"""Numbers by a mask: digits, groups and points, or hexadecimal."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any


@lru_cache
def is_hexadecimal(mask: str) -> bool:
    return re.fullmatch(r"(FM)?0*X+", mask, re.IGNORECASE) is not None


def _in_hexadecimal(value: Any, mask: str) -> str:
    digits = mask.upper().removeprefix("FM")
    shown = f"{round(value):X}" if value >= 0 else ""
    if not shown or len(shown) > len(digits):  # Oracle fills what does not fit
        return "#" * (len(digits) + 1)
    if digits.startswith("0"):
        shown = shown.rjust(len(digits), "0")
    return shown if mask.upper().startswith("FM") else " " + shown


def number_text(value: Any, mask: str) -> str | None:
    """A number as ``TO_CHAR`` writes it by a mask; None for NULL."""
    if value is None:
        return None
    if is_hexadecimal(mask):
        return _in_hexadecimal(value, mask)
    upper = mask.upper().removeprefix("FM")
    whole, _, fraction = upper.replace("G", ",").replace("D", ".").partition(".")
    shown = f"{abs(float(value)):,.{len(fraction)}f}"
    if "," not in whole:
        shown = shown.replace(",", "")
    minimum = (
        whole[whole.index("0") :].count("0") + whole[whole.index("0") :].count("9")
        if "0" in whole
        else 0
    )
    digits, dot, rest = shown.partition(".")
    digits = digits.rjust(minimum, "0")
    if digits == "0" and not minimum and dot:
        digits = ""
    shown = ("-" if value < 0 else "") + digits + dot + rest
    return shown if mask.upper().startswith("FM") else shown.rjust(len(mask) + 1)
