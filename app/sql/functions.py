"""Whose code a name runs: Oracle's own functions and words, names that the text itself declares,
or somebody's whom nobody has read.

A list of what is known, so that a function that nobody knows is refused like a procedure is: both
can do the same things.
"""

from __future__ import annotations

from collections.abc import Sequence

from app.sql.lexer import Kind, Token
from app.sql.tokens import depths, is_name, is_op, is_word, name_at, openers
from app.sql.vocabulary import COMPARISONS, FUNCTIONS, KEYWORDS, NILADIC, RESERVED, TYPES
from app.sql.words import words

KNOWN = FUNCTIONS | TYPES | KEYWORDS
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


_BEFORE_AN_EXPRESSION = FUNCTIONS | words("REF XMLTABLE") | RESERVED
"""What opens a parenthesis of Oracle's own where an expression or a table begins."""
_EXPRESSION_BEHIND = words(
    """
    ALL AND APPLY BETWEEN BY CASE CONNECT CONNECT_BY_ROOT DECREMENT DEFAULT DISPLAY DISTINCT ELSE
    ELSIF ESCAPE EXCEPT FOR FROM GROUPS HAVING IF IN INCREMENT INDEX INTERSECT JOIN LIKE LIKE2
    LIKE4 LIKEC LIMIT MEMBER MOD NEW NOCYCLE NOT OFFSET ON OR ORDER PASSING PRIOR RANGE REPEAT
    RETURN RETURNING REVERSE ROWS SCN SELECT SET SUBMULTISET THEN TIMESTAMP TO UNION UNIQUE UNTIL
    USING WHEN WHERE WHILE WITH ZONE
    """
)
"""Behind these an expression begins, as behind an operator, a comma and a parenthesis. Behind
others it does so in their place, see ``_expression_behind``."""


def is_known_at(found: Sequence[Token], i: int) -> bool:
    """Whether what stands at ``i`` is a word of Oracle's, also one that is so in its place only:
    ``year(a)`` where a value is wanted calls somebody's function, ``interval year(2)`` does
    not; and ``year`` alone may be one, where ``on empty`` is not."""
    token = found[i]
    if is_known(token):
        return not (_qualifies(found, i) or _may_call(found, i) or _is_value(found, i))
    return i > 0 and token.kind is Kind.WORD and token.value in _IN_PLACE and _is_syntax(found, i)


def _qualifies(found: Sequence[Token], i: int) -> bool:
    """Whether a name stands behind the word at ``i`` and a dot: then it is somebody's, too."""
    named = i + 2 < len(found) and is_op(found[i + 1], ".") and is_name(found[i + 2])
    return named and found[i].value not in RESERVED


def _may_call(found: Sequence[Token], i: int) -> bool:
    if i + 1 >= len(found) or not is_op(found[i + 1], "("):
        return False
    if found[i].value in _OF_MATCHES:
        return "MATCH_RECOGNIZE" not in _around(found, i)
    if found[i].value in _OF_MODEL:
        return not _in_model(found, i)
    if found[i].value in _BEFORE_AN_EXPRESSION:
        return False
    if i == 0:
        return True
    before = found[i - 1]
    if _is_syntax_here(found, i, before):
        return False
    if before.kind is Kind.WORD:
        return _expression_behind(found, i - 1) and not _is_declared(found, i)
    return before.kind is Kind.OP and before.text not in (")", ".", "%", ";", "]")


def _expression_behind(found: Sequence[Token], i: int) -> bool:
    """Whether an expression, or a table, begins behind the word at ``i``."""
    before = found[i - 1] if i else None
    match found[i].value:
        case "OF":
            return before is not None and is_word(before, *_COLLECTION_BEHIND)
        case "FIRST" | "NEXT":
            return before is not None and is_word(before, "FETCH", "EXACT", "APPROX")
        case "KEY" | "IS":
            return _opener(found, i) in _MADE_OF_PAIRS
        case "VALUE":
            passed = before is not None and is_word(before, "BY")
            return passed or _opener(found, i) in _MADE_OF_PAIRS
        case "AS" | "FINAL" | "RUNNING" | "MEASURES":
            return _opener(found, i) == "MATCH_RECOGNIZE"
        case word if word in _WRITTEN_BEFORE:
            return i > 0 and _is_syntax(found, i)
        case word:
            of_period = before is not None and is_word(before, "FOR")  # AS OF PERIOD FOR V a
            period = of_period and i > 1 and is_word(found[i - 2], "PERIOD")
            return word in _EXPRESSION_BEHIND or period


_COLLECTION_BEHIND = ("MEMBER", "SUBMULTISET", "VALUES", "INDICES", "PAIRS")
_MADE_OF_PAIRS = ("JSON_OBJECT", "JSON_OBJECTAGG")
_WRITTEN_BEFORE = words("BOTH LEADING TRAILING CONTENT DOCUMENT EVALNAME VERSION")


def _opener(found: Sequence[Token], i: int) -> str:
    """What stands before the innermost parenthesis around ``i``."""
    opening = next(openers(found, i), 0)
    return found[opening - 1].value if opening else ""


def _is_declared(found: Sequence[Token], i: int) -> bool:
    """Whether the word at ``i`` is the type of what is declared before it, by a name that is a word
    of Oracle's: ``declare limit timestamp(3)``."""
    if found[i].value not in TYPES or found[i - 1].value not in _NAMES_TOO:
        return False
    before = found[i - 2] if i > 1 else None
    return before is None or is_op(before, ";", ",", "(") or is_word(before, "DECLARE", "IS", "AS")


_NAMES_TOO = words(
    """
    APPLY DECREMENT DISPLAY ESCAPE EXCEPT GROUPS INCREMENT JOIN LIMIT MEMBER MOD NOCYCLE OFFSET
    PASSING RANGE SCN SUBMULTISET TIMESTAMP UNTIL USING ZONE
    """
)
"""Of the words behind which an expression begins those that begin no expression themselves."""


_NO_NAME = RESERVED | NILADIC | words("TRUE FALSE")
_OF_CLAUSES = words(
    "APPLY CONNECT FOR FROM GROUPS INDEX JOIN ON ORDER RANGE RETURNING ROWS SET TO WITH"
)
"""Behind these stand tables, or words of the clause, without a parenthesis."""
_BEHIND_A_VALUE = words(
    """
    AND AS ASC AT BETWEEN CONNECT DESC ELSE END ESCAPE EXCEPT FETCH FROM GROUP HAVING IN INTERSECT
    INTO IS LIKE LIKE2 LIKE4 LIKEC LOOP MEMBER MINUS MOD MULTISET NOT OR ORDER START SUBMULTISET
    THEN UNION WHEN WHERE WHILE
    """
)


def _is_value(found: Sequence[Token], i: int) -> bool:
    """Whether a word that Oracle does not reserve stands alone where a value is wanted: then it is
    a column, a variable, or somebody's function without arguments."""
    if found[i].value in _NO_NAME:
        return False
    before = found[i - 1] if i else None
    behind = found[i + 1] if i + 1 < len(found) else None
    if before is not None and not _value_begins(found, i, before):
        return False
    if behind is None:
        return True
    if before is not None and is_op(before, ".."):
        return not is_op(behind, "(", ".", "%")  # 1 .. data BY 2
    if (
        is_word(behind, "FROM")
        and is_op(before or behind, "(")
        and is_word(found[i - 2], "EXTRACT")
    ):
        return False
    if behind.kind is Kind.WORD and behind.value in _BEHIND_A_VALUE:
        return True
    if is_name(behind):
        return not is_known(behind) and _in_select_list(found, i)
    if is_op(behind, "=>"):
        return before is not None and not is_op(before, "(", ",")  # no argument's name
    return behind.kind is Kind.OP and behind.text not in ("(", ".", "%")


def _value_begins(found: Sequence[Token], i: int, before: Token) -> bool:
    if before.kind is not Kind.WORD:
        return before.kind is Kind.OP and before.text not in (")", ".", "%", ";", "]")
    if before.value in ("ON", "WITH"):  # JOIN ... ON data = 1, and not NULL ON EMPTY
        return i + 1 < len(found) and is_op(found[i + 1], *COMPARISONS)
    if before.value == "RETURN" and found[i].value in TYPES:  # of a function's head, or itself
        return i > 1 and (is_op(found[i - 2], ";", ">>") or is_word(found[i - 2], *_STATEMENT_IN))
    if before.value == "NOT" and i > 1 and is_word(found[i - 2], "IS"):
        return False  # IS NOT EMPTY
    if before.value in ("WHEN", "NOT") and found[i].value in ("MATCHED", "OTHERS"):
        return False
    if before.value == "FROM" and _opener(found, i) in ("EXTRACT", "TRIM"):
        return True
    value = before.value not in _OF_CLAUSES and _expression_behind(found, i - 1)
    return value and not _is_declared(found, i)


_STATEMENT_IN = ("BEGIN", "THEN", "ELSE", "LOOP")
"""Behind these a statement begins."""


def _in_select_list(found: Sequence[Token], i: int) -> bool:
    """Whether a column of a query's list begins at ``i``: a name behind it is its alias."""
    if is_word(found[i - 1], "SELECT", "DISTINCT", "UNIQUE", "ALL"):
        return True
    opening = next(openers(found, i), -1)
    if opening < 0:
        last = (
            k for k in range(i - 1, -1, -1) if is_word(found[k], "SELECT") or is_op(found[k], ";")
        )
        opening = next(last, 0) - 1
    return is_op(found[i - 1], ",") and is_word(found[opening + 1], "SELECT")


def _is_syntax_here(found: Sequence[Token], i: int, before: Token) -> bool:
    """Whether a word that Oracle does not reserve opens its parenthesis as a part of a clause."""
    match found[i].value:
        case "RANGE":
            own = i > 1 and is_word(found[i - 2], "PARTITION", "SUBPARTITION")
            return is_word(before, "BY") and own and not _opener(found, i)
        case "SECOND" if is_word(before, "TO"):
            return not _in_model(found, i)
        case "CUBE" | "ROLLUP" | "SETS":
            return is_word(before, "GROUPING") or _in_group_by(found, i)
        case "LATERAL" | "THE" | "MULTISET" | "EXCEPT":
            return i + 2 < len(found) and is_word(found[i + 2], "SELECT", "WITH", "VALUES")
        case "ONLY":
            return is_word(before, "FROM", "JOIN")
        case "TYPE" | "TIMESTAMP" if is_word(before, "OF"):
            return i > 1 and is_word(found[i - 2], "IS", "NOT", "AS")  # AS OF TIMESTAMP (a)
        case "LIKE2" | "LIKE4" | "LIKEC":
            return is_word(before, "NOT")
        case "SOME":
            return is_op(before, *COMPARISONS)
        case "FIRST" | "LAST" | "NEXT":
            return "MATCH_RECOGNIZE" in _around(found, i)
        case "XMLNAMESPACES":
            return bool(_around(found, i) & _XML)
        case "RETURN" | "WHILE" | "ELSIF":
            return is_op(before, ";") or is_word(before, "THEN", "ELSE")
        case word if word in TYPES and is_word(before, "RETURNING"):
            return bool(_around(found, i) & FUNCTIONS)  # JSON_VALUE(a, '$' RETURNING TIMESTAMP(3))
    return False


_OF_MATCHES = words("MATCH_NUMBER CLASSIFIER")
_OF_MODEL = words("CV PREVIOUS PRESENTV PRESENTNNV")
"""Functions that only a clause has, MATCH_RECOGNIZE or MODEL."""
_XML = words("XMLELEMENT XMLEXISTS XMLQUERY XMLTABLE")
_XML_NAMED = words("XMLFOREST XMLCOLATTVAL XMLATTRIBUTES")
_OF_A_GRAPH = words("VERTEX_ID EDGE_ID VERTEX_EQUAL EDGE_EQUAL MATCHNUM ELEMENT_NUMBER")


def _in_model(found: Sequence[Token], i: int) -> bool:
    """Whether ``DIMENSION BY`` stands before the token at ``i``, in its query."""
    depth = 0
    for k in range(i - 1, 0, -1):
        depth = max(depth + is_op(found[k], ")") - is_op(found[k], "("), 0)
        if is_op(found[k], ";"):
            break
        if not depth and is_word(found[k], "BY") and is_word(found[k - 1], "DIMENSION"):
            return True
    return False


def _in_group_by(found: Sequence[Token], i: int) -> bool:
    """Whether the token at ``i`` stands in the list of a GROUP BY, or in another set of it."""
    opening = next(openers(found, i), -1)
    if opening > 0 and is_word(found[opening - 1], "CUBE", "ROLLUP", "SETS"):
        return True
    levels = depths(found[opening + 1 : i])
    clause = [t for t, level in zip(found[opening + 1 : i], levels, strict=True) if not level]
    last = next((k for k in reversed(range(len(clause))) if is_word(clause[k], *_CLAUSES)), -1)
    return last > 0 and is_word(clause[last], "BY") and is_word(clause[last - 1], "GROUP")


_CLAUSES = ("SELECT", "FROM", "WHERE", "BY", "HAVING", "SET", "VALUES", "UNION", "INTO")


_IN_PLACE = words(
    """
    DOCUMENT CONTENT BOTH LEADING TRAILING CONVERSION PRETTY VERSION ENCODING INDENT STANDALONE YES
    SIZE HIDE SHOW DEFAULTS ITERATE PATTERN PREV EVALNAME DIMENSION CONTAINERS GRAPH_TABLE
    MATCH VERTEX_ID EDGE_ID VERTEX_EQUAL EDGE_EQUAL MATCHNUM ELEMENT_NUMBER FETCH SCN
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
        case "EVALNAME":
            made = is_word(before, "AS") and bool(_around(found, i) & _XML_NAMED)
            return made or is_word(opener, "XMLELEMENT", "XMLPI")
        case "FETCH":
            return i + 1 < len(found) and is_word(found[i + 1], "FIRST", "NEXT", "EXACT", "APPROX")
        case "SCN":
            return is_word(before, "OF", "BETWEEN")
        case "DIMENSION":
            return i + 1 < len(found) and is_word(found[i + 1], "BY")
        case "CONTAINERS":
            return is_word(before, "FROM", "JOIN")
        case "GRAPH_TABLE":
            return matches_graph(found, i)
        case "MATCH":
            return "GRAPH_TABLE" in _around(found, i) and is_name(before)
        case word if word in _OF_A_GRAPH:
            return "GRAPH_TABLE" in _around(found, i)
    calls = i + 1 < len(found) and is_op(found[i + 1], "(")
    written = is_word(before, "DOCUMENT", "CONTENT")  # the value itself stands there
    return not calls and not written and bool({"XMLSERIALIZE", "XMLROOT"} & _around(found, i))


def matches_graph(found: Sequence[Token], i: int) -> bool:
    """Whether ``graph_table (graph match ...)`` stands at ``i``."""
    behind = name_at(found, i + 2)[1]
    return is_op(found[i + 1], "(") and behind < len(found) and is_word(found[behind], "MATCH")


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
