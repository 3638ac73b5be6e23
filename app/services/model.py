"""What the services give to the window and to the command line: immutable values.

The values of the rooms behind (differences, conflicts, rollout states, releases) are passed on as
they are and re-exported here, so that ``ui`` needs no other import than ``app.services``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Literal

from msgspec import Struct

from app.apex.layout import Box, Detail, Drawing, Mark, Picture, Pictures
from app.apex.model import (
    ApplicationDiff,
    Author,
    AutoMerge,
    ComponentChange,
    Conflict,
    ConflictKind,
    Decision,
    FileDiff,
    Issue,
    PageDiff,
    PropertyChange,
    Status,
    Take,
    is_automatic,
)
from app.changelog import Approval, Void
from app.changelog.guard.verdict import Outcome
from app.errors import AppError
from app.release.model import Manifest, Release
from app.rollout.model import (
    ClientState,
    Fingerprint,
    Problem,
    RolloutPlan,
    RolloutState,
    StepName,
    StepRecord,
    StepState,
    Verdict,
    problem_of,
)

__all__ = [
    "Announcement",
    "AppError",
    "ApplicationDiff",
    "Approval",
    "Author",
    "AutoMerge",
    "BaseInfo",
    "Box",
    "ChangelogNews",
    "ClientCard",
    "ClientState",
    "Comparison",
    "ComponentChange",
    "Conflict",
    "ConflictKind",
    "ConnectionTest",
    "Decision",
    "Detail",
    "Drawing",
    "FileDiff",
    "Fingerprint",
    "Issue",
    "MainWrite",
    "Manifest",
    "Mark",
    "MergeSession",
    "MergedFile",
    "Message",
    "Overlap",
    "Overview",
    "PageDiff",
    "Picture",
    "Pictures",
    "Problem",
    "Progress",
    "PropertyChange",
    "Release",
    "ReleaseDraft",
    "Report",
    "RolloutPlan",
    "RolloutState",
    "RulingView",
    "SchemaOverview",
    "SourceOption",
    "Status",
    "StepName",
    "StepRecord",
    "StepState",
    "Take",
    "Verdict",
    "is_automatic",
    "problem_of",
]


class Message(Struct, frozen=True):
    """A failure in the user's language: what failed, what was and was not done, what to do."""

    title: str
    detail: str
    next_step: str


class Progress(Struct, frozen=True):
    """Where a long use case is. ``code`` names the step (texts: ``messages.progress_text``);
    ``total`` is 0 while unknown."""

    code: str
    done: int = 0
    total: int = 0
    facts: dict[str, str | int] = {}


Report = Callable[[Progress], None]


class BaseInfo(Struct, frozen=True):
    """The last version that both sides share: a release tag, or the tip of the branch."""

    revision: str
    commit: str
    version: str
    committed_at: datetime | None = None


class SchemaOverview(Struct, frozen=True):
    """One schema with its copy of the application. ``files`` are its differences from ``base``,
    the last version that it shares with MAIN: what this developer changed. ``problem`` is set when
    it could not be read, or there is no such version; then there are no differences either."""

    name: str
    schema: str
    application_id: int
    version: str
    pages: int
    files: tuple[FileDiff, ...]
    last_change: datetime | None = None
    last_change_by: str = ""
    problem: Problem | None = None
    base: BaseInfo | None = None

    def count(self, status: Status) -> int:
        """Pages with that status (shared components not counted)."""
        return sum(1 for f in self.files if f.kind == "page" and f.status is status)


class Overlap(Struct, frozen=True):
    """One file that several developers changed; ``conflicts`` counts real conflicts in it."""

    path: str
    number: int | None
    title: str
    developers: tuple[str, ...]
    conflicts: int


class Overview(Struct, frozen=True):
    """The developers' screen. ``base`` is None while the repository has no version yet."""

    base: BaseInfo | None
    main: SchemaOverview
    developers: tuple[SchemaOverview, ...]
    overlaps: tuple[Overlap, ...]
    taken_at: datetime


class SourceOption(Struct, frozen=True):
    """Something that can be compared. ``spec``: ``main``, ``dev:Ahmed``, ``git:v1``,
    ``client:maroc``, ``folder:PATH`` or ``zip:PATH``."""

    spec: str
    label: str


class Comparison(Struct, frozen=True):
    """``pictures`` draw the pages that differ, one by one (``pictures.of``)."""

    old: SourceOption
    new: SourceOption
    diff: ApplicationDiff
    pictures: Pictures


class MergedFile(Struct, frozen=True):
    """One file that the merge changes in MAIN. ``diff``: from MAIN as it is to the result."""

    path: str
    kind: Literal["page", "shared", "other"]
    number: int | None
    title: str
    status: Status
    developers: tuple[str, ...]
    open_conflicts: int
    decided_conflicts: int
    diff: PageDiff | None


class MergeSession(Struct, frozen=True):
    """The state of one merge: who, against which base, what was decided, what came out.

    ``base`` is the newest release; ``bases`` has the base of each developer's copy, which differs
    for a copy that was not refreshed since. Immutable: ``into_main.decide`` gives a new one.
    ``overruled`` merged by itself, and the other side's was taken (all of it: ``automatic``).
    ``ready`` is true when nothing is open and the integrity check found no error; only then can
    it be written. ``pictures`` draw the pages from MAIN as it is to the result, in which an open
    conflict holds "ours".
    """

    id: str
    base: BaseInfo
    developers: tuple[str, ...]
    decisions: dict[str, Decision]
    files: tuple[MergedFile, ...]
    conflicts: tuple[Conflict, ...]
    issues: tuple[Issue, ...]
    stale: tuple[Decision, ...] = ()
    overruled: tuple[Conflict, ...] = ()
    bases: dict[str, BaseInfo] = {}
    pictures: Pictures | None = None

    @property
    def open_conflicts(self) -> tuple[Conflict, ...]:
        return tuple(c for c in self.conflicts if c.taken is None)

    @property
    def errors(self) -> tuple[Issue, ...]:
        return tuple(i for i in self.issues if i.severity == "error")

    @property
    def ready(self) -> bool:
        return not self.open_conflicts and not self.errors


class MainWrite(Struct, frozen=True):
    """MAIN after a merge was written: ``backup`` is the zip that ``into_main.restore`` takes;
    ``redone`` says that MAIN had moved since the merge began and the merge was made again.
    ``notices``: what people must know, which stopped nothing."""

    pages: tuple[int, ...]
    files: tuple[str, ...]
    developers: tuple[str, ...]
    backup: str
    redone: bool
    unchanged: bool = False
    notices: tuple[Problem, ...] = ()


class RulingView(Struct, frozen=True):
    """The guard's word on one statement; ``allowed`` is true where ``verdict`` is that.

    ``statement`` is the beginning on one line, ``text`` the whole. Where it has to be announced,
    ``approval`` is the one that covers it, and ``void`` one that was given for another text.
    """

    path: str
    line: int
    changeset: str
    statement: str
    verb: str
    allowed: bool
    verdict: Outcome
    rule: str
    facts: dict[str, str]
    text: str = ""
    approval: Approval | None = None
    void: Void | None = None

    @property
    def asked_there(self) -> bool:
        """Whether it is allowed where the client's dictionary proves it: that is asked there."""
        return self.allowed and self.rule == "guard.type_unproven"

    @property
    def waits(self) -> bool:
        """Whether it has to be announced, and is not."""
        return self.verdict == "announce" and self.approval is None


class Announcement(Struct, frozen=True):
    """A changeset that changes data which clients had before, as it is shown before it is approved.

    ``path`` and ``line`` are the place of the first such statement, ``text`` is the changeset's SQL
    with properties in place, ``code`` what the changelog creates and it runs, ``writes`` what it
    writes to (``TABLE.COLUMN``, ``TABLE`` for new rows), ``reasons`` are rules of the guard with
    their facts (texts: ``messages.rule_text``); ``digest`` stands for all that is shown.
    ``approval`` holds; ``void`` was given for another text; None of both: nobody approved it yet.
    """

    changeset: str
    path: str
    line: int
    text: str
    code: tuple[str, ...]
    digest: str
    writes: tuple[str, ...]
    reasons: tuple[tuple[str, dict[str, str]], ...] = ()
    approval: Approval | None = None
    void: Void | None = None

    @property
    def unsaid(self) -> tuple[str, ...]:
        """What it writes to and no reason names."""
        said = {
            f"{facts['table'].rpartition('.')[2]}.{column}"
            for _, facts in self.reasons
            if "table" in facts
            for column in facts.get("columns", "").split(", ")
        }
        return tuple(name for name in self.writes if name not in said)


class ReleaseDraft(Struct, frozen=True):
    """What a release would hold: MAIN against the last release, and the changelog with rulings and
    announced changes of data.

    ``changesets`` are those that the previous release does not have. ``problems`` stop it. Where
    there is no previous release nothing is compared: it holds all ``files`` of the application.
    ``newly_approved``: the approvals are not those of the previous release. ``approver`` is whom an
    approval would name, "" where git knows nobody.
    """

    version: str
    previous: str | None
    developers: tuple[str, ...]
    diff: ApplicationDiff
    changelog_files: tuple[str, ...]
    changesets: tuple[str, ...]
    rulings: tuple[RulingView, ...]
    problems: tuple[Problem, ...]
    remote: str
    files: int = 0
    announcements: tuple[Announcement, ...] = ()
    newly_approved: bool = False
    approver: str = ""
    authors: dict[str, tuple[str, ...]] = {}

    @property
    def nothing_new(self) -> bool:
        """Whether the last release holds all of it; before the first there is always something."""
        same = self.diff.is_empty and not self.changesets and not self.newly_approved
        return self.previous is not None and same


class ChangelogNews(Struct, frozen=True):
    """What the changelog has since the last release (``since``, "" before the first): keys of new
    changesets, and how many changes of data wait for approval or statements are refused."""

    since: str
    changesets: tuple[str, ...]
    waiting: int = 0
    refused: int = 0


class ClientCard(Struct, frozen=True):
    """One client in the list: what the settings say and what the journal last saw."""

    id: str
    name: str
    dsn: str
    ring: int
    application_id: int
    workspace: str
    version: str | None
    verdict: Verdict | None
    has_passwords: bool
    tags: tuple[str, ...] = ()
    country: str = ""


class ConnectionTest(Struct, frozen=True):
    """One login tried from the settings screen."""

    target: str
    user: str
    ok: bool
    detail: str
    problem: Problem | None = None
