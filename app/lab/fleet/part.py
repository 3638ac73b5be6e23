"""One process of a fleet: a listener for each of its databases, and one ORDS for all of them."""

from __future__ import annotations

from pathlib import Path

from app.lab import serving
from app.lab.fleet.plan import kept
from app.lab.lifeline import until_told
from app.lab.ords import package as ords_api
from app.lab.ords.listener import Many, Rest
from app.lab.sql.database import Database


def serve(folder: Path, number: int) -> int:
    """Serve part ``number`` of the fleet in ``folder``, as ``app.lab.serving.serve`` does a world.

    A client's REST addresses stand below its name: ``http://HOST:PORT/c001/ords/...``.
    """
    plan = kept(folder)
    if plan is None:
        raise FileNotFoundError(f"no fleet in {folder}")
    end = until_told()
    file = folder / f"ports-{number}.json"
    known = serving.remembered(file)
    databases = {name: Database.open(folder / name) for name in plan.part(number)}
    rests = {
        name.lower(): Rest(database, lambda db: ords_api.handlers(db.file))
        for name, database in databases.items()
    }
    port = next((ports.get("ords_port") for ports in known.values()), None)
    ords = serving.answer_at(Many(rests), port)
    running: list[serving.Running] = []
    try:
        for name, database in databases.items():
            server = plan.server(name)
            port = known.get(name, {}).get("port")
            listener = serving.listen(server, database, port, plan.faults_of(name))
            running.append(serving.Running(server, database, listener, ords))
        serving.ready(file, running, None)
        serving.work(running, plan.busy, end)
    finally:
        serving.stop_all(running)
    return 0
