"""The rollout's board: a row per client, its steps as dots, its verdict, and the data's proof."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime

from msgspec import Struct
from PySide6.QtCore import QCoreApplication, QObject

from app.services import messages
from app.services.model import ClientState, RolloutState, StepState, Verdict
from ui import i18n
from ui.context import Context
from ui.models import words
from ui.models.arranged import ArrangedModel
from ui.models.rows import Chip, Column, Dot, RowsModel

ELAPSED = 7

_URGENT = (
    Verdict.DATA_LOSS, Verdict.FAILED, Verdict.REFUSED, Verdict.INTERRUPTED, Verdict.IN_DOUBT,
)  # fmt: skip


def urgency(c: ClientState) -> int:
    """Where a client stands while no column is chosen: those that need a person first."""
    return _URGENT.index(c.verdict) if needs_a_person(c) else len(_URGENT)


def needs_a_person(c: ClientState) -> bool:
    return c.verdict in _URGENT and c.aside is None


def board_model(context: Context, parent: QObject) -> ArrangedModel[ClientState]:
    """Rows are client states; the column ``ELAPSED`` is to be touched while one is running."""
    translate = QCoreApplication.translate
    return ArrangedModel(
        (
            Column(lambda: translate("Board", "Client"), lambda c: c.name),
            Column(
                lambda: translate("Board", "Steps"),
                lambda c: "",
                dots=lambda c: dots(context, c),
                order=steps_behind,
            ),
            Column(
                lambda: translate("Board", "Verdict"),
                lambda c: "",
                chips=lambda c: (verdict_chip(context, c.verdict), *lock_chips(c)),
            ),
            Column(
                lambda: translate("Board", "Ring"),
                lambda c: i18n.number(c.ring),
                order=lambda c: c.ring,
            ),
            Column(
                lambda: translate("Board", "Version"),
                versions,
                order=lambda c: (version_rank(c.new_version), version_rank(c.old_version)),
            ),
            Column(
                lambda: translate("Board", "Rows"),
                rows_text,
                tip=tables_text,
                order=lambda c: total_rows(c) or -1,
                right=True,
            ),
            Column(
                lambda: translate("Board", "Changesets"),
                changesets_text,
                tip=already_text,
                order=lambda c: len(c.changesets_run),
                right=True,
            ),
            Column(
                lambda: translate("Board", "Time"),
                lambda c: i18n.duration(elapsed(c)),
                order=lambda c: elapsed(c) or 0.0,
                right=True,
            ),
            Column(
                lambda: translate("Board", "Round trips"),
                lambda c: i18n.number(c.round_trips) if c.round_trips else "–",
                order=lambda c: c.round_trips,
                right=True,
            ),
        ),
        key=lambda c: c.client,
        parent=parent,
        natural=urgency,
        more=lambda c: c.client,
    )


def steps_behind(c: ClientState) -> int:
    return sum(s.state not in (StepState.WAITING, StepState.RUNNING) for s in c.steps)


def versions(c: ClientState) -> str:
    """“1 → 2”, as far as it is known."""
    if c.old_version is None and c.new_version is None:
        return "–"
    if c.new_version is None or c.new_version == c.old_version:
        return c.old_version or "?"
    return f"{c.old_version or '?'} → {c.new_version}"


def version_rank(version: str | None) -> tuple[tuple[int, int, str], ...]:
    """Versions in the order of their numbers: 1.9 before 1.10, and none before all."""
    parts = re.findall(r"\d+|[^\d.]+", version or "")
    return tuple((1, int(p), "") if p.isdecimal() else (0, 0, p.casefold()) for p in parts)


def dots(context: Context, c: ClientState) -> tuple[Dot, ...]:
    return tuple(
        Dot(
            words.STEP_TONE[s.state],
            "" if s.state is StepState.WAITING else s.state.sign,  # the dot is a ring itself
            i18n.labelled(
                messages.step_text(s.name, context.language),
                words.step_state_word(s.state, c.ended),
            ),
        )
        for s in c.steps
    )


def verdict_chip(context: Context, verdict: Verdict) -> Chip:
    text = messages.verdict_text(verdict, context.language)
    return Chip(text, words.VERDICT_TONE[verdict], verdict.sign)


def end_chip(context: Context, ended: bool, good: bool, verdicts: Iterable[Verdict | None]) -> Chip:
    """How a rollout ended, as a whole; a verdict is None where this program does not know it."""
    translate = QCoreApplication.translate
    if good:
        return Chip(translate("Board", "Verified"), "success", "✓")
    if not ended:
        return Chip(translate("Board", "Interrupted"), "warning", "!")
    counted = [v for v in verdicts if v is not Verdict.CANCELLED]
    if all(v is not None and v.good for v in counted):
        return Chip(translate("Board", "Stopped"), "warning", "–")
    if all(v is not None and v.has_release for v in counted):
        return verdict_chip(context, Verdict.IN_DOUBT)
    return Chip(translate("Board", "Not verified"), "danger", "✕")


def lock_chips(c: ClientState) -> tuple[Chip, ...]:
    """What no verdict says: the changelog's lock stayed in the client's database, a person set the
    client aside."""
    translate = QCoreApplication.translate
    found = []
    if c.lock_kept:
        found.append(Chip(translate("Board", "lock stayed"), "warning", "!"))
    if c.aside is not None:
        found.append(Chip(translate("Board", "set aside"), "muted", "–"))
    return tuple(found)


def total_rows(c: ClientState) -> int | None:
    fingerprint = c.after or c.before
    return sum(t.rows for t in fingerprint.tables) if fingerprint else None


def rows_text(c: ClientState) -> str:
    total = total_rows(c)
    return "–" if total is None else i18n.number(total)


def tables_text(c: ClientState) -> str:
    fingerprint = c.after or c.before
    if fingerprint is None:
        return ""
    return words.tables(len(fingerprint.tables))


def changesets_text(c: ClientState) -> str:
    run, already = len(c.changesets_run), len(c.changesets_already)
    if not run and not already:
        return "–"
    return i18n.number(run)


def already_text(c: ClientState) -> str:
    """Those that the client had before."""
    already = len(c.changesets_already)
    if not already:
        return ""
    return QCoreApplication.translate("Board", "{n} already there").format(n=i18n.number(already))


def elapsed(c: ClientState, now: datetime | None = None) -> float | None:
    """Seconds from start to end, or to now while it runs."""
    if c.started_at is None:
        return None
    end = c.ended_at or now or datetime.now(UTC)
    return max(0.0, (end - c.started_at).total_seconds())


def current_step(context: Context, c: ClientState) -> str:
    """The step that runs, in words."""
    for step in c.steps:
        if step.state is StepState.RUNNING:
            return messages.step_text(step.name, context.language)
    return ""


class TableProof(Struct, frozen=True):
    """One table before and after. ``same`` is None until both are known."""

    table: str
    before: int | None
    after: int | None
    same: bool | None
    new_columns: tuple[str, ...]
    whole: bool = True
    """Every column that was there is compared."""
    colour: str = "red"
    """What the proof says of it; red where no proof was made."""


CHANGED = {"green": ("info", "≠"), "amber": ("warning", "?"), "red": ("danger", "!")}
"""Tone and sign of a table that is not the same: explained, to be looked at, lost."""


def proofs(c: ClientState) -> tuple[TableProof, ...]:
    """Table by table: rows, digest over the columns that were there before, new columns."""
    colours = {t.table: t.colour.value for t in c.proof.tables} if c.proof else {}
    before = {t.table: t for t in c.before.tables} if c.before else {}
    after = {t.table: t for t in c.after.tables} if c.after else {}
    found = []
    for name in sorted({*before, *after}):
        old, new = before.get(name), after.get(name)
        same = None
        if c.before is not None and c.after is not None:
            same = old is None or (
                new is not None and new.digest == old.digest and new.rows >= old.rows
            )
        fresh = tuple(k for k in new.columns if k not in old.columns) if old and new else ()
        whole = old is None or set(old.columns) <= set(old.hashed)
        rows = (old.rows if old else None, new.rows if new else None)
        colour = colours.get(name, "red")
        found.append(TableProof(name, rows[0], rows[1], same, fresh, whole, colour))
    return tuple(found)


def proof_model(parent: QObject) -> RowsModel[TableProof]:
    translate = QCoreApplication.translate

    def count(value: int | None) -> str:
        return "–" if value is None else i18n.number(value)

    def chips(p: TableProof) -> tuple[Chip, ...]:
        if p.same is None:
            return (Chip(translate("Board", "measured"), "muted", "○"),)
        if p.before is None:
            return (Chip(translate("Board", "new"), "info", "+"),)
        if p.same and not p.whole:
            return (Chip(translate("Board", "intact otherwise"), "success", "✓"),)
        if p.same:
            return (Chip(translate("Board", "intact"), "success", "✓"),)
        tone, sign = CHANGED[p.colour]
        if p.colour == "green":
            return (Chip(translate("Board", "changed, explained"), tone, sign),)
        return (Chip(translate("Board", "not the same"), tone, sign),)

    return RowsModel(
        (
            Column(lambda: translate("Board", "Table"), lambda p: p.table),
            Column(
                lambda: translate("Board", "Rows before"), lambda p: count(p.before), right=True
            ),
            Column(lambda: translate("Board", "Rows after"), lambda p: count(p.after), right=True),
            Column(lambda: translate("Board", "Content"), lambda p: "", chips=chips),
            Column(
                lambda: translate("Board", "New columns"), lambda p: ", ".join(p.new_columns) or "–"
            ),
        ),
        key=lambda p: p.table,
        parent=parent,
    )


def intact_rows(state: RolloutState) -> int:
    """All rows of all clients as they were counted at the end."""
    return sum(total_rows(c) or 0 for c in state.clients if c.good)
