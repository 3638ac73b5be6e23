"""The merge into MAIN: begin, decide, write, and take back.

Writing follows one order: MAIN is read again (if it moved, the merge is made again on what is
there now), a backup is on disk, the result is imported, exported again, and must equal what was
merged. Anything else is an error that names the backup.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from app import durable
from app.apex import Application, compare_applications
from app.apex.layout import Pictures
from app.apex.model import ApplicationDiff, Conflict, Decision
from app.errors import AppError, MergeError, OracleError
from app.oracle import ImportTarget, Session, export_both, import_application
from app.services import apexlang_words, other_form, snapshots, sources
from app.services.apexlang_words import Words
from app.services.merge import backups, merged, unwritten
from app.services.merge.fold import Inputs, Outcome, integrate
from app.services.merge.newer import refuse_newer_copies
from app.services.model import BaseInfo, MainWrite, MergeSession, Progress, Report
from app.services.person import who
from app.services.workplace import Workplace

PENDING = "pending-release.json"


class PendingRelease(Struct, frozen=True):
    """What was merged into MAIN since the last release; its trailers come from here. ``who``: by a
    file's path, the developers whose work is in it."""

    developers: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()
    base: str = ""
    who: dict[str, tuple[str, ...]] = {}


class _Open(Struct):
    """What stands behind an open merge, and what APEXlang calls it."""

    inputs: Inputs
    words: Words | None


# By session id: sessions are values that the window holds.
_open: dict[str, _Open] = {}


def start(
    place: Workplace,
    developers: Sequence[str],
    report: Report,
    decisions: Mapping[str, Decision] | None = None,
) -> MergeSession:
    """Read base, MAIN and the developers' copies, and merge them in the order given.

    Raises ``merge.nobody`` (no developer chosen), ``merge.no_base`` (no version in Git yet),
    ``merge.newer_copy`` (MAIN's APEX is older than a developer's) and whatever reading a source can
    raise.
    """
    if not developers:
        raise AppError("merge.nobody")
    total = len(developers) + 2
    report(Progress("merge.reading", 0, total))
    base = sources.base_info(place)
    if base is None:
        raise AppError("merge.no_base", repository=str(place.repository_path))
    report(Progress("merge.reading", 1, total, {"name": "MAIN"}))
    main = sources.read_schema(place, place.central.main)
    copies: dict[str, Application] = {}
    bases: dict[str, tuple[BaseInfo, Application]] = {}
    for done, name in enumerate(developers, start=2):
        report(Progress("merge.reading", done, total, {"name": name}))
        copies[name] = sources.read_schema(place, place.developer(name))
        own = sources.developer_base(place, name, copies[name])
        assert own is not None  # there is a base for all
        bases[name] = own
    report(Progress("merge.merging", total, total))
    inputs = Inputs(main, copies, {name: own[1] for name, own in bases.items()})
    refuse_newer_copies(inputs.main, inputs.developers, inputs.bases)
    known = {name: own[0] for name, own in bases.items()}
    return opened(base, known, inputs, dict(decisions or {}), place.language)


def opened(
    base: BaseInfo,
    bases: dict[str, BaseInfo],
    inputs: Inputs,
    decisions: dict[str, Decision],
    language: Literal["en", "fr"],
) -> MergeSession:
    """A merge of what was read."""
    identity = uuid.uuid4().hex
    others = (*inputs.developers.values(), *inputs.bases.values())
    _open[identity] = _Open(inputs, apexlang_words.words_of(inputs.main, *others))
    return _session(identity, base, bases, inputs, decisions, language)


def _session(
    identity: str,
    base: BaseInfo,
    bases: dict[str, BaseInfo],
    inputs: Inputs,
    decisions: dict[str, Decision],
    language: Literal["en", "fr"],
) -> MergeSession:
    outcome = integrate(inputs, decisions, language)
    words = _open[identity].words
    return MergeSession(
        id=identity,
        base=base,
        developers=tuple(inputs.developers),
        decisions=decisions,
        files=apexlang_words.files(outcome.files, words, language),
        conflicts=apexlang_words.conflicts(outcome.conflicts, words, language),
        issues=outcome.issues,
        stale=outcome.stale,
        overruled=apexlang_words.conflicts(outcome.overruled, words, language),
        bases=bases,
        pictures=Pictures(inputs.main, outcome.result),
    )


def _inputs(session: MergeSession) -> Inputs:
    try:
        return _open[session.id].inputs
    except KeyError:
        raise AppError("merge.closed") from None


def close(session: MergeSession) -> None:
    """Let go of the applications behind a session."""
    _open.pop(session.id, None)


def decide(place: Workplace, session: MergeSession, decision: Decision) -> MergeSession:
    """A new session with one more decision (or another one for the same conflict)."""
    decisions = {**session.decisions, decision.key: decision}
    return _session(
        session.id, session.base, session.bases, _inputs(session), decisions, place.language
    )


def undecide(place: Workplace, session: MergeSession, key: str) -> MergeSession:
    """A new session without the decision for ``key``."""
    decisions = {k: d for k, d in session.decisions.items() if k != key}
    return _session(
        session.id, session.base, session.bases, _inputs(session), decisions, place.language
    )


def automatic(place: Workplace, session: MergeSession) -> tuple[Conflict, ...]:
    """What the merge decides by itself, and what was overruled of it, in the order of the files.
    Each is decided and undecided as a conflict is."""
    inputs = _inputs(session)
    found = integrate(inputs, session.decisions, place.language, listing=True).automatic
    return apexlang_words.conflicts(found, _open[session.id].words, place.language)


def write(place: Workplace, session: MergeSession, report: Report) -> MainWrite:
    """Write the merge into MAIN and prove that MAIN is what was merged.

    Raises ``merge.not_ready`` (nothing was read or written), ``merge.main_moved`` (MAIN changed
    and the merge on top of it has open conflicts; nothing was written), ``backup.failed``, import
    errors (MAIN rolled back by the database), ``merge.waiting_damaged`` and
    ``merge.waiting_unwritable`` (nothing was written), and ``merge.not_equal`` (the backup is
    named).
    """
    if not session.ready:
        raise AppError(
            "merge.not_ready", conflicts=len(session.open_conflicts), errors=len(session.errors)
        )
    inputs, source = _inputs(session), place.central.main
    with place.central_session(source) as main:
        report(Progress("merge.rereading", 0, 4))
        fresh = sources.exported(main, source.workspace_name, source.application, source.name)
        redone = not compare_applications(inputs.main, fresh).is_empty
        outcome = _redo(session, inputs, fresh)
        change = compare_applications(fresh, outcome.result)
        if change.is_empty:
            _snapshot(place, inputs)
            unwritten.drop(place)
            return MainWrite((), (), session.developers, "", redone, unchanged=True)
        report(Progress("merge.backup", 1, 4))
        backup = backups.write(_backup_path(place), fresh.files)
        report(Progress("merge.importing", 2, 4))
        written = _written(change)
        who = {f.path: f.developers for f in session.files}
        with _remembered(place, session.developers, written, session.base.revision, who):
            _import(place, main, outcome.result.files)
        report(Progress("merge.verifying", 3, 4))
        again, refused = _verify(place, main, outcome.result, backup)
        notices = other_form.agree(again, refused, (fresh, *inputs.developers.values()))
    report(Progress("merge.done", 4, 4))
    _snapshot(place, inputs)
    unwritten.drop(place)
    merged.note(place, _merged(place, session, written, len(change.files), backup))
    return MainWrite(
        written,
        tuple(f.path for f in change.files),
        session.developers,
        str(backup),
        redone,
        notices=notices,
    )


def _merged(
    place: Workplace, session: MergeSession, pages: tuple[int, ...], files: int, backup: Path
) -> merged.Merged:
    return merged.Merged(
        datetime.now(UTC),
        who(place),
        session.developers,
        pages,
        files,
        session.base.revision,
        str(backup),
        len(session.conflicts),
        len(session.overruled),
    )


def _snapshot(place: Workplace, inputs: Inputs) -> None:
    """Keep what each copy held: the base of that developer's next merge."""
    with place.repository() as repository:
        for name, copy in inputs.developers.items():
            told = f"What {name}'s copy held when it was merged"
            repository.snapshot(name, snapshots.tree(copy), told)


def _written(change: ApplicationDiff) -> tuple[int, ...]:
    return tuple(sorted(f.number for f in change.files if f.number is not None))


def _redo(session: MergeSession, inputs: Inputs, fresh: Application) -> Outcome:
    """The merge on MAIN as it is now, with the decisions that were taken."""
    outcome = integrate(Inputs(fresh, inputs.developers, inputs.bases), session.decisions)
    errors = sum(1 for i in outcome.issues if i.severity == "error")
    if outcome.open or errors:
        raise AppError("merge.main_moved", conflicts=outcome.open, errors=errors)
    return outcome


def _backup_path(place: Workplace) -> Path:
    stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S-%f")
    return place.main_backups / f"{stamp}.zip"


def _import(place: Workplace, main: Session, files: Mapping[str, str]) -> None:
    """MAIN keeps its ids and its offset: the export already has them."""
    source = place.central.main
    target = ImportTarget(
        workspace=source.workspace_name,
        application_id=source.application,
        schema=source.schema_name,
        offset=None,
        alias=None,
    )
    import_application(main, files, target)


def _verify(
    place: Workplace, main: Session, wanted: Application, backup: Path
) -> tuple[Application, OracleError | None]:
    """MAIN is what was meant to be written; gives it as it is now, and why it has no APEXlang."""
    source = place.central.main
    both = export_both(main, source.workspace_name, source.application)
    again = sources.checked(both.files, source.name, both.language)
    differences = compare_applications(wanted, again)
    if not differences.is_empty:
        raise AppError(
            "merge.not_equal",
            backup=str(backup),
            files=len(differences.files),
            first=differences.files[0].path,
        )
    return again, both.refused


def restore(place: Workplace, backup: str, report: Report) -> None:
    """Put MAIN back to a backup, and prove it. Raises ``backup.missing``, ``backup.damaged``,
    import errors, or ``merge.not_equal``."""
    files = backups.read(Path(backup))
    source = place.central.main
    with place.central_session(source) as main:
        report(Progress("merge.importing", 0, 2))
        _import(place, main, files)
        report(Progress("merge.verifying", 1, 2))
        _verify(place, main, sources.checked(files, backup), Path(backup))
    forget(place)
    report(Progress("merge.done", 2, 2))


# -- what waits for the next release -------------------------------------------------------


def pending(place: Workplace) -> PendingRelease:
    """MergeError ``merge.waiting_damaged`` where the file is not what this program writes."""
    path = place.home / PENDING
    try:
        return msgspec.json.decode(path.read_bytes(), type=PendingRelease)
    except FileNotFoundError:
        return PendingRelease()
    except (OSError, msgspec.MsgspecError) as error:
        raise MergeError("merge.waiting_damaged", path=str(path), detail=str(error)) from error


@contextmanager
def _remembered(
    place: Workplace,
    developers: Sequence[str],
    pages: Sequence[int],
    base: str,
    who: Mapping[str, tuple[str, ...]],
) -> Iterator[None]:
    """Add to what waits before MAIN is written, so that a kill in between forgets nobody; taken
    back where the database refused. The base is that of the first merge since the last release."""
    known = pending(place)
    _keep(
        place,
        PendingRelease(
            tuple(dict.fromkeys((*known.developers, *developers))),
            tuple(sorted({*known.pages, *pages})),
            known.base or base,
            {
                p: tuple(dict.fromkeys((*known.who.get(p, ()), *who.get(p, ()))))
                for p in (*known.who, *who)
            },
        ),
    )
    try:
        yield
    except OracleError as error:
        if error.code not in ("oracle.lost", "oracle.timeout"):  # then it may have arrived
            _keep(place, known)
        raise


def _keep(place: Workplace, record: PendingRelease) -> None:
    path = place.home / PENDING
    try:
        durable.write(path, msgspec.json.encode(record))
    except OSError as error:
        raise MergeError("merge.waiting_unwritable", path=str(path), detail=str(error)) from error


def forget(place: Workplace) -> None:
    (place.home / PENDING).unlink(missing_ok=True)
