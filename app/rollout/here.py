"""Where the rollout's own threads work: this workstation, with the rollout's own journal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from app.errors import JournalError, RolloutError
from app.rollout.events import ClientEnded
from app.rollout.job import ClientJob
from app.rollout.journal import Journal, now
from app.rollout.ledger import Ledger
from app.rollout.lobby import Lobby
from app.rollout.log import ClientLog
from app.rollout.material import Material
from app.rollout.model import Verdict, problem_of
from app.rollout.notes import Emit
from app.rollout.ports import Ports
from app.rollout.targets import ClientTarget, Passwords


class Here:
    """A ``Home`` that shares everything with the rollout; ``journal`` and ``ledger`` are its."""

    name = ""

    def __init__(
        self,
        material: Material,
        journal: Journal,
        ledger: Ledger,
        logs: Mapping[str, ClientLog],
        backups: Path,
        ports: Ports,
        passwords: Passwords,
    ) -> None:
        self._material, self._journal, self._ledger, self._logs = material, journal, ledger, logs
        self.backups, self.ports, self.passwords = backups, ports, passwords
        self.lobby = Lobby()

    def target(self, job: ClientJob) -> ClientTarget:
        return job.target

    def material(self, job: ClientJob) -> Material:
        return self._material

    def log(self, job: ClientJob, emit: Emit) -> ClientLog:
        return self._logs[job.client]

    @contextmanager
    def desk(self, job: ClientJob, emit: Emit) -> Iterator[Ledger | None]:
        """What another process of this home works on is refused, and the journal says so."""
        with ExitStack() as held:
            ledger: Ledger | None = self._ledger
            try:
                held.enter_context(self._journal.client_lease(job.client))
            except JournalError:
                raise
            except RolloutError as busy:
                ended = ClientEnded(job.client, now(), Verdict.REFUSED, problem_of(busy))
                self._ledger.emit(ended)
                ledger = None
            yield ledger
