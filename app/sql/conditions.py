"""Whether a WHERE really chooses rows, or only looks as if it did.

``restricts`` is true when the condition depends on the row as far as text can show. It errs on
the side of "no": a constant operand of OR makes the whole a suspect.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from app.sql.lexer import Kind, Token
from app.sql.tokens import depths, is_op, is_word
from app.sql.words import words

_WORDS = words(
    """
    AND OR NOT IS NULL LIKE LIKEC LIKE2 LIKE4 IN BETWEEN EXISTS SELECT FROM WHERE CASE WHEN
    THEN ELSE END DATE TIMESTAMP INTERVAL ESCAPE ANY ALL SOME DISTINCT AS ON JOIN LEFT RIGHT
    FULL INNER OUTER CROSS GROUP BY ORDER HAVING PRIOR AT TIME ZONE UNION MINUS INTERSECT WITH
    ASC DESC DAY MONTH YEAR HOUR MINUTE SECOND TO NAN INFINITE EMPTY OF SIZE
    """
)
_NOT_OF_THE_ROW = words(
    """
    ROWNUM LEVEL SYSDATE SYSTIMESTAMP CURRENT_DATE CURRENT_TIMESTAMP LOCALTIMESTAMP USER UID
    DUAL DUMMY TRUE FALSE SESSIONTIMEZONE DBTIMEZONE SYS
    """
)
_COMPARISONS = ("=", "<", ">", "<=", ">=", "<>", "!=", "^=", "~=")
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
        if depth or token.kind is not Kind.WORD:
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
        if is_op(token, *_COMPARISONS):
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
        before = atom[i - 1] if i else None
        after = atom[i + 1] if i + 1 < len(atom) else None
        if token.kind is Kind.QUOTED:
            found.add(token.value)
        elif token.kind is Kind.WORD and token.value not in _WORDS:
            if after is not None and is_op(after, "("):
                continue
            if after is not None and is_op(after, "."):
                continue
            member = before is not None and is_op(before, ".")
            if member or token.value not in (*_NOT_OF_THE_ROW, *constants):
                found.add(token.value)
    return found


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
