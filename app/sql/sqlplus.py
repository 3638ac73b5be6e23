"""The commands of SQL*Plus and SQLcl: the one list of them."""

from __future__ import annotations

# What stands in brackets may be left out, as in Oracle's own description of each command.
_COMMANDS = """
    A[PPEND] ACC[EPT] ARCHIVE ATTR[IBUTE] BRE[AK] BTI[TLE] C[HANGE] CL[EAR] COL[UMN] COMP[UTE]
    CONN[ECT] COPY DEF[INE] DEL DESC[RIBE] DISC[ONNECT] ED[IT] EXEC[UTE] EXIT GET HELP HIST[ORY]
    HO[ST] I[NPUT] L[IST] PASSW[ORD] PAU[SE] PRI[NT] PRO[MPT] QUIT RECOVER REM[ARK] REPF[OOTER]
    REPH[EADER] R[UN] SAV[E] SET SHO[W] SHUTDOWN SPO[OL] STA[RT] STARTUP STORE TIMI[NG] TTI[TLE]
    UNDEF[INE] VAR[IABLE] WHENEVER XQUERY
    ALIAS APEX BRIDGE CD CTAS DDL FORMAT INFO[RMATION] LB LIQUIBASE LOAD MLE NET OERR REST SCRIPT
    SODA SSHTUNNEL TNSPING
"""
_SQL_SET = ("TRANSACTION", "ROLE", "CONSTRAINT", "CONSTRAINTS")


def _spellings() -> dict[str, str]:
    found = {}
    for written in _COMMANDS.split():
        short, _, rest = written.rstrip("]").partition("[")
        for size in range(len(rest) + 1):
            found[short + rest[:size]] = short + rest
    return found


_FULL = _spellings()
SIGNS = ("@", "!", "$", ".")
"""Signs that begin a command: scripts, the machine's own commands, the end of the buffer."""


def command(word: str, following: str = "") -> str:
    """The full name of the command that ``word`` (in upper case) is, "" if it is none.
    ``following`` is the word behind it: SET ROLE and its kin are SQL."""
    if word == "SET" and following.upper() in _SQL_SET:
        return ""
    return _FULL.get(word, "")
