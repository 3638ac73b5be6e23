"""One expression of Oracle's as the embedded engine wants it: mostly a call of a function of ours."""

from __future__ import annotations

from typing import Any, Final

from sqlglot import exp

from app.lab.backend import OraError
from app.lab.sql.coerce import call as _call
from app.lab.sql.datatypes import column_type
from app.lab.sql.fits import Fit
from app.lab.sql.listagg import listed
from app.lab.sql.tokens import Tokens

_BINARY: Final[dict[type, str]] = {
    exp.Add: "O_ADD", exp.Sub: "O_SUB", exp.Mul: "O_MUL", exp.Div: "O_DIV", exp.Mod: "O_MOD",
    exp.Pow: "POWER", exp.AddMonths: "ADD_MONTHS", exp.NextDay: "NEXT_DAY",
    exp.MonthsBetween: "MONTHS_BETWEEN",
}  # fmt: skip
_UNARY: Final[dict[type, str]] = {
    exp.Upper: "O_UPPER", exp.Lower: "O_LOWER", exp.Length: "O_LENGTH", exp.Abs: "O_ABS",
    exp.Ceil: "O_CEIL", exp.Floor: "O_FLOOR", exp.Sqrt: "O_SQRT", exp.Exp: "O_EXP", exp.Ln: "O_LN",
    exp.Sign: "O_SIGN", exp.Initcap: "INITCAP", exp.Ascii: "ASCII", exp.LastDay: "LAST_DAY",
}  # fmt: skip
_AGGREGATES: Final[dict[type, str]] = {
    exp.Sum: "O_SUM", exp.Avg: "O_AVG", exp.Min: "O_MIN", exp.Max: "O_MAX",
}  # fmt: skip


def _joined(left: exp.Expr, right: exp.Expr) -> exp.Expr:
    """A chain of || as one call: the engine reads no expression that nests deeply, and takes at
    most a hundred arguments."""
    parts = [left]
    if isinstance(left, exp.Anonymous) and left.name == "O_CONCAT" and len(left.expressions) < 100:
        parts = left.expressions
    return _call("O_CONCAT", *parts, right)


def expression(node: exp.Expr) -> exp.Expr:
    """One node as the engine wants it; the same node where nothing is to change."""
    kind = type(node)
    if isinstance(node, exp.Literal):
        return _literal(node)
    if kind in _BINARY:
        return _call(_BINARY[kind], node.this, node.expression)
    if kind in _UNARY:
        return _call(_UNARY[kind], node.this)
    if kind in _AGGREGATES and not node.meta.get("native"):
        return _call(_AGGREGATES[kind], node.this)
    if isinstance(node, exp.Anonymous):
        return _anonymous(node)
    if isinstance(node, exp.GroupConcat):
        return listed(node)
    return _function(node)


def _literal(node: exp.Literal) -> exp.Expr:
    if node.is_string:
        return exp.Null() if node.name == "" else node
    if len(node.name) > 15 or "e" in node.name.lower():
        return _call("O_NUMBER", exp.Literal.string(node.name))
    return node


def _anonymous(node: exp.Anonymous) -> exp.Expr:
    name = str(node.this).upper()
    renamed = {
        "LAB_DATE": "O_LITERAL", "LAB_TIMESTAMP": "O_LITERAL", "LAB_TO_DATE": "TO_DATE",
        "LAB_TO_TIMESTAMP": "TO_TIMESTAMP", "TRUNC": "O_TRUNC", "LAB_LENGTHB": "O_LENGTHB", "LAB_TO_CHAR": "TO_CHAR",
    }.get(name)  # fmt: skip
    return _call(renamed, *node.expressions) if renamed else node


def _function(node: exp.Expr) -> exp.Expr:
    match node:
        case exp.Cast():
            return _cast(node)
        case exp.Neg() if not isinstance(node.this, exp.Literal):
            return _call("O_NEG", node.this)
        case exp.DPipe():
            return _joined(node.this, node.expression)
        case exp.Concat():
            return _call("O_CONCAT", *node.expressions)
        case exp.ToNumber():
            return _call("TO_NUMBER", *_given(node.this, node.args.get("format")))
        case exp.Substring():
            return _call(
                "O_SUBSTR", *_given(node.this, node.args.get("start"), node.args.get("length"))
            )
        case exp.Replace():
            return _call(
                "O_REPLACE", *_given(node.this, node.expression, node.args.get("replacement"))
            )
        case exp.Trim():
            side = exp.Literal.string(str(node.args.get("position") or "BOTH"))
            return _call("O_TRIM", side, *_given(node.this, node.args.get("expression")))
        case exp.Translate():
            return _call("TRANSLATE", *_given(node.this, node.args["from_"], node.args["to"]))
        case exp.Extract():
            unit = exp.Literal.string(node.this.name.upper())
            return _call("O_EXTRACT", unit, node.expression)
        case exp.Trunc():
            return _call("O_TRUNC", *_given(node.this, node.args.get("decimals")))
        case exp.DateTrunc() | exp.TimestampTrunc():
            return _call("O_TRUNC", *_given(node.this, node.args.get("unit")))
        case exp.Round():
            return _call("O_ROUND", *_given(node.this, node.args.get("decimals")))
        case exp.StrPosition():
            return _call(
                "O_INSTR", *_given(node.this, node.args.get("substr"), node.args.get("position"),
                                   node.args.get("occurrence")),
            )  # fmt: skip
        case exp.Greatest():
            return _call("O_GREATEST", node.this, *node.expressions)
        case exp.Least():
            return _call("O_LEAST", node.this, *node.expressions)
        case exp.CurrentTimestamp() if node.args.get("sysdate"):
            return _call("O_SYSDATE")
        case exp.CurrentTimestamp() | exp.CurrentDatetime():
            return _call("O_SYSTIMESTAMP")
        case exp.CurrentDate():
            return _call("O_SYSDATE")
        case exp.CurrentUser():
            return _call("O_USER")
        case exp.Interval():
            raise OraError(3001, "unimplemented feature: intervals (lab, not Oracle)")
        case exp.Select() if node.args.get("locks"):
            node.set("locks", None)
    return _named(node)


def _cast(node: exp.Cast) -> exp.Expr:
    made = column_type(Tokens(node.to.sql(dialect="oracle")))
    return _call("O_CAST", node.this, exp.Literal.string(Fit.of(made).spec))


def _named(node: exp.Expr) -> exp.Expr:
    """Functions whose class in the parser has another name in some of its releases."""
    name = type(node).__name__
    if name in ("Systimestamp", "Localtimestamp"):
        return _call("O_SYSTIMESTAMP")
    if name == "Sysdate":
        return _call("O_SYSDATE")
    if name == "Nvl2":
        return _call("NVL2", node.this, node.args["true"], node.args.get("false") or exp.Null())
    if name in ("DecodeCase", "Decode"):
        return _call("DECODE", *node.expressions)
    if name == "RegexpLike":
        return _call("REGEXP_LIKE", *_given(node.this, node.expression, node.args.get("flag")))
    if name == "RegexpReplace":
        return _call(
            "REGEXP_REPLACE", *_given(node.this, node.expression, node.args.get("replacement"))
        )
    if name == "StandardHash":
        return _call("STANDARD_HASH", *_given(node.this, node.expression))
    if name == "Chr":
        return _call("CHR", *node.expressions)
    if name == "Pad":
        side = "LPAD" if node.args.get("is_left") else "RPAD"
        return _call(side, *_given(node.this, node.expression, node.args.get("fill_pattern")))
    return node


def _given(*arguments: Any) -> list[exp.Expr]:
    return [a for a in arguments if isinstance(a, exp.Expr)]
