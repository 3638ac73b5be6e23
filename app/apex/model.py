"""The values that comparing and merging produce: immutable, comparable, serialisable.

``Page``, the component tree itself, is in ``app.apex.tree``. Texts here are *decoded* values
(joins joined, ``unistr`` resolved, quotes single), so they can be shown and compared as they are.
"""

from __future__ import annotations

import builtins
from enum import StrEnum
from typing import Final, Literal

from msgspec import Struct

Language = Literal["", "sql", "plsql", "javascript", "css", "html"]
Severity = Literal["error", "warning", "notice"]
AUTOMATIC: Final = "|auto"
"""How the key of a decision ends on what merges by itself."""
_SEVERITY_SIGNS: Final[dict[Severity, str]] = {"error": "✕", "warning": "!", "notice": "·"}
ValueShape = Literal["scalar", "text", "list", "reference"]


class Status(StrEnum):
    """What happened to a component or a file from the old side to the new one."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"
    RENAMED = "renamed"
    SAME = "same"

    @property
    def sign(self) -> str:
        """One character that says the same everywhere; "" for what did not change."""
        return _SIGNS[self]


_SIGNS: Final[dict[Status, str]] = {
    Status.ADDED: "+",
    Status.REMOVED: "−",
    Status.CHANGED: "~",
    Status.MOVED: "→",
    Status.RENAMED: "≈",
    Status.SAME: "",
}


class PropertyChange(Struct, frozen=True, gc=False):
    """One property that differs. ``None`` means the argument is absent (the release's default).

    ``name`` is the argument (``p_plug_source``), or ``p_attributes.NAME`` for a plug-in attribute;
    ``label`` is Page Designer's name for it ("Source · SQL Query"). ``old_label`` and ``new_label``
    say what a code means ("Yes" for ``true``); "" where the value speaks for itself.
    """

    name: str
    label: str
    old: str | None
    new: str | None
    shape: ValueShape = "scalar"
    language: Language = ""
    old_label: str = ""
    new_label: str = ""


class ComponentChange(Struct, frozen=True, gc=False):
    """One component that differs. ``key`` is stable within its file (procedure and id).

    ``plugin`` is the plug-in that tells what its attributes mean; ``place`` is ``path`` as
    (procedure, name), for those who say it in another language.
    """

    key: str
    procedure: str
    type_label: str
    name: str
    path: tuple[str, ...]
    status: Status
    properties: tuple[PropertyChange, ...] = ()
    plugin: str = ""
    place: tuple[tuple[str, str], ...] = ()


class PageDiff(Struct, frozen=True, gc=False):
    """Differences of one file, in the order of the new side. ``noise`` counts ignored arguments."""

    path: str
    number: int | None
    title: str
    changes: tuple[ComponentChange, ...]
    noise: int = 0

    @property
    def is_empty(self) -> bool:
        return not self.changes


class FileDiff(Struct, frozen=True, gc=False):
    """One file of an application. ``kind`` is "page", "shared" or "other"."""

    path: str
    kind: Literal["page", "shared", "other"]
    number: int | None
    title: str
    status: Status
    diff: PageDiff


class ApplicationDiff(Struct, frozen=True, gc=False):
    """Files that differ by meaning; those that differ by noise only are counted in ``noise``."""

    files: tuple[FileDiff, ...]
    noise: int = 0

    @property
    def is_empty(self) -> bool:
        return not self.files


class Take(StrEnum):
    OURS = "ours"
    THEIRS = "theirs"
    BASE = "base"
    BOTH = "both"
    EDITED = "edited"


class ConflictKind(StrEnum):
    PROPERTY = "property"  # both sides changed one property differently
    DELETE_EDIT = "delete_edit"  # ours deleted, theirs edited
    EDIT_DELETE = "edit_delete"  # ours edited, theirs deleted
    CONVERT_EDIT = "convert_edit"  # ours made another type of it, theirs edited what it was
    EDIT_CONVERT = "edit_convert"  # ours edited it, theirs made another type of it
    ADD_ADD = "add_add"  # both added the same natural key with different values
    PARENT = "parent"  # both moved it to different parents
    NAMELESS = "nameless"  # a number in theirs' older APEX, of no known name in ours
    REFERENCE = "reference"  # one side refers to what the other removed
    AUTOMATIC = "automatic"  # no conflict: it merged by itself, and can be overruled


class Author(Struct, frozen=True, gc=False):
    """Who changed something: a developer, an account, the author of a commit. ``date`` is of the
    last change, in ISO 8601; "" where it is not known."""

    name: str
    date: str = ""


class Usage(Struct, frozen=True, gc=False):
    """Where a component is used: ``property`` of ``component`` in the file ``path``.

    ``page`` is that page's number; None in a file that makes none. ``text`` is what stands around
    the name; "" for a reference by id. ``place`` and ``plugin`` as in a Conflict, ``label`` what
    Page Designer calls the property. ``follows``: another name can be written there.
    """

    path: str
    page: int | None
    title: str
    component: str
    place: tuple[tuple[str, str], ...]
    property: str
    label: str
    text: str = ""
    plugin: str = ""
    follows: bool = False


class Listed(Struct, frozen=True, gc=False):
    """One component as a conflict lists it: its type, its name (None: not told) and its properties,
    each an argument and its text. ``plugin`` tells what attributes mean."""

    procedure: str
    name: str | None
    properties: tuple[tuple[str, str], ...]
    plugin: str = ""


class Conflict(Struct, frozen=True, gc=False):
    """One open or decided conflict; ``key`` is unique within the whole merge, and stable.

    ``base``, ``ours`` and ``theirs`` are decoded texts; for a whole component (delete against
    edit) they are a readable listing of it, and ``listed`` is what the three list. ``choices`` are
    the decisions that make sense here. ``taken`` is the decision that applies, or ``None`` while it
    is open. ``ours_by`` and ``theirs_by`` say who changed either side, as far as anything tells it;
    who is named first stands for the side. ``uses`` are where the side ``used_by`` uses what the
    other took away or renamed. Of what merges by itself (``AUTOMATIC``), ``winner`` is
    whose value it becomes without a decision (BOTH: ``merged``, lines of both), and ``taken`` what
    somebody took instead.
    """

    key: str
    kind: ConflictKind
    path: str
    component: str
    type_label: str
    component_name: str
    component_path: tuple[str, ...]
    property: str
    label: str
    base: str | None
    ours: str | None
    theirs: str | None
    choices: tuple[Take, ...]
    taken: Take | None = None
    shape: ValueShape = "scalar"
    language: Language = ""
    plugin: str = ""
    place: tuple[tuple[str, str], ...] = ()
    ours_by: tuple[Author, ...] = ()
    theirs_by: tuple[Author, ...] = ()
    uses: tuple[Usage, ...] = ()
    used_by: Literal["", "ours", "theirs"] = ""
    listed: tuple[tuple[Listed, ...] | None, ...] = ()
    winner: Take | None = None
    merged: str | None = None

    @builtins.property  # ``property`` is a field here
    def ours_name(self) -> str:
        """What our side is called; "" where nothing tells it."""
        return self.ours_by[0].name if self.ours_by else ""

    @builtins.property
    def theirs_name(self) -> str:
        """What their side is called; "" where nothing tells it."""
        return self.theirs_by[0].name if self.theirs_by else ""


class Decision(Struct, frozen=True, gc=False):
    """What the user decided for the conflict ``key``; ``text`` only with ``Take.EDITED``."""

    key: str
    take: Take
    text: str | None = None


class AutoMerge(Struct, frozen=True, gc=False):
    """Something merged without asking: which side brought it, and what it did."""

    path: str
    side: Literal["ours", "theirs", "both"]
    change: ComponentChange


class Issue(Struct, frozen=True, gc=False):
    """A finding of the integrity check: "error" is what the merge broke, and stops it from being
    written; "warning" what it made and is legal; "notice" what a side had before."""

    severity: Severity
    code: str
    path: str
    component: str
    facts: dict[str, str]

    @property
    def sign(self) -> str:
        """One character for the severity, the same everywhere."""
        return _SEVERITY_SIGNS[self.severity]


def is_automatic(key: str) -> bool:
    """Whether a decision's key is of something that merges by itself, and not of a conflict."""
    return key.endswith(AUTOMATIC)
