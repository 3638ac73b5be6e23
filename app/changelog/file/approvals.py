"""Approvals: who was shown a change of data and let it pass; ``approvals.json`` beside the files.

An approval is for one changeset as it was shown. It names the changeset's key and Liquibase's
checksum, and a digest that sees what the checksum does not: blanks inside literals, attributes,
preconditions, and the code of the changelog that the changeset runs. Whatever of it is edited, the
approval is void. The seal of an entry finds edits by hand; it is no signature: whoever may write
to the repository may approve, and git knows who did.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Final

import msgspec
from msgspec import Meta, Struct, structs

from app.changelog.file.behind import CodeBehind
from app.changelog.file.reach import told
from app.changelog.model import Changelog, Changeset
from app.errors import ChangelogError

NAME: Final = "approvals.json"
FORMAT: Final = 1
_NEWER: Final = ("own", "behind")


class Approval(Struct, frozen=True, kw_only=True):
    """``changeset`` is the key, ``checksum`` Liquibase's (version 9), ``shown`` the SHA-256 of what
    was shown (``digest_of``), ``approved_by`` git's ``Name <address>``; ``approved_at`` is UTC.

    ``own`` is the SHA-256 of the changeset alone, ``behind`` that of each earlier changeset (by its
    key) that has to do with it: they say which of them was edited. Older files have neither."""

    changeset: str
    checksum: str
    shown: str
    approved_by: str
    approved_at: datetime
    reason: str = ""
    own: str = ""
    behind: dict[str, str] = {}


class Void(Approval, frozen=True, kw_only=True):
    """An approval of what is no more. ``earlier``: the keys of the earlier changesets that were
    edited, added, moved or taken away, where the changeset itself is as it was; else empty."""

    earlier: tuple[str, ...] = ()


class Approvals(Struct, frozen=True):
    """The approvals of a changelog, by the key of their changeset."""

    entries: Mapping[str, Approval] = {}

    def with_(self, approval: Approval) -> Approvals:
        """With ``approval`` in the place of an earlier one of the same changeset."""
        return Approvals({**self.entries, approval.changeset: approval})

    def without(self, key: str) -> Approvals:
        return Approvals({k: a for k, a in self.entries.items() if k != key})


class Standing(Struct, frozen=True):
    """What the approvals of a changelog are worth, by the key of the changeset.

    ``good``: the changeset is what was shown. ``void``: it was approved for another text,
    or before an earlier changeset changed what it does. What is
    in neither was never approved.
    """

    good: Mapping[str, Approval] = {}
    void: Mapping[str, Void] = {}


class _Sealed(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    changeset: str
    checksum: str
    shown: str
    approved_by: Annotated[str, Meta(min_length=1)]
    approved_at: Annotated[datetime, Meta(tz=True)]
    reason: str
    own: str = ""
    behind: dict[str, str] = {}
    seal: str


class _File(Struct, frozen=True, forbid_unknown_fields=True):
    format: int
    approvals: tuple[_Sealed, ...]


def digest_of(changeset: Changeset, behind: CodeBehind) -> str:
    """SHA-256 (hex) of all that decides what ``changeset`` does: its text, its statements as they
    are sent with properties in place, and what earlier changesets make, and when, of the code, the
    tables and the session that it finds."""
    return _sha256([*_alone(changeset), list(behind.sources(changeset).items())])


def _alone(changeset: Changeset) -> list[object]:
    before = changeset.preconditions
    checks = before.checks if before else ()
    said: list[object] = [
        [changeset.key, changeset.directive, changeset.contexts, changeset.labels, changeset.dbms],
        [before.on_fail, before.on_error] if before else [],
        [told(c) for c in checks],
        [changeset.comment, changeset.rollback, changeset.valid_checksums],
        changeset.sql,
        [statement.text for statement in changeset.statements],
    ]
    if changeset.kind == "structured":  # its attributes stand in no directive
        said.append(
            [changeset.description, changeset.outer_contexts, changeset.run_always,
             changeset.run_on_change, changeset.fail_on_error, changeset.ignore]
        )  # fmt: skip
    return said


def _each(changeset: Changeset, behind: CodeBehind) -> dict[str, str]:
    return {key: _sha256(behind.whole(key)) for key in behind.sources(changeset)}


def approve(
    changelog: Changelog, changeset: Changeset, who: str, when: datetime, reason: str = ""
) -> Approval:
    """The approval of ``changeset`` as it stands now, by ``who`` (``Name <address>``)."""
    behind = CodeBehind(changelog)
    return Approval(
        changeset=changeset.key,
        checksum=changeset.checksum_v9,
        shown=digest_of(changeset, behind),
        approved_by=who,
        approved_at=when.astimezone(UTC).replace(microsecond=0),
        reason=reason.strip(),
        own=_sha256(_alone(changeset)),
        behind=_each(changeset, behind),
    )


def standing(changelog: Changelog, approvals: Approvals) -> Standing:
    """Which approvals hold for the changelog as it is, and which were given for another text."""
    good: dict[str, Approval] = {}
    void: dict[str, Void] = {}
    behind = CodeBehind(changelog)
    for changeset in changelog.changesets:
        found = approvals.entries.get(changeset.key)
        if found is None:
            continue
        same = found.checksum == changeset.checksum_v9 and (
            found.shown == digest_of(changeset, behind)
        )
        if same:
            good[changeset.key] = found
        else:
            earlier = _edited(found, changeset, behind)
            void[changeset.key] = Void(**structs.asdict(found), earlier=earlier)
    return Standing(good, void)


def _edited(found: Approval, changeset: Changeset, behind: CodeBehind) -> tuple[str, ...]:
    """The earlier changesets that made an approval void; () where it is the changeset itself."""
    if found.own != _sha256(_alone(changeset)):
        return ()
    now = _each(changeset, behind)
    both = now.keys() | found.behind.keys()
    differ = {key for key in both if now.get(key) != found.behind.get(key)}
    causes = {key for key in differ if _is_cause(key, differ, changeset, behind, found)}
    moved = (key for key, before in zip(now, found.behind, strict=False) if key != before)
    return tuple(sorted(causes or differ)) or tuple(moved)


def _is_cause(
    key: str, differ: set[str], changeset: Changeset, behind: CodeBehind, found: Approval
) -> bool:
    """Whether the changeset of that key was itself edited, added or taken away, and is not only
    named by, or no longer by, another that was."""
    if key not in behind.sources(changeset):
        return not behind.comes_before(key, changeset)
    return key in found.behind or behind.reaches_by_itself(key, changeset, differ)


# -- the file ------------------------------------------------------------------------------------


def encode(approvals: Approvals) -> bytes:
    """Indented JSON, sorted by changeset, with a final newline: one approval is one block of a
    difference in git."""
    entries = [approvals.entries[key] for key in sorted(approvals.entries)]
    document = _File(FORMAT, tuple(_Sealed(**structs.asdict(e), seal=_seal(e)) for e in entries))
    return msgspec.json.format(msgspec.json.encode(document), indent=1) + b"\n"


def decode(content: bytes, path: str) -> Approvals:
    """Read the file at ``path``; empty content has no approvals.

    Raises ChangelogError ``changelog.approvals_broken`` (with ``detail``),
    ``changelog.approvals_edited`` (an entry is not as it was written) and
    ``changelog.approvals_newer``; then nothing is approved.
    """
    if not content.strip():
        return Approvals()
    try:
        number = msgspec.json.decode(content, type=dict[str, object]).get("format")
        if isinstance(number, int) and number > FORMAT:
            raise ChangelogError("changelog.approvals_newer", path=path, format=number)
        found = msgspec.json.decode(content, type=_File)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise ChangelogError("changelog.approvals_broken", path=path, detail=str(error)) from error
    entries: dict[str, Approval] = {}
    for sealed in found.approvals:
        told = structs.asdict(sealed)
        seal = told.pop("seal")
        entry = Approval(**told)
        if seal != _seal(entry) or entry.changeset in entries:
            raise ChangelogError("changelog.approvals_edited", path=path, changeset=entry.changeset)
        entries[entry.changeset] = entry
    return Approvals(entries)


def _seal(entry: Approval) -> str:
    """Of a file that an older Caravane wrote, it is that of the fields that it knew."""
    told = structs.asdict(entry)
    return _sha256({name: value for name, value in told.items() if value or name not in _NEWER})


def _sha256(value: object) -> str:
    return hashlib.sha256(msgspec.json.encode(value)).hexdigest()
