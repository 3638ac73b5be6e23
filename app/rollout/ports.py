"""The outside as the steps see it: functions of ``app.oracle`` and ``app.changelog``, and waiting,
replaceable in tests."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Protocol

from msgspec import Struct

from app import changelog, oracle, waiting
from app.apex import Application
from app.changelog import (
    Around,
    Changelog,
    ChangesetStatus,
    Judgement,
    Lock,
    Observer,
    ResumeState,
    UpdateOutcome,
)
from app.changelog.run.dictionary import Queries
from app.changelog.run.effect import Effect
from app.oracle import (
    ApplicationInfo,
    ConnectionSpec,
    ImportOutcome,
    ImportTarget,
    InvalidObject,
    Lobs,
    ProbeResult,
    Quota,
    Schema,
    Session,
    Switch,
    SwitchKind,
    TableMeasure,
    TableShape,
    Wanted,
)
from app.proof.model import Version
from app.proof.objects import Inventory
from app.rollout.code import Code, read_code
from app.sql.operations import Operation


def nothing_known(version: str) -> Application | None:
    """The application as the release of that version has it; None where it is in no repository."""
    return None


class Connect(Protocol):
    """``app.oracle.connect``."""

    def __call__(
        self, spec: ConnectionSpec, password: str, wallet_password: str = ...
    ) -> Session: ...


class Update(Protocol):
    """``app.changelog.update``."""

    def __call__(
        self,
        session: Session,
        changelog: Changelog,
        observer: Observer,
        cancelled: Callable[[], bool],
        resume_state: ResumeState | None = None,
        *,
        lock_token: str = "",
        announced: Collection[str] = (),
        judgement: Judgement | None = None,
        deployment: str = "",
        around: Around | None = None,
        pause: Callable[[float], bool] | None = None,
    ) -> UpdateOutcome: ...


class Measure(Protocol):
    """``app.oracle.measure``."""

    def __call__(
        self,
        s: Session,
        wanted: Mapping[str, Wanted],
        lobs: Lobs = "full",
        in_time: Callable[[], bool] = ...,
    ) -> tuple[TableMeasure, ...]: ...


class Ports(Struct, frozen=True):
    """Each field is the function of the same name in ``app.oracle``, ``app.changelog`` or
    ``app.waiting``; ``former`` is given by who knows the repository."""

    connect: Connect = oracle.connect
    hold: Callable[[Session, str, int], bool] = oracle.hold
    pause: Callable[[float, Callable[[], bool]], bool] = waiting.pause
    apex_release: Callable[[Session], str] = oracle.apex_release
    database_version: Callable[[Session], str] = oracle.database_version
    session_privileges: Callable[[Session], frozenset[str]] = oracle.session_privileges
    quota: Callable[[Session], Quota | None] = oracle.quota
    workspace_parts: Callable[[Session, str], frozenset[tuple[str, str]] | None] = (
        oracle.workspace_parts
    )
    workspace_schemas: Callable[[Session], dict[str, tuple[str, ...]]] = oracle.workspace_schemas
    application_info: Callable[[Session, int], ApplicationInfo | None] = oracle.application_info
    export_application: Callable[[Session, str, int, bool], dict[str, str]] = (
        oracle.export_application
    )
    import_application: Callable[[Session, Mapping[str, str], ImportTarget], ImportOutcome] = (
        oracle.import_application
    )
    former: Callable[[str], Application | None] = nothing_known
    switches: Callable[[Session, int], tuple[Switch, ...]] = oracle.switches
    restore_switches: Callable[
        [Session, str, int, Mapping[tuple[SwitchKind, str], bool]], tuple[Switch, ...]
    ] = oracle.restore_switches
    application_status: Callable[[Session, str, int], str] = oracle.application_status
    set_application_status: Callable[[Session, str, int, str, str], None] = (
        oracle.set_application_status
    )
    schema: Callable[[Session], Schema] = oracle.schema
    measure: Measure = oracle.measure
    key_names: Callable[[Session, str, TableShape, Sequence[int], int | None], dict[int, str]] = (
        oracle.key_names
    )
    keys_met: Callable[[Session, str, TableShape, str, int], set[int] | None] = oracle.keys_met
    moment: Callable[[Session], int | None] = oracle.moment
    versions: Callable[[Session, str, TableShape, Sequence[int], int], tuple[Version, ...]] = (
        oracle.versions
    )
    read_code: Callable[[Session, Inventory, str], Code] = read_code
    own_transactions: Callable[[Session, int, str], frozenset[str]] = oracle.own_transactions
    invalid_objects: Callable[[Session], tuple[InvalidObject, ...]] = oracle.invalid_objects
    recompile: Callable[[Session], None] = oracle.recompile
    probe: Callable[[str, float], ProbeResult] = oracle.probe
    status: Callable[[Session, Changelog], tuple[ChangesetStatus, ...]] = changelog.status
    update: Update = changelog.update
    free_own_lock: Callable[[Session, str], Lock | None] = changelog.free_own_lock
    took_effect: Callable[[Queries, Operation], Effect] = changelog.took_effect


REAL = Ports()
