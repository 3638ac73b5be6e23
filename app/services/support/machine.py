"""The doctor on this machine: git, the keyring, proxies, long paths, and what a scanner costs."""

from __future__ import annotations

import secrets
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit
from urllib.request import getproxies, getproxies_environment, proxy_bypass

from app import __version__, durable, paths, removal
from app.errors import ReleaseError, SecretError, SourceError
from app.release import git_version, masked
from app.rollout.model import problem_of
from app.services.settings import preferences
from app.services.support import updates
from app.services.support.finding import Finding
from app.services.workplace import Workplace

_PROBE: Final = "doctor@caravane"
_FILES: Final = 40
_SLOW_FILE: Final = 10.0  # milliseconds; a disk alone takes well below one
_SLOW_START: Final = 500.0  # milliseconds to start git


def git(place: Workplace) -> Iterator[Finding]:
    """Which one, and how long it takes to start."""
    try:
        began = time.perf_counter()
        version, path = git_version()
        took = (time.perf_counter() - began) * 1000
    except ReleaseError as error:
        yield Finding("git", "wrong", {}, problem_of(error))
        return
    yield Finding("git.found", "good", {"version": version, "path": path})
    if took > _SLOW_START:
        yield Finding("git.slow", "notice", {"ms": round(took), "path": path})


def keyring(place: Workplace) -> Iterator[Finding]:
    """A password is kept, read and taken away again; and how many are missing."""
    store, word = place.secrets, secrets.token_hex(8)
    try:
        store.set(_PROBE, word)
        kept = store.get(_PROBE) == word
        store.delete(_PROBE)
        missing = [
            login.label
            for login in preferences.accounts(place)
            if not (login.wallet or preferences.has_password(place, login.server, login.user))
        ]
    except SecretError as error:
        yield Finding("keyring", "wrong", {}, problem_of(error))
        return
    name = store.backend_name
    yield Finding("keyring.works" if kept else "keyring.forgets",
                  "good" if kept else "wrong", {"keyring": name})  # fmt: skip
    if missing:
        yield Finding("keyring.missing", "notice", {"count": len(missing), "who": missing[0]})


def proxies(place: Workplace) -> Iterator[Finding]:
    """Which ORDS addresses go through one, and which one git takes to the releases."""
    known = getproxies()
    asked = [client.probe for client in place.settings.clients if client.probe]
    through = [url for url in asked if _proxy_of(url, known)]
    shown = [f"{kind}: {masked(url)}" for kind, url in sorted(known.items()) if kind != "no"]
    named = ", ".join(shown)
    if through:
        facts: dict[str, str | int] = {"count": len(through), "proxy": named, "url": through[0]}
        yield Finding("proxy.probes", "notice", facts)
    elif named:
        yield Finding("proxy.known", "good", {"proxy": named})
    else:
        yield Finding("proxy.none", "good")
    yield from _of_git(place, named)


def _of_git(place: Workplace, named: str) -> Iterator[Finding]:
    """Git's settings come first, then the environment; what Windows itself is set to is not asked.
    ``named``: the proxies that others use. Nothing where the remote is no web address, and where
    the copy cannot be opened, which is another finding."""
    try:
        with place.repository() as opened:
            remote, proxy = opened.remote_url, opened.remote_proxy
    except ReleaseError:
        return
    parts = urlsplit(remote)
    if parts.scheme not in ("http", "https"):
        return
    around = getproxies_environment()
    if proxy is None and around and not proxy_bypass(parts.hostname or ""):
        proxy = masked(around.get(parts.scheme, around.get("all", "")))
    if proxy:
        yield Finding("proxy.git", "good", {"remote": remote, "proxy": proxy})
    elif named:
        yield Finding("proxy.not_gits", "notice", {"remote": remote, "proxy": named})


def _proxy_of(url: str, known: dict[str, str]) -> str:
    """The proxy that a request to ``url`` goes through; "" for none."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    if host in ("localhost", "127.0.0.1", "::1") or proxy_bypass(host):
        return ""
    return known.get(parts.scheme, known.get("all", ""))


def version(place: Workplace) -> Iterator[Finding]:
    """Whether a newer Caravane lies where the settings say."""
    where = place.settings.updates
    if not where:
        return
    try:
        found = updates.newer(where)
    except SourceError as error:
        facts: dict[str, str | int] = {"where": where, "detail": str(error.facts["detail"])}
        yield Finding("version.unseen", "notice", facts)
        return
    if found:
        yield Finding("version.newer", "notice", {"version": found, "where": where})
    else:
        yield Finding("version.newest", "good", {"version": __version__, "where": where})


def long_paths(place: Workplace) -> Iterator[Finding]:
    """Of Windows alone."""
    if sys.platform != "win32":
        return
    most = paths.longest_home()
    on = paths.long_paths_on()
    facts: dict[str, str | int] = {"most": most or 0, "length": len(str(place.home))}
    yield Finding("long_paths.on" if on else "long_paths.off", "good" if on else "notice", facts)


def scanner(place: Workplace) -> Iterator[Finding]:
    """What a small file costs in the home: an export is a thousand of them."""
    if not paths.fits(place.home):
        return  # it is said already, and that nothing was written
    # Where there is no home yet: none is made, either.
    there = next(f for f in (place.home, *place.home.parents) if f.exists())
    folder = there / f".doctor-{secrets.token_hex(4)}"
    try:
        folder.mkdir()
        try:
            took = [_one_file(folder / f"page_{number}.sql") for number in range(_FILES)]
        finally:
            removal.remove(folder)
    except OSError as error:
        yield Finding("home.unwritable", "wrong", {"path": str(place.home), "detail": str(error)})
        return
    yield scanned(statistics.median(took), str(place.home))


def scanned(ms: float, path: str) -> Finding:
    """The word on what a file took, in milliseconds."""
    slow = ms > _SLOW_FILE
    # Whole ones: a decimal would stand with an English point in a French sentence.
    facts: dict[str, str | int] = {"ms": max(round(ms), 1), "path": path}
    return Finding("scanner.slow" if slow else "scanner.fast", "notice" if slow else "good", facts)


def _one_file(path: Path) -> float:
    """Written as those of an export are, read and taken away; in milliseconds."""
    began = time.perf_counter()
    durable.write(path, b"prompt --application/pages/page_00001\n" * 50, flush=False)
    path.read_bytes()
    path.unlink()
    return (time.perf_counter() - began) * 1000
