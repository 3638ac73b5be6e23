"""Whose code a name runs: Oracle's own functions and words, names that the text itself declares,
or somebody's whom nobody has read.

A list of what is known, so that a function that nobody knows is refused like a procedure is: both
can do the same things.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from app.sql.lexer import Kind, Token
from app.sql.tokens import depths, is_name, is_op, is_word, openers
from app.sql.words import words

_FUNCTIONS = words(
    """
    ABS ACOS ADD_MONTHS APPROX_COUNT_DISTINCT ASCII ASCIISTR ASIN ATAN ATAN2 AVG BFILENAME
    BIN_TO_NUM BITAND CARDINALITY CAST CEIL CHARTOROWID CHR CLUSTER_ID COALESCE COLLATION COLLECT
    COMPOSE CONCAT CONVERT CORR COS COSH COUNT COVAR_POP COVAR_SAMP CUME_DIST CURRENT_DATE
    CURRENT_TIMESTAMP CV DBTIMEZONE DECODE DECOMPOSE DENSE_RANK DUMP EMPTY_BLOB EMPTY_CLOB
    EXISTSNODE EXP EXTRACT EXTRACTVALUE FIRST_VALUE FLOOR FROM_TZ GREATEST GROUP_ID GROUPING
    GROUPING_ID HEXTORAW INITCAP INSTR INSTR2 INSTR4 INSTRB INSTRC JSON_ARRAY JSON_ARRAYAGG
    JSON_EXISTS JSON_MERGEPATCH JSON_OBJECT JSON_OBJECTAGG JSON_QUERY JSON_SCALAR JSON_SERIALIZE
    JSON_TABLE JSON_TRANSFORM JSON_VALUE LAG LAST_DAY LAST_VALUE LEAD LEAST LENGTH LENGTH2 LENGTH4
    LENGTHB LENGTHC LISTAGG LN LNNVL LOCALTIMESTAMP LOG LOWER LPAD LTRIM MAX MEDIAN MIN MOD
    MONTHS_BETWEEN NANVL NCHR NEW_TIME NEXT_DAY NLS_CHARSET_ID NLS_CHARSET_NAME NLS_INITCAP
    NLS_LOWER NLS_UPPER NLSSORT NTH_VALUE NTILE NULLIF NUMTODSINTERVAL NUMTOYMINTERVAL NVL NVL2
    ORA_HASH PERCENT_RANK PERCENTILE_CONT PERCENTILE_DISC POWER RANK RATIO_TO_REPORT RAWTOHEX
    RAWTONHEX REGEXP_COUNT REGEXP_INSTR REGEXP_LIKE REGEXP_REPLACE REGEXP_SUBSTR REMAINDER REPLACE
    ROUND ROW_NUMBER ROWIDTOCHAR RPAD RTRIM SCN_TO_TIMESTAMP SESSIONTIMEZONE SIGN SIN SINH SOUNDEX
    SQLCODE SQLERRM SQRT STANDARD_HASH STATS_MODE STDDEV STDDEV_POP STDDEV_SAMP SUBSTR SUBSTR2
    SUBSTR4 SUBSTRB SUBSTRC SUM SYS_CONNECT_BY_PATH SYS_CONTEXT SYS_EXTRACT_UTC SYS_GUID SYSDATE
    SYSTIMESTAMP TAN TANH TO_BINARY_DOUBLE TO_BINARY_FLOAT TO_BLOB TO_BOOLEAN TO_CHAR TO_CLOB
    TO_DATE TO_DSINTERVAL TO_LOB TO_MULTI_BYTE TO_NCHAR TO_NCLOB TO_NUMBER TO_SINGLE_BYTE
    TO_TIMESTAMP TO_TIMESTAMP_TZ TO_YMINTERVAL TRANSLATE TREAT TRIM TRUNC TZ_OFFSET UID UNISTR
    UPPER USER USERENV VALIDATE_CONVERSION VALUE VAR_POP VAR_SAMP VARIANCE VSIZE WIDTH_BUCKET XMLAGG
    XMLATTRIBUTES XMLCAST XMLCDATA XMLCOLATTVAL XMLCOMMENT XMLCONCAT XMLELEMENT XMLEXISTS XMLFOREST
    XMLPARSE XMLPI XMLROOT XMLSERIALIZE XMLTYPE ODCIVARCHAR2LIST ODCINUMBERLIST ODCIDATELIST
    RAISE_APPLICATION_ERROR NEXTVAL CURRVAL ANY_VALUE APPENDCHILDXML BIT_AND_AGG BIT_OR_AGG
    BIT_XOR_AGG CHECKSUM CLUSTER_DETAILS CLUSTER_DISTANCE CLUSTER_PROBABILITY CLUSTER_SET
    CONCAT_WS CON_DBID_TO_ID CON_NAME_TO_ID CONTAINS CORR_K CORR_S DELETEXML EVERY BOOLEAN_AND_AGG
    BOOLEAN_OR_AGG FEATURE_COMPARE FEATURE_DETAILS FEATURE_ID FEATURE_SET FEATURE_VALUE
    INSERTCHILDXML INSERTXMLBEFORE JSON JSON_DATAGUIDE JSON_EQUAL JSON_MERGEPATCH JSON_TEXTCONTAINS
    KURTOSIS_POP KURTOSIS_SAMP MATCHES NUMTODSINTERVAL ORA_DST_AFFECTED ORA_DST_CONVERT
    ORA_DST_ERROR ORA_INVOKING_USER ORA_INVOKING_USERID PATH DEPTH POWERMULTISET
    POWERMULTISET_BY_CARDINALITY PREDICTION PREDICTION_BOUNDS PREDICTION_COST PREDICTION_DETAILS
    PREDICTION_PROBABILITY PREDICTION_SET PRESENTNNV PRESENTV PREVIOUS ITERATION_NUMBER
    REGR_AVGX REGR_AVGY REGR_COUNT REGR_INTERCEPT REGR_R2 REGR_SLOPE REGR_SXX REGR_SXY REGR_SYY
    ROWIDTONCHAR SCORE SKEWNESS_POP SKEWNESS_SAMP STATS_BINOMIAL_TEST STATS_CROSSTAB STATS_F_TEST
    STATS_KS_TEST STATS_MW_TEST STATS_ONE_WAY_ANOVA STATS_T_TEST_INDEP STATS_T_TEST_ONE
    STATS_T_TEST_PAIRED STATS_WSR_TEST SYS_OP_ZONE_ID SYS_TYPEID SYS_XMLAGG SYS_XMLGEN
    TIMESTAMP_TO_SCN TIME_BUCKET TO_APPROX_COUNT_DISTINCT TO_UTC_TIMESTAMP_TZ TO_VECTOR UPDATEXML
    UTC_TO_LOCAL VECTOR_DISTANCE XMLDIFF XMLPATCH XMLQUERY XMLSEQUENCE XMLTRANSFORM GRAPH_TABLE
    MATCH_NUMBER CLASSIFIER ANYDATA ANYTYPE ANYDATASET XMLFORMAT APEX_T_VARCHAR2 APEX_T_NUMBER
    APEX_T_CLOB WWV_FLOW_T_VARCHAR2 SDO_GEOMETRY SDO_POINT_TYPE SDO_ELEM_INFO_ARRAY
    SDO_ORDINATE_ARRAY SDO_DIM_ARRAY SDO_DIM_ELEMENT JSON_OBJECT_T JSON_ARRAY_T JSON_ELEMENT_T
    JSON_KEY_LIST SQL_MACRO CURSOR
    """
)
_TYPES = words(
    """
    BINARY_DOUBLE BINARY_FLOAT BINARY_INTEGER BLOB BOOLEAN CHAR CHARACTER CLOB DATE DAY DEC DECIMAL
    DOUBLE FLOAT HOUR INT INTEGER INTERVAL JSON LONG MINUTE MONTH NATURAL NCHAR NCLOB NUMBER NUMERIC
    NVARCHAR2 PLS_INTEGER POSITIVE RAW REAL ROWID SECOND SMALLINT STRING TIMESTAMP UROWID VARCHAR
    VARCHAR2 VARRAY VARYING YEAR VECTOR SIGNTYPE SIMPLE_INTEGER NATURALN POSITIVEN BFILE
    SYS_REFCURSOR XMLTYPE
    """
)
_KEYWORDS = words(
    """
    ABSENT ALL AND ANY APPLY ARRAY AS ASC AT BETWEEN BULK BY CASE COLLATE COLUMNS CONDITIONAL
    CONNECT CONSTANT CROSS CUBE CYCLE DATA DEFAULT DENSE DESC DISTINCT DO ELSE ELSIF EMPTY END
    ERROR ERRORS ESCAPE EXCEPT EXCEPTIONS EXCLUDE EXISTS FALSE FILTER FIRST FOLLOWING FOR FORMAT
    FROM FULL GROUP GROUPS HAVING IF IGNORE IN INCLUDE INDEX INDICES INNER INSERT INTERSECT INTO
    IS JOIN KEEP KEY KEYS LAST LATERAL LEFT LEVEL LIKE LIKE2 LIKE4 LIKEC LIMIT LOCAL LOOP
    MATCHED MATCH_RECOGNIZE MEMBER MERGE MINUS MOD MULTISET NATURAL NESTED NEXT NO NOCYCLE NOT
    NULL NULLS OF OFFSET ON ONLY OR ORDER ORDINALITY OTHERS OUT OUTER OVER OVERFLOW PAIRS
    PARTITION PASSING PATH PERCENT PIVOT PRECEDING PRECISION PRIOR RANGE REF REJECT REPEAT
    RESPECT RETURN RETURNING REVERSE RIGHT ROLLUP ROW ROWNUM ROWS SAMPLE SELECT SET SETS
    SIBLINGS SOME SQL START STRICT SUBMULTISET SUBPARTITION SUBSTITUTABLE TABLE THE THEN TIES
    TIME TO TRUE TRUNCATE TYPE UNBOUNDED UNCONDITIONAL UNION UNIQUE UNLIMITED UNPIVOT UPDATE
    USING VALUES WELLFORMED WHEN WHERE WHILE WITH WITHIN WITHOUT WRAPPER XMLNAMESPACES XMLTABLE
    ZONE
    """
)
KNOWN = _FUNCTIONS | _TYPES | _KEYWORDS
"""What may stand before a parenthesis, or alone in an expression, and runs nobody's code."""

METHODS = words("COUNT DELETE EXISTS EXTEND FIRST LAST LIMIT NEXT PRIOR TRIM")
"""What a collection of PL/SQL can do by itself."""

OBJECT_METHODS = words(
    """
    CREATENONSCHEMABASEDXML EXISTSNODE EXTRACT GETBLOBVAL GETCLOBVAL GETNAMESPACE GETNUMBERVAL
    GETROOTELEMENT GETSCHEMAURL GETSTRINGVAL ISFRAGMENT ISSCHEMABASED ISSCHEMAVALID TOOBJECT
    TRANSFORM GET_DIMS GET_GTYPE GET_WKB GET_WKT ST_COORDDIM ST_ISVALID GETTYPENAME
    """
)
"""What values of Oracle's own object types (XMLTYPE, SDO_GEOMETRY, ANYDATA) can do."""

_PRAGMAS = words(
    """
    EXCEPTION_INIT INLINE RESTRICT_REFERENCES DEPRECATE COVERAGE SUPPRESSES_WARNING_6009
    AUTONOMOUS_TRANSACTION SERIALLY_REUSABLE UDF
    """
)


def is_known(token: Token) -> bool:
    return token.kind is Kind.WORD and token.value in KNOWN


_RESERVED = words(
    """
    ALL AND ANY AS ASC BETWEEN BY CASE CHAR CONNECT CURSOR DATE DECIMAL DEFAULT DESC DISTINCT ELSE
    END EXISTS FLOAT FOR FROM GROUP HAVING IF IN INDEX INSERT INTEGER INTERSECT INTO IS
    LEVEL LIKE LONG MINUS NOT NULL OF ON OR ORDER PRIOR RAW ROW ROWID ROWNUM ROWS SELECT SET
    SMALLINT SQL START TABLE THEN TO UNION UNIQUE UPDATE VALUES VARCHAR VARCHAR2 WHEN WHERE WITH
    """
)
"""Nobody's function can have such a name without quotes (Oracle Database SQL Language Reference,
appendix E; PL/SQL Language Reference, appendix D)."""
_BEFORE_AN_EXPRESSION = (
    _FUNCTIONS
    | words(
        """
        ARRAY CUBE ELSIF EXCEPT LATERAL MULTISET REF RETURN ROLLUP SETS SOME THE WHILE
        XMLNAMESPACES XMLTABLE FIRST LAST NEXT LIKE2 LIKE4 LIKEC
        """
    )
    | _RESERVED
)
"""What opens a parenthesis of Oracle's own where an expression or a table begins."""
_EXPRESSION_BEHIND = words(
    """
    AND BETWEEN BY CASE CONNECT DISTINCT ELSE ELSIF FOR HAVING IF IN LIKE NOT ON OR PRIOR RETURN
    RETURNING SELECT SET THEN UNIQUE WHEN WHERE WHILE WITH UNTIL
    """
)
"""Behind these an expression begins, as behind an operator, a comma and a parenthesis."""


def is_known_at(found: Sequence[Token], i: int) -> bool:
    """Whether what stands at ``i`` is a word of Oracle's, also one that is so in its place only:
    ``year(a)`` where a value is wanted calls somebody's function, ``interval year(2)`` does not."""
    token = found[i]
    if is_known(token):
        return not _may_call(found, i)
    return i > 0 and token.kind is Kind.WORD and token.value in _IN_PLACE and _is_syntax(found, i)


def _may_call(found: Sequence[Token], i: int) -> bool:
    if found[i].value in _BEFORE_AN_EXPRESSION or i + 1 >= len(found):
        return False
    if not is_op(found[i + 1], "("):
        return False
    if i == 0:
        return True
    before = found[i - 1]
    if found[i].value == "RANGE" and i > 1 and is_word(before, "BY"):
        return not is_word(found[i - 2], "PARTITION", "SUBPARTITION")
    if before.kind is Kind.WORD:
        return before.value in _EXPRESSION_BEHIND
    return before.kind is Kind.OP and before.text not in (")", ".", "%", ";", "]")


_IN_PLACE = words(
    """
    DOCUMENT CONTENT BOTH LEADING TRAILING CONVERSION PRETTY VERSION ENCODING INDENT STANDALONE YES
    SIZE HIDE SHOW DEFAULTS ITERATE PATTERN PREV
    """
)
"""What belongs to a function or a clause in its place, and may name anything elsewhere."""


def _is_syntax(found: Sequence[Token], i: int) -> bool:
    before = found[i - 1]
    opener = found[i - 2] if is_op(before, "(") and i > 1 else before
    match found[i].value:
        case "DOCUMENT":
            return is_word(opener, "XMLSERIALIZE", "XMLPARSE")
        case "CONTENT":
            returned = is_word(before, "RETURNING") and "XMLQUERY" in _around(found, i)
            return returned or is_word(opener, "XMLSERIALIZE", "XMLPARSE")
        case "BOTH" | "LEADING" | "TRAILING":
            return is_word(opener, "TRIM")
        case "CONVERSION":
            return is_word(before, "ON") and i + 1 < len(found) and is_word(found[i + 1], "ERROR")
        case "PRETTY":
            return is_word(before, "CLOB", "BLOB", "JSON", "VARCHAR2") or is_op(before, ")")
        case "YES":
            return is_word(before, "STANDALONE")
        case "ITERATE":
            every = i > 1 and is_word(before, "ALL") and is_word(found[i - 2], "UPSERT")
            return every or is_word(before, "RULES", "UPSERT", "UPDATE", "ORDER")
        case "PATTERN":
            named = is_word(before, "ROW", "MATCH") or (is_name(before) and not is_known(before))
            return named and "MATCH_RECOGNIZE" in _around(found, i)
        case "PREV":
            return "MATCH_RECOGNIZE" in _around(found, i)
    calls = i + 1 < len(found) and is_op(found[i + 1], "(")
    written = is_word(before, "DOCUMENT", "CONTENT")  # the value itself stands there
    return not calls and not written and bool({"XMLSERIALIZE", "XMLROOT"} & _around(found, i))


def _around(found: Sequence[Token], i: int) -> set[str]:
    """The words before the parentheses that ``i`` stands in."""
    return {found[k - 1].value for k in openers(found, i) if k}


def names_no_call(found: Sequence[Token], i: int, opening: int, closing: int) -> bool:
    """Whether the parenthesis from ``opening`` to ``closing``, behind the name at ``i``, is not
    that of a call: the columns of a target or of a WITH query, the old outer join, and what behind
    a parenthesis can only be another name or a part of the clause (``MEASURES``, ``SEED``)."""
    if i and is_op(found[i - 1], ")") and not is_known(found[i]):
        return True
    if i and is_word(found[i - 1], "INTO", "REFERENCES"):
        return True
    if (
        i > 2
        and is_word(found[i - 1], "ON")
        and any(k >= 0 and is_word(found[k], "INDEX") for k in (i - 3, i - 5))
    ):
        return True  # CREATE INDEX owner.name ON table (...)
    if i and is_word(found[i - 1], "PRAGMA") and is_word(found[i], *_PRAGMAS):
        return True
    if i and is_word(found[i - 1], "IS", "AS") and is_word(found[i], "RECORD", "OBJECT"):
        return True
    if i and is_word(found[i - 1], "FUNCTION", "PROCEDURE", "UNDER"):
        return True
    if closing == opening + 2 and found[opening + 1].text == "+":
        return True
    behind = found[closing + 1 : closing + 3]
    query = len(behind) == 2 and is_word(behind[0], "AS") and is_op(behind[1], "(")
    return query and i > 0 and (is_word(found[i - 1], "WITH") or is_op(found[i - 1], ","))


def _closing(found: Sequence[Token], opening: int) -> int:
    levels = depths(found[opening:])
    return opening + next((k for k in range(1, len(levels)) if levels[k] == 0), len(levels) - 1)


def names_in(found: Sequence[Token], begin: int, end: int) -> list[int]:
    """The names of an expression that could be a function's: not a member of something, not the
    name of an argument, not an attribute."""
    fors = (i for i in range(begin, end - 1) if is_word(found[i], "FOR"))
    iterated = {found[i + 1].value for i in fors}  # FOR I IN 1 .. 3 => ...
    return [
        i
        for i in range(begin, end)
        if is_name(found[i])
        and not is_known_at(found, i)
        and not is_op(found[i - 1], ".", "%")
        and not (i + 1 < len(found) and is_op(found[i + 1], "=>"))
        and found[i].value not in iterated
        and not found[i].text.startswith("$$")  # PLSQL_UNIT and its kin
        and not (is_word(found[i], "NEW") and i + 1 < end and is_name(found[i + 1]))
    ]


def values(found: Sequence[Token]) -> list[tuple[int, int]]:
    """The begin and end of what stands in lists of values of an INSERT that reads nothing: no name
    there can be a column. Queries inside of such a list are left out."""
    spans: list[tuple[int, int]] = []
    ends = [-1, *(i for i, token in enumerate(found) if is_op(token, ";")), len(found)]
    for begin, end in pairwise(ends):
        statement = found[begin + 1 : end]
        reads = (is_word(t, "SELECT", "MERGE", "WITH") for t in statement)
        levels = depths(statement)
        if any(reading and not level for reading, level in zip(reads, levels, strict=True)):
            continue
        for i in range(begin + 1, end - 1):
            opening = i + 1 if is_word(found[i], "VALUES") else end
            while opening < end and is_op(found[opening], "("):
                closing = _closing(found, opening)
                spans += _without_queries(found, opening + 1, closing)
                more = closing + 1 < end and is_op(found[closing + 1], ",")
                opening = closing + 2 if more else end
    return spans


def _without_queries(found: Sequence[Token], begin: int, end: int) -> list[tuple[int, int]]:
    spans = []
    i = begin
    while i < end:
        if is_op(found[i], "(") and i + 1 < end and is_word(found[i + 1], "SELECT", "WITH"):
            spans.append((begin, i))
            i = begin = _closing(found, i)
        i += 1
    return [*spans, (begin, end)]
