"""New source text for components: what changed is re-encoded, everything else keeps its bytes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from app.apex.catalogue.component_types import PAGE_TYPES
from app.apex.export.tree import Argument, Component, Page
from app.apex.export.values import Value, attributes
from app.apex.export.writer import encode, table
from app.errors import MergeError

Changes = Mapping[str, Value | None]  # None: the argument goes; its value in the release counts

_COMMENT: Final = re.compile(r"[ \t]*--[^\r\n]*")
_PACKAGE: Final = re.compile(r"\bwwv_flow_(?:api|imp)\b(?=\.)")
_JOIN, _CLOB = "wwv_flow_string.join(", "wwv_flow_string.join_clob("
_WORD: Final = re.compile(r"[a-z][\w$#]*")
_STORED: Final = frozenset({"bytes", "clob"})


class Target:
    """How calls are written in a page: its packages and line ends."""

    def __init__(self, page: Page) -> None:
        self.namespace, self.newline = page.namespace, page.newline
        self._calls = {c.procedure: c.call for c in page.calls}

    def call(self, procedure: str) -> str:
        """The full name of a procedure."""
        known = self._calls.get(procedure)
        if known is not None:
            return known
        if self.namespace == "wwv_flow_api":
            return f"wwv_flow_api.{procedure}"
        package = "wwv_flow_imp_page" if procedure in PAGE_TYPES else "wwv_flow_imp_shared"
        return f"{package}.{procedure}"

    def lines(self, text: str) -> str:
        """Text with this page's line ends."""
        text = text.replace("\r\n", "\n")
        return text if self.newline == "\n" else text.replace("\n", self.newline)


def folded(component: Component, changes: Changes) -> dict[str, Value | None]:
    """Changes by argument: plug-in attributes (``p_attributes.NAME``) folded into their list."""
    found: dict[str, Value | None] = {}
    lists: dict[str, dict[str, Value | None]] = {}
    for name, value in changes.items():
        argument, _, attribute = name.partition(".")
        if attribute:
            lists.setdefault(argument, {})[attribute] = value
        else:
            found[argument] = value
    for argument, items in lists.items():
        known = component.arguments.get(argument)
        merged = dict(known.value.items) if known is not None else {}
        for name, value in items.items():
            if value is None:
                merged.pop(name, None)
            else:
                merged[name] = value
        # APEX lists attributes by name; an order of one's own is kept where nothing is added.
        names = (
            list(merged)
            if known and set(merged) <= dict(known.value.items).keys()
            else (sorted(merged))
        )
        found[argument] = attributes(tuple((n, merged[n]) for n in names)) if merged else None
    return found


def rewritten(
    component: Component, changes: Changes, donor: Component | None, target: Target
) -> str:
    """The component's source with other values. ``donor`` gives source texts for values that it
    has, and the place of arguments that are new."""
    source = component.page.source
    todo = folded(component, changes)
    arguments = list(component.arguments.values())
    ends = [a.row for a in arguments[1:]] + [component.tail]
    rows: list[tuple[str, str]] = []
    for argument, end in zip(arguments, ends, strict=True):
        name = argument.name
        row = source[argument.row : end]
        if name not in todo:
            rows.append((name, row))
            continue
        value = todo.pop(name)
        if value is not None:
            expression = target.lines(_expression(value, donor, name, target))
            if argument.source.startswith(_CLOB):
                expression = expression.replace(_JOIN, _CLOB, 1)
            after = _COMMENT.sub("", source[argument.end : end], count=1)
            rows.append((name, source[argument.row : argument.start] + expression + after))
    for name, value in todo.items():
        if value is not None:
            expression = target.lines(_expression(value, donor, name, target))
            sign = " => " if value.kind in _STORED else "=>"
            text = f",{_spelled(donor, name)}{sign}{expression}{target.newline}"
            rows.insert(_index(rows, name, donor), (name, text))
    head = source[component.start : arguments[0].row]
    body = "".join(row for _, row in rows)
    if body.startswith(","):
        body = " " + body[1:]
    return head + body + source[component.tail : component.end]


def _spelled(donor: Component | None, name: str) -> str:
    known = donor.arguments.get(name) if donor is not None else None
    return known.spelling if known is not None else name


def _index(rows: list[tuple[str, str]], name: str, donor: Component | None) -> int:
    """Where a new argument goes: behind the one that stands before it at the donor."""
    names = [n for n, _ in rows]
    if donor is None or name not in donor.arguments:
        return len(rows)
    order = list(donor.arguments)
    for before in reversed(order[: order.index(name)]):
        if before in names:
            return names.index(before) + 1
    return 1 if rows else 0


def _expression(value: Value, donor: Component | None, name: str, target: Target) -> str:
    """The source of a value: the donor's own, with its comment, where it can be used."""
    known = donor.arguments.get(name) if donor is not None else None
    if donor is None or known is None or known.value != value or not _usable(donor, known, target):
        text = encode(value, target.namespace)
        if value.kind == "other" and donor is not None:
            _refuse_locals(donor, name, text)
        return _PACKAGE.sub(target.namespace, text) if value.kind == "other" else text
    comment = _COMMENT.match(donor.page.source, known.end)
    return known.source + (comment[0] if comment is not None else "")


def _refuse_locals(donor: Component, name: str, text: str) -> None:
    """MergeError where an expression that nobody could decode needs the variables of its block."""
    words = set(_WORD.findall(text.lower()))
    if donor.locals is not None and words & donor.locals.variables.keys():
        raise MergeError(
            "merge.local_value", path=donor.page.name, component=donor.name, argument=name
        )


def _usable(component: Component, argument: Argument, target: Target) -> bool:
    """Whether an expression is the whole value, and means the same in another file."""
    if argument.more:
        return False
    if component.page.namespace != target.namespace and _PACKAGE.search(argument.source):
        return False
    return component.locals is None or not any(
        word in component.locals.variables for word in argument.source.lower().split("||")
    )


def imported(component: Component, changes: Changes, target: Target) -> str:
    """A component of another file as it is written here, with its content before it. A text that
    is cut there stays cut, where nothing of it has to be written anew."""
    same = component.page.namespace == target.namespace
    if component.more and same and not changes:
        calls = (component, *component.more)
        return target.lines(
            "".join(content_of(c, target) + c.page.source[c.start : c.end] for c in calls)
        )
    if same and all(_usable(component, a, target) for a in component.arguments.values()):
        text = rewritten(component, changes, component, target)
    else:
        values = {a.name: a.value for a in component.arguments.values()}
        for name, value in folded(component, changes).items():
            if value is None:
                values.pop(name, None)
            else:
                values[name] = value
        lines = [
            f"{',' if i else ' '}{_spelled(component, name)}=>"
            f"{_expression(value, component, name, target)}\n"
            for i, (name, value) in enumerate(values.items())
        ]
        text = f"{target.call(component.procedure)}(\n{''.join(lines)});\n"
    if not text.endswith("\n"):
        text += "\n"
    return target.lines(content_of(component, target) + text)


def content_of(component: Component, target: Target) -> str:
    """The assignments that hold a component's content; "" if it has none."""
    if component.content is None:
        return ""
    start, end = component.content
    text = component.page.source[start:end]
    if component.page.namespace == target.namespace and "\n/" not in text:
        return text
    for argument in component.arguments.values():
        if argument.value.kind in _STORED:
            return table(argument.value, target.namespace)
    return _PACKAGE.sub(target.namespace, text)
