"""The values of a changelog: files, changesets, statements. All immutable.

A changeset is known in every database by its key: FILENAME, ID and AUTHOR of Liquibase's table.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, Protocol

from msgspec import Struct

from app.sql.operations import Operation


class Tell(Protocol):
    """Takes one line of the log: a dotted code and its facts (sentences: services.messages)."""

    def __call__(self, code: str, /, **facts: str | int) -> None: ...


__all__ = [
    "Changelog",
    "Changeset",
    "ChangesetKind",
    "Check",
    "CheckKind",
    "Preconditions",
    "Statement",
    "Tell",
]

CheckKind = Literal[
    "sql-check", "table-exists", "view-exists", "column-exists", "sequence-exists", "index-exists",
    "primary-key-exists", "foreign-key-exists", "table-is-empty", "changeset-executed", "dbms",
    "running-as", "and", "or", "not",
]  # fmt: skip
ChangesetKind = Literal["formatted", "raw", "structured"]


class Statement(Struct, frozen=True):
    """One statement as it is sent: without terminator, comments kept.

    ``line`` is the line of the file (1-based) where its first token stands, ``number`` its place
    in the changeset (1-based), and the name under which a journal knows it. ``operation`` is what
    it does, read once. ``unwritten``: it is a structured change that has no SQL here, and why
    (a word of it); such a statement is never sent.
    """

    text: str
    line: int
    number: int
    operation: Operation
    unwritten: str = ""


class Check(Struct, frozen=True):
    """One precondition. ``sql``, ``expected`` and ``operation`` (what the query is) belong to
    sql-check; ``name``, ``schema`` and ``of`` (the table) to what must exist; to
    changeset-executed they are id, author and file. ``expected`` of dbms is "true" or "".
    ``checks`` are those of and, or, not (none of them may hold)."""

    kind: CheckKind
    line: int
    sql: str = ""
    expected: str = ""
    name: str = ""
    schema: str = ""
    operation: Operation | None = None
    of: str = ""
    checks: tuple[Check, ...] = ()

    def every(self) -> Iterator[Check]:
        """This check and those inside of it."""
        yield self
        for check in self.checks:
            yield from check.every()


class Preconditions(Struct, frozen=True):
    """All checks must hold. The two outcomes are HALT, CONTINUE, MARK_RAN or WARN. ``file`` is
    the file that they stand in, of XML, YAML or JSON."""

    on_fail: str = "HALT"
    on_error: str = "HALT"
    checks: tuple[Check, ...] = ()
    file: str = ""

    def every(self) -> Iterator[Check]:
        """All checks, those of groups too."""
        for check in self.checks:
            yield from check.every()


class Changeset(Struct, frozen=True):
    """One changeset. ``kind``: of a formatted SQL file, of a file without its header, or of XML,
    YAML or JSON.

    ``path`` is FILENAME (``logicalFilePath`` where the file names one), ``file`` the path that was
    read and ``line`` the line where it begins. ``sql`` is the text that the checksums are made
    from: directives removed, properties expanded, trimmed; of structured changes it is what is
    sent. ``end_delimiter`` None means the default (``;`` and a line of ``/``). ``description`` is
    DESCRIPTION, ``tag`` the TAG that it sets, ``outer_contexts`` what the files say that include
    it, the nearest first; ``checksum_v8`` is "" where that version's formula is not known.
    ``rollback`` is the text of its rollback blocks as it is written, ``undoing`` the same with
    properties expanded. ``properties`` are the names that stood as ``${name}`` in the SQL.
    ``skipped`` names why it is never run: "ignore", "dbms", or ``left_out``, by the client's
    "contexts" or "labels".
    """

    id: str
    author: str
    path: str
    file: str
    line: int
    sql: str
    statements: tuple[Statement, ...]
    checksum_v9: str
    checksum_v8: str
    comment: str = ""
    contexts: str = ""
    labels: tuple[str, ...] = ()
    dbms: tuple[str, ...] = ()
    run_on_change: bool = False
    run_always: bool = False
    fail_on_error: bool = True
    ignore: bool = False
    run_with: str = ""
    split_statements: bool = True
    strip_comments: bool = True
    end_delimiter: str | None = None
    preconditions: Preconditions | None = None
    valid_checksums: tuple[str, ...] = ()
    rollback: str = ""
    undoing: str = ""
    explicit_path: bool = False
    directive: str = ""
    properties: tuple[str, ...] = ()
    lines: tuple[int, ...] = ()
    kind: ChangesetKind = "formatted"
    description: str = "sql"
    tag: str = ""
    outer_contexts: tuple[str, ...] = ()
    left_out: str = ""

    @property
    def key(self) -> str:
        """``path::id::author``, as Liquibase prints it."""
        return f"{self.path}::{self.id}::{self.author}"

    @property
    def skipped(self) -> str:
        if self.ignore:
            return "ignore"
        if self.dbms and not runs_on_oracle(self.dbms):
            return "dbms"
        return self.left_out


class Changelog(Struct, frozen=True):
    """All changesets in the order in which they run, and the files in the order given.

    ``preconditions`` are those of whole files, asked before anything runs. ``left_out`` are files
    that were given and that the master does not include.
    """

    changesets: tuple[Changeset, ...]
    files: tuple[str, ...]
    preconditions: tuple[Preconditions, ...] = ()
    left_out: tuple[str, ...] = ()


def runs_on_oracle(dbms: tuple[str, ...]) -> bool:
    """Liquibase's rule for ``dbms``: excluded by ``!oracle`` or ``none``, else named, or only
    exclusions given."""
    names = {name.strip().lower() for name in dbms if name.strip()}
    if not names or "all" in names:
        return True
    if "none" in names or "!oracle" in names:
        return False
    return "oracle" in names or all(name.startswith("!") for name in names)
