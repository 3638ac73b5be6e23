"""What statements mention, and what code does: ``acts.txt`` says it, statement by statement.

Of plain SQL: the mentions, those that nothing explains, and what could be a function if no name
were a column. Of code: its acts, what nothing explains, and what else its body says.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.sql.operations import Block, Body, CreateCode
from app.sql.part import Argument, Part
from app.sql.read import inline_body, read_text
from tests.sql.acting import told


def plain(part: Part) -> Iterator[str]:
    yield " | ".join(map(told, part.mentions))
    yield f"alone: {' | '.join(map(told, part.alone))}".strip()
    yield f"operands: {' '.join('.'.join(m.name) for m in part.operands)}".strip()


def coded(body: Body) -> Iterator[str]:
    yield " | ".join(map(told, body.acts))
    yield f"alone: {' | '.join(map(told, body.alone))}".strip()
    constants = (f"{n}={' '.join(t.text for t in v)}" for n, v in sorted(body.constants.items()))
    yield f"declared: {' '.join(sorted(body.declared))} {' '.join(constants)}".strip()
    calls = [] if body.trigger_calls is None else [told(body.trigger_calls)]
    changes = ["changes rows"] if body.changes_rows else []
    yield f"inside: {' '.join(sorted(body.inner_names))}".strip()
    state = [f"keeps {name}" for name in sorted(body.state)]
    yield f"besides: {', '.join([*calls, *changes, *state, *sorted(body.row_columns)])}".strip()


def statements() -> Iterator[tuple[str, list[str]]]:
    lines: list[str] = []
    for line in Path(__file__).with_name("acts.txt").read_text("utf-8").splitlines():
        if line.startswith("    "):
            lines.append(line.strip())
        else:
            lines = []
            yield line, lines


@pytest.mark.parametrize(("text", "expected"), [*statements()], ids=lambda v: str(v)[:40])
def test_it_is_told(text: str, expected: list[str]) -> None:
    operation = read_text(text)
    code = isinstance(operation, Block | CreateCode)
    assert [*(coded(operation.body) if code else plain(operation))] == expected
    for mention in operation.mentions:
        assert text[mention.at :].lstrip('"').upper().startswith(mention.name[0])


def test_a_query_that_declares_code_has_a_body() -> None:
    body = inline_body(read_text("select 1 from (with function f return number is begin p; return "
                                 "1; end; select f from dual)"))  # fmt: skip
    assert [told(act) for act in body.acts if "statement" in told(act)] == ["P starts statement"]
    assert body.declared == {"F"}


@pytest.mark.parametrize(
    ("value", "lines"),
    [
        ("'a'", (("a", 1),)),
        ("null", ()),
        ("'a'||\n'b'", (("ab", 1),)),
        ("c", (("k", 1),)),
        ("x", None),
        ("wwv_flow_string.join(wwv_flow_t_varchar2('a',\n'b', c))", (("a", 1), ("b", 2), ("k", 2))),
        ("apex_string.join(x)", None),
        ("join(wwv_flow_t_varchar2('a', y))", None),
        ("join(wwv_flow_t_varchar2('a') || 'b')", None),
        ("join(other('a'))", None),
        ("join('a', 'b') || 'c'", None),
    ],
)
def test_the_lines_of_an_argument(value: str, lines: tuple[tuple[str, int], ...] | None) -> None:
    block = read_text(f"declare c constant varchar2(9) := 'k'; begin p(1, P_X => {value}); end;")
    assert isinstance(block, Block)
    (call,) = (m for m in block.body.mentions if m.statement)
    (argument,) = call.inside.arguments
    assert (argument.name, argument.written) == ("P_X", "P_X")
    assert isinstance(argument, Argument)
    assert argument.lines(block.body.constants) == lines
