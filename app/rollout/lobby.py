"""Sessions between the look at a client and its rollout, which mostly follow each other at once: a
logon costs a distant client three round trips and more."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Final

from app.oracle import Session

MOST: Final = 256
"""Sessions that wait here; the one that waits longest makes room."""

SECONDS: Final = 240.0
"""So long one waits: a firewall forgets a silent line, and a client's database counts sessions."""


class Lobby:
    """Safe to use from many threads. What is left is closed by ``close``, or by ``tidy`` once its
    time is up."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._waiting: dict[tuple[str, str], tuple[float, Session]] = {}

    def put(self, client: str, user: str, session: Session) -> None:
        with self._lock:
            former = self._waiting.pop((client, user), None)
            self._waiting[client, user] = (self._clock(), session)
            crowded = next(iter(self._waiting)) if len(self._waiting) > MOST else None
            oldest = self._waiting.pop(crowded) if crowded is not None else None
        for left in (former, oldest):
            if left is not None:
                left[1].close()

    def take(self, client: str, user: str) -> Session | None:
        """The session, if there is one and its line is not known to be gone."""
        self.tidy()
        with self._lock:
            found = self._waiting.pop((client, user), None)
        if found is None:
            return None
        session = found[1]
        if not session.alive:
            session.close()
            return None
        return session

    def tidy(self) -> None:
        """Close what has waited too long."""
        late = self._clock() - SECONDS
        self._let_go(lambda since: since < late)

    def close(self) -> None:
        self._let_go(lambda since: True)

    def _let_go(self, chosen: Callable[[float], bool]) -> None:
        with self._lock:
            those = [key for key, (since, _) in self._waiting.items() if chosen(since)]
            sessions = [self._waiting.pop(key)[1] for key in those]
        for session in sessions:
            session.close()
