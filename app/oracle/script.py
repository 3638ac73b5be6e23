"""Runs an install script of SQL*Plus form, block by block.

This is the slow road for an APEX that cannot install from a zip: one round trip for each block.
A script consists of PL/SQL blocks that end with a slash alone on its line, of ``@@`` includes,
and of lines that only talk to SQL*Plus. Anything else is refused before the first block is sent.
It is cut by ``app.sql.cut``, as the guard cuts it: what was judged is what is sent.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping
from typing import Final

from msgspec import Struct

from app.errors import OracleError
from app.oracle.session import Session
from app.sql.cut import Piece, cut_script
from app.sql.lexer import Kind
from app.sql.tokens import is_word
from app.sql.words import words

_SPEAKS_TO_SQLPLUS: Final = words("PROMPT WHENEVER REMARK SHOW DEFINE UNDEFINE SPOOL TIMING SET")
_OPEN: Final = ("open_string", "open_comment")
_INCLUDE: Final = re.compile(r"@@?\s*(\S.*?)\s*;?\s*$")
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
    for piece in cut_script(files[path].replace("\r\n", "\n")):
        shown = piece.text.partition("\n")[0].strip()
        if piece.tool == "@" and (include := _INCLUDE.match(piece.text)):
            yield from _included(files, path, piece.line, include.group(1), above)
        elif piece.tool:
            if piece.tool not in _SPEAKS_TO_SQLPLUS:
                raise _refuse(path, piece.line, "unknown", shown)
        elif any(token.value in _OPEN for token in piece.tokens if token.kind is Kind.ODD):
            raise _refuse(path, piece.line, "open", shown)
        elif is_word(piece.tokens[0], "BEGIN", "DECLARE"):
            if not piece.ended:
                raise _refuse(path, piece.line, "open", shown)
            yield Block(path, piece.line, piece.text)
        elif _is_statement(piece):
            yield Block(path, piece.line, piece.text)
        else:
            raise _refuse(path, piece.line, "unknown", shown)


def _is_statement(piece: Piece) -> bool:
    """COMMIT, ROLLBACK and ALTER SESSION may stand between the blocks."""
    said = [token.value for token in piece.tokens]
    return said in (["COMMIT"], ["ROLLBACK"]) or said[:2] == ["ALTER", "SESSION"]


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
