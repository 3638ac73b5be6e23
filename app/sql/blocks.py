"""The bones of a PL/SQL text: where statements begin, what is declared, where the block ends."""

from __future__ import annotations

from bisect import bisect
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from app.sql.lexer import Kind, Token
from app.sql.operands import iterands
from app.sql.tokens import depths, is_name, is_op, is_word
from app.sql.words import words

_NOT_A_CALL = words(
    """
    NULL RETURN RAISE EXIT CONTINUE GOTO CLOSE FETCH PIPE IF ELSIF ELSE CASE WHEN LOOP FOR
    FORALL WHILE BEGIN END DECLARE EXCEPTION PRAGMA TYPE SUBTYPE CURSOR PROCEDURE FUNCTION
    OPEN EXECUTE INSERT UPDATE DELETE MERGE SELECT WITH COMMIT ROLLBACK SAVEPOINT SET LOCK
    THEN NOT CREATE CONSTRUCTOR MEMBER STATIC MAP ORDER OVERRIDING FINAL INSTANTIABLE
    """
)
_STANDS_ALONE = words("NULL RETURN RAISE EXIT CONTINUE COMMIT ROLLBACK END")
"""Statements of one word."""
_SQL = words("SELECT INSERT UPDATE DELETE MERGE WITH CURSOR FETCH PROCEDURE FUNCTION")
_BEFORE_EXPRESSION = {"EXIT": "WHEN", "CONTINUE": "WHEN", "FOR": "IN", "FORALL": "IN",
                      "EXECUTE": "USING"}  # fmt: skip
_NAMES_NEXT = words("CURSOR TYPE SUBTYPE PROCEDURE FUNCTION FORALL")
_TEXTS = words("VARCHAR2 VARCHAR NVARCHAR2 STRING CLOB NCLOB LONG")
_WHOLE_NUMBERS = words("NUMBER INTEGER INT PLS_INTEGER BINARY_INTEGER NATURAL POSITIVE")
_TYPE_BODIES = ("OBJECT", "TABLE", "VARRAY", "VARYING", "OPAQUE")
_BODY_BEHIND_IS = words(
    """
    CREATE PROCEDURE FUNCTION MEMBER STATIC CONSTRUCTOR MAP ORDER OVERRIDING FINAL INSTANTIABLE NOT
    BEFORE AFTER INSTEAD
    """
)
"""What a statement or declaration begins with whose IS or AS opens a body, not an alias."""


@dataclass
class Block:
    """``starts``: indexes at which a statement or declaration begins; ``calls``: those of them
    that are procedure calls. ``names``: everything declared; ``labels``: those of them that are
    labels. ``constants``: name -> expression.
    ``variables``: indexes at which a variable, constant or exception is declared.
    ``trailing``: the index of the first token behind the end of an anonymous block.
    ``body_begin``: the index of the first DECLARE, BEGIN, IS or AS.
    ``levels``: at each token, how many blocks are open around it. ``scopes``: name -> where it was
    declared, and in how many blocks; it means nothing outside of them."""

    anonymous: bool = True
    starts: set[int] = field(default_factory=set)
    calls: set[int] = field(default_factory=set)
    variables: set[int] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    labels: set[str] = field(default_factory=set)
    constants: Mapping[str, Sequence[Token]] = field(default_factory=dict)
    trailing: int | None = None
    closed: bool = False
    body_begin: int = 0
    levels: list[int] = field(default_factory=list)
    scopes: dict[str, list[tuple[int, int]]] = field(default_factory=dict)
    _outside: dict[int, list[int]] = field(default_factory=dict)

    def declares(self, name: str, at: int) -> bool:
        """Whether ``name`` at index ``at`` means what this text declares."""
        return any(
            begin <= at < self._end(begin, level) for begin, level in self.scopes.get(name, ())
        )

    def _end(self, begin: int, level: int) -> int:
        """Where the block closes that was ``level`` deep at ``begin``."""
        if level not in self._outside:
            self._outside[level] = [i for i, deep in enumerate(self.levels) if deep < level]
        outside = self._outside[level]
        after = bisect(outside, begin)
        return outside[after] if after < len(outside) else len(self.levels)


def read(found: Sequence[Token]) -> Block:
    """The bones of ``found``; never raises, ``closed`` is False where an END is missing."""
    block = Block(anonymous=not is_word(found[0], "CREATE"))
    if not block.anonymous:
        opening = ["DECLARE", "BEGIN", "COMPOUND"]
        if not any(is_word(t, "TRIGGER") for t in found[:6]):
            opening += ["IS", "AS"]
        heads = (i for i, t in enumerate(found) if is_word(t, *opening))
        block.body_begin = next(heads, len(found))
    _walk(found, block)
    _declarations(found, block)
    return block


def expressions(found: Sequence[Token], block: Block) -> Iterator[tuple[int, int]]:
    """The begin and end of each expression of PL/SQL itself; what holds a query is not one."""
    starts = sorted(i for i in block.starts if i < len(found))
    if not block.anonymous:
        yield from _defaults(found, 0, block.body_begin)
    for i, after in pairwise([*starts, len(found)]):
        end = next((j for j in range(i, after) if is_op(found[j], ";")), after)
        if is_word(found[i], "TYPE", "CURSOR", "PROCEDURE", "FUNCTION"):
            yield from _defaults(found, i, end)
            continue
        if is_word(found[i], "FETCH"):  # a cursor, the variables behind INTO, a limit
            into = next((j for j in range(i, end) if is_word(found[j], "INTO")), end)
            yield i + 1, into
            yield min(into + 1, end), end
            continue
        if any(is_word(t, "SELECT") for t in found[i:end]) or is_word(found[i], *_SQL):
            continue
        begin = _expression(found, i, end, block)
        if is_word(found[i], "FORALL"):
            end = next((j for j in range(begin, end) if is_word(found[j], *_SQL, "SAVE")), end)
        if begin < end:
            yield begin, end


def _defaults(found: Sequence[Token], i: int, end: int) -> Iterator[tuple[int, int]]:
    """The values that parameters, or the fields of a record, begin with."""
    levels = depths(found[i:end])
    for j in range(i, end):
        if levels[j - i] == 1 and (is_op(found[j], ":=") or is_word(found[j], "DEFAULT")):
            behind = range(j + 1, end)
            stops = (k for k in behind if levels[k - i] == 0 or
                     (levels[k - i] == 1 and is_op(found[k], ",")))  # fmt: skip
            yield j + 1, next(stops, end)


def _expression(found: Sequence[Token], i: int, end: int, block: Block) -> int:
    """Where the expression in the statement from ``i`` to ``end`` begins; ``end``: it has none."""
    first = found[i]
    if is_word(first, "IF", "ELSIF", "WHILE", "RETURN", "CASE", "OPEN", "CLOSE", "PIPE"):
        return i + 1
    if first.kind is Kind.WORD and first.value in _BEFORE_EXPRESSION:
        mark = _BEFORE_EXPRESSION[first.value]
        return next((j + 1 for j in range(i, end) if is_word(found[j], mark)), end)
    if i in block.calls:
        return next((j for j in range(i, end) if is_op(found[j], "(")), end)
    set_to = (j for j in range(i, end) if is_op(found[j], ":=") or is_word(found[j], "DEFAULT"))
    at = next(set_to, end)
    declared = i + 1 < end and is_name(found[i + 1])
    return at if declared or at == end else i + 1  # an index before := is an expression, too


def _walk(found: Sequence[Token], block: Block) -> None:
    stack: list[str] = []
    start = True
    head = ""
    for i, (token, depth) in enumerate(zip(found, depths(found), strict=True)):
        at_start, start = start, False
        if at_start:
            head = token.value
            if i >= block.body_begin:
                block.starts.add(i)
        block.levels.append(len(stack))
        opens = depth == 0 and head in _BODY_BEHIND_IS and i >= block.body_begin
        if head in ("PROCEDURE", "FUNCTION") and depth == 0 and is_word(token, "IS", "AS"):
            stack.append("SUBPROGRAM")
            head = ""
        if is_op(token, ";"):
            start = True
            if block.closed and not stack and block.trailing is None and i + 1 < len(found):
                block.trailing = i + 1
        elif is_op(token, ">>"):
            start = True
        elif token.kind is Kind.WORD and not (i and is_op(found[i - 1], ".")):
            if token.value in ("IS", "AS"):
                start = opens
            else:
                start = _structure(token.value, found, i, at_start, stack, block)


def _structure(
    word: str, found: Sequence[Token], i: int, at_start: bool, stack: list[str], block: Block
) -> bool:
    """Push or pop for one word; whether a statement begins behind it."""
    ended = i > 0 and is_word(found[i - 1], "END")
    if word == "BEGIN":
        if stack and stack[-1] == "SUBPROGRAM":
            stack[-1] = "SUBPROGRAM BEGIN"
        elif stack and stack[-1] == "DECLARE":
            stack[-1] = "BEGIN"
        else:
            stack.append("BEGIN")
        return True
    if word == "DECLARE":
        stack.append("DECLARE")
    if word == "CASE" and not ended:
        stack.append("CASE" if at_start else "CASE expression")
    elif word == "IF" and at_start:
        stack.append("IF")
    elif word == "LOOP" and not ended:
        stack.append("LOOP")
        return True
    elif word == "END" and stack:
        main = stack.pop() not in ("SUBPROGRAM BEGIN", "DECLARE")
        block.closed = main and not stack
    elif word in ("THEN", "ELSE"):
        return not (stack and stack[-1] == "CASE expression")
    elif word == "TRIGGER" and i and is_word(found[i - 1], "COMPOUND"):
        return True
    return word in ("DECLARE", "EXCEPTION")


def _declarations(found: Sequence[Token], block: Block) -> None:
    constants: dict[str, Sequence[Token]] = {}
    twice: set[str] = set()
    for i in sorted(block.starts):
        token = found[i] if i < len(found) else None
        if token is None or not is_name(token):
            continue
        if i and is_word(found[i - 1], "IS", "AS") and is_word(token, *_TYPE_BODIES):
            continue
        end = next((j for j in range(i, len(found)) if is_op(found[j], ";")), len(found))
        after = found[i + 1] if i + 1 < len(found) else None
        if token.kind is Kind.WORD and token.value in _NOT_A_CALL and not _is_named(found, i):
            if token.value == "FOR":
                for name in iterands(found, i):
                    _declare(name, _opened(found, i, end), block, twice)
            elif token.value in _NAMES_NEXT and after is not None and is_name(after):
                _declare(after.value, i, block, twice)
            continue
        if after is not None and is_name(after):
            _declare(token.value, i, block, twice)
            block.variables.add(i)
            if is_word(after, "CONSTANT"):
                _constant(token.value, found[i + 2 : end], constants)
        elif not _assigns(found[i:end]):
            block.calls.add(i)
    _parameters(found, block, twice)
    for i in range(len(found) - 2):  # a label qualifies the names of its block
        if is_op(found[i], "<<") and is_name(found[i + 1]) and is_op(found[i + 2], ">>"):
            _declare(found[i + 1].value, i, block, twice)
            block.labels.add(found[i + 1].value)
    block.names |= _attributes(found, block)
    block.constants = {k: v for k, v in constants.items() if k not in twice}


def _is_named(found: Sequence[Token], i: int) -> bool:
    """Whether a word that begins a statement of Oracle's is the name of a procedure or a package
    at ``i``: ``open;``, ``map.wipe;``."""
    behind = found[i + 1] if i + 1 < len(found) else None
    if behind is None:
        return False
    return is_op(behind, ".") or (is_op(behind, ";") and found[i].value not in _STANDS_ALONE)


def _parameters(found: Sequence[Token], block: Block, twice: set[str]) -> None:
    """Parameters of local subprograms hide constants of the same name. Those of one that has no
    body here (``procedure p(a number);``) mean nothing behind it."""
    for i, token in enumerate(found):
        if is_word(token, "PROCEDURE", "FUNCTION") and i + 2 < len(found):
            if not is_op(found[i + 2], "("):
                continue
            depth, j, names = 1, i + 3, []
            while j < len(found) and depth:
                depth += is_op(found[j], "(") - is_op(found[j], ")")
                if is_name(found[j]) and is_op(found[j - 1], "(", ","):
                    names.append(found[j].value)
                j += 1
            end = next((k for k in range(j, len(found)) if is_op(found[k], ";")), len(found))
            body = (k + 1 for k in range(j, end) if is_word(found[k], "IS", "AS"))
            if (begin := next(body, None)) is not None:
                for name in names:
                    _declare(name, begin, block, twice)


def _attributes(found: Sequence[Token], block: Block) -> set[str]:
    """The attributes of an object type: ``as object (a number, member function f ...)``."""
    made = [t.value for t in found[:6] if is_word(t, "TYPE", "BODY")]
    if block.anonymous or made != ["TYPE"]:
        return set()
    levels = depths(found)
    return {
        found[i].value
        for i in range(1, len(found) - 1)
        if levels[i] == 1
        and is_op(found[i - 1], "(", ",")
        and is_name(found[i])
        and is_name(found[i + 1])
        and not is_word(found[i], *_NOT_A_CALL)
    }


def _opened(found: Sequence[Token], begin: int, end: int) -> int:
    """Behind the LOOP of a FOR: its variable is known from there on."""
    return next((k for k in range(begin, end) if is_word(found[k], "LOOP")), begin) + 1


def _declare(name: str, begin: int, block: Block, twice: set[str]) -> None:
    if name in block.names:
        twice.add(name)
    block.names.add(name)
    if begin < len(block.levels):
        block.scopes.setdefault(name, []).append((begin, block.levels[begin]))


def _constant(
    name: str, declaration: Sequence[Token], constants: dict[str, Sequence[Token]]
) -> None:
    if not _keeps_text(declaration):
        return
    for i, token in enumerate(declaration):
        if is_op(token, ":=") or is_word(token, "DEFAULT"):
            constants[name] = declaration[i + 1 :]
            return


def _keeps_text(declaration: Sequence[Token]) -> bool:
    """Whether what is assigned keeps its text: CHAR(9) adds blanks, NUMBER(2,-1) rounds, and
    ``t.c%type`` may do both."""
    if len(declaration) < 2 or not is_word(declaration[0]):
        return False
    if declaration[0].value in _TEXTS:
        return not is_op(declaration[1], ".", "%")
    behind = (":=", "DEFAULT", "NOT")
    return declaration[0].value in _WHOLE_NUMBERS and declaration[1].value in behind


def _assigns(statement: Sequence[Token]) -> bool:
    levels = depths(statement)
    return any(level == 0 and is_op(t, ":=") for t, level in zip(statement, levels, strict=True))
