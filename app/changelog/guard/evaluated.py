"""Arguments of Oracle's own calls that the database evaluates, or that decide where a text runs.

Their names and places are those of Oracle's *PL/SQL Packages and Types Reference*. What a call is
given beside them is nothing that a release needs, and refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from app.changelog.guard.verdict import Verdict, refuse
from app.sql.operations import Body
from app.sql.part import Argument, Mention

Evaluate = Callable[[str], Verdict | None]
"""The judge of a statement that a text stands in; None where it may run."""

_GIVEN: Final = {
    "DBMS_SQL.PARSE": "C STATEMENT LANGUAGE_FLAG",  # SCHEMA, EDITION: it would run elsewhere
    "DBMS_JOB.SUBMIT": "JOB WHAT NEXT_DATE INTERVAL NO_PARSE INSTANCE FORCE",
    "DBMS_SCHEDULER.CREATE_JOB": "JOB_NAME JOB_TYPE JOB_ACTION NUMBER_OF_ARGUMENTS START_DATE"
    " REPEAT_INTERVAL END_DATE JOB_CLASS ENABLED AUTO_DROP COMMENTS",
    "DBMS_XPLAN.DISPLAY": "TABLE_NAME STATEMENT_ID FORMAT",
    "DBMS_STATS.GATHER_TABLE_STATS": "OWNNAME TABNAME PARTNAME ESTIMATE_PERCENT BLOCK_SAMPLE"
    " METHOD_OPT DEGREE GRANULARITY CASCADE",
    "DBMS_STATS.GATHER_SCHEMA_STATS": "OWNNAME ESTIMATE_PERCENT BLOCK_SAMPLE METHOD_OPT DEGREE"
    " GRANULARITY CASCADE",
}
"""The arguments that may be given, in the order of their places."""
_ONLY_NAMED: Final = {
    "DBMS_SCHEDULER.CREATE_JOB": ("SCHEDULE_NAME",),  # which holds no expression
    "DBMS_XPLAN.DISPLAY": ("TYPE",),
    "DBMS_STATS.GATHER_TABLE_STATS": ("NO_INVALIDATE", "FORCE", "OPTIONS"),
    "DBMS_STATS.GATHER_SCHEMA_STATS": ("OPTIONS", "NO_INVALIDATE", "FORCE", "GATHER_TEMP"),
}
_EXPRESSIONS: Final = ("INTERVAL", "REPEAT_INTERVAL")
_PLAIN: Final = {
    "REPEAT_INTERVAL": r"FREQ\s*=[\w\s=,;+-]*",  # the calendar's own language
    "TABLE_NAME": r"[\w$#.]+",  # put into a query, as it is
    "METHOD_OPT": r"[\w\s,$#]+",  # in parentheses it takes expressions
}
"""Texts that call nothing."""


def judge_arguments(
    call: Mention, api: str, body: Body | None = None, evaluate: Evaluate | None = None
) -> Verdict | None:
    """A refusal of a call of Oracle's ``api`` because of what it is given beside its text; None
    where there is nothing to say. ``body`` is the code around it. Without ``evaluate`` no
    expression may be given."""
    if api not in _GIVEN:
        return None
    places = _GIVEN[api].split()
    known = (*places, *_ONLY_NAMED.get(api, ()))
    for n, argument in enumerate(call.inside.every_argument):
        name = argument.name or (places[n] if n < len(places) else f"{n + 1}")
        if name not in known:
            return refuse("call_argument", call.at, name=api, argument=name)
        if name not in (*_EXPRESSIONS, *_PLAIN) or argument.first_word == "NULL":
            continue
        text = _text(argument, body or Body())
        if text is None:
            return refuse("dynamic_sql", call.at, expression=f"{api} {name}")
        if re.fullmatch(_PLAIN.get(name, ""), text.strip(), re.IGNORECASE):
            continue
        if name not in _EXPRESSIONS or evaluate is None:
            return refuse("call_argument", call.at, name=api, argument=name)
        if (problem := evaluate(f"SELECT {text} FROM DUAL")) is not None:
            return problem
    return None


def _text(argument: Argument, body: Body) -> str | None:
    """The text that it is sure to be; a function of the code's own may be no function of Oracle's
    though it has the name."""
    own = argument.names & body.declared
    return argument.text(body.constants) if own <= body.constants.keys() else None
