"""How long a rollout will still take, from how long its clients took so far."""

from __future__ import annotations

from datetime import datetime

from app.services.model import RolloutState, Verdict
from ui.models.board import elapsed


def remaining(state: RolloutState, now: datetime | None = None) -> float | None:
    """Seconds, as far as anybody can know: the clients that are left take as long as the ones that
    came to their end, so many side by side as now. None before the first one did."""
    took = [elapsed(c, now) or 0.0 for c in state.clients if c.has_release]
    running = [c for c in state.clients if c.verdict is Verdict.RUNNING]
    if not took or not running:
        return None
    mean = sum(took) / len(took)
    waiting = sum(c.verdict is Verdict.WAITING for c in state.clients)
    begun = sum(max(mean - (elapsed(c, now) or 0.0), 0.0) for c in running)
    return (waiting * mean + begun) / len(running)
