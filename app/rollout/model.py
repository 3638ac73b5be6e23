"""The values of a rollout: plan, states, events, fingerprints, verdicts. All immutable."""

from __future__ import annotations

import errno
from datetime import datetime
from enum import StrEnum
from typing import Final

from msgspec import Struct, field

from app.errors import AppError
from app.oracle import Switch
from app.proof.model import Colour, Reason, TableProof, worst
from app.rollout.policy import Policy


class StepName(StrEnum):
    """The steps of one client, in this order."""

    PREFLIGHT = "preflight"
    BACKUP = "backup"
    FINGERPRINT_BEFORE = "fingerprint_before"
    CHANGELOG = "changelog"
    APEX_IMPORT = "apex_import"
    RECOMPILE = "recompile"
    PROBE = "probe"
    FINGERPRINT_AFTER = "fingerprint_after"
    VERDICT = "verdict"


class StepState(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    SKIPPED = "skipped"
    FAILED = "failed"

    @property
    def sign(self) -> str:
        """One character that says the same everywhere."""
        return _STEP_SIGNS[self]


_STEP_SIGNS: Final[dict[StepState, str]] = {
    StepState.WAITING: "○",
    StepState.RUNNING: "●",
    StepState.DONE: "✓",
    StepState.SKIPPED: "–",
    StepState.FAILED: "✕",
}


class Verdict(StrEnum):
    """How a client stands. ``VERIFIED`` and ``ALREADY_THERE`` are the two good ends."""

    WAITING = "waiting"
    RUNNING = "running"
    VERIFIED = "verified"
    ALREADY_THERE = "already_there"
    REFUSED = "refused"  # preflight said no: nothing was changed
    FAILED = "failed"  # stopped in the middle; the journal says where
    IN_DOUBT = "in_doubt"  # the release is there, and a person must look at what happened: amber
    ACCEPTED = "accepted"  # in doubt, and a person looked and accepted it with a note
    DATA_LOSS = "data_loss"  # the proof shows a loss: red, and the wave stops
    PUT_BACK = "put_back"  # a person put the former application back from its backup
    CANCELLED = "cancelled"
    INTERRUPTED = "interrupted"  # the program ended; resume goes on

    @property
    def sign(self) -> str:
        """One character that says the same everywhere."""
        return _VERDICT_SIGNS[self]

    @property
    def good(self) -> bool:
        """The release is there, and nothing is left to look at."""
        return self in (Verdict.VERIFIED, Verdict.ALREADY_THERE, Verdict.ACCEPTED)

    @property
    def has_release(self) -> bool:
        """The release came to its end, whatever the proof says of the data."""
        return self.good or self is Verdict.IN_DOUBT


_VERDICT_SIGNS: Final[dict[Verdict, str]] = {
    Verdict.WAITING: "○",
    Verdict.RUNNING: "●",
    Verdict.VERIFIED: "✓",
    Verdict.ALREADY_THERE: "✓",
    Verdict.REFUSED: "✕",
    Verdict.FAILED: "✕",
    Verdict.IN_DOUBT: "?",
    Verdict.ACCEPTED: "✓",
    Verdict.DATA_LOSS: "!",
    Verdict.PUT_BACK: "↩",
    Verdict.CANCELLED: "–",
    Verdict.INTERRUPTED: "!",
}


class Problem(Struct, frozen=True):
    """An error as a value: the code and facts of an AppError (texts through the messages)."""

    code: str
    facts: dict[str, str | int]


def problem_of(error: BaseException) -> Problem:
    """An error as a value to keep and to show; ``internal`` for what nobody foresaw, and
    ``disk.refused`` where a disk is full or a folder may not be written, which may be anywhere."""
    if isinstance(error, AppError):
        facts = {k: v if isinstance(v, str | int) else str(v) for k, v in error.facts.items()}
        return Problem(error.code, facts)
    if isinstance(error, OSError):
        named = error.filename is not None and error.errno in (errno.EACCES, errno.EPERM)
        if named or error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EROFS):
            return Problem("disk.refused", {"detail": str(error)})
    return Problem("internal", {"detail": f"{type(error).__name__}: {error}"})


class TableFingerprint(Struct, frozen=True):
    """One table: row count and a digest for each column that was there, order-independent.

    ``columns`` maps a column's name to its data type; ``digest`` is decimal text over the columns
    named in ``hashed``. ``sketch`` is ``Sketch.packed``, by the columns of ``key``; ``contents`` is
    False where there was no time to compare more than the number of rows.
    """

    table: str
    rows: int
    columns: dict[str, str]
    hashed: tuple[str, ...]
    digest: str
    key: tuple[str, ...] = ()
    sketch: str = ""
    contents: bool = True


class Fingerprint(Struct, frozen=True):
    """All tables of the business schema at one moment; ``digest`` is SHA-256 over all of them.

    ``objects`` is the inventory of both schemas as text (``fingerprint.unpacked``), ``missing``
    what of it this database does not tell; ``scn`` a moment of the database right before. One that
    an older Caravane took has none of these, nor sketches.
    """

    taken_at: datetime
    tables: tuple[TableFingerprint, ...]
    digest: str
    objects: str = ""
    missing: tuple[str, ...] = ()
    scn: int | None = None

    @property
    def row_counts(self) -> dict[str, int]:
        return {t.table: t.rows for t in self.tables}


class StepRecord(Struct, frozen=True):
    name: StepName
    state: StepState
    started_at: datetime | None = None
    ended_at: datetime | None = None
    problem: Problem | None = None
    unsent: bool = False  # it was to change the client, and ended before anything was sent


class AnnouncedChange(Struct, frozen=True):
    """A change of data that the release announces: the changeset, who approved it when and why, and
    what it writes to (``TABLE.COLUMN``, or ``TABLE`` where rows are added)."""

    changeset: str
    approved_by: str
    approved_at: datetime
    reason: str = ""
    writes: tuple[str, ...] = ()


class Proof(Struct, frozen=True, omit_defaults=True):
    """What the two looks at the data say. ``tables``: those where something happened; ``objects``:
    what vanished, got weaker or became another one; ``unseen``: what could not be looked at."""

    tables: tuple[TableProof, ...] = ()
    objects: tuple[Reason, ...] = ()
    unseen: tuple[str, ...] = ()

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The worst first."""
        every = [*(r for t in self.tables for r in t.reasons), *self.objects]
        return tuple(sorted(every, key=lambda r: -r.colour.weight))

    @property
    def colour(self) -> Colour:
        return worst(Colour.GREEN, *(r.colour for r in self.reasons))


class MeasuredEffect(Struct, frozen=True, omit_defaults=True):
    """What one changeset did to one table, measured in its transaction before the commit. ``delta``
    is ``Sketch.packed``; ``reasons`` what is to be said of it. It took place if the changeset ran.
    Without a table it only takes the place of what was noted before."""

    changeset: str
    table: str = ""
    delta: str = ""
    missing: int = 0
    new: int = 0
    changed: int = 0
    columns: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()


class Acceptance(Struct, frozen=True):
    """Who accepted an amber verdict, or set a client aside, when, and the note given for it."""

    by: str
    at: datetime
    note: str


class Return(Struct, frozen=True):
    """The way back to the former application: who began it, when, from which backup, and when it
    was done; None where that is not known."""

    by: str
    at: datetime
    backup: str
    done_at: datetime | None = None
    problem: Problem | None = None


class Unlike(Struct, frozen=True, omit_defaults=True):
    """What of a client's application is written in another way than in the release, where that may
    be the upgrade to its newer APEX: ``digest`` of the differences ("": none), so many ``files``,
    the ``first`` of them; ``here`` and ``made`` are releases of APEX."""

    digest: str = ""
    files: int = 0
    first: str = ""
    here: str = ""
    made: str = ""

    @property
    def facts(self) -> dict[str, str | int]:
        return {"files": self.files, "first": self.first, "here": self.here, "made": self.made}


class ClientState(Struct, frozen=True):
    """One client of a rollout at one moment. ``lock_kept``: the changelog's lock in its database
    was not given back, as far as the program knows. ``switches``: what was on and off at the
    application before the import, None where nobody looked. ``own_changes``: files that the client
    had changed itself; ``kept``: what was imported instead of the release, where they were kept.
    ``closed_from``: its application is closed, and had this status before; ``closed_late``: not
    all the time since the first look at the data.
    ``aside``: a person said that it does not count for the others any more; ``urged``: that it is
    to be tried again now. ``attempt``: so often its job was given to ``workers`` of its site, of
    which these were to change it, the last one last; ``unseen_since``: there is no link to them
    since then. ``look``: what became of the first look at its data (``takeover``), "" where all is
    well. ``unlike``: how its application may have been written anew by its APEX.
    """

    client: str
    name: str
    verdict: Verdict
    steps: tuple[StepRecord, ...]
    old_version: str | None = None
    new_version: str | None = None
    before: Fingerprint | None = None
    after: Fingerprint | None = None
    changesets_run: tuple[str, ...] = ()
    changesets_already: tuple[str, ...] = ()
    round_trips: int = 0
    started_at: datetime | None = None
    ended_at: datetime | None = None
    problem: Problem | None = None
    notices: tuple[Problem, ...] = ()
    backup: str | None = None
    new_columns: tuple[str, ...] = ()
    invalid_before: tuple[str, ...] = ()
    announced: tuple[AnnouncedChange, ...] = ()
    lock_kept: bool = False
    effects: tuple[MeasuredEffect, ...] = ()
    proof: Proof | None = None
    accepted: Acceptance | None = None
    switches: tuple[Switch, ...] | None = None
    returned: Return | None = None
    own_changes: tuple[str, ...] = ()
    kept: str | None = None
    closed_from: str = ""
    closed_late: bool = False
    ring: int = 1
    aside: Acceptance | None = None
    urged: bool = False
    attempt: int = 0
    workers: tuple[str, ...] = ()
    look: str = ""
    unseen_since: datetime | None = None
    unlike: Unlike = Unlike()

    @property
    def told(self) -> tuple[Problem, ...]:
        """What people must know whatever the verdict: a lock that stayed, then the notices."""
        facts: dict[str, str | int] = {"client": self.client, "name": self.name}
        found = [Problem("changelog.lock_kept", facts)] if self.lock_kept else []
        if self.unseen_since is not None and not self.ended:
            since = f"{self.unseen_since:%Y-%m-%d %H:%M:%S} UTC"
            found.append(Problem("rollout.out_of_sight", {**facts, "since": since}))
        if self.closed_from and self.verdict not in (Verdict.WAITING, Verdict.RUNNING):
            found.append(Problem("rollout.still_closed", {**facts, "status": self.closed_from}))
        if self.returned is not None and self.returned.done_at is None:
            found.append(Problem("rollout.half_put_back", {**facts, "path": self.returned.backup}))
        elif self.returned is not None and self.verdict is Verdict.DATA_LOSS:
            found.append(Problem("rollout.put_back_beside_loss", {**facts, "by": self.returned.by}))
        if self.own_changes and self.backup:
            code = "rollout.own_kept" if self.kept else "rollout.own_replaced"
            own: dict[str, str | int] = {"first": self.own_changes[0], "path": self.backup}
            found.append(Problem(code, {**facts, **own, "count": len(self.own_changes)}))
        if self.unlike.digest and self.has_release:
            code = "rollout.taken_as_upgraded" if self.good else "rollout.perhaps_upgraded"
            if self.problem is None or self.problem.code != code:
                found.append(Problem(code, {**facts, **self.unlike.facts}))
        return (*found, *self.notices)

    @property
    def ended(self) -> bool:
        return self.verdict not in (Verdict.WAITING, Verdict.RUNNING, Verdict.INTERRUPTED)

    @property
    def good(self) -> bool:
        return self.verdict.good

    @property
    def has_release(self) -> bool:
        """The release came to its end here, whatever the proof says of the data."""
        return self.verdict.has_release

    @property
    def settled(self) -> bool:
        """A resume has nothing to do here: the client has the release, people must look at a loss
        first, or they took the release back."""
        return self.has_release or self.verdict in (Verdict.DATA_LOSS, Verdict.PUT_BACK)

    @property
    def unreachable(self) -> bool:
        """Whether it did not answer when it was looked at; nothing was changed there."""
        code = self.problem.code if self.problem is not None else ""
        return self.verdict is Verdict.REFUSED and code in UNREACHABLE

    @property
    def touched(self) -> bool:
        """Whether a step of this rollout may have changed the client."""
        changes = (self.step(StepName.CHANGELOG), self.step(StepName.APEX_IMPORT))
        return any(step.started_at is not None and not step.unsent for step in changes)

    def step(self, name: StepName) -> StepRecord:
        return next(s for s in self.steps if s.name is name)


UNREACHABLE: Final = frozenset(
    {
        "oracle.unreachable",
        "oracle.no_listener",
        "oracle.silent_listener",
        "oracle.unknown_host",
        "oracle.unknown_service",
        "oracle.timeout",
        "oracle.lost",
    }
)
"""The problems of a client that does not answer."""


class RolloutState(Struct, frozen=True):
    """A whole rollout at one moment; ``sequence`` counts the events that led here. ``first``: whom
    people want begun before the others of their ring, ``by``: who began it, "" where an older
    Caravane did."""

    rollout: str
    tag: str
    release_version: str
    clients: tuple[ClientState, ...]
    created_at: datetime
    sequence: int = 0
    policy: Policy = Policy()
    paused: bool = False
    first: tuple[str, ...] = ()
    by: str = ""

    @property
    def ended(self) -> bool:
        return all(c.ended for c in self.clients)

    @property
    def good(self) -> bool:
        return all(c.good for c in self.clients)


class PlannedClient(Struct, frozen=True, omit_defaults=True):
    """``ring`` has its former name in the journal, so that an older one is read, and an older
    Caravane reads this one. ``window``: the hours in which it may be begun, in ``timezone``.
    ``site``: whose workers bring it there; "": this workstation's threads."""

    client: str
    name: str
    ring: int = field(name="wave")
    window: str = ""
    timezone: str = ""
    site: str = ""


class RolloutPlan(Struct, frozen=True):
    """What will be done: release tag, clients by ring in the order in which they are begun, at
    most ``workers`` side by side; ``by``: who began it."""

    rollout: str
    tag: str
    commit: str
    release_version: str
    clients: tuple[PlannedClient, ...]
    workers: int = 8
    policy: Policy = Policy()
    by: str = ""
