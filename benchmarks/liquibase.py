"""The same changesets by the real Liquibase and by Caravane's runner, each at a client of its own.

Both go through a relay that counts turns: how often the client spoke after the server had spoken,
which is what a distant client waits for. Liquibase's seconds are with the start of Java, Caravane's
with the reading and judging of the changelog. Nothing is proved here, and no application imported:
this is the changelog alone.
"""

from __future__ import annotations

import re
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import pytest

from app.changelog import parse_changelog, update
from app.oracle import ConnectionSpec, connect
from app.rollout import ClientTarget
from app.rollout.targets import Passwords
from tests import referees
from tests.changelog.memory import Journal
from tests.contract.relay import Relay

_RUN: Final = re.compile(r"^Run:\s+(\d+)", re.MULTILINE)
MASTER: Final = "master.yaml"


def beside(
    clients: tuple[ClientTarget, ClientTarget], passwords: Passwords, changelog: Mapping[str, bytes]
) -> dict[str, Any]:
    """``liquibase`` and ``caravane``: seconds, turns and changesets of each; ``liquibase`` is why
    not, where Java or npm is missing."""
    theirs, ours = clients
    found: dict[str, Any] = {"caravane": _caravane(ours, passwords, changelog)}
    try:
        found["liquibase"] = _liquibase(theirs, passwords, changelog)
    except (pytest.skip.Exception, pytest.fail.Exception) as why:
        found["liquibase"] = str(why)
    return found


def _relay(client: ClientTarget) -> tuple[Relay, str]:
    parts = urlsplit(f"//{client.dsn}")
    relay = Relay(str(parts.hostname), int(parts.port or 1521))
    return relay, f"127.0.0.1:{relay.port}{parts.path}"


def _caravane(
    client: ClientTarget, passwords: Passwords, changelog: Mapping[str, bytes]
) -> dict[str, Any]:
    relay, dsn = _relay(client)
    began = time.perf_counter()
    read = parse_changelog(dict(changelog))
    spec = ConnectionSpec(client.name, dsn, client.business_user)
    with connect(spec, passwords(client.client, client.business_user)) as session:
        announced = [c.key for c in read.changesets]
        done = update(session, read, Journal(), lambda: False, announced=announced)
    took = time.perf_counter() - began
    relay.close()
    return {"wall_s": round(took, 2), "round_trips": relay.turns, "changesets": len(done.run)}


def _liquibase(
    client: ClientTarget, passwords: Passwords, changelog: Mapping[str, bytes]
) -> dict[str, Any]:
    relay, dsn = _relay(client)
    password = passwords(client.client, client.business_user)
    with tempfile.TemporaryDirectory() as folder:
        for path, content in changelog.items():
            file = Path(folder) / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)
        includes = "".join(f"  - include:\n      file: {path}\n" for path in sorted(changelog))
        master = Path(folder) / MASTER
        master.write_text(f"databaseChangeLog:\n{includes}", encoding="utf-8")
        command = referees.java(
            "-Dfile.encoding=UTF-8", "liquibase.integration.commandline.LiquibaseCommandLine",
            f"--search-path={folder}", f"--changelog-file={MASTER}", "--log-level=off",
            "--show-banner=false", f"--url=jdbc:oracle:thin:@{dsn}",
            f"--username={client.business_user}", f"--password={password}", "update",
        )  # fmt: skip
        began = time.perf_counter()
        done = referees.run(command, timeout=600, cwd=Path(folder))
        took = time.perf_counter() - began
    relay.close()
    if done.returncode:
        raise RuntimeError((done.stdout + done.stderr).replace(password, "***")[-2000:])
    ran = _RUN.search(done.stdout + done.stderr)
    count = int(ran[1]) if ran else 0
    return {"wall_s": round(took, 2), "round_trips": relay.turns, "changesets": count}
