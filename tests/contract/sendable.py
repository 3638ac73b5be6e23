"""What the program can send: every SQL text and every view of Oracle's that stands in its code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from app.changelog.run import dictionary

ROOT = Path(__file__).resolve().parents[2]
ROOMS = (
    "app/oracle", "app/changelog/run", "app/together.py", "app/rollout/bracket.py",
    "app/rollout/code.py",
)  # fmt: skip
_SQL = re.compile(
    r"\s*(?:select|insert|update|delete|merge|begin|declare|alter|create|drop|lock|set transaction"
    r"|with|from)\s+\S",
    re.IGNORECASE,
)
_VIEW = re.compile(r"\b(?:from|join)\s+((?:user|all|apex|session)_\w+|v\$\w+)", re.IGNORECASE)
_SHORT = 10


class Text(Struct, frozen=True):
    """``where``: file and line; ``parts``: what stands in it between what is filled in."""

    where: str
    shown: str
    parts: tuple[str, ...]

    def was_sent(self, sent: str) -> bool:
        return all(part in sent for part in self.parts)


def plain(text: str) -> str:
    """One blank for each stretch of blanks."""
    return " ".join(text.split())


def texts() -> Iterator[Text]:
    """Each constant, or text with names filled in, that begins as SQL does."""
    for path, node, parts in _strings():
        whole = " ".join(parts)
        if not _SQL.match(whole):
            continue
        pieces = [
            plain(piece).strip()
            for part in parts
            for piece in re.split(r"\{[^{}]*\}", part.replace("{{", "\x00").replace("}}", "\x01"))
        ]
        long = tuple(p for p in pieces if len(p) >= _SHORT and "\x00" not in p and "\x01" not in p)
        if long:
            yield Text(f"{path}:{node.lineno}", plain(whole)[:90], long)


def views() -> Iterator[tuple[str, str]]:
    """Each view of Oracle's in a text, in lower case, and where."""
    found: dict[str, str] = {}
    for path, node, parts in _strings():
        for match in _VIEW.finditer(" ".join(parts)):
            found.setdefault(match[1].lower(), f"{path}:{node.lineno}")
    for family, _ in dictionary._VIEWS.values():
        found.setdefault(f"user_{family.lower()}", "app/changelog/run/dictionary.py")
    yield from found.items()


RIGHTS_OF_THEIR_OWN = ("v$session", "v$locked_object")
"""Views that a user of a real database may be refused; that is an answer, too."""


def missing(sent: Iterable[str], *, real: bool = False) -> list[str]:
    """What none of these texts has in it, one line each."""
    told = plain(" \n ".join(sent))
    known, lower = dict(views()), told.lower()
    own = RIGHTS_OF_THEIR_OWN if real else ()

    def optional(text: str) -> bool:
        return any(view in text.lower() for view in own)

    found = [
        f"{text.where}: {text.shown}" for text in texts()
        if not text.was_sent(told) and not optional(" ".join(text.parts))
    ]  # fmt: skip
    found += [
        f"{where}: the view {view}" for view, where in known.items()
        if view not in lower and not optional(view)
    ]  # fmt: skip
    return found


def _strings() -> Iterator[tuple[str, ast.expr, list[str]]]:
    for room in ROOMS:
        place = ROOT / room
        for file in [place] if place.is_file() else sorted(place.rglob("*.py")):
            tree = ast.parse(file.read_text(encoding="utf-8"))
            said = _docstrings(tree)
            inside = {
                id(value) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)
                for value in node.values
            }  # fmt: skip
            for node in ast.walk(tree):
                name = file.relative_to(ROOT).as_posix()
                if isinstance(node, ast.JoinedStr):
                    those = [v.value for v in node.values if isinstance(v, ast.Constant)]
                    yield name, node, [str(v) for v in those]
                elif (
                    isinstance(node, ast.Constant)
                    and isinstance(node.value, str)
                    and id(node) not in said | inside
                ):
                    yield name, node, [node.value]


def _docstrings(tree: ast.AST) -> set[int]:
    found = set()
    for node in ast.walk(tree):
        body = getattr(node, "body", None)
        for one in body if isinstance(body, list) else ():
            if isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant):
                found.add(id(one.value))
    return found
