"""The demo: a lab with its world, a home that points at it, and the journey without a window.

The only service that knows the lab. Everything else in the demo is the product as it is: the same
driver, the same git, the same journal.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path
from typing import Any

from app import paths
from app.apex.model import Decision, Take
from app.changelog import parse_changelog
from app.errors import AppError, SettingsError
from app.lab import process, world
from app.release import draft_manifest, init, init_bare, publish, set_author
from app.rollout import lease
from app.secrets import DemoKeyring, Keyring
from app.services import developers, sources
from app.services.merge import merging
from app.services.model import MergeSession, Progress, Report
from app.services.release import releasing
from app.services.rollout import rollouts
from app.services.workplace import CENTRAL, DEMO_KEYRING_FILE, Workplace
from app.settings import (
    ApplicationSource,
    Central,
    Client,
    Settings,
    account,
    save,
)

LAB_FOLDER = "lab"
REMOTE_FOLDER = "remote.git"
PATIENCE = 120
"""How often another process is asked for the home; each try waits half a second."""


class DemoHandle:
    """An open demo: ``place`` is its home; ``close`` ends the lab's process."""

    def __init__(self, place: Workplace, lab: process.LabProcess) -> None:
        self.place, self.lab = place, lab

    def close(self) -> None:
        self.lab.stop()

    def __enter__(self) -> DemoHandle:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def prepare(home: Path, reset: bool, report: Report) -> DemoHandle:
    """Make the demo's home where it is missing, start its lab, and open it.

    A second call finds everything as the first left it; ``reset`` begins again. Raises
    SettingsError ``demo.not_a_demo`` when ``home`` holds something else, and ``demo.busy`` while
    another process prepares it.
    """
    with _alone(home):
        return _prepare(home, reset, report)


@contextmanager
def _alone(home: Path) -> Iterator[None]:
    """One process at a time makes a home: two worlds with two sets of passwords are none.

    The lease is outside of the home, which ``reset`` takes away and which must be empty at first.
    """
    user = getattr(os, "getuid", lambda: 0)()  # elsewhere each user has a folder of his own
    name = hashlib.sha256(str(home).encode("utf-8")).hexdigest()[:16]
    path = Path(tempfile.gettempdir()) / f"caravane-demo-{user}-{name}"
    for _ in range(PATIENCE):
        with lease.hold(path) as held:
            if held:
                yield
                return
    raise SettingsError("demo.busy", path=str(home), process=lease.holder(path))


def _prepare(home: Path, reset: bool, report: Report) -> DemoHandle:
    _check_home(home)
    if reset and home.exists():
        shutil.rmtree(home)
    home.mkdir(parents=True, exist_ok=True)
    report(Progress("demo.world", facts={"path": str(home)}))
    info = world.create(home / LAB_FOLDER)
    report(Progress("demo.lab"))
    lab = process.start(home / LAB_FOLDER)
    try:
        place = _settle(home, info, lab)
        if not (place.repository_path / ".git").exists():
            report(Progress("demo.repository"))
            _first_release(place, home / REMOTE_FOLDER)
    except BaseException:
        lab.stop()
        raise
    return DemoHandle(place, lab)


def reopen(home: Path) -> DemoHandle:
    """The demo as it was left, for ``rollout resume`` and its neighbours in a demo home."""
    return prepare(home, reset=False, report=lambda _: None)


def is_demo(home: Path) -> bool:
    """Whether the home is a demo's; its settings say so."""
    return Workplace.open(home).settings.demo


def _check_home(home: Path) -> None:
    """Never touch a folder that a demo did not make."""
    if not home.exists() or not any(home.iterdir()):
        return
    made_here = (home / LAB_FOLDER).is_dir()
    if not made_here or (paths.settings_file(home).exists() and not is_demo(home)):
        raise SettingsError("demo.not_a_demo", path=str(home))


def _settle(home: Path, info: world.WorldInfo, lab: process.LabProcess) -> Workplace:
    """Write settings that point at the lab's ports, and put the passwords into the keyring."""
    place_settings = _settings(info, lab)
    known = paths.settings_file(home)
    if known.exists():
        mine = Workplace.open(home).settings
        place_settings = _keep_preferences(mine, place_settings)
    save(known, place_settings)
    keyring = Keyring(DemoKeyring(home / DEMO_KEYRING_FILE))
    passwords = dict(info.passwords)
    if not passwords and not _all_known(keyring, info):
        passwords = world.reset_passwords(info.home)
    for (server, user), password in passwords.items():
        keyring.set(account(_account_server(server), user), password)
    return Workplace.open(home)


def _all_known(keyring: Keyring, info: world.WorldInfo) -> bool:
    """Whether the demo's keyring still has every password of a world that was there before."""
    return all(
        keyring.has(account(_account_server(server.name), user))
        for server in info.servers
        for user in server.users
    )


def _account_server(server: str) -> str:
    return CENTRAL if server == "CENTRAL" else server.lower()


def _keep_preferences(mine: Settings, fresh: Settings) -> Settings:
    return Settings(
        language=mine.language,
        theme=mine.theme,
        demo=True,
        author=mine.author,
        author_email=mine.author_email,
        central=fresh.central,
        repository=mine.repository,
        rollout=mine.rollout,
        clients=fresh.clients,
    )


def _settings(info: world.WorldInfo, lab: process.LabProcess) -> Settings:
    def dsn(server: str) -> str:
        return f"127.0.0.1:{lab.servers[server].port}/{server}"

    return Settings(
        demo=True,
        central=Central(
            dsn=dsn("CENTRAL"),
            main=ApplicationSource(name="MAIN", user="ORASSUIT", application=100),
            developers=(
                ApplicationSource(name="Ahmed", user="ORASSUIT_DEV1", application=101),
                ApplicationSource(name="Sara", user="ORASSUIT_DEV2", application=102),
            ),
        ),
        clients=tuple(
            Client(
                id=c.server.lower(),
                name=c.name,
                dsn=dsn(c.server),
                application=c.application_id,
                workspace=c.workspace,
                id_offset=c.id_offset,
                alias=c.alias,
                probe=f"http://127.0.0.1:{lab.servers[c.server].ords_port}/ords/orassadm/api/sante",
                connect_timeout=10.0,
                call_timeout=120.0,
            )
            for c in info.clients
        ),
    )


def _first_release(place: Workplace, remote: Path) -> None:
    """Version 1 in Git, as MAIN holds it, and the changelog of version 2 waiting beside it."""
    if not remote.exists():
        init_bare(remote)
    work = place.repository_path
    repository = init(work, str(remote))
    set_author(work, "Caravane (demo)", "demo@caravane.invalid")
    main = sources.read_schema(place, place.central.main)
    waiting = _changelogs()
    name, first = waiting[0]
    changelog = {f"changelog/{name}": first}
    with repository:
        publish(
            repository,
            draft_manifest(
                version=main.version,
                created_at=datetime.now(UTC),
                application=main.name,
                application_id=main.application_id,
                apex_release=main.apex_release,
                base="-",
                developers=(),
                pages=tuple(sorted(main.pages)),
                changesets=tuple(c.key for c in parse_changelog(changelog).changesets),
            ),
            main.files,
            place.settings.repository.application,
            changelog,
            place.settings.repository.changelog,
            "Première version / first version",
        )
    for name, content in waiting[1:]:
        (work / place.settings.repository.changelog / name).write_bytes(content)


def _changelogs() -> list[tuple[str, bytes]]:
    """The demo's changelog files, by name."""
    folder = resources.files("resources").joinpath("demo", "changelog")
    return sorted((f.name, f.read_bytes()) for f in folder.iterdir() if f.name.endswith(".sql"))


# -- the journey ---------------------------------------------------------------------------


def journey(place: Workplace, resolve: Take, report: Report) -> dict[str, Any]:
    """The whole road once, and a document about it; ``ok`` says whether all clients are verified.

    Every conflict is resolved by ``resolve``, and the document names it. Whatever was done by an
    earlier journey is found done: nothing is merged, released or deployed twice.
    """
    began = time.monotonic()
    before = developers.overview(place, report)
    document: dict[str, Any] = {
        "format": 1,
        "home": str(place.home),
        "developers": [
            {
                "name": d.name,
                "schema": d.schema,
                "base": d.base.revision if d.base else None,
                "pages": sorted(f.number for f in d.files if f.number is not None),
                "files": len(d.files),
            }
            for d in before.developers
        ],
    }
    document["merge"] = _merge_step(
        place, [d.name for d in before.developers if d.files], resolve, report
    )
    document["release"] = _release_step(place, report)
    version = document["release"]["version"]
    planned = rollouts.plan(place, version, [c.id for c in place.settings.clients])
    report(Progress("demo.rollout", 0, len(planned.clients)))
    running = rollouts.start(place, planned)
    running.wait(None)
    document["rollout"] = rollouts.report_document(place, planned.rollout)
    state = rollouts.state(place, planned.rollout)
    document["ok"] = state.good
    document["seconds"] = round(time.monotonic() - began, 3)
    return document


def _merge_step(
    place: Workplace, names: list[str], resolve: Take, report: Report
) -> dict[str, Any]:
    if not names:
        return {"state": "already_there", "conflicts": [], "pages": []}
    session = merging.start(place, names, report)
    taken: list[dict[str, str]] = []
    session = _resolve_all(place, session, resolve, taken)
    written = merging.write(place, session, report)
    merging.close(session)
    return {
        "state": "unchanged" if written.unchanged else "written",
        "base": session.base.revision,
        "developers": list(session.developers),
        "conflicts": taken,
        "pages": list(written.pages),
        "backup": written.backup,
    }


def _resolve_all(
    place: Workplace, session: MergeSession, resolve: Take, taken: list[dict[str, str]]
) -> MergeSession:
    """Decide every conflict alike; deciding one can bring another to light."""
    while session.open_conflicts:
        conflict = session.open_conflicts[0]
        choice = resolve if resolve in conflict.choices else conflict.choices[0]
        taken.append(
            {
                "key": conflict.key,
                "component": conflict.component_name,
                "property": conflict.label,
                "ours": conflict.ours_name,
                "theirs": conflict.theirs_name,
                "taken": choice.value,
                "resolved_by": f"--resolve {resolve.value}",
            }
        )
        session = merging.decide(place, session, Decision(conflict.key, choice))
    if not session.ready:
        raise AppError("merge.not_ready", conflicts=0, errors=len(session.errors))
    return session


def _release_step(place: Workplace, report: Report) -> dict[str, Any]:
    draft = releasing.draft(place, None, report)
    known = releasing.releases(place)
    if draft.diff.is_empty and not draft.changesets and known:
        last = known[-1]
        return {"state": "already_there", **_release_facts(last)}
    pages = ", ".join(str(f.number) for f in draft.diff.files if f.number is not None)
    notes = f"{', '.join(draft.developers)}: pages {pages}"
    return {
        "state": "published",
        **_release_facts(releasing.publish(place, draft.version, notes, report)),
    }


def _release_facts(release: Any) -> Mapping[str, Any]:
    return {
        "version": release.version,
        "tag": release.tag,
        "commit": release.commit,
        "pushed": release.pushed,
        "files": len(release.manifest.files),
    }
