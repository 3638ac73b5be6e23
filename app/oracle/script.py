"""Runs an install script of SQL*Plus form, block by block.

This is the slow road for an APEX that cannot install from a zip: one round trip for each block.
A script consists of PL/SQL blocks that end with a slash alone on its line, of ``@@`` includes,
and of lines that only talk to SQL*Plus. Anything else is refused before the first block is sent.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import Struct

from app.errors import OracleError
from app.oracle.session import Session

_SPEAKS_TO_SQLPLUS: Final = re.compile(
    r"(prompt|whenever|rem|remark|show|define|undefine|spool|timing)\b|--|/\s*$"
    r"|set\s+(?!role|transaction|constraint)",
    re.IGNORECASE,
)
_INCLUDE: Final = re.compile(r"@@?\s*(\S.*?)\s*;?\s*$")
_BLOCK: Final = re.compile(r"(begin|declare)\b", re.IGNORECASE)
_STATEMENT: Final = re.compile(r"(commit|rollback)\s*;?\s*$|alter\s+session\b", re.IGNORECASE)
_CLOSING: Final = {"[": "]", "(": ")", "{": "}", "<": ">"}
_OPENER: Final = re.compile(r"--|/\*|\b[nN]?[qQ]'.|'|\"")
_ANONYMOUS: Final = re.compile(r"ORA-06512: at line (\d+)")
_COMPILING: Final = re.compile(r"ORA-06550: line (\d+)")


class Block(Struct, frozen=True):
    """One statement of a script; ``line`` is that of its first line in ``path``, 1-based."""

    path: str
    line: int
    text: str


def script_blocks(files: Mapping[str, str], path: str = "install.sql") -> Iterator[Block]:
    """The statements of ``path`` and its includes, in the order in which they run.

    Includes are relative to the file that includes them. Raises OracleError ``oracle.script``
    with facts ``path``, ``line``, ``reason`` (``missing``, ``cycle``, ``unknown`` or ``open``)
    and ``text``.
    """
    return _read(files, path, ())


def run_script(s: Session, files: Mapping[str, str], path: str = "install.sql") -> int:
    """Run a script, one round trip for each statement, and return how many ran.

    The whole script is read before the first statement is sent. Stops at the first error: what
    the script did not commit itself is rolled back, and the OracleError has the facts ``path``
    and ``line`` of the failing line.
    """
    blocks = list(script_blocks(files, path))
    for block in blocks:
        try:
            s.execute(block.text)
        except OracleError as error:
            s.undo()
            error.facts |= {"path": block.path, "line": block.line + _offset(error)}
            raise
    return len(blocks)


def _offset(error: OracleError) -> int:
    """Lines between the block's first line and the one that the server names."""
    detail = str(error.facts.get("detail", ""))
    named = _ANONYMOUS.findall(detail) or _COMPILING.findall(detail)
    return int(named[-1]) - 1 if named else 0


def _refuse(path: str, line: int, reason: str, text: str) -> OracleError:
    return OracleError("oracle.script", path=path, line=line, reason=reason, text=text[:200])


def _read(files: Mapping[str, str], path: str, above: tuple[str, ...]) -> Iterator[Block]:
    if path not in files:
        raise _refuse(path, 0, "missing", path)
    lines = files[path].replace("\r\n", "\n").split("\n")  # as SQL*Plus reads a text file
    number = 0
    while number < len(lines):
        line = lines[number].strip()
        number += 1
        if not line or _SPEAKS_TO_SQLPLUS.match(line):
            continue
        if include := _INCLUDE.match(line):
            yield from _included(files, path, number, include.group(1), above)
        elif line.startswith("/*"):
            number = _after_comment(lines, number - 1, path)
        elif _BLOCK.match(line):
            end = _end_of_block(lines, number - 1, path)
            yield Block(path, number, "\n".join(lines[number - 1 : end]))
            number = end + 1
        elif _STATEMENT.match(line):
            yield Block(path, number, line.rstrip(";").rstrip())
        else:
            raise _refuse(path, number, "unknown", line)


def _included(
    files: Mapping[str, str], path: str, line: int, target: str, above: tuple[str, ...]
) -> Iterator[Block]:
    target = target.strip("\"'").replace("\\", "/")
    found = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
    if found not in files and not posixpath.splitext(found)[1]:
        found += ".sql"  # as SQL*Plus completes a name without an extension
    if found not in files:
        raise _refuse(path, line, "missing", target)
    if found == path or found in above:
        raise _refuse(path, line, "cycle", target)
    yield from _read(files, found, (*above, path))


def _after_comment(lines: list[str], start: int, path: str) -> int:
    for number in range(start, len(lines)):
        _, closed, rest = lines[number].partition("*/")
        if closed and rest.strip():
            raise _refuse(path, number + 1, "unknown", lines[number].strip())
        if closed:
            return number + 1
    raise _refuse(path, start + 1, "open", lines[start])


def _end_of_block(lines: list[str], start: int, path: str) -> int:
    """The index of the slash that ends the block, which is not inside a literal or comment."""
    state = ""
    for number in range(start, len(lines)):
        line = lines[number]
        if not state and line.strip() == "/":
            return number
        state = _advance(line, state)
    raise _refuse(path, start + 1, "open", lines[start])


def _advance(line: str, state: str) -> str:
    """What is still open at the line's end: nothing, or the text that will close it."""
    position = 0
    while True:
        if state:
            end = line.find(state, position)
            if end < 0:
                return state
            position, state = end + len(state), ""
        opener = _OPENER.search(line, position)
        if opener is None:
            return ""
        match opener.group():
            case "--":
                return ""
            case "/*":
                state = "*/"
            case "'" | '"' as quote:
                state = quote
            case quoted:
                state = _CLOSING.get(quoted[-1], quoted[-1]) + "'"
        position = opener.end()
