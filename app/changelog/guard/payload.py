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
from app.sql.cut import Piece, cut_script
from app.sql.operations import (
    Block,
    Body,
    Link,
    Odd,
)
from app.sql.part import Dynamic, Mention
from app.sql.read import read_piece
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
_ITSELF = re.compile(
    r"(?:P_FLOW_ID => )?(?:(?:(?:APEX|FLOWS)_\d+ \. )?(?:WWV_FLOW \. G_FLOW_ID|{0}|"
    r"NVL \( (?:(?:APEX|FLOWS)_\d+ \. )?{0} , \d+ \)))(?: , (?:P_\w+ => )?\d+)*".replace(
        "{0}", r"(?:WWV_FLOW|APEX)_APPLICATION_INSTALL \. GET_APPLICATION_ID"
    )
)
"""The application that is imported, and the number of a part of it."""
_CONDITIONS = (
    ("P_CHECK_CONDITION", "P_CHECK_TYPE"),
    ("P_CONDITION", "P_CONDITION_TYPE"),
    ("P_TRIGGER_INSTALL_WHEN_EXP1", "P_TRIGGER_INSTALL_WHEN_COND"),
)
"""Arguments whose text is evaluated at once, and that of its kind."""
_QUERY = "P_GET_VERSION_SQL_QUERY"
"""An argument whose text is a query, which tells whether the objects are there already."""
_REPLACED = words("REMOVE_FLOW REMOVE_PAGE REMOVE_COMPONENT")
"""What an export takes away to put itself in its place."""


def script_rulings(text: str, path: str, before: Knowledge) -> tuple[tuple[Ruling, ...], Knowledge]:
    """A plain SQL file by the rules of a changelog, behind what was known ``before``, and what is
    known at its end; harmless lines of SQL*Plus pass."""
    text, knowledge = _unix(text), before.copy()
    found = []
    for piece in cut_script(text):
        if piece.tool == "EXECUTE" and not piece.text.endswith("-"):
            verdict = judge(f"BEGIN {piece.text.split(None, 1)[-1].rstrip(';')}; END;", knowledge)
        elif piece.tool:
            verdict = judge_line(piece, _line_behind(text, piece))
        elif piece.text.strip().upper() == "COMMIT":
            verdict = allow()  # a script of its own may end its transaction
        else:
            verdict = judge(piece.text, knowledge, operation=read_piece(piece))
        found.append(_ruling(text, path, piece, verdict))
    return tuple(found), knowledge


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
        inner, _ = script_rulings(script.text, path, Knowledge())
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
    verb = piece.tool or piece.verb_phrase
    return ruling_at(path, piece.line, column, "", piece.text, verb, verdict)


def _block(piece: Piece, scripts: InstallScripts) -> Verdict:
    op = read_piece(piece)
    if isinstance(op, Odd) and op.fault is not None:
        return refuse("unparsable", op.fault.at, what=op.fault.what)
    if not op.is_plsql or op.first_word not in ("BEGIN", "DECLARE"):
        verdict = judge(piece.text, Knowledge(), operation=op)
        return refuse("not_apex", word=op.shown(0, 1)[:40]) if verdict.allowed else verdict
    if not isinstance(op, Block):
        return refuse("several_statements", op.trailing if isinstance(op, Odd) else op.at)
    if not op.closed:
        return refuse("unparsable", op.at, what="block")
    for act in op.body.acts:
        if isinstance(act, Link):
            return refuse("database_link", act.at)
        if isinstance(act, Dynamic):
            return refuse(
                "not_apex", act.at, word="EXECUTE IMMEDIATE", dynamic=(act.text or "")[:200]
            )
        if isinstance(act, Mention):
            refusal = _word(act) or _call(act) or _condition(act, op.body)
            if refusal is not None:
                return refusal
    if refused := scripts.collect(op.body, piece.line):
        return refused
    return allow(IMPORT)


def _word(said: Mention) -> Verdict | None:
    if said.word in _NOWHERE or (said.word in _FORBIDDEN and said.starts):
        return refuse("not_apex", said.at, word=said.word)
    return None


def _call(said: Mention) -> Verdict | None:
    """A refusal of a name if it is neither APEX's own nor known to run nobody's code. A name
    without parentheses counts, too: it could be a function."""
    if _is_apex(said.name):
        return _removal(said)
    name, alone = ".".join(said.name), len(said.name) == 1
    if said.statement:
        return None if said.declared and alone else refuse("not_apex", said.at, word=name)
    known = alone and (said.known or said.word in _WORDS)
    if known or said.declared or ".".join(said.name[-2:]) in _LOB_CALLS:
        return None
    return None if said.argument or said.names_end else refuse("not_apex", said.at, word=name)


def _removal(said: Mention) -> Verdict | None:
    """A refusal of APEX's own calls that take away something else than what is imported."""
    if not _REMOVES.fullmatch(said.name[-1]):
        return None
    own = _ITSELF.fullmatch(said.inside.shown().upper())
    if said.name[-1] not in _REPLACED or not own:
        return refuse("not_apex", said.at, word=".".join(said.name))
    return None


def _condition(call: Mention, body: Body) -> Verdict | None:
    """The verdict on the condition of an installation check or script, which APEX evaluates in the
    schema while it installs; None where it may run."""
    if not call.name[-1].startswith("CREATE_INSTALL"):
        return None
    if any(not argument.name for argument in call.inside.every_argument):
        return refuse("dynamic_sql", call.at, expression=call.name[-1])  # nobody knows what it is
    given = {argument.name: argument for argument in call.inside.arguments}
    for named, typed in (*_CONDITIONS, (_QUERY, "")):
        condition, kind = given.get(named), given.get(typed)
        if condition is None or condition.first_word == "NULL":
            continue
        text = condition.text(body.constants)
        if text is None:
            return refuse("dynamic_sql", call.at, expression=condition.written)
        kinds = (kind.text(body.constants) or "").upper() if kind is not None else ""
        code = _as_code(text.strip().rstrip(";"), "EXISTS" if named == _QUERY else kinds)
        verdict = judge(code, Knowledge(), 1)
        if verdict.refused:
            facts = {**verdict.facts, "dynamic": text[:200]}
            return Verdict("refused", verdict.rule, call.at, facts)
    return None


def _as_code(text: str, kind: str) -> str:
    """A statement that does what a condition of APEX of that ``kind`` does; an unknown kind is the
    body of a function."""
    if "EXISTS" in kind:
        return text
    if "EXPRESSION" in kind:
        return f"BEGIN IF {text} THEN NULL; END IF; END;"
    if kind and not ("FUNCTION" in kind or "PLSQL" in kind):
        return "BEGIN NULL; END;"  # items, the request: no code
    return f"BEGIN {text}; END;"


def _is_apex(chain: Sequence[str]) -> bool:
    owner = chain[1:] if len(chain) > 2 and _SCHEMA.fullmatch(chain[0]) else chain
    return bool(owner) and _APEX.fullmatch(owner[0]) is not None
