"""What stands behind the name of a definition: Oracle's words, and names where Oracle has one.

The words are those of the *SQL Language Reference* of 19c to 23ai, with what older releases took.
In which order they stand is Oracle's to say: a word that no release knows makes the form unknown.
What stands in parentheses is not looked at.
"""

from __future__ import annotations

from collections.abc import Collection

from app.sql.cursor import NotRead
from app.sql.functions import KNOWN
from app.sql.lexer import Kind, Token
from app.sql.part import Tokens
from app.sql.queries import declares_code
from app.sql.tokens import depths, is_name, is_op, is_word
from app.sql.vocabulary import RESERVED
from app.sql.words import words

_STORED = words(
    """
    PCTFREE PCTUSED INITRANS MAXTRANS FREELISTS FREELIST GROUPS STORAGE TABLESPACE SET LOGGING
    NOLOGGING FILESYSTEM_LIKE_LOGGING UNRECOVERABLE RECOVERABLE SEGMENT CREATION IMMEDIATE DEFERRED
    COMPRESS NOCOMPRESS ADVANCED LOW HIGH PARALLEL NOPARALLEL DEFAULT DEGREE INSTANCES CACHE NOCACHE
    PARTITION SUBPARTITION PARTITIONS SUBPARTITIONS BY RANGE LIST HASH STORE IN LOCAL GLOBAL
    VISIBLE INVISIBLE ENABLE DISABLE USABLE UNUSABLE INDEXING ON OFF SHARING METADATA DATA EXTENDED
    NONE ANNOTATIONS
    """
)
_TABLE = _STORED | words(
    """
    OF NOT SUBSTITUTABLE AT ALL LEVELS OBJECT IDENTIFIER OID ID IS SYSTEM GENERATED PRIMARY KEY
    OIDINDEX XMLTYPE AS SECUREFILE BASICFILE CLOB RELATIONAL TRANSPORTABLE BINARY XML XMLSCHEMA
    ELEMENT ALLOW DISALLOW NONSCHEMA ANYSCHEMA VARRAYS LOBS TABLES VIRTUAL COLUMNS COLLATION COMMIT
    DROP PRESERVE DEFINITION DELETE ROWS MEMOPTIMIZE FOR READ WRITE PARENT OLTP QUERY ARCHIVE ROW
    COLUMN LEVEL LOCKING BASIC NO OPERATIONS DIRECT_LOAD INMEMORY MEMCOMPRESS DML CAPACITY AUTO
    PRIORITY MEDIUM CRITICAL DISTRIBUTE ROWID SERVICE DUPLICATE TEXT SPATIAL CELLMEMORY ILM ADD
    MODIFY POLICY DELETE_ALL ENABLE_ALL DISABLE_ALL GROUP AFTER DAY DAYS MONTH MONTHS YEAR YEARS
    ACCESS MODIFICATION TIER TO ONLY ORGANIZATION HEAP INDEX EXTERNAL ATTRIBUTES MAPPING TABLE
    NOMAPPING PCTTHRESHOLD INCLUDING OVERFLOW REJECT LIMIT UNLIMITED TYPE LOCATION PARAMETERS
    DIRECTORY CLUSTER LOB NESTED COLUMN_VALUE RETURN LOCATOR VALUE VARRAY OPAQUE JSON REFERENCE
    CONSISTENT PARTITIONSET PARTITIONSETS SUBPARTITIONSET AUTOMATIC INTERVAL TEMPLATE RESULT_CACHE
    MODE MANUAL FORCE ROWDEPENDENCIES NOROWDEPENDENCIES VALIDATE NOVALIDATE UNIQUE CONSTRAINT USING
    EXCEPTIONS INTO CASCADE KEEP MOVEMENT FLASHBACK ARCHIVAL EXCHANGE WITH WITHOUT CLUSTERING LINEAR
    INTERLEAVED ORDER YES LOAD MATERIALIZED ZONEMAP LOGICAL REPLICATION KEYS SUPPLEMENTAL LOG
    ALWAYS FOREIGN MONITORING NOMONITORING STAGING UNTIL IDLE LOCKED INSERT HASHING VERSION NAME
    USER CHAIN REFRESH SECOND SECONDS MINUTE MINUTES HOUR HOURS SYNCHRONOUS MINIMIZE NOMINIMIZE
    RECORDS_PER_BLOCK CONTAINER_MAP CONTAINERS_DEFAULT RELY NORELY DEFERRABLE INITIALLY SORT NOSORT
    REVERSE COMPUTE STATISTICS ONLINE BLOCK CHECKSUM CONCURRENT ROWTYPE
    """
)
_INDEX = _STORED | words(
    """
    ON CLUSTER INDEXTYPE IS PARAMETERS ONLINE COMPUTE STATISTICS PREFIX SORT NOSORT REVERSE
    NOREVERSE FULL PARTIAL INVALIDATION FILTER ORDER ASC DESC FOR JSON AUTO BITMAP UNIQUE
    """
)
_VIEW = words(
    """
    SHARING METADATA DATA EXTENDED NONE OF XMLTYPE XMLSCHEMA ELEMENT ALLOW DISALLOW NONSCHEMA
    ANYSCHEMA WITH OBJECT IDENTIFIER ID OID DEFAULT UNDER COLLATION BEQUEATH CURRENT_USER DEFINER
    ANNOTATIONS AS VALUES FROM TABLE
    """
)
_MATERIALIZED = _TABLE | words(
    """
    SCOPE PREBUILT REDUCED PRECISION BUILD UPDATE EVALUATE CURRENT NULL EDITION REWRITE COMPUTATION
    BEFORE BEGINNING NEVER FAST COMPLETE DEMAND STATEMENT START NEXT MASTER ROLLBACK ENFORCED
    TRUSTED CONSTRAINTS
    """
)
_LOG = _TABLE | words(
    """
    SEQUENCE SCN EXCLUDING NEW VALUES PURGE ASYNCHRONOUS START NEXT REPEAT FAST
    """
)
_SEQUENCE = words(
    """
    SHARING METADATA DATA EXTENDED NONE INCREMENT BY START WITH MAXVALUE NOMAXVALUE MINVALUE
    NOMINVALUE CYCLE NOCYCLE CACHE NOCACHE ORDER NOORDER KEEP NOKEEP SCALE NOSCALE EXTEND NOEXTEND
    SESSION GLOBAL SHARD NOSHARD NO
    """
)
_SYNONYM = words("SHARING METADATA DATA EXTENDED NONE FOR")
_CREATED = {"TABLE": _TABLE, "INDEX": _INDEX, "VIEW": _VIEW, "MATERIALIZED VIEW": _MATERIALIZED,
            "MATERIALIZED VIEW LOG": _LOG, "SEQUENCE": _SEQUENCE, "SYNONYM": _SYNONYM}  # fmt: skip
_COMPILED = words(
    "DEBUG PACKAGE SPECIFICATION BODY REUSE SETTINGS TIMESTAMP EDITIONABLE NONEDITIONABLE"
)
_ALTERED_INDEX = _INDEX | words(
    """
    REBUILD MONITORING NOMONITORING USAGE COMPILE COALESCE CLEANUP ONLY UPDATE BLOCK REFERENCES
    """
)

_NAME_BEHIND = words(
    """
    TABLESPACE SET CLUSTER COLUMN TABLE VARRAY AS SECUREFILE BASICFILE CLOB LOB XML XMLTYPE
    COLLATION SERVICE POLICY ARCHIVE INCLUDING PARENT CONSTRAINT INTO ON TO GROUP OIDINDEX CHAIN
    INDEX OF UNDER USING VERSION NAME DIRECTORY SEGMENT EDITION FOR PARTITION SUBPARTITION
    IS BY TYPE JSON ROWTYPE EVALUATE XMLSCHEMA ELEMENT
    """
)
"""A name may stand behind these."""
_TIME = words("NEXT INTERVAL")
_BEHIND_A_TIME = words(
    """
    NEXT WITH USING AS REFRESH ON FOR ENABLE DISABLE NEVER REPEAT EVALUATE INCLUDING EXCLUDING
    """
)
_OF_A_QUERY = (
    KNOWN
    | RESERVED
    | words(
        """
    CHECK OPTION READ WRITE CONSTRAINT CONTAINER_MAP CONTAINERS_DEFAULT FETCH MODEL DIMENSION
    MEASURES RULES ITERATE UNTIL REFERENCE MAIN UPSERT NAV SEQUENTIAL AUTOMATIC UPDATED SCN PERIOD
    VERSIONS MINVALUE MAXVALUE SEARCH BREADTH WINDOW QUALIFY SKIP LOCKED NOWAIT WAIT SEED BLOCK
    GROUPING CONTAINERS SHARDS HIERARCHIES NORMALIZE SINGLE REFERENCES DANGLING NAN INFINITE JSON A
    SNAPSHOT RECURSIVE MATERIALIZED ANALYTIC VIEW ADD FOLLOWING EXACT APPROX APPROXIMATE TARGET
    ACCURACY PARTITIONS
    """
    )
)


def of_created(kind: str, tail: Tokens) -> None:
    """Behind the name of ``CREATE kind``, without the query that it is made of. Raises NotRead at a
    word that Oracle does not have there."""
    if kind == "INDEX" and any(is_word(token, "FROM") for token in tail):
        of_query(tail, _INDEX)  # a bitmap index that joins tables
    elif kind in _CREATED:
        _known(tail, _CREATED[kind], timed=kind.startswith("MATERIALIZED"))


def of_altered(kind: str, action: str, rest: Tokens) -> None:
    """Behind the ``action`` of ``ALTER kind name``; those that are not known here are for others to
    judge. Raises NotRead."""
    if kind == "TRIGGER" and action in ("ENABLE", "DISABLE"):
        _known(rest, ())
    elif action == "COMPILE":
        _known(rest, _ALTERED_INDEX if kind == "INDEX" else _COMPILED)
    elif kind == "INDEX" and action in _ALTERED_INDEX:
        _known(rest, _ALTERED_INDEX)


def of_query(query: Tokens, more: Collection[str] = ()) -> None:
    """What a query of a definition is made of, with ``more`` words than a query's: nowhere do three
    names stand in a row. Raises NotRead at the third."""
    if any(declares_code(query, i) for i in range(len(query))):
        return
    row = 0
    for token, depth in zip(query, depths(query), strict=True):
        named = not depth and is_name(token) and not is_word(token, *_OF_A_QUERY, *more)
        row = row + 1 if named else 0
        if row == 3:
            raise NotRead(token.start)


def _known(tail: Tokens, known: Collection[str], *, timed: bool = False) -> None:
    """``timed``: START WITH and its kin begin an expression there."""
    levels = depths(tail)
    time = False
    for i, token in enumerate(tail):
        if levels[i]:
            continue
        time = timed and _in_a_time(tail, i, time)
        if is_name(token) and not (time or _is_known(tail, i, known)):
            raise NotRead(token.start)
        if not known and not is_name(token):
            raise NotRead(token.start)


def _in_a_time(tail: Tokens, i: int, before: bool) -> bool:
    """Whether the token at ``i`` is of the expression of a time, which is judged by its calls."""
    if i > 1 and is_word(tail[i - 1], "WITH") and is_word(tail[i - 2], "START"):
        return True
    if i and is_word(tail[i - 1], *_TIME):
        return True
    return before and not is_word(tail[i], *_BEHIND_A_TIME)


def _is_known(tail: Tokens, i: int, known: Collection[str]) -> bool:
    token, before = tail[i], tail[i - 1] if i else None
    if token.kind is Kind.WORD and token.value in known:
        return True
    if before is None:
        return _is_set(tail, i)
    named = is_op(before, ".", ",") or (is_word(before, *_NAME_BEHIND) and before.value in known)
    return bool(known) and (named or _is_set(tail, i) or _is_value(before))


def _is_set(tail: Tokens, i: int) -> bool:
    """Whether it is a parameter that gets a value: ``PLSQL_OPTIMIZE_LEVEL = 2``."""
    return i + 1 < len(tail) and is_op(tail[i + 1], "=")


def _is_value(before: Token) -> bool:
    return is_op(before, "=")
