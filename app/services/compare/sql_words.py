"""Which words of SQL and PL/SQL are coloured as such.

The lexer's list is the standard's, where ``C``, ``TYPE`` and ``NAME`` are words. Here are Oracle's
reserved words (SQL and PL/SQL), and of the others those that begin or join a clause or a statement
and are hardly anybody's column. What touches a dot is a name, whatever it is called.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from pygments.token import Keyword, Name

_TEXT: Final = """
ACCESS ADD ALL ALTER AND ANY AS ASC AUDIT BETWEEN BY CHAR CHECK CLUSTER COLUMN COMMENT COMPRESS
CONNECT CREATE CURRENT DATE DECIMAL DEFAULT DELETE DESC DISTINCT DROP ELSE EXCLUSIVE EXISTS FILE
FLOAT FOR FROM GRANT GROUP HAVING IDENTIFIED IMMEDIATE IN INCREMENT INDEX INITIAL INSERT INTEGER
INTERSECT INTO IS LEVEL LIKE LOCK LONG MAXEXTENTS MINUS MODE MODIFY NOAUDIT NOCOMPRESS NOT
NOWAIT NULL NUMBER OF OFFLINE ON ONLINE OPTION OR ORDER PCTFREE PRIOR PUBLIC RAW RENAME RESOURCE
REVOKE ROW ROWID ROWNUM ROWS SELECT SESSION SET SHARE SIZE SMALLINT START SYNONYM SYSDATE TABLE
THEN TO TRIGGER UID UNION UNIQUE UPDATE USER VALIDATE VALUES VARCHAR VARCHAR2 VIEW WHENEVER
WHERE WITH BEGIN BODY BOOLEAN BULK CASE CLOB CLOSE COLLECT COMMIT CONSTANT CONSTRAINT CROSS
CURSOR DECLARE ELSIF END EXCEPTION EXECUTE EXIT FALSE FETCH FIRST FORALL FOREIGN FULL FUNCTION
GOTO IF INNER JOIN KEY LEFT LOOP MATCHED MERGE NATURAL NEXT ONLY OPEN OTHERS OUT OUTER OVER
PACKAGE PARTITION PRAGMA PRIMARY PROCEDURE RAISE REFERENCES REPLACE RETURN RETURNING RIGHT
ROLLBACK SAVEPOINT TIMESTAMP TRUE USING WHEN WHILE
"""
_WORDS: Final = frozenset(_TEXT.split())


def named(tokens: Iterable[tuple[Any, str]]) -> Iterator[tuple[Any, str]]:
    """The lexer's tokens of a text in SQL, with what is a name there said to be one."""
    before = ""
    held: tuple[Any, str] | None = None
    for kind, text in tokens:
        if held is not None:
            yield (Name, held[1]) if text.startswith(".") else held
            held = None
        if kind in Keyword or kind in Name.Builtin:
            if before.endswith(".") or text.upper() not in _WORDS:
                yield Name, text
            else:
                held = (Keyword, text)
        else:
            yield kind, text
        before = text
    if held is not None:
        yield held
