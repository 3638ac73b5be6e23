"""Numbers by a format: TO_CHAR and TO_NUMBER with a mask.

Oracle Database SQL Language Reference, "Number Format Models": 9 0 , . D G $ L S MI PR FM EEEE X TM;
the others are refused.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Any, Final

from app.lab.backend import OraError
from app.lab.sql import numbers
from app.lab.sql.nls import Nls

_SHAPE: Final = re.compile(
    r"(?P<fm>FM)?(?P<s1>S)?(?P<money>[$L])?(?P<whole>[09,G]*)(?P<point>[.D])?(?P<fraction>[09]*)"
    r"(?P<e>EEEE)?(?P<money2>[$L])?(?P<s2>S|MI|PR)?"
)
_HEXADECIMAL: Final = "0123456789abcdefABCDEF"
_WORDS: Final = Context(prec=200)


@dataclass(frozen=True)
class _Mask:
    fill: bool
    sign: str  # "", "S" before, "s" behind, "MI", "PR"
    money: str
    whole: str
    point: str
    fraction: str
    exponent: bool


@functools.lru_cache(maxsize=256)
def is_hexadecimal(mask: str) -> bool:
    return re.fullmatch(r"(FM)?0*X+", mask, re.IGNORECASE) is not None


@functools.lru_cache(maxsize=256)
def _mask(text: str) -> _Mask:
    hit = _SHAPE.fullmatch(text.upper())
    if hit is None or not (hit["whole"] or hit["fraction"]):
        known = re.fullmatch(r"[09,.DGSLMIPRFEX$BCUV]*", text.upper())
        if known and re.search(r"[BCUV]", text.upper()):
            raise OraError(3001, f"unimplemented feature: number format {text} (lab, not Oracle)")
        raise OraError(1481, "invalid number format model")
    sign = "S" if hit["s1"] else {"S": "s"}.get(hit["s2"] or "", hit["s2"] or "")
    return _Mask(
        not hit["fm"], sign, hit["money"] or hit["money2"] or "", hit["whole"],
        hit["point"] or "", hit["fraction"], bool(hit["e"]),
    )  # fmt: skip


def written(value: Any, mask: str, nls: Nls) -> str:
    """TO_CHAR of a number: ``#`` in the width of the mask where it does not fit."""
    upper = mask.upper()
    if upper in ("TM", "TM9"):
        return numbers.long(value, nls.decimal)
    if upper in ("TME", "RN", "FMRN"):
        raise OraError(3001, f"unimplemented feature: number format {mask} (lab, not Oracle)")
    if is_hexadecimal(mask):
        return _hexadecimal(value, mask)
    shape = _mask(mask)
    number = numbers.exact(value)
    if shape.exponent:
        return _scientific(number, shape, nls)
    places = len(shape.fraction)
    shown = abs(number).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _WORDS)
    negative = number < 0 and bool(shown)
    digits, _, fraction = format(shown, "f").partition(".")
    room = sum(c in "09" for c in shape.whole)
    digits = "" if digits == "0" else digits
    width = len(shape.whole) + len(shape.point) + places + len(shape.money)
    if len(digits) > room:
        return "#" * (width + 1)
    whole = _grouped(digits, shape, bool(fraction) or bool(shape.point), nls)
    if not shape.fill and fraction:
        kept = shape.fraction.rfind("0") + 1
        fraction = fraction[:kept] + fraction[kept:].rstrip("0")
        whole = whole or ("" if fraction else "0")
    point = nls.decimal if shape.point == "D" else shape.point
    body = (
        {"": "", "$": "$", "L": nls.values["NLS_CURRENCY"]}[shape.money] + whole + point + fraction
    )
    return _signed(body, negative, shape, width)


def _grouped(digits: str, shape: _Mask, fraction: bool, nls: Nls) -> str:
    """The whole part under its mask, without blanks before it."""
    places = [c for c in shape.whole if c in "09"]
    first_zero = places.index("0") if "0" in places else len(places)
    wanted = max(len(digits), len(places) - first_zero)
    if not wanted and not (fraction and shape.fraction):
        wanted = 1 if places else 0
    padded = digits.rjust(wanted, "0")
    out, left = [], list(padded)
    for c in reversed(shape.whole):
        if c in "09":
            if not left:
                break
            out.append(left.pop())
        elif left:
            out.append("," if c == "," else nls.group)
    return "".join(reversed(out))


def _signed(body: str, negative: bool, shape: _Mask, width: int) -> str:
    mark = "-" if negative else "+"
    if shape.sign == "S":
        shown, width = mark + body, width + 1
    elif shape.sign == "s":
        shown, width = body + mark, width + 1
    elif shape.sign == "MI":
        shown, width = body + ("-" if negative else " "), width + 1
    elif shape.sign == "PR":
        shown, width = (f"<{body}>" if negative else f" {body} "), width + 2
    else:
        shown, width = ("-" if negative else "") + body, width + 1
    return shown.rjust(width) if shape.fill else shown.strip()


def _scientific(number: Decimal, shape: _Mask, nls: Nls) -> str:
    places = len(shape.fraction)
    power = number.adjusted() if number else 0
    mantissa = (
        abs(number).scaleb(-power).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, _WORDS)
    )
    if mantissa >= 10:
        mantissa, power = mantissa / 10, power + 1
    text = format(mantissa, f".{places}f").replace(".", nls.decimal)
    shown = f"{'-' if number < 0 else ''}{text}E{'-' if power < 0 else '+'}{abs(power):02d}"
    return shown.rjust(len(shown) + (number >= 0)) if shape.fill else shown


def _hexadecimal(value: Any, mask: str) -> str:
    upper = mask.upper()
    bare = upper.removeprefix("FM")
    number = value if isinstance(value, int) else int(numbers.exact(numbers.rounded(value, 0)))
    shown = format(number, "X") if "X" in mask else format(number, "x")
    if number < 0 or len(shown) > len(bare):
        return "#" * (len(bare) + 1)
    shown = shown.rjust(len(bare), "0") if bare.startswith("0") else shown
    return shown if upper.startswith("FM") else shown.rjust(len(bare) + 1)


def read(text: str, mask: str, nls: Nls) -> Any:
    """TO_NUMBER with a mask: ORA-01722 for a text that does not fit it."""
    if is_hexadecimal(mask):
        if len(text) > len(mask):
            raise OraError(1722, "invalid number")
        bare = text.strip()
        if not bare or bare.strip(_HEXADECIMAL):
            raise OraError(1722, "invalid number")
        return numbers.keep(int(text, 16))
    shape = _mask(mask)
    body, negative = text.strip(), False
    money = {"$": "$", "L": nls.values["NLS_CURRENCY"]}.get(shape.money, "")
    if shape.sign == "PR" and body.startswith("<") and body.endswith(">"):
        body, negative = body[1:-1], True
    elif body[:1] in ("-", "+") and shape.sign in ("", "S"):
        body, negative = body[1:], body[0] == "-"
    elif body[-1:] in ("-", "+") and shape.sign in ("s", "MI"):
        body, negative = body[:-1], body[-1] == "-"
    body = body.strip().removeprefix(money)
    group = nls.group if "G" in shape.whole else "," if "," in shape.whole else ""
    point = nls.decimal if shape.point == "D" else shape.point
    whole, _, fraction = body.partition(point) if point else (body, "", "")
    if group:
        whole = whole.replace(group, "")
    room = sum(c in "09" for c in shape.whole)
    digits = re.fullmatch(r"[0-9]*", whole) and re.fullmatch(r"[0-9]*", fraction)
    if not digits or not whole + fraction or len(whole.lstrip("0")) > room:
        raise OraError(1722, "invalid number")
    if len(fraction) > len(shape.fraction):
        raise OraError(1722, "invalid number")
    found = Decimal(f"{whole or '0'}.{fraction or '0'}")
    return numbers.keep(-found if negative else found)
