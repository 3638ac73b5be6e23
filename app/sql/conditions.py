"""Whether a WHERE really chooses rows, or only looks as if it did.

``restricts`` is true when the condition depends on the row as far as text can show. It errs on
the side of "no": a constant operand of OR makes the whole a suspect.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from app.sql.lexer import Kind, Token
from app.sql.tokens import closings, depths, is_op, is_word, openers
from app.sql.vocabulary import COMPARISONS
from app.sql.words import words

_RESERVED = words(
    """
    AND OR NOT IS NULL LIKE IN BETWEEN EXISTS SELECT FROM WHERE THEN ELSE DATE ANY ALL DISTINCT AS
    ON GROUP BY ORDER HAVING PRIOR UNION MINUS INTERSECT WITH ASC DESC TO OF SIZE CHAR DECIMAL FLOAT
    INTEGER LONG NUMBER RAW SMALLINT VARCHAR VARCHAR2 CASE WHEN
    """
)
_OF_A_PLACE = words(
    """
    LIKEC LIKE2 LIKE4 END TIMESTAMP INTERVAL ESCAPE SOME JOIN LEFT RIGHT FULL INNER OUTER CROSS AT
    TIME ZONE DAY MONTH YEAR HOUR MINUTE SECOND NAN INFINITE EMPTY
    """
)
"""What Oracle does not reserve: a column where an operand begins (``year = 2020``)."""
_OPERAND_BEHIND = words(
    """
    AND OR CASE WHEN THEN ELSE WHERE HAVING BETWEEN LIKE LIKEC LIKE2 LIKE4 ON BY SELECT DISTINCT ALL
    PRIOR FROM
    """
)
_NOT_OF_THE_ROW = words(
    """
    ROWNUM LEVEL SYSDATE SYSTIMESTAMP CURRENT_DATE CURRENT_TIMESTAMP LOCALTIMESTAMP USER UID
    DUAL TRUE FALSE SESSIONTIMEZONE DBTIMEZONE
    """
)
_OPPOSITE = {"=": "<>", "<": ">=", ">": "<="}


def restricts(
    condition: Sequence[Token], constants: Collection[str] = (), negated: bool = False
) -> bool:
    """Whether ``condition`` depends on the row. ``constants`` are names that stand for values
    (variables of the block around it)."""
    condition = _bare(condition)
    if not condition:
        return False
    whole = len(_parts(condition, "OR")) == len(_parts(condition, "AND")) == 1
    if whole and is_word(condition[0], "NOT"):
        return restricts(condition[1:], constants, not negated)
    for word in ("OR", "AND"):
        parts = _parts(condition, word)
        if len(parts) > 1:
            each = [restricts(part, constants, negated) for part in parts]
            if (word == "OR") != negated:
                return all(each) and not _cover_all(parts)
            return any(each)
    return _atom(condition, constants)


def _bare(condition: Sequence[Token]) -> Sequence[Token]:
    """Without the parentheses around the whole."""
    while len(condition) > 1 and is_op(condition[0], "(") and is_op(condition[-1], ")"):
        if 0 in depths(condition)[1:-1]:
            break
        condition = condition[1:-1]
    return condition


def _parts(condition: Sequence[Token], word: str) -> list[Sequence[Token]]:
    """Cut at ``word`` outside of parentheses and CASE; the AND of BETWEEN does not cut."""
    parts: list[Sequence[Token]] = []
    begin = case = between = 0
    for i, (token, depth) in enumerate(zip(condition, depths(condition), strict=True)):
        if depth or token.kind is not Kind.WORD or (i and is_op(condition[i - 1], ".")):
            continue
        if token.value == "CASE":
            case += 1
        elif token.value == "END" and case:
            case -= 1
        elif token.value == "BETWEEN" and not case:
            between += 1
        elif token.value == "AND" and between and not case:
            between -= 1
        elif token.value == word and not case:
            parts.append(condition[begin:i])
            begin = i + 1
    parts.append(condition[begin:])
    return parts


def _atom(atom: Sequence[Token], constants: Collection[str]) -> bool:
    columns = _columns(atom, constants)
    if not columns:
        return False
    if columns == {"ROWID"} and any(is_word(t, "IS") for t in atom):
        return False
    for i, (token, depth) in enumerate(zip(atom, depths(atom), strict=True)):
        if depth:
            continue
        left = _text(atom[:i])
        if is_op(token, *COMPARISONS):
            return left != _text(atom[i + 1 :])
        if is_word(token, "LIKE", "LIKEC", "LIKE2", "LIKE4"):
            return not _matches_all(atom[i + 1 :]) and left != _text(atom[i + 1 :])
        if is_word(token, "IN"):
            return left.removesuffix(" NOT") not in _list(atom[i + 1 :])
        if is_word(token, "BETWEEN"):
            return left not in (_text(part) for part in _parts(atom[i + 1 :], "AND"))
    return True


def _matches_all(pattern: Sequence[Token]) -> bool:
    first = pattern[0] if pattern else None
    return first is not None and first.kind is Kind.STRING and set(first.value) <= {"%"}


def _list(tokens: Sequence[Token]) -> list[str]:
    inner = _bare(tokens)
    found, begin = [], 0
    for i, (token, depth) in enumerate(zip(inner, depths(inner), strict=True)):
        if is_op(token, ",") and depth == 0:
            found.append(_text(inner[begin:i]))
            begin = i + 1
    return [*found, _text(inner[begin:])]


def _columns(atom: Sequence[Token], constants: Collection[str]) -> set[str]:
    found = set()
    for i, token in enumerate(atom):
        after = atom[i + 1] if i + 1 < len(atom) else None
        if token.kind is Kind.QUOTED:
            found.add(token.value)
        elif token.kind is not Kind.WORD or (after is not None and is_op(after, "(", ".")):
            continue
        elif i and is_op(atom[i - 1], "."):
            found |= {token.value} - {"DUAL"}
        elif _is_column(atom, i, constants):
            found.add(token.value)
    return found


def _is_column(atom: Sequence[Token], i: int, constants: Collection[str]) -> bool:
    """Whether the word at ``i``, which nothing qualifies, may be a column."""
    word = atom[i].value
    if word in _OF_A_PLACE and not _is_operand(atom, i):
        return False
    if word == "DUMMY" and _reads_dual(atom, i):
        return False
    return word not in _RESERVED and word not in _NOT_OF_THE_ROW and word not in constants


def _is_operand(atom: Sequence[Token], i: int) -> bool:
    """Whether the word at ``i`` stands where an operand begins, and is no part of a literal
    (``timestamp '…'``) or of ``extract (year from …)``."""
    if i + 1 < len(atom) and (is_word(atom[i + 1], "FROM") or atom[i + 1].kind is Kind.STRING):
        return False
    while i and is_word(atom[i - 1], "NOT"):
        i -= 1
    if not i:
        return True
    before = atom[i - 1]
    if before.kind is Kind.WORD:
        return before.value in _OPERAND_BEHIND
    return before.kind is Kind.OP and not is_op(before, ")", "]", "%")


def _reads_dual(atom: Sequence[Token], i: int) -> bool:
    """Whether a query around ``i`` reads from DUAL, whose column is DUMMY."""
    closing = closings(atom)
    return any(
        is_word(token, "DUAL")
        for opening in openers(atom, i)
        for token in atom[opening : closing.get(opening, len(atom))]
    )


def _text(tokens: Sequence[Token]) -> str:
    bare = _bare(tokens)
    return " ".join(f"'{t.value}'" if t.kind is Kind.STRING else t.value or t.text for t in bare)


def _cover_all(parts: Sequence[Sequence[Token]]) -> bool:
    """Two alternatives that leave no row out: X IS NULL OR X IS NOT NULL, A = B OR A <> B."""
    shown = {_text(part).replace("!=", "<>").replace("^=", "<>") for part in parts}
    for one in shown:
        if one.endswith(" IS NULL") and one.removesuffix("NULL") + "NOT NULL" in shown:
            return True
        if f"NOT {one}" in shown or f"NOT ( {one} )" in shown:
            return True
        for sign, opposite in _OPPOSITE.items():
            if f" {sign} " in one and one.replace(f" {sign} ", f" {opposite} ", 1) in shown:
                return True
    return False
