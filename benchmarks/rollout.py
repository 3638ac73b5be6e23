"""Rolling a release out to many clients far away: time, network round trips, processor, memory,
journal.

    python -m benchmarks.rollout [--clients 3,50,400] [--workers 64] [--latency 50] [--pages 100]
        [--json FILE]

Each fleet is served by the lab in processes of its own (``caravane lab serve --clients N``),
with the latency on each round trip; the rollout runs in one more process, through the same
function as the command line. The release has 20 new changesets and 100 pages.

With ``--in-memory`` the clients are values (``tests/rollout/world``) that wait so long for each
round trip: there is no database to wait for, and no driver, and what the engine, the journal and
the proof cost with hundreds of clients shows on a small machine. That release is a small one.

``ideal_s`` is the baseline of the time: what the workers were busy with, divided by their number.
``beside`` has the same changesets, without proof and application, by the real Liquibase and by our
runner, each at a client of its own (``benchmarks/liquibase``). ``log_line_ms`` is how long it takes
until what happened at a client is a line of its log that somebody read: half of them, and the worst
of a hundred.

``alone_s`` is one client alone at the same fleet, and ``lab_cpu_s_per_client`` what the lab's own
processes used: it serves all clients on this machine, and is the database here.
``one_per_statement`` is what a round trip for each statement of the changelog and each block of the
export would take. Seconds of the processor are of the rollout's process without reading the
release, once for all clients.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from msgspec.structs import replace

from app import paths
from app.apex import read_application, with_version
from app.changelog import parse_changelog
from app.oracle.script import script_blocks
from app.release import ReleaseBundle
from app.rollout import RunningRollout, read_material, run_rollout
from app.rollout.log import ClientLog
from app.rollout.policy import Policy
from app.services.rollout import rollouts
from app.services.workplace import Workplace
from benchmarks.liquibase import beside

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

ROOT: Final = Path(__file__).parents[1]
PAGES: Final = 100
CHANGESETS: Final = 20
PAGE: Final = 20  # the demo's page that is copied
Files = dict[str, str]


# -- the release -------------------------------------------------------------------------------


def application(files: Files, pages: int) -> Files:
    """The demo's application with as many copies of one page as make so many pages."""
    made = dict(files)
    text = files[_path(PAGE)]
    own = re.findall(r"p_id=>wwv_flow_imp\.id\((\d+)\)", text)
    there = sum("/pages/page_0" in path for path in files)
    numbers = range(1000, 1000 + max(0, pages - there))
    for number in numbers:
        copy = text.replace(f"page_{PAGE:05}", f"page_{number:05}")
        copy = copy.replace(f"PAGE: {PAGE:05}", f"PAGE: {number:05}")
        copy = copy.replace(f"\n p_id=>{PAGE}\n", f"\n p_id=>{number}\n")
        copy = copy.replace("'POLICES'", f"'POLICES{number}'").replace(f"P{PAGE}_", f"P{number}_")
        for one in own:
            copy = copy.replace(one, str(int(one) + (number + 1) * 10**9))
        made[_path(number)] = copy
    lines = "".join(f"@@{_path(number)}\n" for number in numbers)
    last = f"@@{_path(9999)}\n"
    made["install.sql"] = files["install.sql"].replace(last, lines + last)
    return dict(with_version(read_application(made), "2").files)


def _path(number: int) -> str:
    return f"application/pages/page_{number:05}.sql"


def changelog() -> str:
    """Twenty changesets: eight columns, four of them filled, comments and views."""
    tables = ("CONTRATS", "SINISTRES", "PARAMETRES", "CLIENTS")
    lines = ["--liquibase formatted sql"]
    for number in range(CHANGESETS):
        table = tables[number % 4]
        column = f"BENCH_{number % 4}_{number // 4 % 2}"
        lines.append(f"--changeset bench:b-{number:03}")
        match number // 4:
            case 0 | 1:
                lines.append(f"ALTER TABLE {table} ADD ({column} VARCHAR2(30));")
            case 2:
                lines.append(f"UPDATE {table} SET {column} = 'x' WHERE {column} IS NULL;")
            case 3:
                lines.append(f"COMMENT ON COLUMN {table}.{column} IS 'Bench';")
            case 4:
                view = f"V_BENCH_{number}"
                lines.append(f"CREATE OR REPLACE VIEW {view} AS SELECT COUNT(*) N FROM {table};")
    return "\n".join(lines) + "\n"


def bundle_of(known: ReleaseBundle, pages: int) -> ReleaseBundle:
    """The release after ``known``."""
    path = "changelog/900-bench.sql"
    logs = {**known.changelog, path: changelog().encode()}
    brought = tuple(c.key for c in parse_changelog(logs).changesets if c.path == path)
    release = known.release
    manifest = replace(release.manifest, version="2", changesets=brought)
    release = replace(release, version="2", tag="v2", manifest=manifest)
    return replace(known, release=release, changelog=logs,
                   application=application(known.application, pages))  # fmt: skip


# -- one fleet ---------------------------------------------------------------------------------


@contextmanager
def fleet(clients: int, latency: float) -> Iterator[Path]:
    """A served fleet's home."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "home"
        words = [sys.executable, "-m", "app", "lab", "serve", str(home), "--clients", str(clients),
                 "--latency", str(latency), "--quiet"]  # fmt: skip
        with subprocess.Popen(
            words, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        ) as served:  # fmt: skip
            try:
                assert served.stdout is not None
                json.loads(served.stdout.readline())
                yield home
            finally:
                assert served.stdin is not None
                served.stdin.close()
                served.wait(60)


def _in_a_process(
    where: str, size: str, workers: str, latency: float, *, in_memory: bool = False
) -> dict[str, Any]:
    words = [sys.executable, "-m", "benchmarks.rollout", "--at", where, size, workers,
             "--latency", str(latency), *(["--in-memory"] if in_memory else [])]  # fmt: skip
    done = subprocess.run(
        words, stdout=subprocess.PIPE, text=True, cwd=ROOT, check=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


class Busy:
    """How long the workers were at work, all together."""

    def __init__(self) -> None:
        self.seconds, self._turn = 0.0, threading.Lock()

    def watch(self, work: Callable[..., Any]) -> Callable[..., Any]:
        def timed(*arguments: Any) -> Any:
            began = time.perf_counter()
            try:
                return work(*arguments)
            finally:
                took = time.perf_counter() - began
                with self._turn:
                    self.seconds += took

        return timed


class Lines:
    """How long log lines take until they can be read."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    def watch(self) -> None:
        append = ClientLog.append

        def timed(log: ClientLog, code: str, /, **facts: Any) -> None:
            began = time.perf_counter()
            append(log, code, **facts)
            if len(self.seconds) % 10 == 0:
                assert code in log.line(log.published - 1)
            self.seconds.append(time.perf_counter() - began)

        ClientLog.append = timed  # type: ignore[method-assign]

    @property
    def milliseconds(self) -> list[float]:
        read = sorted(self.seconds[::10])
        return [round(read[len(read) * at // 100] * 1000, 2) for at in (50, 99)]


def rollout_at(home: Path, pages: int, workers: int) -> dict[str, Any]:
    """One rollout to all clients but the first, which goes alone before, and the last two, which
    get the changelog alone; and its figures."""
    place = Workplace.open(home)
    busy = Busy()
    RunningRollout._work = busy.watch(RunningRollout._work)  # type: ignore[method-assign]
    lines = Lines()
    lines.watch()
    ids = [c.id for c in place.settings.clients]
    base = rollouts.plan(place, "1", ids, workers)
    bundle = bundle_of(rollouts.read_bundle(place, base.tag), pages)
    material = read_material(bundle)

    def go(name: str, chosen: list[str]) -> tuple[float, float, float, Any]:
        planned = tuple(c for c in base.clients if c.client in chosen)
        plan = replace(base, rollout=name, tag="v2", release_version="2", clients=planned)
        order = replace(rollouts.order_of(place, base), plan=plan, bundle=bundle)
        busy.seconds = 0.0
        running = run_rollout(order)
        cpu, began = time.process_time(), time.perf_counter()
        state = running.wait(None)
        wall = time.perf_counter() - began
        assert state.good, [c.problem for c in state.clients if not c.good][:3]
        return wall, busy.seconds, time.process_time() - cpu, state

    alone, _, _, _ = go("alone", ids[:1])
    journal = paths.journal_file(home)
    before = _size(journal)
    wall, work, cpu, state = go("all", ids[1:-2])
    rest = len(ids) - 3
    order = rollouts.order_of(place, base)
    apart = [t for t in order.targets if t.client in ids[-2:]]
    statements = sum(
        len(c.statements) for c in material.changelog.changesets if "900-bench" in c.path
    )
    blocks = sum(1 for _ in script_blocks(dict(bundle.application)))
    return {
        "clients": rest,
        "workers": workers,
        "wall_s": round(wall, 2),
        "ideal_s": round(work / min(workers, rest), 2),
        "alone_s": round(alone, 2),
        "round_trips": max(c.round_trips for c in state.clients),
        "one_per_statement": statements + blocks,
        "pages": pages,
        "changesets": len(state.clients[0].changesets_run),
        "cpu_s_per_client": round(cpu / rest, 3),
        "lab_cpu_s_per_client": time.process_time(),  # what is the lab's is known at its end
        "rss_mb": _peak_mb(),
        "journal_kb_per_client": round((_size(journal) - before) / rest / 1024, 1),
        "log_line_ms": lines.milliseconds,
        "beside": beside((apart[0], apart[1]), order.passwords, bundle.changelog),
    }


def rollout_in_memory(clients: int, workers: int, latency: float) -> dict[str, Any]:
    """One rollout to clients that are values, and its figures; the release is a small one."""
    from tests.rollout import world as worlds  # not of the program

    class Far(worlds.FakeSession):
        """Waits for each round trip."""

        _trips = 0

        @property
        def round_trips(self) -> int:
            return self._trips

        @round_trips.setter
        def round_trips(self, value: int) -> None:
            far.wait(max(0, value - self._trips) * latency / 1000)
            self._trips = value

    far = threading.Event()
    worlds.FakeSession = Far  # type: ignore[misc]
    busy = Busy()
    RunningRollout._work = busy.watch(RunningRollout._work)  # type: ignore[method-assign]
    with tempfile.TemporaryDirectory() as folder:
        world = worlds.World(Path(folder), *(f"c{n:03}" for n in range(clients)))
        world.workers, world.policy = workers, Policy(checked_first=True)
        cpu, began = time.process_time(), time.perf_counter()
        running = world.start()
        state = running.wait(None)
        wall = time.perf_counter() - began
        used = time.process_time() - cpu
        assert state.good
        journal = _size(world.journal)
    return {
        "clients": clients,
        "workers": workers,
        "in_memory": True,
        "wall_s": round(wall, 2),
        "ideal_s": round(busy.seconds / min(workers, clients), 2),
        "round_trips": max(c.round_trips for c in state.clients),
        "changesets": len(state.clients[0].changesets_run),
        "cpu_s_per_client": round(used / clients, 3),
        "rss_mb": _peak_mb(),
        "journal_kb_per_client": round(journal / clients / 1024, 1),
    }


def _size(journal: Path) -> int:
    return sum(p.stat().st_size for p in journal.parent.glob(f"{journal.name}*") if p.is_file())


def _peak_mb() -> float:
    if resource is None:
        return 0.0
    most: int = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(most / (1024 * (1024 if sys.platform == "darwin" else 1)), 1)


def _of_children() -> float:
    """Seconds of the processor that processes used which were begun here and have ended."""
    if resource is None:
        return 0.0
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", default="3,50,400")
    parser.add_argument("--workers", type=int, default=64)
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--latency", type=float, default=50.0, metavar="MS")
    parser.add_argument("--in-memory", action="store_true")
    parser.add_argument("--json", type=Path, metavar="FILE")
    parser.add_argument("--at", nargs=3, help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.at:
        where, size, workers = given.at
        if given.in_memory:
            found = rollout_in_memory(int(size), int(workers), given.latency)
        else:
            found = rollout_at(Path(where), int(size), int(workers))
        print(json.dumps(found))
        return 0
    runs = []
    for clients in map(int, given.clients.split(",")):
        workers = min(given.workers, clients)
        if given.in_memory:
            run = _in_a_process("-", str(clients), str(workers), given.latency, in_memory=True)
        else:
            before = _of_children()
            with fleet(clients + 3, given.latency) as home:
                run = _in_a_process(str(home), str(given.pages), str(workers), given.latency)
            lab = _of_children() - before - run["lab_cpu_s_per_client"]
            run["lab_cpu_s_per_client"] = round(lab / (clients + 3), 2)
        runs.append(run)
        print(", ".join(f"{key} {value}" for key, value in run.items()), flush=True)
    if given.json is not None:
        given.json.write_text(json.dumps({"runs": runs}, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
