"""A changeset while its lines come in, and what it becomes."""

from __future__ import annotations

import re

from msgspec.structs import replace

from app.changelog.file import directives as d
from app.changelog.file.checksum import checksum_v8, checksum_v9
from app.changelog.file.properties import Properties
from app.changelog.file.selection import Selection
from app.changelog.model import Changeset, Check, Preconditions, Statement
from app.errors import ChangelogError
from app.sql.cut import cut_changeset
from app.sql.read import read_piece

BLANKS = "".join(map(chr, range(0x21)))
"""What Java's trim() takes away."""


class Body:
    """SQL lines of a changeset with the numbers that they have in the file."""

    def __init__(self, lines: list[tuple[int, str]] | None = None) -> None:
        self.lines = lines or []

    def trimmed(self) -> tuple[str, list[int]]:
        """The text after Java's trim, and the file line of each of its lines."""
        numbers = [number for number, _ in self.lines]
        whole = "\n".join(line for _, line in self.lines)
        lead = whole[: len(whole) - len(whole.lstrip(BLANKS))].count("\n")
        text = whole.strip(BLANKS)
        return text, numbers[lead : lead + text.count("\n") + 1]


class Draft:
    """A changeset while its lines come in."""

    def __init__(
        self, id_: str, author: str, path: str, file: str, line: int, directive: str
    ) -> None:
        self.id, self.author, self.path = id_, author, path
        self.file, self.line, self.directive = file, line, directive
        self.body = Body()
        self.comment = ""
        self.rollback: list[str] = []
        self.checks: list[Check] = []
        self.on_fail = self.on_error = "HALT"
        self.has_preconditions = False
        self.valid_checksums: list[str] = []
        self.contexts = ""
        self.labels: tuple[str, ...] = ()
        self.dbms: tuple[str, ...] = ()
        self.explicit_path = False

    def finish(self, properties: Properties | None, *, last: bool) -> Changeset:
        """The changeset; ``last``: of its file. Without ``properties`` nothing is expanded."""
        sql, numbers = self.body.trimmed()
        rollback = undoing = "\n".join(self.rollback)
        used: tuple[str, ...] = ()
        if properties is not None:
            properties.used.clear()
            sql = properties.expand(sql)
            used = tuple(dict.fromkeys(properties.used))
            undoing = properties.expand(rollback)
        if not sql:
            key = f"{self.path}::{self.id}::{self.author}"
            raise ChangelogError(
                "changelog.empty_changeset", path=self.file, line=self.line, changeset=key
            )
        line = self.directive
        split = _flag(line, "splitStatements", True)
        strip = _flag(line, "stripComments", True)
        delimiter = d.attribute(line, "endDelimiter", d.TEXT, not_after="rollback")
        counted = delimiter
        if last and delimiter is None and sql.strip(BLANKS).endswith("\n/"):
            counted = "\n/$"
        checked = Preconditions(self.on_fail, self.on_error, tuple(self.checks))
        return Changeset(
            id=self.id,
            author=self.author,
            path=self.path,
            file=self.file,
            line=self.line,
            sql=sql,
            statements=_statements(sql, numbers, split, delimiter),
            checksum_v9=checksum_v9(sql),
            checksum_v8=checksum_v8(sql, counted, split, strip),
            comment=self.comment,
            contexts=self.contexts,
            labels=self.labels,
            dbms=self.dbms,
            run_on_change=_flag(line, "runOnChange", False),
            run_always=_flag(line, "runAlways", False),
            fail_on_error=_flag(line, "failOnError", True),
            ignore=_flag(line, "ignore", False),
            run_with=d.attribute(line, "runWith", d.RUN_WITH) or "",
            split_statements=split,
            strip_comments=strip,
            end_delimiter=delimiter,
            preconditions=checked if self.has_preconditions else None,
            valid_checksums=tuple(self.valid_checksums),
            rollback=rollback,
            undoing=undoing,
            explicit_path=self.explicit_path,
            directive=line,
            properties=used,
            lines=tuple(numbers),
            kind="formatted" if line else "raw",
        )


def filled(changeset: Changeset, selection: Selection) -> Changeset:
    """The same with the client's values in its statements; its checksums are as they were."""
    sql = selection.fill(changeset.sql, (changeset.file, changeset.line))
    split, delimiter = changeset.split_statements, changeset.end_delimiter
    made = _statements(sql, list(changeset.lines), split, delimiter)
    if selection.values is None:  # read with a word in their place, and shown as it is written
        written = changeset.statements
        made = tuple(replace(s, text=w.text) for s, w in zip(made, written, strict=True))
    return replace(changeset, statements=made)


def of_rollback(changeset: Changeset) -> Changeset:
    """The rollback block as a changeset of its own, cut as Liquibase cuts it; without statements
    where there is none, or where it says that nothing is to be done."""
    text = changeset.undoing.strip(BLANKS)
    if nothing_to_undo(changeset) or refers(changeset):
        text = ""
    lines = [changeset.line] * (text.count("\n") + 1)
    split = _flag(changeset.directive, "rollbackSplitStatements", True)
    delimiter = d.attribute(changeset.directive, "rollbackEndDelimiter", d.TEXT)
    return replace(
        changeset,
        id=_back(changeset),
        sql=text,
        statements=_statements(text, lines, split, delimiter) if text else (),
        preconditions=None,
        run_always=False,
        run_on_change=False,
    )


def rollback_key(changeset: Changeset) -> str:
    """The key of its ``of_rollback``."""
    return replace(changeset, id=_back(changeset)).key


def _back(changeset: Changeset) -> str:
    return f"{changeset.id} (rollback)"


def nothing_to_undo(changeset: Changeset) -> bool:
    """Whether its block says ``empty`` or ``not required`` (the words of
    AbstractFormattedChangeLogParser.handleRollbackSequence, which holds them against one line)."""
    text = changeset.undoing.strip(BLANKS).lower()
    return re.fullmatch(r"(not required|empty).*", text) is not None


def refers(changeset: Changeset) -> bool:
    """Whether its block names another changeset, whose statements Liquibase would run."""
    return "changesetid" in changeset.undoing.lower()


def _statements(
    sql: str, lines: list[int], split: bool, delimiter: str | None
) -> tuple[Statement, ...]:
    """The statements of ``sql``, each read; ``lines[i]`` is the file's line of its i-th line."""
    return tuple(
        Statement(piece.text, lines[min(piece.line, len(lines)) - 1], number, read_piece(piece))
        for number, piece in enumerate(cut_changeset(sql, split, delimiter), 1)
    )


def _flag(line: str, name: str, default: bool) -> bool:
    value = d.attribute(line, name, d.WORD)
    return default if value is None else value.lower() == "true"
