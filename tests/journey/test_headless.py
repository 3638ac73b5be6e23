"""The demo without a window: the whole journey, twice, and killed at random moments."""

from __future__ import annotations

import random
import signal
import sqlite3
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from tests.journey.conftest import CommandLine

pytestmark = pytest.mark.journey

COUNTS = {"maroc": ("CONTRATS", 450), "france": ("POLICES", 12_000), "tunisie": ("SINISTRES", 800)}


def by_client(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {c["client"]: c for c in document["rollout"]["clients"]}


def assert_arrived(document: dict[str, Any]) -> None:
    """Every client is verified on version 2, with its data as it was and the new column."""
    clients = by_client(document)
    assert set(clients) == set(COUNTS)
    for name, (table, rows) in COUNTS.items():
        client = clients[name]
        assert client["verdict"] == "verified", client
        assert (client["old_version"], client["new_version"]) == ("1", "2")
        assert client["row_counts_before"][table] == client["row_counts_after"][table] == rows
        assert client["row_counts_before"] == client["row_counts_after"]
        assert client["fingerprint_before"]
        assert client["fingerprint_after"]
        assert any(column.startswith(f"{table}.") for column in client["new_columns"]), client
        assert client["changesets_run"]
        assert client["round_trips"] > 0
        assert client["seconds"] > 0


def test_the_journey_and_then_again(caravane: CommandLine) -> None:
    first = caravane("demo", "--headless", "--json")
    assert first.code == 0, first.err
    document = first.document
    assert document["ok"] is True
    assert document["merge"]["state"] == "written"
    assert {10, 20, 30} <= set(document["merge"]["pages"])
    (conflict,) = document["merge"]["conflicts"]
    assert conflict["resolved_by"] == "--resolve theirs"
    assert {conflict["ours"], conflict["theirs"]} == {"Ahmed", "Sara"}
    assert (document["release"]["version"], document["release"]["pushed"]) == ("2", True)
    assert_arrived(document)

    again = caravane("demo", "--headless", "--json")
    assert again.code == 0, again.err
    second = again.document
    assert second["merge"]["state"] == "already_there"
    assert second["release"]["state"] == "already_there"
    assert second["release"]["commit"] == document["release"]["commit"]
    before, after = by_client(document), by_client(second)
    for name in COUNTS:
        assert after[name]["verdict"] == "already_there"
        assert after[name]["changesets_run"] == []
        assert after[name]["row_counts_after"] == before[name]["row_counts_after"]
    listed = caravane("rollout", "list").out.splitlines()
    assert [line.split()[1:] for line in listed] == [["v2", "3/3"], ["v2", "3/3"]]
    ran = caravane("rollout", "run", "2", "maroc")
    assert ran.code == 0, ran.err
    told = [line for line in ran.err.splitlines() if line.startswith("· A Maroc · ")]
    assert len(told) > 1 and told[-1] == "· A Maroc · Already there"
    nothing = caravane("release", "--dry-run")
    assert nothing.code == 0, nothing.err
    assert len(nothing.out.splitlines()) == 2


def rollout_started(home: Path) -> bool:
    """Whether the journal knows a rollout."""
    journal = home / "journal.sqlite"
    if not journal.exists():
        return False
    try:
        with sqlite3.connect(f"file:{journal}?mode=ro", uri=True, timeout=5) as connection:
            return bool(connection.execute("select count(*) from rollouts").fetchone()[0])
    except sqlite3.OperationalError:
        return False  # it is being made


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")
def test_killed_at_a_random_moment_of_the_rollout_it_ends_the_same(
    seeded: CommandLine,
) -> None:
    process = seeded.start("demo", "--headless", "--json")
    deadline = time.monotonic() + 240
    while not rollout_started(seeded.home):
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        try:
            process.wait(0.02)
        except subprocess.TimeoutExpired:
            continue
    try:
        process.wait(random.uniform(0.0, 4.0))
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
    process.communicate()

    resumed = seeded("rollout", "resume", "--json")
    assert resumed.code == 0, resumed.err + resumed.out
    assert_arrived({"rollout": resumed.document})

    status = seeded("rollout", "report", "--json")
    assert status.code == 0
    for client in COUNTS:
        listed = seeded("changelog", "status", "--client", client, "--json").document
        states = [c["state"] for c in listed["changesets"]]
        assert set(states) == {"already"}, listed
        keys = [c["key"] for c in listed["changesets"]]
        assert len(keys) == len(set(keys)), "nothing was recorded twice"
