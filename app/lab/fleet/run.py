"""A fleet as its owner sees it: made where it is missing, started, watched and ended here."""

from __future__ import annotations

import sys
import threading
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from app.lab import process
from app.lab.fleet.plan import Plan, keep
from app.lab.process import LabProcess, Ports


@dataclass(frozen=True)
class Fleet:
    """Running processes and where their servers listen."""

    processes: tuple[LabProcess, ...]

    @property
    def servers(self) -> Mapping[str, Ports]:
        return {name: ports for one in self.processes for name, ports in one.servers.items()}

    def watch(self, end: threading.Event) -> None:
        """Set ``end`` as soon as one of the processes is gone."""

        def wait(one: LabProcess) -> None:
            one.wait()
            end.set()

        for one in self.processes:
            threading.Thread(target=wait, args=(one,), name="lab watch", daemon=True).start()

    @property
    def whole(self) -> bool:
        return all(one.running for one in self.processes)

    def stop(self) -> None:
        with ThreadPoolExecutor(len(self.processes)) as pool:
            list(pool.map(LabProcess.stop, self.processes))


def start(folder: Path, plan: Plan) -> Fleet:
    """Serve the databases of ``folder``, which ``build.make`` made. Raises LabError."""
    keep(folder, plan)
    with ThreadPoolExecutor(plan.processes) as pool:
        asked = [pool.submit(_part, folder, number) for number in range(plan.processes)]
    failed = next((one.exception() for one in asked if one.exception()), None)
    if failed is not None:
        for one in asked:
            if not one.exception():
                one.result().stop()
        raise failed
    return Fleet(tuple(one.result() for one in asked))


def _part(folder: Path, number: int) -> LabProcess:
    return process.start(folder, _command(folder, number), log=f"process-{number}.log")


def _command(folder: Path, number: int) -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, "lab", "serve", str(folder), "--part", str(number)]
    words = ["part", "--home", str(folder), "--part", str(number)]
    return [sys.executable, "-P", "-m", "app.lab", *words]
