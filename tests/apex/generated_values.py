"""Values made by chance, and each of them written in every form that exports use.

A value is an ``app.apex.values.Value``. ``Spelling.of(value)`` writes it without the product's own
writer, so reading it back proves something. The same spelling gives the same source for the same
value: what nobody changed is the same text in every version; another seed is another exporter.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random
from typing import Final, NamedTuple

from app.apex.export.values import Value, attributes, file_value, mixed

LETTERS: Final = "abcdefghijklmnopqrstuvwxyz_ ABCXYZ019.,:;#&%!?<>=()/*-+|"
RARE: Final = "'\"\\\t[]{}éèàçœßñÀ€漢😀\u00a0\u2028\x7f"
_PLAIN: Final = re.compile(r"[ -~\t]*")
_QUOTES: Final = {"[": "]", "{": "}", "<": ">", "(": ")", "!": "!", "~": "~"}


def text(rng: Random, size: int = 24, rare: float = 0.06) -> str:
    """One line of text."""
    return "".join(
        rng.choice(RARE) if rng.random() < rare else rng.choice(LETTERS)
        for _ in range(rng.randint(0, size))
    )


class Spelling(NamedTuple):
    """How one exporter writes: ``api`` for the packages before 22.1, ``old`` for those before 5.0
    (ids as sums), ``odd`` the share of values in rare forms."""

    seed: int = 0
    api: bool = False
    old: bool = False
    odd: float = 0.15

    @property
    def package(self) -> str:
        return "wwv_flow_api" if self.api or self.old else "wwv_flow_imp"

    def of(self, value: Value) -> str:
        """The source of a value; lines end in LF."""
        rng = Random(f"{self.seed}|{value.kind}|{value.text}|{value.parts}")
        return _Writer(self, rng).value(value)

    def table(self, value: Value) -> str:
        """The assignments before a call that hold a value of kind ``bytes`` or ``clob``."""
        rng = Random(f"{self.seed}|{value.text}|{len(value.data)}")
        name = f"{self.package}.g_varchar2_table"
        rows = [f"{name} := {self.package}.empty_varchar2_table;\n"]
        if value.kind == "bytes":
            width = rng.choice((100, 100, 1, 7))
            pieces = [value.data[i : i + width] for i in range(0, len(value.data), width)]
            listed = [f"'{piece.hex().upper()}'" for piece in pieces]
        else:
            writer = _Writer(self, rng)
            pieces_ = [value.text[i : i + 900] for i in range(0, len(value.text), 900)]
            listed = [writer.concatenated(piece) for piece in pieces_]
        rows += [f"{name}({n}) := {piece};\n" for n, piece in enumerate(listed, 1)]
        return "".join(rows)


class _Writer:
    """One value in one form, chosen by ``rng``."""

    def __init__(self, spelling: Spelling, rng: Random) -> None:
        self._how, self._rng = spelling, rng

    def _is_odd(self) -> bool:
        return self._rng.random() < self._how.odd

    def value(self, value: Value) -> str:
        package = self._how.package
        match value.kind:
            case "text":
                return self.text(value.text)
            case "number":
                return re.sub(r"^(-?)0\.", r"\1.", value.text)
            case "id":
                return self.identity(value.text)
            case "mixed":
                return self.mixed(value.parts)
            case "attributes":
                # there are none before 24.1, so their ids are never sums
                return _Writer(self._how._replace(old=False), self._rng)._attributes(value)
            case "null":
                return "NULL" if self._is_odd() else "null"
            case "boolean":
                return value.text.upper() if self._is_odd() else value.text
            case "time":
                return f"{package}.dz('{value.text}')"
            case "hook":
                hook, form = value.parts
                shown = self.literal(value.text) if form == "text" else value.text
                return f"nvl({hook},{shown})"
            case "bytes" | "clob":
                kind = "blob" if value.kind == "bytes" else "clob"
                return f"{package}.varchar2_to_{kind}({package}.g_varchar2_table)"
            case "other":
                return value.text

    # -- ids -------------------------------------------------------------------------------

    def identity(self, digits: str) -> str:
        sign = "-" if digits.startswith("-") else ""
        number = digits.lstrip("-")
        if self._how.old and not sign:
            return f"{number}{self._rng.choice(('+', ' + '))}wwv_flow_api.g_id_offset"
        blank = " " if self._is_odd() else ""
        return f"{sign}{self._how.package}.id({blank}{number}{blank})"

    def mixed(self, parts: tuple[str, ...]) -> str:
        terms: list[str] = []
        for index, part in enumerate(parts):
            if index % 2 and self._how.old:
                terms.append(f"to_char({part}+wwv_flow_api.g_id_offset)")
            elif index % 2:
                terms.append(self.identity(part))
            elif part:
                terms.append(self.concatenated(part))
        return "||".join(terms)

    # -- texts -----------------------------------------------------------------------------

    def literal(self, text: str) -> str:
        """One literal for text without line ends."""
        quoted = text.replace("'", "''")
        if _PLAIN.fullmatch(text):
            mark = self._rng.choice("[{<(!~")
            if self._is_odd() and text and _QUOTES[mark] not in text:
                return f"{self._rng.choice('qQ')}'{mark}{text}{_QUOTES[mark]}'"
            return ("n" if self._is_odd() and self._is_odd() else "") + f"'{quoted}'"
        if self._is_odd() and not re.search("[\r\n]", text):
            return f"'{quoted}'"  # as it is, in UTF-8
        return f"unistr('{unistr(quoted)}')"

    def line(self, text: str) -> str:
        """Text without line ends, cut into pieces."""
        if len(text) <= 250 and not (self._is_odd() and self._is_odd()):
            return self.literal(text)
        size = self._rng.randint(1, 60) if self._is_odd() else 250
        pieces = [text[i : i + size] for i in range(0, len(text), size)] or [""]
        return "\n||".join(self.literal(piece) for piece in pieces)

    def concatenated(self, text: str) -> str:
        """Any text as one concatenation, its line ends as constants."""
        form = self._rng.choice(("wwv_flow.LF", "chr(10)", "unistr('\\000a')"))
        terms: list[str] = []
        for part in re.split(r"(\r|\n)", text):
            if part == "\n":
                terms.append(f"{form}\n" if terms else form)
            elif part == "\r":
                terms.append("chr(13)")
            elif part:
                terms.append(self.line(part))
        return "||".join(terms) or "''"

    def text(self, text: str) -> str:
        """Any text in any form."""
        if "\n" not in text:
            return self.line(text) if "\r" not in text else self.concatenated(text)
        if self._is_odd() or self._how.old:
            return self.concatenated(text)
        names = ["wwv_flow_string.join"] * 4 + ["wwv_flow_string.join_clob"]
        if self._how.api:
            names.append("wwv_flow_utilities.join")
        return f"{self._rng.choice(names)}(wwv_flow_t_varchar2(\n{self._elements(text)}))"

    def _elements(self, text: str, indent: str = "") -> str:
        return ",\n".join(
            indent + (self.line(part) if "\r" not in part else self.concatenated(part))
            for part in text.split("\n")
        )

    def _attributes(self, value: Value) -> str:
        rows = [f"  '{name}', {self.value(item)}" for name, item in value.items]
        body = ",\n".join(rows)
        end = "" if self._is_odd() else ".to_clob"
        return f"wwv_flow_t_plugin_attributes(wwv_flow_t_varchar2(\n{body})){end}"


def unistr(text: str) -> str:
    """Everything that is not plain ASCII as UTF-16 units; so is the backslash."""
    units: list[str] = []
    for char in text:
        if " " <= char <= "~" and char != "\\":
            units.append(char)
        else:
            raw = char.encode("utf-16-be")
            units += [f"\\{raw[i : i + 2].hex().upper()}" for i in range(0, len(raw), 2)]
    return "".join(units)


# -- values by chance ----------------------------------------------------------------------


def any_value(rng: Random) -> Value:
    """A value of any kind."""
    return rng.choice(_KINDS)(rng)


def _any_text(rng: Random) -> Value:
    lines = [text(rng, rng.choice((3, 30, 30, 700))) for _ in range(rng.choice((1, 1, 2, 9)))]
    return Value("text", "\n".join(lines))


def _any_mixed(rng: Random) -> Value:
    parts = [rng.choice(("!", ".", "", "a'b", text(rng)))]
    for _ in range(rng.randint(1, 3)):
        parts += [str(rng.randint(1, 10**17)), rng.choice((".", "", text(rng)))]
    return mixed(parts)


def _any_attributes(rng: Random) -> Value:
    names = sorted({f"attr_{rng.randint(1, 30)}" for _ in range(rng.randint(1, 6))})
    return attributes(tuple((n, rng.choice((_any_text, _any_mixed))(rng)) for n in names))


def _any_number(rng: Random) -> Value:
    form: Callable[[int], str] = rng.choice((str, lambda n: f"-{n}", lambda n: f"0.{n}"))
    return Value("number", form(rng.randint(1, 10**6)))


_HOOK: Final = "wwv_flow_application_install"
_KINDS: Final[tuple[Callable[[Random], Value], ...]] = (
    _any_text, _any_text, _any_mixed, _any_attributes, _any_number,
    lambda rng: Value("id", rng.choice(("", "", "-")) + str(rng.randint(1, 10**18))),
    lambda rng: Value("boolean", rng.choice(("true", "false"))),
    lambda rng: Value("null", ""),
    lambda rng: Value("time", f"{rng.randint(10**13, 10**14 - 1)}Z"),
    lambda rng: Value("hook", text(rng), (f"{_HOOK}.get_schema", "text")),
    lambda rng: Value("hook", str(rng.randint(1, 999)), (f"{_HOOK}.get_application_id", "plain")),
    lambda rng: Value("other", rng.choice(("wwv_flow.g_flow_id", "sysdate", "a . b ( 1 , 'x' )"))),
)  # fmt: skip


def any_content(rng: Random) -> Value:
    """A value that lives in the byte table before its call."""
    if rng.random() < 0.4:
        return Value("clob", "\n".join(text(rng, 40) for _ in range(rng.randint(1, 60))))
    if rng.random() < 0.5:
        return file_value("\n".join(text(rng, 40) for _ in range(rng.randint(1, 20))).encode())
    return file_value(rng.randbytes(rng.randint(1, 600)))
