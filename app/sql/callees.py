"""What a changelog may call: an allow-list of Oracle's packages; all else must be its own code."""

from __future__ import annotations

import re
from collections.abc import Sequence

from app.sql.words import words

_SYSTEM = re.compile(
    r"(?:DBMS|UTL|APEX|WWV|SDO|CTX|OWA|HTMLDB|XDB|DBFS|LTADM|LT|OUTLN|JSON_DML|MGMT|PRVT|KUPP|KUPM|"
    r"KUPW)(?:_[A-Z0-9_$#]*)?|HTP|HTF|ORDS|ORDS_[A-Z0-9_]*|WPG_[A-Z0-9_]*|SYS|SYSTEM|XMLTYPE_X"
)
_APEX = re.compile(r"(?:APEX|FLOWS)_\d+")
_DICTIONARY = re.compile(r"(?:DBA|CDB)_[A-Z0-9_$]+|G?V_?\$[A-Z0-9_$]+|X\$[A-Z0-9_$]+")
_OWNERS = words(
    """
    SYS SYSTEM XDB MDSYS CTXSYS ORDSYS ORDS_METADATA ORDS_PUBLIC_USER LBACSYS DVSYS WMSYS OLAPSYS
    OUTLN DBSNMP AUDSYS GSMADMIN_INTERNAL APPQOSSYS
    """
)
_SAFE_PACKAGES = words(
    """
    DBMS_OUTPUT DBMS_RANDOM DBMS_CRYPTO DBMS_ASSERT DBMS_APPLICATION_INFO UTL_RAW UTL_I18N
    UTL_ENCODE UTL_URL UTL_LMS UTL_MATCH APEX_STRING APEX_STRING_UTIL
    """
)
_SAFE_CALLS = words(
    """
    DBMS_LOB.GETLENGTH DBMS_LOB.SUBSTR DBMS_LOB.INSTR DBMS_LOB.COMPARE
    DBMS_LOB.CREATETEMPORARY DBMS_LOB.FREETEMPORARY DBMS_LOB.APPEND DBMS_LOB.WRITEAPPEND
    DBMS_LOB.CALL DBMS_LOB.SESSION DBMS_UTILITY.COMPILE_SCHEMA DBMS_UTILITY.GET_TIME
    DBMS_UTILITY.FORMAT_ERROR_STACK DBMS_UTILITY.FORMAT_ERROR_BACKTRACE
    DBMS_UTILITY.FORMAT_CALL_STACK DBMS_UTILITY.GET_HASH_VALUE DBMS_STATS.GATHER_TABLE_STATS
    DBMS_STATS.GATHER_SCHEMA_STATS DBMS_STATS.GATHER_INDEX_STATS DBMS_STATS.AUTO_SAMPLE_SIZE
    DBMS_STATS.GET_PREFS DBMS_XPLAN.DISPLAY DBMS_XPLAN.DISPLAY_CURSOR
    DBMS_SESSION.SLEEP DBMS_LOCK.SLEEP DBMS_METADATA.GET_DDL DBMS_SQL.NATIVE
    DBMS_SQL.OPEN_CURSOR DBMS_SQL.CLOSE_CURSOR DBMS_SQL.IS_OPEN DBMS_SQL.EXECUTE
    DBMS_SQL.BIND_VARIABLE DBMS_SQL.DEFINE_COLUMN DBMS_SQL.COLUMN_VALUE DBMS_SQL.FETCH_ROWS
    DBMS_SQL.EXECUTE_AND_FETCH ORDS.ENABLE_SCHEMA ORDS.DEFINE_MODULE ORDS.DEFINE_TEMPLATE
    ORDS.DEFINE_HANDLER ORDS.DEFINE_SERVICE ORDS.CREATE_SERVICE ORDS.DEFINE_PARAMETER
    ORDS.PUBLISH_MODULE ORDS.CREATE_ROLE ORDS.SOURCE_TYPE_COLLECTION_FEED
    ORDS.SOURCE_TYPE_COLLECTION_ITEM ORDS.SOURCE_TYPE_CSV_QUERY ORDS.SOURCE_TYPE_FEED
    ORDS.SOURCE_TYPE_MEDIA ORDS.SOURCE_TYPE_PLSQL ORDS.SOURCE_TYPE_QUERY
    ORDS.SOURCE_TYPE_QUERY_ONE_ROW
    ORDS.DEFINE_PRIVILEGE
    """
)

WRITES_LOB = words("DBMS_LOB.APPEND DBMS_LOB.WRITEAPPEND")
"""Safe for a LOB of the session; a LOB of a row that is locked is written in the table."""

DYNAMIC = {
    "DBMS_SQL.PARSE": ("STATEMENT", 1),
    "DBMS_UTILITY.EXEC_DDL_STATEMENT": ("PARSE_STRING", 0),
    "DBMS_JOB.SUBMIT": ("WHAT", 1),
    "DBMS_SCHEDULER.CREATE_JOB": ("JOB_ACTION", 2),
}
"""Calls that run text: the name of the argument that holds it, and its place (0-based)."""

STORES = {
    "ORDS.DEFINE_HANDLER": (("P_SOURCE", 4), ("P_PATTERN", 1)),
    "ORDS.DEFINE_SERVICE": (("P_SOURCE", 5), ("P_PATTERN", 2)),
    "ORDS.CREATE_SERVICE": (("P_SOURCE", 5), ("P_PATTERN", 2)),
}
"""Calls that store a text that runs later, at each request: the arguments (name, place) that hold
the text, and what it is stored under."""

JOBS = frozenset(("DBMS_JOB.SUBMIT", "DBMS_SCHEDULER.CREATE_JOB"))


def bare(chain: Sequence[str]) -> list[str]:
    """``chain`` without Oracle's owner before one of its packages. Anybody else's package of such a
    name is his own."""
    owned = len(chain) > 1 and (
        chain[0] in ("SYS", "PUBLIC")
        or (len(chain) > 2 and is_owner(chain[0]) and _SYSTEM.fullmatch(chain[1]))
    )
    return list(chain[1:]) if owned else list(chain)


def is_owner(schema: str) -> bool:
    """Whether a schema is Oracle's own."""
    return schema in _OWNERS or _APEX.fullmatch(schema) is not None


def is_system(chain: Sequence[str]) -> bool:
    """Whether the name (without owner) belongs to one of Oracle's or APEX's packages."""
    return len(chain) > 1 and _SYSTEM.fullmatch(chain[0]) is not None


def is_oracles(name: Sequence[str]) -> bool:
    """Whether an object is Oracle's own: by its owner, or by its name."""
    if len(name) > 1:
        return is_owner(name[0])
    return _SYSTEM.fullmatch(name[0]) is not None and name[0] != "APEX"


def is_dictionary(name: str) -> bool:
    """Whether an object without its owner is one of Oracle's dictionary, as only it names them."""
    return _DICTIONARY.fullmatch(name) is not None


def is_safe(chain: Sequence[str]) -> bool:
    return chain[0] in _SAFE_PACKAGES or ".".join(chain[:2]) in _SAFE_CALLS
