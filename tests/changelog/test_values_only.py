"""Who judges, runs or checks a changelog asks the operations that ``app.sql`` read; nothing there
looks at the tokens of a statement again."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import app.changelog

ROOM = Path(app.changelog.__file__).parent
READERS = (
    "acts", "blocks", "code", "conditions", "cursor", "definitions", "folding", "joins", "lexer",
    "queries", "rows", "sources", "tables", "tokens", "verbs",
)  # fmt: skip
"""What of ``app.sql`` takes tokens or gives them."""


@pytest.mark.parametrize("path", sorted(ROOM.rglob("*.py")), ids=lambda p: p.stem)
def test_no_token_is_touched(path: Path) -> None:
    found = []
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.ImportFrom(module=str(module), names=names) if module.startswith("app.sql"):
                said = {f"{module}.{name.name}".removeprefix("app.sql.") for name in names}
                found += [s for s in said if s.split(".")[0] in READERS or s.endswith("Tokens")]
            case ast.Attribute(attr="tokens"):
                found.append(f"line {node.lineno}: .tokens")
    assert found == []


def test_the_readers_are_there() -> None:
    """A file that got another name would be asked for nothing."""
    assert {p.stem for p in (ROOM.parent / "sql").glob("*.py")} >= set(READERS)
