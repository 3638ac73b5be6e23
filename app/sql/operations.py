"""What one statement does, as a value: everybody asks it, and nobody reads the text again.

``app.sql.read`` makes these from tokens. Names are as the dictionary has them: unquoted parts in
upper case, ``("OWNER", "TABLE")``. Every value keeps its tokens, with offsets in the statement's
text, so that who judges can point at a place. What the reader does not know completely is ``Odd``
or ``OddClause``, and means: nobody knows.
"""

from __future__ import annotations

from msgspec import Struct

from app.sql.lexer import Token

Tokens = tuple[Token, ...]
Name = tuple[str, ...]


class _Read(Struct, frozen=True):
    tokens: Tokens


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
    condition: Tokens = ()
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
    default: Tokens | None = None
    on_null: bool = False
    identity: Tokens | None = None
    drops_identity: bool = False
    virtual: Tokens | None = None
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
    rest: Tokens = ()
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
    ``query``: the tokens of the query that it is made of; ``rest``: all behind the name.
    """

    kind: str
    name: Name
    replace: bool = False
    if_not_exists: bool = False
    modifiers: tuple[str, ...] = ()
    on: Name = ()
    query: Tokens = ()
    rest: Tokens = ()


class CreateTable(Create, frozen=True):
    """``odd``: what stands between the parentheses is not known completely."""

    columns: tuple[Column, ...] = ()
    constraints: tuple[Constraint, ...] = ()
    odd: bool = False


class CreateIndex(Create, frozen=True):
    """``on`` is the table; ``keys`` the tokens between the parentheses."""

    keys: Tokens = ()


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
    value: Tokens


class Target(_Read, frozen=True):
    """A table that a statement writes to. ``alias`` is "" where there is none; ``columns`` are
    those that INSERT names, ``values`` the tokens behind its VALUES."""

    name: Name
    alias: str = ""
    columns: tuple[str, ...] = ()
    values: Tokens = ()


class Insert(_Read, frozen=True):
    """``targets``: several for INSERT ALL. ``query``: the tokens of the query that it reads."""

    targets: tuple[Target, ...]
    query: Tokens = ()


class Update(_Read, frozen=True):
    """``where`` is None where there is no condition."""

    target: Target
    assigned: tuple[Assignment, ...]
    where: Tokens | None = None


class Merge(_Read, frozen=True):
    """``using`` is the source with its alias, ``on`` the condition without its parentheses.
    ``update_where`` is None where there is none; ``deletes``: the condition of DELETE WHERE."""

    target: Target
    using: Tokens
    on: Tokens
    assigned: tuple[Assignment, ...] = ()
    update_where: Tokens | None = None
    deletes: Tokens | None = None
    inserts: Target | None = None


class Delete(_Read, frozen=True):
    target: Target
    where: Tokens | None = None


class Query(_Read, frozen=True):
    """A SELECT. ``for_update``: it locks rows. ``inline_code``: WITH FUNCTION or PROCEDURE."""

    for_update: bool = False
    inline_code: bool = False


Dml = Insert | Update | Merge | Delete | Query


# -- code --------------------------------------------------------------------------------------


class Body(Struct, frozen=True):
    """What code holds. ``writes``: its statements on rows, without queries. ``dynamic``: the
    statements whose text stands in it as a literal. ``names``: every name and word in it."""

    writes: tuple[Insert | Update | Merge | Delete, ...] = ()
    dynamic: tuple[Operation, ...] = ()
    names: frozenset[str] = frozenset()


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
    """A statement that the reader does not know. ``verb``: its first word, "" if there is none."""

    verb: str = ""


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
