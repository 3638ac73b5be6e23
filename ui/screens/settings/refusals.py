"""Why a value of the settings was refused, in words: the check itself speaks of types."""

from __future__ import annotations

import re

from PySide6.QtCore import QObject

_MISSING = re.compile(r"missing required field `(\w+)`")
_LENGTH = re.compile(r"of length (>=|<=) (\d+)")
_BOUND = re.compile(r"(?:int|float)` (>=|>|<=|<) ([\d.]+)")
_PATTERN = re.compile(r"matching regex '(.*)'")


class Refusals(QObject):
    """``understand`` gives the key of the field that is meant, and the reason."""

    def needed(self) -> str:
        return self.tr("A value is needed here.")

    def understand(self, key: str, detail: str) -> tuple[str, str]:
        missing = _MISSING.search(detail)
        if missing:
            return f"{key}.{missing[1]}", self.needed()
        return key, self._reason(detail)

    def _reason(self, detail: str) -> str:
        length, bound, pattern = (p.search(detail) for p in (_LENGTH, _BOUND, _PATTERN))
        if length:
            if length[1] == ">=":
                return self.needed()
            return self.tr("At most {n} characters.").format(n=length[2])
        if bound:
            text = {
                ">=": self.tr("At least {n}."),
                ">": self.tr("More than {n}."),
                "<=": self.tr("At most {n}."),
                "<": self.tr("Less than {n}."),
            }[bound[1]]
            return text.format(n=bound[2].removesuffix(".0"))
        if pattern and "=https" in pattern[1]:
            return self.tr("Each is written STATIC_ID=https://…, with commas between.")
        if pattern and pattern[1].startswith(("^[a-z0-9]", "^([a-z0-9]")):
            return self.tr("Small letters, digits, - and _ only, without spaces.")
        if pattern:
            return self.tr("Letters, digits, _, $ and # only; the first is a letter.")
        if "Windows" in detail:
            return self.tr("Windows has no file of this name; choose another.")
        return detail
