"""The scripts of an application's supporting objects, put back together from an export.

``create_install_script`` begins one and ``append_to_install_script`` goes on with it, often in
another block and in the middle of a statement; so they are judged when the whole file was read.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct, structs

from app.changelog.guard.ruling import Ruling
from app.changelog.guard.verdict import NOTICE, Verdict, refuse
from app.sql.operations import Body
from app.sql.part import Argument
from app.sql.words import words

ALLOWED_SCRIPT = "guard.install_script"

_BEGIN = words("CREATE_INSTALL_SCRIPT CREATE_INSTALL")
_APPEND = "APPEND_TO_INSTALL_SCRIPT"
_NOT_TEXT = ("_ID", "_TYPE", "_OPTION", "_MESSAGE")


class InstallScript(Struct):
    """``lines[i]`` is the export's line of the script's i-th line. ``later``: it only runs when
    the application is removed."""

    text: str
    lines: list[int]
    later: bool = False

    def append(self, text: str, line: int, separator: str) -> None:
        """Add a piece that stands at ``line`` of the export."""
        rows = text.count("\n")
        self.text += (separator if self.lines else "") + text
        numbers = [line] * (rows + 1)
        self.lines += numbers if separator or not self.lines else numbers[1:]

    def rulings(self, path: str, inner: Sequence[Ruling]) -> list[Ruling]:
        """The rulings on the script's statements, at their places in the export: one for each
        refused statement, or one for the whole."""
        refused = []
        for ruling in inner:
            if ruling.allowed:
                continue
            line = self.lines[min(ruling.line, len(self.lines)) - 1]
            facts = {**ruling.facts, "script_line": str(ruling.line)}
            if self.later:
                facts = {"object": "deinstall", "later": ruling.rule, "later_line": str(line)}
                ruling = structs.replace(ruling, verdict="allowed", rule=NOTICE)
            refused.append(structs.replace(ruling, path=path, line=line, column=1, facts=facts))
        if refused or not self.text.strip():
            return refused
        shown = self.text.strip()[:200]
        whole = Ruling(path, self.lines[0], 1, "", shown, "SCRIPT", "allowed", ALLOWED_SCRIPT, {})
        return [structs.replace(whole, facts={"statements": str(len(inner))})]


class InstallScripts:
    """All supporting scripts of one export file."""

    def __init__(self) -> None:
        self._done: list[InstallScript] = []
        self._open: InstallScript | None = None

    def all(self) -> list[InstallScript]:
        return [*self._done, *([self._open] if self._open else [])]

    def collect(self, body: Body, line: int) -> Verdict | None:
        """Take the script texts out of a block that begins at ``line``; a refusal where a text
        cannot be known."""
        for call in body.mentions:
            name = call.name[-1]
            if not call.called or (name not in _BEGIN and name != _APPEND):
                continue
            if name in _BEGIN and self._open is not None:
                self._done.append(self._open)
                self._open = None
            if not call.inside.arguments:  # by place, nobody can tell which of them is the script
                return refuse("dynamic_sql", call.at, expression=name)
            for argument in call.inside.arguments:
                if not self._argument(argument, body, line):
                    return refuse("dynamic_sql", call.at, expression=argument.written)
        return None

    def _argument(self, argument: Argument, body: Body, line: int) -> bool:
        """Take one named argument; False where it holds a script whose text is not constant."""
        name = argument.name
        if "SCRIPT" not in name or name.endswith(_NOT_TEXT):
            return True
        parts = argument.lines(body.constants)
        if parts is None:
            return False
        later = "DEINSTALL" in name
        script = None if later else self._open
        if script is None:
            script = InstallScript("", [], later)
            if later:
                self._done.append(script)
            else:
                self._open = script
        separator = ""
        for text, row in parts:
            script.append(text, line + row - 1, separator)
            separator = "\n"
        return True
