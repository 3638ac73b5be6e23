"""The guard on lines that speak to SQL*Plus and not to the database."""

from __future__ import annotations

import re

from app.changelog.guard.verdict import Verdict, allow, refuse
from app.sql.cut import Piece, stands_alone
from app.sql.words import words

LINE = "guard.sqlplus_line"

_OF_AN_EXPORT = re.compile(
    r"(?:prompt\b.*|rem\b.*|remark\b.*|set\s+(?:define|verify|feedback|serveroutput|timing|echo|"
    r"sqlblanklines|scan|termout|heading|linesize|pagesize|escape)\b[^;&]*;?|"
    r"whenever\s+(?:sqlerror|oserror)\s+(?:exit|continue)\b[^;&]*;?)",
    re.IGNORECASE,
)
_INCLUDE = re.compile(r"@@?\s*(?P<path>[A-Za-z0-9_][A-Za-z0-9_./-]*\.sql)\s*;?")
_SHOWS = words(
    """
    PROMPT REMARK SHOW DESCRIBE COLUMN CLEAR TTITLE BTITLE BREAK COMPUTE REPHEADER REPFOOTER
    TIMING PAUSE PRINT HELP
    """
)
"""What only shows something, or says how to."""
_SHOWN_BY_SET = words(
    """
    ARRAYSIZE AUTOPRINT COLSEP DEFINE ECHO EMBEDDED ERRORLOGGING ESCAPE FEEDBACK FEED FLUSH HEADING
    HEA HEADSEP LINESIZE LIN LINES LONG LONGCHUNKSIZE NEWPAGE NULL NUMFORMAT NUMWIDTH NUM PAGESIZE
    PAGES PAUSE SCAN SERVEROUTPUT SERVEROUT SIZE SQLBLANKLINES SQLFORMAT SQLNUMBER SQLPROMPT TAB
    TERMOUT TERM TIME TIMING TIMI TRIM TRIMOUT TRIMSPOOL UNDERLINE VERIFY VER WRAP WRA XQUERY
    """
)


def judge_line(piece: Piece, following: str) -> Verdict:
    """The verdict on a line of a script of one's own; ``following`` is the line behind it. EXECUTE
    is for the judge of statements."""
    line = piece.text
    words_ = line.upper().rstrip(";").split()
    harmless = piece.tool in _SHOWS and "&" not in line
    if piece.tool == "SET":
        harmless = len(words_) > 1 and _shows(words_)
    elif not harmless:
        harmless = _OF_AN_EXPORT.fullmatch(line) is not None
    if not harmless:
        return refused(line)
    if line.endswith("-") and not stands_alone(following):
        # SQL*Plus takes the next line for a part of this one.
        return refuse("sqlplus_buffer", word="-")
    return allow(LINE)


def judge_export_line(line: str) -> Verdict:
    """The verdict on a line of an APEX export: it may run files of the same export."""
    if _OF_AN_EXPORT.fullmatch(line) and not line.endswith("-"):
        return allow(LINE)
    include = _INCLUDE.fullmatch(line)
    if include and ".." not in include["path"].split("/"):
        return allow(LINE, include=include["path"])
    return refused(line)


def refused(line: str) -> Verdict:
    first = line.split()[0].upper()[:40]
    if line.startswith("@"):
        return refuse("script_call")
    if first == ".":
        return refuse("sqlplus_buffer", word=first)
    return refuse("sqlplus", word=first)


def _shows(line: list[str]) -> bool:
    """Whether SET changes nothing but what is shown; some settings change where a text ends."""
    options = [word for word in line[1:] if word.isalpha()]
    return line[1] in _SHOWN_BY_SET and not any(
        word.startswith(("SQLT", "CMDS", "SQLPRE", "BLO", "SQLC", "SUF", "EDITF", "CON", "AUTOC"))
        for word in options
    )
