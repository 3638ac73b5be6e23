"""What one person rolled out, a colleague sees: reports on a branch of the release's repository.

Best effort: where the remote does not answer, the next rollout brings what is missing. A shared
report names no row: keys stay in the journal of who rolled out.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from msgspec import Struct

from app.errors import AppError, ReleaseError
from app.release import reports
from app.rollout.context import nameless
from app.rollout.model import RolloutState, problem_of
from app.services.rollout import rollouts
from app.services.workplace import Workplace

PATIENCE: Final = 15.0
"""Seconds that whoever shared a report waits to tell whether it is with the remote."""

_FOLDER: Final = "reports/"


class Shared(Struct, frozen=True):
    """One report of the branch. ``verdicts`` counts clients; ``mine``: this home's own journal has
    the rollout."""

    rollout: str
    tag: str
    version: str
    by: str
    created_at: datetime
    ended: bool
    good: bool
    verdicts: dict[str, int]
    mine: bool
    document: dict[str, Any]


def share(place: Workplace, rollout_id: str) -> int:
    """Bring the report of a rollout to the branch, and of all that ended in this journal what is
    not there, or not as it is now; how many that were: none where the settings or the repository
    have no such way. Raises ReleaseError where the remote does not take them."""
    if not place.settings.rollout.share_reports:
        return 0
    with place.repository() as repository:
        if not repository.remote_url:
            return 0
        wanted = {
            _path(state.rollout): _written(state)
            for state in rollouts.history(place)
            if state.rollout == rollout_id or state.ended
        }
        return reports.share(repository, wanted, f"Report of rollout {rollout_id}")


class Sharing:
    """A report on its way, in a thread of its own that nobody has to wait for."""

    def __init__(self, place: Workplace, rollout_id: str) -> None:
        self.failure: AppError | None = None
        self._thread = threading.Thread(
            target=self._share, args=(place, rollout_id), name="evidence", daemon=True
        )
        self._thread.start()

    def _share(self, place: Workplace, rollout_id: str) -> None:
        try:
            share(place, rollout_id)
        except AppError as error:
            self.failure = error
        except Exception as error:  # noqa: BLE001  the thread's edge: a broken repository, say
            self.failure = AppError("internal", **problem_of(error).facts)

    def wait(self, seconds: float) -> bool:
        """Whether it came to its end within so long."""
        self._thread.join(seconds)
        return not self._thread.is_alive()


def known(
    place: Workplace,
    *,
    asked: bool = True,
    unheard: Callable[[ReleaseError], object] = lambda error: None,
) -> tuple[Shared, ...]:
    """The reports of the branch, oldest first. ``asked``: the remote is asked for newer ones; one
    that does not answer leaves those that were seen last, and ``unheard`` is told why. Raises
    ReleaseError where there is no repository."""
    own = {state.rollout for state in rollouts.history(place)}
    with place.repository() as repository:
        if asked:
            try:
                reports.fetch(repository)
            except ReleaseError as error:
                if error.code == "release.remote_refused":
                    unheard(error)
                elif error.code != "release.no_remote":
                    raise
        files = reports.shared(repository)
    found = [_read(content, own) for path, content in files.items() if path.startswith(_FOLDER)]
    return tuple(sorted(filter(None, found), key=lambda s: s.created_at))


def _path(rollout: str) -> str:
    return f"{_FOLDER}{rollout}.json"


def _written(state: RolloutState) -> bytes:
    document = {**_nameless(rollouts.report_of(state)), "by": state.by}
    return f"{json.dumps(document, indent=1, ensure_ascii=False, sort_keys=True)}\n".encode()


def _nameless(value: Any) -> Any:
    """Without keys and values of rows, however deep they stand."""
    if isinstance(value, Mapping):
        return {k: _nameless(v) for k, v in nameless(value).items()}
    if isinstance(value, list | tuple):
        return [_nameless(v) for v in value]
    return value


def _read(content: bytes, own: set[str]) -> Shared | None:
    """None for what is no report: others may write to the branch, too."""
    try:
        told = json.loads(content)
        return Shared(
            rollout=str(told["rollout"]),
            tag=str(told["tag"]),
            version=str(told["version"]),
            by=str(told.get("by", "")),
            created_at=datetime.fromisoformat(told["created_at"]),
            ended=bool(told["ended"]),
            good=bool(told["good"]),
            verdicts={str(k): int(v) for k, v in told["verdicts"].items()},
            mine=told["rollout"] in own,
            document=told,
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
