"""Findings before any database is asked: what the engines of Liquibase would read differently.

An error means that some Liquibase between 4.4 and 5.0.4 (or SQLcl) would run other statements,
find another key or another checksum than this program.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import Literal

from msgspec import Struct

from app.changelog.file import directives as d
from app.changelog.file.kept import needed
from app.changelog.file.selection import VALUE
from app.changelog.model import Changelog, Changeset
from app.sql.operations import AlterSession, Block, Comment, Dml, Grant
from app.sql.words import words

Severity = Literal["error", "warning"]

_SLASH_AT_END = re.compile(r"[^\s/*][ \t]*/[ \t]*$", re.MULTILINE)
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069\u200e\u200f]")
_USUAL_ENVIRONMENT = words(
    """
    path home user username temp tmp tmpdir shell lang pwd hostname computername os tns_admin
    oracle_home oracle_sid nls_lang java_home appdata public windir logname mail term display
    file.encoding user.name user.home user.dir os.name java.version
    """
)


class Finding(Struct, frozen=True):
    """``code`` begins with ``lint.``; ``line`` is 1-based; ``facts`` are for its sentence."""

    severity: Severity
    code: str
    path: str
    line: int
    changeset: str
    facts: dict[str, str]


def lint(changelog: Changelog, environment: Collection[str] = ()) -> tuple[Finding, ...]:
    """All findings in the order of the changelog. ``environment``: names of variables that stand
    where Liquibase might run; they would win over properties of the changelog."""
    found = [
        Finding("warning", "lint.not_included", path, 1, "", {}) for path in changelog.left_out
    ]
    taken = _USUAL_ENVIRONMENT | {name.lower() for name in environment}
    lost: dict[str, list[_Item]] = {}
    for one in needed(changelog):
        facts = {"name": one.name, "earlier": one.earlier.key}
        lost.setdefault(one.changeset.key, []).append(("warning", one.kind, one.line, facts))
    for changeset in changelog.changesets:
        told = (*_findings(changeset, taken), *lost.pop(changeset.key, ()))
        for severity, code, line, facts in told:
            found.append(
                Finding(severity, f"lint.{code}", changeset.file, line, changeset.key, facts)
            )
    return tuple(found)


_Item = tuple[Severity, str, int, dict[str, str]]


def _findings(changeset: Changeset, taken: Collection[str]) -> Iterator[_Item]:
    if changeset.kind == "raw":
        yield "error", "raw_file", 1, {}
        return
    yield from _names(changeset)
    yield from _attributes(changeset)
    yield from _properties(changeset, taken)
    yield from _statements(changeset)
    yield from _text(changeset)


def _names(c: Changeset) -> Iterator[_Item]:
    match = d.CHANGESET.fullmatch(c.directive)
    written = "".join(match.groups()) if match else ""
    if (
        not re.fullmatch(r"[A-Za-z0-9_.\-/]+", c.id)
        or not re.fullmatch(r"[A-Za-z0-9_.@\-]+", c.author)
        or '"' in written
    ):
        yield "error", "odd_key", c.line, {"id": c.id, "author": c.author}
    if not c.explicit_path:
        yield "warning", "no_logical_path", c.line, {"path": c.path}
    written_labels = d.attribute(c.directive, "labels", d.QUOTED) or ""
    if written_labels != written_labels.lower():
        yield "error", "label_case", c.line, {"labels": written_labels}


def _attributes(c: Changeset) -> Iterator[_Item]:
    if c.run_with:
        yield "error", "run_with", c.line, {"value": c.run_with}
    if "@" in c.contexts:
        yield "error", "context_at", c.line, {"contexts": c.contexts}
    for name in ("rollbackSplitStatements", "rollbackEndDelimiter"):
        said = d.attribute(c.directive, name, d.TEXT)
        own = d.attribute(c.directive, name[8:], d.TEXT, not_after="rollback")
        if said is not None and said != own:  # the same for both is cut the same by every engine
            yield "error", "rollback_attribute", c.line, {"attribute": name}
    if c.end_delimiter not in (None, ";", "/"):
        yield "warning", "odd_delimiter", c.line, {"delimiter": c.end_delimiter or ""}
    if not c.fail_on_error:
        yield "warning", "fail_on_error", c.line, {}


def _properties(c: Changeset, taken: Collection[str]) -> Iterator[_Item]:
    for name in c.properties:
        if c.kind != "structured" and VALUE.fullmatch("${" + name + "}"):
            yield "warning", "client_value", c.line, {"name": name}
        elif "${" + name + "}" in c.sql:
            yield "error", "unknown_property", c.line, {"name": name}
        elif name.lower() in taken:
            yield "error", "environment_property", c.line, {"name": name}
        else:
            yield "warning", "property", c.line, {"name": name}


def _statements(c: Changeset) -> Iterator[_Item]:
    # A structured change of several statements is one for every engine, and in its order.
    severity: Severity = "error" if c.kind == "formatted" else "warning"
    definitions = data = 0
    for statement in c.statements:
        operation = statement.operation
        if statement.unwritten:
            yield "error", "unsupported_change", statement.line, {"why": statement.unwritten}
            continue
        defines = not isinstance(operation, Dml | AlterSession | Comment | Grant | Block)
        definitions += defines
        if defines and data:
            # The definition commits what came before: with a lost line nobody could tell of it.
            yield severity, "data_before_definition", data, {}
            data = 0
        if isinstance(operation, Dml | Block):
            data = data or statement.line
        if operation.is_plsql or operation.inline_code:
            alone = not c.split_statements or c.end_delimiter == "/"
            if not alone:
                yield "error", "plsql_delimiter", statement.line, {}
            if c.strip_comments:
                yield "error", "plsql_comments", statement.line, {}
            continue
        splits = c.split_statements and c.end_delimiter in (None, ";")
        for text in operation.q_texts:
            if splits and ("'" in text or ";" in text):
                yield "error", "q_quote", statement.line, {}
    if definitions > 1:
        yield severity, "several_definitions", c.line, {"count": str(definitions)}
    elif definitions and len(c.statements) > 1:
        yield "warning", "mixed", c.line, {}


def _text(c: Changeset) -> Iterator[_Item]:
    if "\ufffd" in c.sql:
        yield "error", "bad_utf8", c.line, {}
    if _BIDI.search(c.sql):
        yield "error", "hidden_direction", c.line, {}
    for match in _SLASH_AT_END.finditer(c.sql):
        row = c.sql.count("\n", 0, match.end())
        line = c.lines[min(row, len(c.lines) - 1)] if c.lines else c.line
        yield "error", "slash_at_end", line, {}
