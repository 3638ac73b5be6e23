"""The guard on plain SQL scripts and on the files of an APEX export.

An export is SQL*Plus: lines of the tool, and PL/SQL blocks that end at a line of ``/``. Its blocks
may only call APEX's own import procedures. Scripts that APEX would run in the schema while it
imports (supporting objects) are judged like a changelog, however their text is put together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.changelog import blocks
from app.changelog.folding import fold
from app.changelog.guard import Ruling, ruling_at
from app.changelog.installscript import InstallScripts
from app.changelog.lexer import Kind, Token, tokens
from app.changelog.rules import judge
from app.changelog.scripts import pieces
from app.changelog.split import is_plsql
from app.changelog.verdict import (
    Knowledge,
    Verdict,
    allow,
    is_name,
    is_op,
    is_word,
    name_at,
    refuse,
)
from app.changelog.vocabulary import words

IMPORT = "guard.import_block"
LINE = "guard.sqlplus_line"

_HARMLESS = re.compile(
    r"(?:prompt\b.*|rem\b.*|remark\b.*|set\s+(?:define|verify|feedback|serveroutput|timing|echo|"
    r"sqlblanklines|scan|termout|heading|linesize|pagesize|escape)\b[^;&]*;?|"
    r"whenever\s+(?:sqlerror|oserror)\s+(?:exit|continue)\b[^;&]*;?)",
    re.IGNORECASE,
)
_INCLUDE = re.compile(r"@@?\s*(?P<path>[A-Za-z0-9_][A-Za-z0-9_./-]*\.sql)\s*;?")
_APEX = re.compile(
    r"WWV_FLOW|WWV_FLOW_IMP\w*|WWV_IMP_\w+|WWV_FLOW_(?:API|APPLICATION_INSTALL|STRING|ID)|"
    r"APEX_APPLICATION_INSTALL"
)
_ORACLE = re.compile(r"(?:DBMS|UTL|SYS|OWA|APEX)(?:_|$)")
_LOB_CALLS = words("DBMS_LOB.CREATETEMPORARY DBMS_LOB.WRITEAPPEND DBMS_LOB.APPEND")
_FORBIDDEN = words(
    """
    INSERT UPDATE DELETE MERGE DROP TRUNCATE ALTER CREATE GRANT REVOKE PURGE FLASHBACK RENAME LOCK
    OPEN
    """
)


def script_rulings(text: str, path: str, knowledge: Knowledge) -> tuple[Ruling, ...]:
    """A plain SQL file by the rules of a changelog; harmless lines of SQL*Plus pass."""
    text = _unix(text)
    found = []
    for piece in pieces(text):
        if piece.is_line:
            verdict = _line(piece.text)
        elif piece.text.strip().upper() == "COMMIT":
            verdict = allow()  # a script of its own may end its transaction
        else:
            verdict = judge(piece.text, knowledge)
        found.append(ruling_at(path, *_place(text, piece.start), "", piece.text, verdict))
    return tuple(found)


def payload_rulings(text: str, path: str) -> tuple[Ruling, ...]:
    """An APEX export file: a ruling for each block, each line of SQL*Plus that acts, and each
    statement of a supporting script that may not run."""
    text = _unix(text)
    found: list[Ruling] = []
    scripts = InstallScripts()
    for piece in pieces(text):
        line, column = _place(text, piece.start)
        if piece.is_line:
            verdict = _line(piece.text, includes=True)
        else:
            verdict = _block(piece.text, line, scripts)
        found.append(ruling_at(path, line, column, "", piece.text, verdict))
    for script in scripts.all():
        inner = script_rulings(script.text, path, Knowledge())
        found += script.rulings(path, inner)
    return tuple(found)


def _unix(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _place(text: str, at: int) -> tuple[int, int]:
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def _line(line: str, *, includes: bool = False) -> Verdict:
    """The verdict on a line of SQL*Plus; ``includes``: files of the same export may be run."""
    first = line.split()[0].upper()[:40]
    if _HARMLESS.fullmatch(line) and not line.endswith("-"):
        return allow(LINE)
    include = _INCLUDE.fullmatch(line)
    if includes and include and ".." not in include["path"].split("/"):
        return allow(LINE, include=include["path"])
    if line.startswith("@"):
        return refuse("script_call", None)
    return refuse("sqlplus", None, word=first)


def _block(text: str, line: int, scripts: InstallScripts) -> Verdict:
    found = tokens(text)
    for token in found:
        if token.kind is Kind.ODD:
            return refuse("unparsable", token, what=token.value)
    if not found or not is_plsql(found) or not is_word(found[0], "BEGIN", "DECLARE"):
        verdict = judge(text, Knowledge())
        return refuse("not_apex", None, word=found[0].text[:40]) if verdict.allowed else verdict
    bones = blocks.read(found)
    if bones.trailing is not None:
        return refuse("several_statements", found[bones.trailing])
    if not bones.closed:
        return refuse("unparsable", found[0], what="block")
    for i, token in enumerate(found):
        if is_op(token, "@"):
            return refuse("database_link", token)
        if not is_name(token) or (i and is_op(found[i - 1], ".")):
            continue
        refusal = _word(found, i, bones) or _call(found, i, bones)
        if refusal is not None:
            return refusal
    if refused := scripts.collect(found, bones, line):
        return refused
    return allow(IMPORT)


def _word(found: Sequence[Token], i: int, bones: blocks.Block) -> Verdict | None:
    token = found[i]
    if token.kind is not Kind.WORD:
        return None
    if token.value == "EXECUTE" and i + 1 < len(found) and is_word(found[i + 1], "IMMEDIATE"):
        end = next((j for j in range(i, len(found)) if is_op(found[j], ";")), len(found))
        text = fold(found[i + 2 : end], bones.constants)
        return refuse("not_apex", token, word="EXECUTE IMMEDIATE", dynamic=(text or "")[:200])
    if token.value in _FORBIDDEN and i in bones.starts:
        return refuse("not_apex", token, word=token.value)
    return None


def _call(found: Sequence[Token], i: int, bones: blocks.Block) -> Verdict | None:
    chain, behind = name_at(found, i)
    called = behind < len(found) and is_op(found[behind], "(")
    if not called and i not in bones.calls:
        return None
    name = ".".join(chain)
    if _is_apex(chain):
        return None
    if i in bones.calls and chain[0] not in bones.names:
        return refuse("not_apex", found[i], word=name)
    if len(chain) > 1 and _ORACLE.match(chain[0]) and name not in _LOB_CALLS:
        return refuse("not_apex", found[i], word=name)
    return None


def _is_apex(chain: Sequence[str]) -> bool:
    owner = chain[1:] if len(chain) > 2 and chain[0].startswith(("APEX_", "FLOWS_")) else chain
    return len(owner) > 1 and _APEX.fullmatch(owner[0]) is not None
