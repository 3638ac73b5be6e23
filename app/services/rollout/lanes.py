"""Clients over time, as values that are drawn: a rollout's steps, and every client's versions."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from msgspec import Struct

from app.rollout.model import ClientState, RolloutState, StepState, Verdict
from app.settings import Client

Tone = Literal["success", "danger", "warning", "info", "muted"]

_STEP_TONES: dict[StepState, Tone] = {
    StepState.RUNNING: "info",
    StepState.DONE: "success",
    StepState.FAILED: "danger",
}
_NEWEST: tuple[Tone, ...] = ("success", "info", "warning")


class Span(Struct, frozen=True):
    """From ``start`` to ``end``: a step (``code`` is its name), or a version. ``open``: it goes on
    after the chart's end."""

    start: datetime
    end: datetime
    code: str
    tone: Tone
    open: bool = False


class Mark(Struct, frozen=True):
    """What happened at one moment: an attempt that gave the client no version."""

    at: datetime
    verdict: Verdict
    tone: Tone
    code: str = ""


class Lane(Struct, frozen=True):
    """One client. ``verdict`` is how it stands in the rollout; None in a chart of versions."""

    client: str
    name: str
    spans: tuple[Span, ...] = ()
    marks: tuple[Mark, ...] = ()
    verdict: Verdict | None = None


class Chart(Struct, frozen=True):
    """``end`` is not before ``start``, where there is anything to draw; else ``lanes`` have no
    spans and no marks. ``newest``: of a chart of versions, the one that is green; else ""."""

    lanes: tuple[Lane, ...]
    start: datetime
    end: datetime
    newest: str = ""

    @property
    def up_to_date(self) -> int:
        """How many clients have the newest version now."""
        return sum(1 for lane in self.lanes if lane.spans and lane.spans[-1].code == self.newest)


def rollout_chart(state: RolloutState, now: datetime) -> Chart:
    """When each client's steps ran, in the order of their beginnings; who has not begun is last.
    A step that runs goes on to ``now``; where everything ended the chart does too."""
    lanes = [_steps(client, state, now) for client in state.clients]
    never = max((s.end for lane in lanes for s in lane.spans), default=now)
    order = sorted(range(len(lanes)), key=lambda n: (_begin(lanes[n]) or never, n))
    return _chart([lanes[n] for n in order], state.created_at, now)


def _begin(lane: Lane) -> datetime | None:
    return lane.spans[0].start if lane.spans else None


def _steps(client: ClientState, state: RolloutState, now: datetime) -> Lane:
    spans = []
    for step in client.steps:
        tone = _STEP_TONES.get(step.state)
        if step.started_at is None or tone is None:
            continue
        interrupted = step.state is StepState.RUNNING and client.verdict is Verdict.INTERRUPTED
        runs = step.ended_at is None and not client.ended and not interrupted
        last = now if runs else client.ended_at or step.started_at
        end = step.ended_at or last
        tone = "warning" if interrupted else tone
        spans.append(Span(step.started_at, max(end, step.started_at), step.name.value, tone, runs))
    return Lane(client.client, client.name, tuple(spans), (), client.verdict)


def version_chart(
    clients: Sequence[Client], states: Sequence[RolloutState], now: datetime
) -> Chart:
    """Which version each client had when, as the rollouts of the journal (oldest first) saw it:
    from a verdict with the release until the next one. What a client had before its first rollout
    is known since that rollout began. The newest version is green, the one before blue, what is
    older amber; attempts that ended without the release are marks."""
    seen: dict[str, list[tuple[datetime, str]]] = {c.id: [] for c in clients}
    names = {c.id: c.name for c in clients}
    marks: dict[str, list[Mark]] = {}
    for state in states:
        for client in state.clients:
            names.setdefault(client.client, client.name)
            changes = seen.setdefault(client.client, [])
            began = client.started_at or state.created_at
            if client.old_version and (not changes or changes[-1][1] != client.old_version):
                changes.append((began, client.old_version))
            ended = client.ended_at or began
            if client.has_release:
                version = client.new_version or state.release_version
                if not changes or changes[-1][1] != version:
                    changes.append((ended, version))
            elif client.returned is not None and client.returned.done_at is not None:
                marks.setdefault(client.client, []).append(
                    Mark(client.returned.done_at, client.verdict, "warning", state.release_version)
                )
            elif client.ended and client.verdict is not Verdict.CANCELLED:
                marks.setdefault(client.client, []).append(
                    Mark(ended, client.verdict, "danger", state.release_version)
                )
    newest = _newest_first(states)
    lanes = [
        Lane(c, names[c], _versions(changes, newest, now), tuple(marks.get(c, ())))
        for c, changes in seen.items()
    ]
    moments = [s.start for lane in lanes for s in lane.spans]
    return _chart(lanes, min(moments, default=now), now, newest[0] if newest else "")


def _newest_first(states: Sequence[RolloutState]) -> list[str]:
    """The versions that were rolled out, the newest first; one that came again keeps its place."""
    return list(reversed(list(dict.fromkeys(s.release_version for s in states))))


def _versions(
    changes: Sequence[tuple[datetime, str]], newest: Sequence[str], now: datetime
) -> tuple[Span, ...]:
    ends = [*(at for at, _ in changes[1:]), now][: len(changes)]
    return tuple(
        Span(at, max(end, at), version, _tone(version, newest), end is now)
        for (at, version), end in zip(changes, ends, strict=True)
    )


def _tone(version: str, newest: Sequence[str]) -> Tone:
    rank = newest.index(version) if version in newest else len(_NEWEST)
    return _NEWEST[min(rank, len(_NEWEST) - 1)]


def _chart(lanes: Sequence[Lane], start: datetime, now: datetime, newest: str = "") -> Chart:
    """From the first to the last of all that is drawn."""
    spans = [s for lane in lanes for s in lane.spans]
    marks = [m.at for lane in lanes for m in lane.marks]
    begin = min((start, *(s.start for s in spans), *marks))
    end = max((*(s.end for s in spans), *marks), default=now)
    return Chart(tuple(lanes), begin, max(end, begin), newest)
