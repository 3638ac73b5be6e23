"""Changelog properties: ``--property name:x value:y`` and the expansion of ``${x}``.

Names are compared without case and the first definition wins. A missing name stays as it was
written, and so does a ``${`` that never ends; values expand again when they are used.
"""

from __future__ import annotations

from app.changelog.file.selection import ALL, Selection
from app.errors import ChangelogError

_DEPTH = 50
_EXPANSIONS = 10_000  # in one text: more is a loop, or a trick that makes text explode
_BLANKS = "".join(map(chr, range(0x21)))


class Properties:
    """The properties known so far while files are read in order.

    ``place`` is the path and line that an error names; ``used`` collects every name asked for.
    ``selection``: for whom they are read.
    """

    def __init__(self, selection: Selection = ALL) -> None:
        self.selection = selection
        self._values: dict[str, str] = {}
        self._expanded = 0
        self.place = ("", 0)
        self.used: list[str] = []

    def define(self, name: str, value: str) -> None:
        self._values.setdefault(name.lower(), value)

    def expand(self, text: str) -> str:
        """``text`` with all known properties in place. Raises ChangelogError
        ``changelog.property_loop`` with the place and ``name``."""
        if "${" not in text:
            return text
        self._expanded = 0
        return self._expand(text, 0, 0, False)[0]

    def _expand(self, text: str, at: int, depth: int, inside: bool) -> tuple[str, int]:
        """Expand from ``at``; inside an expression stop behind its ``}``. The second value is the
        position reached. An unfinished expression comes back with its ``${``."""
        out: list[str] = []
        while at < len(text):
            if text.startswith("${", at):
                if depth > _DEPTH:
                    raise self._loop(text[at : at + 40])
                name, at = self._expand(text, at + 2, depth + 1, True)
                out.append(name if name.startswith("${") else self._value(name, depth))
            elif inside and text[at] == "}":
                return "".join(out), at + 1
            else:
                stop = _next_special(text, at + 1)
                out.append(text[at:stop])
                at = stop
        joined = "".join(out)
        return ("${" + joined if inside else joined), at

    def _value(self, expression: str, depth: int) -> str:
        name = expression.strip(_BLANKS)
        self._expanded += 1
        if depth > _DEPTH or self._expanded > _EXPANSIONS:
            raise self._loop(name)
        self.used.append(name)
        value = self._values.get(name.lower())
        if value is None:
            return "${" + expression + "}"
        return self._expand(value, 0, depth + 1, False)[0]

    def _loop(self, name: str) -> ChangelogError:
        path, line = self.place
        return ChangelogError("changelog.property_loop", path=path, line=line, name=name[:40])


def _next_special(text: str, at: int) -> int:
    found = [p for p in (text.find("$", at), text.find("}", at)) if p >= 0]
    return min(found, default=len(text))
