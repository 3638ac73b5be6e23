"""The outside as the steps see it: functions of ``app.oracle`` and ``app.changelog``, and waiting,
replaceable in tests."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Protocol

from msgspec import Struct

from app import changelog, oracle, waiting
from app.apex import Application
from app.changelog import (
    Around,
    Changelog,
    Judgement,
    Lock,
    Observer,
    ResumeState,
    Row,
    UpdateOutcome,
)
from app.changelog.run.dictionary import Queries
from app.changelog.run.effect import Effect
from app.oracle import (
    ApexLook,
    ApplicationInfo,
    ConnectionSpec,
    FirstLook,
    ImportOutcome,
    ImportTarget,
    Lobs,
    Names,
    ProbeResult,
    Quota,
    Recompiled,
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
from app.proof.sketch import Difference
from app.rollout.code import Code, read_code
from app.sql.operations import Operation
from app.together import Piece


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
        found: Sequence[Row] | None = None,
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
    apex_look: Callable[[Session, str, int, bool], tuple[ApexLook, dict[str, str] | None]] = (
        oracle.look_and_export
    )
    apex_release: Callable[[Session], str] = oracle.apex_release
    database_version: Callable[[Session], str] = oracle.database_version
    first_look: Callable[[Session, Names], FirstLook] = oracle.first_look
    quota: Callable[[Session], Quota | None] = oracle.quota
    workspace_parts: Callable[[Session, str], frozenset[tuple[str, str]] | None] = (
        oracle.workspace_parts
    )
    application_info: Callable[[Session, int], ApplicationInfo | None] = oracle.application_info
    export_application: Callable[[Session, str, int, bool], dict[str, str]] = (
        oracle.export_application
    )
    import_application: Callable[[Session, Mapping[str, str], ImportTarget], ImportOutcome] = (
        oracle.import_application
    )
    former: Callable[[str], Application | None] = nothing_known
    restore_switches: Callable[
        [
            Session,
            str,
            int,
            Mapping[tuple[SwitchKind, str], bool],
            Sequence[tuple[Any, ...]] | None,
        ],
        tuple[Switch, ...],
    ] = oracle.restore_switches
    application_status: Callable[[Session, str, int], str] = oracle.application_status
    set_application_status: Callable[[Session, str, int, str, str], None] = (
        oracle.set_application_status
    )
    schema: Callable[[Session, bool], Schema] = oracle.schema
    schema_piece: Callable[[], Piece | None] = oracle.schema_piece
    measure: Measure = oracle.measure
    looks: Callable[[Mapping[str, Wanted], Lobs], tuple[Piece, ...] | None] = oracle.looks
    looked: Callable[
        [Mapping[str, Wanted], Lobs, Sequence[Sequence[str]]], tuple[TableMeasure, ...]
    ] = oracle.looked
    key_names: Callable[[Session, str, TableShape, Sequence[int], int | None], dict[int, str]] = (
        oracle.key_names
    )
    keys_met: Callable[[Session, str, TableShape, str, int], set[int] | None] = oracle.keys_met
    versions: Callable[[Session, str, TableShape, Sequence[int], int], tuple[Version, ...]] = (
        oracle.versions
    )
    differences: Callable[
        [Session, str, TableShape, Sequence[str], Lobs, int], Difference | None
    ] = oracle.differences
    read_code: Callable[[Session, Inventory, str], Code] = read_code
    own_transactions: Callable[[Session, int, str], Mapping[str, frozenset[str]]] = (
        oracle.own_transactions
    )
    recompiled: Callable[[Session, Sequence[Piece]], Recompiled] = oracle.recompiled
    probe: Callable[[str, float], ProbeResult] = oracle.probe
    rows: Callable[[Session], list[Row] | None] = changelog.rows_or_none
    update: Update = changelog.update
    free_own_lock: Callable[[Session, str], Lock | None] = changelog.free_own_lock
    took_effect: Callable[[Queries, Operation], Effect] = changelog.took_effect


REAL = Ports()
