"""Reading formatted SQL changelogs, with all of Liquibase's habits.

Pure: bytes in, values out. What only some of Liquibase's versions accept is an error here or a
finding of ``app.changelog.lint``, so that every engine reads the same changesets.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NoReturn

from msgspec.structs import replace

from app.changelog.file import directives as d
from app.changelog.file.draft import BLANKS, Body, Draft, filled
from app.changelog.file.master import Tree, is_master, masters
from app.changelog.file.paths import decoded, normal_path
from app.changelog.file.properties import Properties
from app.changelog.file.selection import ALL, VALUE, Selection
from app.changelog.model import (
    Changelog,
    Changeset,
    Check,
    CheckKind,
    Preconditions,
    runs_on_oracle,
)
from app.errors import ChangelogError
from app.sql.read import read_text

_LINE_END = re.compile(r"\r\n|\r|\n")


def parse_changelog(
    files: Mapping[str, bytes], master: str | None = None, selection: Selection = ALL
) -> Changelog:
    """Read ``files`` (path -> bytes) in the order given; properties of one serve the next.
    ``selection``: for which client, what it does not get is ``left_out``.

    Where one of them is XML, YAML or JSON, it is the master (``master`` names it where there are
    several), and its order and includes count (``file.master``). A ``.sql`` file without the
    header is one changeset ``raw``, author ``includeAll``, as in Liquibase's includeAll. Raises
    ChangelogError with ``path`` and ``line``: ``changelog.unsupported_format``,
    ``changelog.bad_directive``, ``changelog.pro_directive``, ``changelog.comment_outside``,
    ``changelog.empty_changeset``, ``changelog.unsupported_precondition``,
    ``changelog.open_rollback``, ``changelog.bad_ignore_lines``, ``changelog.property_loop``,
    ``changelog.bad_encoding``, ``changelog.duplicate``; for a master ``changelog.bad_structure``,
    ``changelog.several_masters``, ``changelog.include_missing``, ``changelog.include_loop``,
    ``changelog.unsupported_change``, ``changelog.unsupported_attribute``; for a client
    ``changelog.bad_expression``, ``changelog.value_missing``, ``changelog.value_misplaced``.
    """
    properties = Properties(selection)
    if any(is_master(path, content) for path, content in files.items()):
        return _of_master(files, master, properties)
    found = (c for path, content in files.items() for c in _read(path, content, properties))
    return Changelog(_distinct(_for(selection, found)), tuple(files))


def _for(selection: Selection, found: Iterable[Changeset]) -> Iterator[Changeset]:
    """What the client gets is marked, and has its values in the statements that are sent."""
    for changeset in found:
        _refuse_misplaced(changeset)
        reason = selection.leaves_out(changeset)
        if reason:
            yield replace(changeset, left_out=reason)
        elif changeset.kind != "structured" and VALUE.search(changeset.sql):
            yield filled(changeset, selection)
        else:
            yield changeset


def _refuse_misplaced(changeset: Changeset) -> None:
    """A client's value stands in the SQL of a changeset, and is filled in nowhere else."""
    texts = [changeset.id, changeset.author, changeset.rollback]
    if changeset.preconditions is not None:
        texts += _asked_by(changeset.preconditions)
    if changeset.kind == "structured":
        texts += [changeset.sql, *(s.text for s in changeset.statements)]
    _none_in(texts, changeset.file, changeset.line)


def _asked_by(conditions: Preconditions) -> list[str]:
    return [text for c in conditions.every() for text in (c.sql, c.expected, c.name)]


def _none_in(texts: Iterable[str], path: str, line: int) -> None:
    if match := VALUE.search("\n".join(texts)):
        raise ChangelogError("changelog.value_misplaced", path=path, line=line, text=match.group())


def _of_master(files: Mapping[str, bytes], master: str | None, properties: Properties) -> Changelog:
    """What the one master reaches; files that it does not are ``left_out``."""
    found = [master] if master else masters(files)
    if len(found) != 1:
        names = ", ".join(found or [p for p, content in files.items() if is_master(p, content)])
        raise ChangelogError("changelog.several_masters", path=names, line=1)
    tree = Tree(files, properties, _read)
    changesets = _distinct(_for(properties.selection, tree.read(found[0])))
    for conditions in tree.conditions:
        _none_in(_asked_by(conditions), conditions.file, 1)
    left_out = tuple(
        path
        for path, content in files.items()
        if path not in tree.reached and (path.lower().endswith(".sql") or is_master(path, content))
    )
    return Changelog(changesets, tuple(tree.reached), tuple(tree.conditions), left_out)


def _distinct(found: Iterable[Changeset]) -> tuple[Changeset, ...]:
    known: dict[str, Changeset] = {}
    for changeset in found:
        before = known.setdefault(changeset.key, changeset)
        if before is not changeset:
            raise ChangelogError(
                "changelog.duplicate",
                path=changeset.file,
                line=changeset.line,
                changeset=changeset.key,
                other_path=before.file,
                other_line=before.line,
            )
    return tuple(known.values())


def _read(path: str, content: bytes, properties: Properties) -> list[Changeset]:
    if not path.lower().endswith(".sql"):
        raise ChangelogError("changelog.unsupported_format", path=path, line=1)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in content:
        raise ChangelogError("changelog.bad_encoding", path=path, line=1)
    text = decoded(content)
    lines = _LINE_END.split(text)
    first = next((line for line in lines if line.strip(BLANKS)), None)
    if first is None:
        return []
    if not d.HEADER.fullmatch(first):
        return [_raw(path, lines)]
    return _Reader(path, lines, properties).read()


def _raw(path: str, lines: list[str]) -> Changeset:
    """A file without header; Liquibase takes its checksum before properties are expanded."""
    draft = Draft("raw", "includeAll", normal_path(path), path, 1, "")
    draft.body = Body(list(enumerate(lines, 1)))
    return draft.finish(None, last=False)


class _Reader:
    """One formatted file, line by line."""

    def __init__(self, path: str, lines: list[str], properties: Properties) -> None:
        self.path, self.lines, self.properties = path, lines, properties
        self.at = 0
        self.logical_path: str | None = None
        self.draft: Draft | None = None
        self.done: list[Changeset] = []

    def read(self) -> list[Changeset]:
        while self.at < len(self.lines):
            line = self.lines[self.at]
            self.at += 1
            self.properties.place = (self.path, self.at)
            self._take(line)
        self._close(last=True)
        return self.done

    def _take(self, line: str) -> None:
        if d.PRO_ONLY.fullmatch(line):
            raise ChangelogError(
                "changelog.pro_directive", path=self.path, line=self.at, text=line.strip()
            )
        if self._property(line):
            return
        if d.HEADER.fullmatch(line):
            self.logical_path = d.attribute(line, "logicalFilePath", d.TEXT)
        if match := d.IGNORE_LINES.fullmatch(line):
            self._ignore(match.group(1))
        elif d.BAD_IGNORE_LINES.fullmatch(line):
            self._bad(line, "--ignoreLines:start | --ignoreLines:end | --ignoreLines:<count>")
        elif match := d.CHANGESET.fullmatch(line):
            self._changeset(line, match)
        elif d.BAD_CHANGESET.fullmatch(line):
            self._bad(line, "--changeset <author>:<id>")
        elif self.draft is not None:
            self._additional(self.draft, line)
        elif d.COMMENT.fullmatch(line):
            raise ChangelogError(
                "changelog.comment_outside", path=self.path, line=self.at, text=line.strip()
            )

    def _property(self, line: str) -> bool:
        match = d.PROPERTY.fullmatch(line)
        if match is None or not d.is_property(match.group(1)):
            if d.BAD_PROPERTY.fullmatch(line):
                self._bad(line, "--property name:<name> value:<value>")
            return False
        expand = self.properties.expand
        name = d.attribute(line, "name", d.SOME_TEXT, blanks=True)
        value = d.attribute(line, "value", d.SOME_TEXT, blanks=True)
        dbms = expand((d.attribute(line, "dbms", d.DBMS) or "").strip())
        context = expand(d.unquoted(self._context(line)))
        labels = expand(d.unquoted(d.attribute(line, "labels", d.QUOTED) or ""))
        place = self.properties.place
        left_out = self.properties.selection.takes(context, tuple(labels.split(",")), place=place)
        if name and value and not left_out and runs_on_oracle(_names(dbms)):
            self.properties.define(expand(name), expand(value))
        return True

    def _context(self, line: str) -> str:
        return (
            d.attribute(line, "contextFilter", d.QUOTED)
            or d.attribute(line, "context", d.QUOTED)
            or ""
        )

    def _ignore(self, what: str) -> None:
        start = self.at
        if what == "start":
            while self.at < len(self.lines):
                line = self.lines[self.at]
                self.at += 1
                match = d.IGNORE_LINES.fullmatch(line)
                if match and match.group(1) == "end":
                    return
                if d.BAD_IGNORE.fullmatch(line):
                    self._bad(line, "--ignoreLines:end")
            return
        if not what.isdecimal() or not what.isascii():
            raise ChangelogError(
                "changelog.bad_ignore_lines", path=self.path, line=start, text=what
            )
        self.at = min(self.at + int(what), len(self.lines))

    def _changeset(self, line: str, match: re.Match[str]) -> None:
        author, id_ = match.group(1), match.group(2)
        exact = re.compile(
            r"\s*--\s*changeset\s+" + re.escape(f"{author}:{id_}") + r"[^\x85\u2028\u2029]*",
            re.ASCII | re.IGNORECASE,
        )
        if not exact.fullmatch(line):
            self._bad(line, "--changeset <author>:<id>")
        self._close(last=False)
        expand = self.properties.expand
        own = d.attribute(line, "logicalFilePath", d.TEXT) or ""
        path = normal_path(expand(own or self.logical_path or "") or self.path)
        draft = Draft(
            expand(d.unquoted(id_)), expand(d.unquoted(author)), path, self.path, self.at, line
        )
        draft.explicit_path = bool(own)
        draft.contexts = expand(d.unquoted(self._context(line)))
        labels = expand(d.unquoted(d.attribute(line, "labels", d.QUOTED) or ""))
        draft.labels = tuple(label.strip() for label in labels.lower().rstrip(",").split(","))
        draft.labels = () if draft.labels == ("",) else draft.labels
        draft.dbms = _names(expand(d.attribute(line, "dbms", d.DBMS) or ""))
        self.draft = draft

    def _close(self, *, last: bool) -> None:
        if self.draft is not None:
            self.done.append(self.draft.finish(self.properties, last=last))
        self.draft = None

    def _additional(self, draft: Draft, line: str) -> None:
        """One line inside a changeset; the order of the questions is Liquibase's."""
        if match := d.COMMENT.fullmatch(line):
            draft.comment = match.group(1)
        elif d.BAD_COMMENT.fullmatch(line):
            self._bad(line, "--comment <text>")
        elif match := d.VALID_CHECKSUM.fullmatch(line):
            draft.valid_checksums.append(match.group(1).strip())
        elif d.BAD_VALID_CHECKSUM.fullmatch(line):
            self._bad(line, "--validCheckSum <checksum>")
        elif match := d.ROLLBACK.fullmatch(line):
            draft.rollback.append(match.group(1))
        elif d.BAD_ROLLBACK.fullmatch(line):
            self._bad(line, "--rollback <sql>")
        elif d.ROLLBACK_START.fullmatch(line):
            self._rollback_comment(draft)
        elif match := d.PRECONDITIONS.fullmatch(line):
            self._preconditions(draft, match.group(1))
        elif d.BAD_PRECONDITIONS.fullmatch(line):
            self._bad(line, "--preconditions onFail:<...> onError:<...>")
        elif match := d.PRECONDITION.fullmatch(line):
            draft.has_preconditions = True
            draft.checks.append(self._check(match.group(1), self.properties.expand(match.group(2))))
        elif d.BAD_PRECONDITION.fullmatch(line):
            self._bad(line, "--precondition-sql-check expectedResult:<value> <query>")
        else:
            draft.body.lines.append((self.at, line))

    def _rollback_comment(self, draft: Draft) -> None:
        start = self.at
        while self.at < len(self.lines):
            line = self.lines[self.at]
            self.at += 1
            if d.ROLLBACK_END.fullmatch(line):
                return
            draft.rollback.append(line)
        raise ChangelogError("changelog.open_rollback", path=self.path, line=start)

    def _preconditions(self, draft: Draft, text: str) -> None:
        draft.has_preconditions = True
        for name, field in (("onFail", "on_fail"), ("onError", "on_error")):
            value = d.attribute(text, name, d.WORD)
            if value is None:
                continue
            if value.upper() not in ("HALT", "CONTINUE", "MARK_RAN", "WARN"):
                self._bad(text, f"{name}:HALT|CONTINUE|MARK_RAN|WARN")
            setattr(draft, field, value.upper())

    def _check(self, kind: str, text: str) -> Check:
        if kind == "sql-check":
            for pattern in d.EXPECTED_RESULT:
                if match := pattern.fullmatch(text):
                    # The engines take a query with its terminator; Oracle does not.
                    sql = match.group(2).rstrip(BLANKS + ";")
                    return Check(
                        "sql-check",
                        self.at,
                        sql=sql,
                        expected=match.group(1),
                        operation=read_text(sql),
                    )
            self._bad(text, "--precondition-sql-check expectedResult:<value> <query>")
        if kind in ("table-exists", "view-exists"):
            what = kind.removesuffix("-exists")
            name = d.attribute(text, what, d.WORD)
            if name is None:
                self._bad(text, f"--precondition-{kind} {what}:<name>")
            schema = d.attribute(text, "schema", d.WORD) or ""
            full: CheckKind = "table-exists" if what == "table" else "view-exists"
            return Check(full, self.at, name=name, schema=schema)
        raise ChangelogError(
            "changelog.unsupported_precondition", path=self.path, line=self.at, kind=kind
        )

    def _bad(self, line: str, expected: str) -> NoReturn:
        raise ChangelogError(
            "changelog.bad_directive",
            path=self.path,
            line=self.at,
            text=line.strip()[:200],
            expected=expected,
        )


def _names(text: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in text.split(",") if name.strip())
