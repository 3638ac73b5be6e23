"""Sites that this machine does not reach: their workers, the scheduler between, certificates.

The centre gives a job to a site; the worker there reads the release from its own clone, takes the
passwords from its own keyring, and reaches the client as its own settings say.
"""

from __future__ import annotations

import socket
import uuid
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from app import durable, lease, paths
from app.errors import RolloutError, SourceError
from app.release import bundle
from app.rollout import ClientTarget, Elsewhere, read_material
from app.rollout.job import ReleaseRef, reference
from app.rollout.material import Material
from app.rollout.ports import REAL
from app.services.workplace import Workplace
from app.settings import WALLET, account

if TYPE_CHECKING:
    from app.cluster.link import Link
    from app.rollout.errand import Crew
    from app.rollout.ports import Ports


def link(place: Workplace, scheduler: str = "") -> Link:
    """The cluster of the settings, or its files and another address. RolloutError
    ``cluster.not_set``."""
    from app.cluster.link import Link

    known = place.settings.cluster
    address = scheduler or known.scheduler
    if not address:
        raise RolloutError("cluster.not_set", path=str(paths.settings_file(place.home)))
    files = (known.authority, known.certificate, known.key)
    return Link(address, *(place.file(name) for name in files))


def crew(place: Workplace, rollout: str) -> Crew:
    """The workers of all sites, for one rollout. Raises RolloutError ``cluster.*``."""
    from app.cluster.crew import DaskCrew

    return DaskCrew(link(place), rollout)


def scheduler(place: Workplace, address: str, told: Callable[[str], None]) -> None:
    """Listen until the process ends. Raises RolloutError ``cluster.*``."""
    from app.cluster.scheduler import serve

    reached = link(place, address)
    try:
        serve(reached, told)
    except OSError as error:
        facts = {"address": reached.scheduler, "detail": str(error)}
        raise RolloutError("cluster.no_listener", **facts) from error


def worker(
    place: Workplace,
    site: str,
    ports: Ports,
    address: str = "",
    *,
    threads: int,
    contact: str = "",
    told: Callable[[str], None],
) -> None:
    """Work for a site until the process ends; one process for a home. ``ports`` as for a rollout
    from here. Raises RolloutError ``cluster.*`` and ``worker.running``."""
    from app.cluster.worker import serve

    reached = link(place, address)  # before anything is made here: the home may be a slip
    folder = paths.worker_folder(place.home)
    with lease.hold(folder / "lease") as held:
        if not held:
            process = lease.holder(folder / "lease")
            raise RolloutError("worker.running", path=str(place.home), process=process)
        home = home_of(place, site, ports)
        serve(reached, site, home, folder / "dask", threads=threads, contact=contact, told=told)


def home_of(place: Workplace, site: str, ports: Ports = REAL) -> Elsewhere:
    """What a worker of this home works with."""
    return Elsewhere(
        paths.worker_folder(place.home),
        _name(place, site),
        partial(_read, place, Lock()),
        partial(_password, place),
        ports,
        partial(_reached, place),
    )


def _name(place: Workplace, site: str) -> str:
    """The same at each start: where a client's book is, is where its next job belongs."""
    path = paths.worker_folder(place.home) / "name"
    try:
        if not path.exists():
            durable.write(path, f"{socket.gethostname()}-{uuid.uuid4().hex[:8]}")
        return f"{site}@{path.read_text(encoding='utf-8').strip()}"
    except OSError as error:
        raise SourceError("source.unwritable", path=str(path), detail=str(error)) from error


def _read(place: Workplace, turn: Lock, release: ReleaseRef) -> Material:
    """From the worker's own clone, which is brought up to date where it does not know the tag."""
    wanted = place.settings.repository
    with turn, place.repository() as repository:
        try:
            repository.resolve(release.tag)
        except SourceError:
            repository.fetch()
        folders = wanted.application, wanted.changelog, wanted.apexlang
        found = bundle(repository, release.tag, *folders)
    here = reference(found)
    if here != release:
        facts = {"tag": release.tag, "here": here.commit, "wanted": release.commit}
        raise RolloutError("cluster.other_release", **facts)
    return read_material(found)


def _password(place: Workplace, client: str, user: str) -> str:
    entry = account(client, user)
    if user == WALLET and not place.secrets.has(entry):
        return ""  # the wallet's key is not encrypted
    return place.secrets.get(entry)


def _reached(place: Workplace, target: ClientTarget) -> ClientTarget:
    """Address and wallet as the worker's own settings have them; else the address of the centre,
    whose wallet is on another disk."""
    own = next((c for c in place.settings.clients if c.id == target.client), None)
    if own is not None:
        return replace(target, dsn=own.dsn, wallet=place.wallet(own))
    if target.wallet:
        raise RolloutError("cluster.no_wallet", client=target.client, name=target.name)
    return target


class Certificates(Struct, frozen=True):
    """``made`` is the certificate and its key by name; ``kept`` are the names of which they were
    there already. ``authority`` signed them, and is ``fresh`` where it was made for it."""

    made: dict[str, tuple[Path, Path]]
    kept: tuple[str, ...]
    authority: Path
    fresh: bool


def certificates(folder: Path, names: Sequence[str]) -> Certificates:
    """A certificate and its key for each name, beside the authority's; what exists stays.
    SourceError ``source.unwritable``."""
    from app.cluster.certificates import AUTHORITY, make

    authority = folder / f"{AUTHORITY}.pem"
    fresh = not authority.exists()
    kept = tuple(name for name in names if (folder / f"{name}.pem").exists())
    try:
        return Certificates(make(folder, tuple(names)), kept, authority, fresh)
    except OSError as error:
        raise SourceError("source.unwritable", path=str(folder), detail=str(error)) from error
