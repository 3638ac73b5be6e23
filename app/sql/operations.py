"""What one statement does, as a value: everybody asks it, and nobody reads the text again.

``app.sql.read`` makes these from tokens. Names are as the dictionary has them: unquoted parts in
upper case, ``("OWNER", "TABLE")``. Every value is a ``Part`` of the statement, which answers for
its words and places, so that who judges can point at one. What the reader does not know completely
is ``Odd`` or ``OddClause``, and means: nobody knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct

from app.sql import joins, sqlplus, unread
from app.sql.folding import Constants
from app.sql.part import NOTHING, Dynamic, Mention, Name, Part, Said
from app.sql.tokens import is_word, name_at
from app.sql.words import words

_KIND_WORDS = words("MATERIALIZED PUBLIC UNIQUE DATABASE PLUGGABLE")


class _Read(Part, frozen=True):
    """What a part of a statement was read as."""

    @cached_property
    def buffer_command(self) -> Said | None:
        """Where a command of SQL*Plus on its buffer stands in it."""
        return unread.buffer_command(self.tokens)

    @cached_property
    def sqlplus_command(self) -> str:
        """The command of SQL*Plus that its first word is, "" if it is none."""
        following = self.tokens[1].value if len(self.tokens) > 1 else ""
        return sqlplus.command(self.first_word, following)

    @cached_property
    def duality_view(self) -> bool:
        return unread.is_duality_view(self.tokens)

    @property
    def about(self) -> str:
        """The words behind CREATE or ALTER that say what it is about: ``MATERIALIZED VIEW``."""
        said = [t.value for t in self.tokens[1:6] if is_word(t) and not is_word(t, "OR", "REPLACE")]
        return " ".join(said[: 2 if said and said[0] in _KIND_WORDS else 1])


# -- tables ------------------------------------------------------------------------------------


class Constraint(_Read, frozen=True):
    """``kind``: ``NOT NULL``, ``NULL``, ``UNIQUE``, ``PRIMARY KEY``, ``FOREIGN KEY`` or ``CHECK``.

    ``columns`` are those that an out-of-line constraint names. ``references`` is the other table
    of a foreign key. ``state`` holds the words behind it: ``ENABLE``, ``NOVALIDATE``,
    ``DEFERRABLE``.
    """

    kind: str
    name: str = ""
    columns: tuple[str, ...] = ()
    references: Name = ()
    condition: Part = NOTHING
    state: tuple[str, ...] = ()


class Column(_Read, frozen=True):
    """A column as CREATE, ADD or MODIFY writes it.

    ``type`` is the data type as one text (``VARCHAR2(60 CHAR)``), "" where none is given.
    ``default`` is the expression of DEFAULT, ``virtual`` that of AS; None where there is none.
    ``on_null``: DEFAULT ON NULL, which makes the column NOT NULL. ``identity`` holds the options
    of an identity column. ``drops_identity``: MODIFY … DROP IDENTITY. ``others`` are the words of
    what else is said about it (``INVISIBLE``, ``ENCRYPT``).
    """

    name: str
    type: str = ""
    default: Part | None = None
    on_null: bool = False
    identity: Part | None = None
    drops_identity: bool = False
    virtual: Part | None = None
    constraints: tuple[Constraint, ...] = ()
    others: tuple[str, ...] = ()

    @property
    def nullable(self) -> bool | None:
        """What NOT NULL or NULL says of it; None where neither is written."""
        said = [c.kind for c in self.constraints if c.kind in ("NOT NULL", "NULL")]
        return said[-1] == "NULL" if said else None


class AddColumns(_Read, frozen=True):
    """``ADD``: columns, and constraints that stand between the same parentheses."""

    columns: tuple[Column, ...]
    constraints: tuple[Constraint, ...] = ()


class AddConstraint(_Read, frozen=True):
    """``ADD`` of constraints alone."""

    constraints: tuple[Constraint, ...]


class AddPartition(_Read, frozen=True):
    name: str = ""


class ModifyColumns(_Read, frozen=True):
    columns: tuple[Column, ...]


class ModifyConstraint(_Read, frozen=True):
    """The state of one constraint: ``MODIFY CONSTRAINT C NOVALIDATE``."""

    constraint: Constraint


class RenameColumn(_Read, frozen=True):
    old: str
    new: str


class RenameConstraint(_Read, frozen=True):
    old: str
    new: str


class RenameTable(_Read, frozen=True):
    new: str


class SetState(_Read, frozen=True):
    """``ENABLE`` or ``DISABLE`` (``enabled``) of ``what``: ``CONSTRAINT``, ``PRIMARY KEY``,
    ``UNIQUE``, ``ALL TRIGGERS``, ``ROW MOVEMENT``, ``TABLE LOCK``. ``name`` is a constraint's."""

    enabled: bool
    what: str
    name: str = ""
    columns: tuple[str, ...] = ()
    state: tuple[str, ...] = ()


class OddClause(_Read, frozen=True):
    """From here to the statement's end nobody knows what it does."""


Clause = (
    AddColumns
    | AddConstraint
    | AddPartition
    | ModifyColumns
    | ModifyConstraint
    | RenameColumn
    | RenameConstraint
    | RenameTable
    | SetState
    | OddClause
)


class AlterTable(_Read, frozen=True):
    name: Name
    clauses: tuple[Clause, ...]
    if_exists: bool = False


# -- other definitions -------------------------------------------------------------------------


class Alter(_Read, frozen=True):
    """ALTER of anything but a table or the session. ``action`` is the first word behind the name,
    ``rest`` all behind that word; ``to`` is the new name of RENAME."""

    kind: str
    name: Name
    action: str
    rest: Part = NOTHING
    to: str = ""
    if_exists: bool = False


class AlterSession(_Read, frozen=True):
    """What belongs to a session and ends with it. ``action`` is ``SET`` or another word;
    ``settings`` are the names that SET gives a value, in their order."""

    action: str
    settings: tuple[str, ...] = ()


class Create(_Read, frozen=True):
    """CREATE of anything that holds no PL/SQL and is no table or index.

    ``modifiers`` are the words before the kind, without OR REPLACE: ``FORCE``, ``PUBLIC``.
    ``on``: the table or object that it stands on or for (materialized view log, synonym).
    ``query``: the query that it is made of; ``rest``: all behind the name.
    """

    kind: str
    name: Name
    replace: bool = False
    if_not_exists: bool = False
    modifiers: tuple[str, ...] = ()
    on: Name = ()
    query: Part = NOTHING
    rest: Part = NOTHING


class CreateTable(Create, frozen=True):
    """``odd``: what stands between the parentheses is not known completely. ``of``: the type of an
    object table; ``attributes``: what it says of its attributes, or the virtual columns of one of
    XMLTYPE."""

    columns: tuple[Column, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    odd: bool = False
    of: Name = ()
    attributes: tuple[Column, ...] = ()


class CreateIndex(Create, frozen=True):
    """``on`` is the table, ``keys`` what stands between the parentheses."""

    keys: Part = NOTHING
    alias: str = ""

    @cached_property
    def index_types(self) -> tuple[tuple[int, Name], ...]:
        """The types that INDEXTYPE IS names, each with its place."""
        found = self.rest.tokens
        return tuple(
            (token.start, tuple(name_at(found, i + 2)[0]))
            for i, token in enumerate(found)
            if is_word(token, "INDEXTYPE")
        )


class Comment(_Read, frozen=True):
    """``kind``: ``TABLE``, ``COLUMN``, ``MATERIALIZED VIEW`` and so on."""

    kind: str
    name: Name
    text: str


class Privilege(_Read, frozen=True):
    """A privilege or a role: its words, and the columns that it is limited to."""

    name: str
    columns: tuple[str, ...] = ()


class Grant(_Read, frozen=True):
    """``on`` is the object, () for system privileges and roles; ``on_kind`` its kind where one is
    written (``DIRECTORY``). ``to`` are users and roles, ``PUBLIC`` in any spelling. ``options``:
    ``GRANT``, ``HIERARCHY``, ``ADMIN``, ``DELEGATE``."""

    privileges: tuple[Privilege, ...]
    on: Name
    on_kind: str
    to: tuple[str, ...]
    options: tuple[str, ...] = ()


# -- rows --------------------------------------------------------------------------------------


EVERY_COLUMN = "*"
"""What PL/SQL's ``SET ROW = record`` assigns."""


class Assignment(_Read, frozen=True):
    """``column = value`` or ``(column, column) = (query)``; the column of an object where one of
    its attributes is assigned."""

    columns: tuple[str, ...]
    value: Part


class Target(_Read, frozen=True):
    """A table that a statement writes to. ``alias`` is "" where there is none; ``columns`` are
    those that INSERT names, ``values`` what stands behind its VALUES."""

    name: Name
    alias: str = ""
    columns: tuple[str, ...] = ()
    values: Part = NOTHING


class Insert(_Read, frozen=True):
    """``targets``: several for INSERT ALL. ``query``: what it reads from."""

    targets: tuple[Target, ...]
    query: Part = NOTHING


class Update(_Read, frozen=True):
    """``where`` is None where there is no condition."""

    target: Target
    assigned: tuple[Assignment, ...]
    where: Part | None = None


class Merge(_Read, frozen=True):
    """``using`` is the source with its alias, ``on`` the condition without its parentheses.
    ``update_where`` is None where there is none; ``deletes``: the condition of DELETE WHERE."""

    target: Target
    using: Part
    on: Part
    assigned: tuple[Assignment, ...] = ()
    update_where: Part | None = None
    deletes: Part | None = None
    inserts: Target | None = None

    @cached_property
    def joins_itself(self) -> bool:
        """Whether every row of the target meets itself."""
        return joins.joins_itself(self.target.name, self.using.tokens, self.on.tokens)

    @cached_property
    def names_target(self) -> bool:
        """Whether ON names a column that is, or may be, the target's."""
        own = self.target.alias or self.target.name[-1]
        return joins.names_target(own, self.using.tokens, self.on.tokens)


class Delete(_Read, frozen=True):
    target: Target
    where: Part | None = None


class Query(_Read, frozen=True):
    """A SELECT. ``for_update``: it locks rows."""

    for_update: bool = False


Dml = Insert | Update | Merge | Delete | Query


# -- code --------------------------------------------------------------------------------------


class Link(Struct, frozen=True):
    """A database link is used."""

    at: int


class Bind(Struct, frozen=True):
    at: int
    name: str


class Write(Struct, frozen=True):
    """An UPDATE or MERGE of code; ``Odd`` where it is not known."""

    at: int
    operation: Dml | Odd


Act = Link | Bind | Write | Dynamic | Mention


class Body(Struct, frozen=True, dict=True):
    """What code holds. ``writes``: its statements on rows, without queries. ``dynamic``: the
    statements whose text stands in it as a literal. ``names``: every name and word in it. This one
    holds nothing; ``app.sql.acts`` has the others."""

    writes: tuple[Insert | Update | Merge | Delete, ...] = ()
    dynamic: tuple[Operation, ...] = ()
    names: frozenset[str] = frozenset()

    @property
    def acts(self) -> tuple[Act, ...]:
        """In the order of the text, what it does and names; a statement stands before its word."""
        return ()

    @property
    def mentions(self) -> Iterator[Mention]:
        return (act for act in self.acts if isinstance(act, Mention))

    @property
    def alone(self) -> tuple[Mention, ...]:
        """The names that call a function if nothing else explains them."""
        return ()

    @property
    def declared(self) -> frozenset[str]:
        """What the code itself declares."""
        return frozenset()

    @property
    def constants(self) -> Constants:
        """What those names are made of that never change."""
        return {}

    @property
    def inner_names(self) -> frozenset[str]:
        """The names and words behind its head."""
        return frozenset()

    @property
    def changes_rows(self) -> bool:
        """Whether it says UPDATE or MERGE behind its head."""
        return False

    @property
    def trigger_calls(self) -> Mention | None:
        """The procedure that is all that a trigger does (``CALL``)."""
        return None

    @property
    def state(self) -> frozenset[str]:
        """The variables of a package, which a session keeps; of other code its own."""
        return frozenset()

    @property
    def row_columns(self) -> frozenset[str]:
        """The columns that a trigger may set in the row that sets it off."""
        return frozenset()


class CreateCode(Create, frozen=True):
    """Packages, procedures, functions, triggers, types and their kin. ``on``: a trigger's table.
    ``wrapped``: nobody can read it."""

    body: Body = Body()
    wrapped: bool = False


class Block(_Read, frozen=True):
    """An anonymous block. ``closed``: its END is there. ``rows_only``: it holds nothing but
    statements on rows and plain computing, so it stays inside the transaction around it."""

    body: Body = Body()
    closed: bool = True
    rows_only: bool = False


class Odd(_Read, frozen=True):
    """A statement that the reader does not know. ``verb``: its first word, "" if there is none.
    ``trailing``: where it goes on behind the end of a block, or as no definition does."""

    verb: str = ""
    trailing: int = 0

    @cached_property
    def fault(self) -> unread.Fault | None:
        """What makes it unreadable as a whole."""
        return unread.fault(self.tokens)

    @cached_property
    def module(self) -> unread.Module | None:
        """The code in another language that it stores."""
        return unread.module(self.tokens)

    @cached_property
    def behind(self) -> Part:
        """All behind its first word."""
        return Part(self.tokens[1:])


Operation = (
    AlterTable
    | Alter
    | AlterSession
    | Create
    | CreateTable
    | CreateIndex
    | CreateCode
    | Comment
    | Grant
    | Insert
    | Update
    | Merge
    | Delete
    | Query
    | Block
    | Odd
)


def retypes(operation: Operation) -> bool:
    """Whether it gives a column another type, itself or as a text that its code holds."""
    match operation:
        case AlterTable(clauses=clauses):
            return any(
                column.type for c in clauses if isinstance(c, ModifyColumns) for column in c.columns
            )
        case Block(body=Body(dynamic=inner)) | CreateCode(body=Body(dynamic=inner)):
            return any(retypes(one) for one in inner)
    return False
