"""The guard on plain SQL scripts and on the files of an APEX export.

An export is SQL*Plus: lines of the tool, and PL/SQL blocks that end at a line of ``/``. Its blocks
may only call APEX's own import procedures. Scripts that APEX would run in the schema while it
imports (supporting objects) are judged like a changelog, however their text is put together.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.changelog.guard.installscript import InstallScripts
from app.changelog.guard.judge import judge
from app.changelog.guard.ruling import Ruling, ruling_at
from app.changelog.guard.tool import judge_export_line, judge_line
from app.changelog.guard.verdict import Knowledge, Verdict, allow, refuse
from app.sql import blocks, functions
from app.sql.cut import Piece, cut_script, is_plsql
from app.sql.folding import fold
from app.sql.lexer import Kind, Token
from app.sql.read import read
from app.sql.tokens import depths, is_name, is_op, is_word, name_at
from app.sql.verbs import verb_of
from app.sql.words import words

IMPORT = "guard.import_block"

_SCHEMA = re.compile(r"(?:APEX|FLOWS)_\d+")
_APEX = re.compile(
    r"WWV_FLOW|WWV_FLOW_IMP\w*|WWV_IMP_\w+|WWV_FLOW_(?:API|APPLICATION_INSTALL|STRING|ID|T_\w+)|"
    r"APEX_APPLICATION_INSTALL"
)
_WORDS = words("BEGIN END DECLARE EXCEPTION COMMIT ROLLBACK WORK OTHERS RAISE NULL PRAGMA")
_LOB_CALLS = words(
    """
    DBMS_LOB.CREATETEMPORARY DBMS_LOB.FREETEMPORARY DBMS_LOB.WRITEAPPEND DBMS_LOB.APPEND
    DBMS_LOB.GETLENGTH DBMS_LOB.SUBSTR DBMS_LOB.SESSION DBMS_LOB.CALL
    """
)
_FORBIDDEN = words("MERGE TRUNCATE PURGE FLASHBACK RENAME LOCK OPEN")
_NOWHERE = words("SELECT INSERT UPDATE DELETE DROP ALTER CREATE GRANT REVOKE FORALL")
"""Reserved words: no name of an export can be one of them."""
_REMOVES = re.compile(r"(?:REMOVE|DELETE|DROP|PURGE|TRUNCATE)_\w+|INSTALL")
_REPLACED = words("REMOVE_FLOW REMOVE_PAGE REMOVE_COMPONENT")
"""What an export takes away to put itself in its place."""


def script_rulings(text: str, path: str, knowledge: Knowledge) -> tuple[Ruling, ...]:
    """A plain SQL file by the rules of a changelog; harmless lines of SQL*Plus pass."""
    text = _unix(text)
    found = []
    for piece in cut_script(text):
        if piece.tool == "EXECUTE" and not piece.text.endswith("-"):
            verdict = judge(f"BEGIN {piece.text.split(None, 1)[-1].rstrip(';')}; END;", knowledge)
        elif piece.tool:
            verdict = judge_line(piece, _line_behind(text, piece))
        elif piece.text.strip().upper() == "COMMIT":
            verdict = allow()  # a script of its own may end its transaction
        else:
            verdict = judge(piece.text, knowledge, operation=read(piece.tokens))
        found.append(_ruling(text, path, piece, verdict))
    return tuple(found)


def payload_rulings(text: str, path: str) -> tuple[Ruling, ...]:
    """An APEX export file: a ruling for each block, each line of SQL*Plus that acts, and each
    statement of a supporting script that may not run."""
    text = _unix(text)
    found: list[Ruling] = []
    scripts = InstallScripts()
    for piece in cut_script(text):
        verdict = judge_export_line(piece.text) if piece.tool else _block(piece, scripts)
        found.append(_ruling(text, path, piece, verdict))
    for script in scripts.all():
        inner = script_rulings(script.text, path, Knowledge())
        found += script.rulings(path, inner)
    return tuple(found)


def _line_behind(text: str, piece: Piece) -> str:
    rest = text[piece.start + len(piece.text) :].partition("\n")[2]
    return rest.partition("\n")[0]


def _unix(text: str) -> str:
    """With Unix line ends. A CR alone ends no line for the database either: to read one as a line
    end would let a comment or a text begin here that is code there."""
    return text.replace("\r\n", "\n")


def _ruling(text: str, path: str, piece: Piece, verdict: Verdict) -> Ruling:
    column = piece.start - text.rfind("\n", 0, piece.start)
    verb = piece.tool or verb_of(piece.tokens)
    return ruling_at(path, piece.line, column, "", piece.text, verb, verdict)


def _block(piece: Piece, scripts: InstallScripts) -> Verdict:
    found = piece.tokens
    for token in found:
        if token.kind is Kind.ODD:
            return refuse("unparsable", token, what=token.value)
    if not found or not is_plsql(found) or not is_word(found[0], "BEGIN", "DECLARE"):
        verdict = judge(piece.text, Knowledge(), operation=read(found))
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
    if refused := scripts.collect(found, bones, piece.line):
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
    if token.value in _NOWHERE or (token.value in _FORBIDDEN and i in bones.starts):
        return refuse("not_apex", token, word=token.value)
    return None


def _call(found: Sequence[Token], i: int, bones: blocks.Block) -> Verdict | None:
    """A refusal of the name at ``i`` if it is neither APEX's own nor known to run nobody's code.
    A name without parentheses counts, too: it could be a function."""
    chain, behind = name_at(found, i)
    name = ".".join(chain)
    if _is_apex(chain):
        return _removal(found, i, chain, behind)
    if i in bones.calls:
        mine = bones.declares(chain[0], i) and len(chain) == 1
        return None if mine else refuse("not_apex", found[i], word=name)
    known = len(chain) == 1 and (functions.is_known(found[i]) or found[i].value in _WORDS)
    if known or bones.declares(chain[0], i) or ".".join(chain[-2:]) in _LOB_CALLS:
        return None
    argument = behind < len(found) and is_op(found[behind], "=>")
    if argument or is_word(found[i - 1], "END", "GOTO", "<<") or is_op(found[i - 1], "%", "<<"):
        return None
    return refuse("not_apex", found[i], word=name)


def _removal(found: Sequence[Token], i: int, chain: Sequence[str], behind: int) -> Verdict | None:
    """A refusal of APEX's own calls that take away something else than what is imported."""
    if not _REMOVES.fullmatch(chain[-1]):
        return None
    levels = depths(found[behind:])
    close = next((k for k in range(1, len(levels)) if levels[k] == 0), len(levels))
    arguments = found[behind + 1 : behind + close]
    fixed = not any(_is_apex(name_at(arguments, k)[0]) for k in range(len(arguments)))
    if chain[-1] not in _REPLACED or fixed:
        return refuse("not_apex", found[i], word=".".join(chain))
    return None


def _is_apex(chain: Sequence[str]) -> bool:
    owner = chain[1:] if len(chain) > 2 and _SCHEMA.fullmatch(chain[0]) else chain
    return bool(owner) and _APEX.fullmatch(owner[0]) is not None
