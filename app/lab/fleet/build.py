"""The databases of a fleet: the central one, and a copy of one template for each client.

All clients of a fleet have the passwords of their template.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

from app.lab.fleet.plan import CENTRAL, TEMPLATE, Plan
from app.lab.sql.database import FILE, Database
from app.lab.world import SEED
from app.lab.world.build import build
from app.lab.world.own import content

Passwords = Mapping[tuple[str, str], str]


def make(folder: Path, plan: Plan, passwords: Passwords) -> None:
    """What is missing of the plan's databases in ``folder``; what is there keeps its data and its
    passwords. ``passwords`` by (CENTRAL or TEMPLATE, user)."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in (CENTRAL, TEMPLATE):
        if not (folder / name).is_dir():
            made = plan.server(name)
            own = {user: passwords[name, user] for user in made.users}
            shutil.rmtree(_unfinished(folder, name), ignore_errors=True)
            build(made, _unfinished(folder, name), SEED, own, content(plan.apex))
            _unfinished(folder, name).rename(folder / name)
    for name in plan.names:
        if not (folder / name).is_dir():
            _copy(folder / TEMPLATE, _unfinished(folder, name), name)
            _unfinished(folder, name).rename(folder / name)


def set_passwords(folder: Path, plan: Plan, passwords: Passwords) -> None:
    """New passwords for everybody, where the old ones are not known any more."""
    for name in (TEMPLATE, *plan.names):
        database = Database(folder / name)
        kind = CENTRAL if name == CENTRAL else TEMPLATE
        for user in plan.server(name).users:
            database.set_password(user, passwords[kind, user])


def _unfinished(folder: Path, name: str) -> Path:
    return folder / f"{name}.new"


def _copy(template: Path, to: Path, service: str) -> None:
    shutil.rmtree(to, ignore_errors=True)
    to.mkdir()
    shutil.copyfile(template / FILE, to / FILE)
    with closing(sqlite3.connect(to / FILE)) as db:
        db.execute("pragma synchronous = off")  # it can be made again
        db.execute("update lab_facts set value = ? where name = 'service'", (service,))
        db.commit()
