"""The bones of a PL/SQL text: where statements begin, what is declared, where the block ends."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from app.changelog.lexer import Kind, Token
from app.changelog.verdict import depths, is_name, is_op, is_word
from app.changelog.vocabulary import words

_NOT_A_CALL = words(
    """
    NULL RETURN RAISE EXIT CONTINUE GOTO CLOSE FETCH PIPE IF ELSIF ELSE CASE WHEN LOOP FOR
    FORALL WHILE BEGIN END DECLARE EXCEPTION PRAGMA TYPE SUBTYPE CURSOR PROCEDURE FUNCTION
    OPEN EXECUTE INSERT UPDATE DELETE MERGE SELECT WITH COMMIT ROLLBACK SAVEPOINT SET LOCK
    THEN NOT CREATE CONSTRUCTOR MEMBER STATIC MAP ORDER OVERRIDING FINAL INSTANTIABLE
    """
)
_NAMES_NEXT = words("CURSOR TYPE SUBTYPE PROCEDURE FUNCTION FOR FORALL")


@dataclass
class Block:
    """``starts``: indexes at which a statement or declaration begins; ``calls``: those of them
    that are procedure calls. ``names``: everything declared. ``constants``: name -> expression.
    ``trailing``: the index of the first token behind the end of an anonymous block.
    ``body_begin``: the index of the first DECLARE, BEGIN, IS or AS.
    ``strict``: calls of unknown code count in stored code, too."""

    anonymous: bool = True
    strict: bool = False
    starts: set[int] = field(default_factory=set)
    calls: set[int] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    constants: Mapping[str, Sequence[Token]] = field(default_factory=dict)
    trailing: int | None = None
    closed: bool = False
    body_begin: int = 0


def read(found: Sequence[Token]) -> Block:
    """The bones of ``found``; never raises, ``closed`` is False where an END is missing."""
    block = Block(anonymous=not is_word(found[0], "CREATE"))
    if not block.anonymous:
        heads = (i for i, t in enumerate(found) if is_word(t, "DECLARE", "BEGIN", "IS", "AS"))
        block.body_begin = next(heads, len(found))
    _walk(found, block)
    _declarations(found, block)
    return block


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
            start = _structure(token.value, found, i, at_start, stack, block)


def _structure(
    word: str, found: Sequence[Token], i: int, at_start: bool, stack: list[str], block: Block
) -> bool:
    """Push or pop for one word; whether a statement begins behind it."""
    ended = i > 0 and is_word(found[i - 1], "END")
    if word == "BEGIN":
        if stack and stack[-1] == "SUBPROGRAM":
            stack[-1] = "SUBPROGRAM BEGIN"
        else:
            stack.append("BEGIN")
        return True
    if word == "CASE" and not ended:
        stack.append("CASE" if at_start else "CASE expression")
    elif word == "IF" and not ended and at_start:
        stack.append("IF")
    elif word == "LOOP" and not ended:
        stack.append("LOOP")
        return True
    elif word == "END" and stack:
        main = stack.pop() != "SUBPROGRAM BEGIN"
        block.closed = main and not stack
    elif word in ("THEN", "ELSE"):
        return not (stack and stack[-1] == "CASE expression")
    elif word in ("IS", "AS"):
        return i >= block.body_begin and not (block.anonymous and i == 0)
    return word in ("DECLARE", "EXCEPTION")


def _declarations(found: Sequence[Token], block: Block) -> None:
    constants: dict[str, Sequence[Token]] = {}
    twice: set[str] = set()
    for i in sorted(block.starts):
        token = found[i] if i < len(found) else None
        if token is None or not is_name(token):
            continue
        end = next((j for j in range(i, len(found)) if is_op(found[j], ";")), len(found))
        after = found[i + 1] if i + 1 < len(found) else None
        if token.kind is Kind.WORD and token.value in _NOT_A_CALL:
            if token.value in _NAMES_NEXT and after is not None and is_name(after):
                _declare(after.value, block, twice)
            continue
        if after is not None and is_name(after):
            _declare(token.value, block, twice)
            if is_word(after, "CONSTANT"):
                _constant(token.value, found[i + 2 : end], constants)
        elif not _assigns(found[i:end]):
            block.calls.add(i)
    _parameters(found, block, twice)
    block.constants = {k: v for k, v in constants.items() if k not in twice}


def _parameters(found: Sequence[Token], block: Block, twice: set[str]) -> None:
    """Parameters of local subprograms hide constants of the same name."""
    for i, token in enumerate(found):
        if is_word(token, "PROCEDURE", "FUNCTION") and i + 2 < len(found):
            if not is_op(found[i + 2], "("):
                continue
            depth, j = 1, i + 3
            while j < len(found) and depth:
                depth += is_op(found[j], "(") - is_op(found[j], ")")
                if is_name(found[j]) and is_op(found[j - 1], "(", ","):
                    _declare(found[j].value, block, twice)
                j += 1


def _declare(name: str, block: Block, twice: set[str]) -> None:
    if name in block.names:
        twice.add(name)
    block.names.add(name)


def _constant(
    name: str, declaration: Sequence[Token], constants: dict[str, Sequence[Token]]
) -> None:
    for i, token in enumerate(declaration):
        if is_op(token, ":=") or is_word(token, "DEFAULT"):
            constants[name] = declaration[i + 1 :]
            return


def _assigns(statement: Sequence[Token]) -> bool:
    levels = depths(statement)
    return any(level == 0 and is_op(t, ":=") for t, level in zip(statement, levels, strict=True))
