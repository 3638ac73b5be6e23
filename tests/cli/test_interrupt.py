"""Ctrl+C as a person presses it: the real command in a process of its own, and a lab behind it."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from app import paths
from app.rollout import Journal
from app.services.demo import home as demo_home

ROOT = Path(__file__).resolve().parents[2]
SLOW = 120.0  # seconds
SOON = 5.0  # seconds; it is said within one, on a machine that does nothing else

pytestmark = pytest.mark.skipif(
    os.name == "nt", reason="a signal is no key there; tests/test_waiting.py presses the key"
)


class Command:
    """``caravane`` at work; what it writes is kept with the time at which it came."""

    def __init__(self, *words: str, python: tuple[str, ...] = (), path: str = "") -> None:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C.UTF-8"}
        environment["PATH"] = path + environment["PATH"]
        self.process = subprocess.Popen(
            [sys.executable, *python, "-m", "app", *words],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env=environment,
            start_new_session=True,
        )
        self.lines: list[tuple[float, str]] = []
        self._more = threading.Condition()
        self._out = ""
        self._readers = [
            threading.Thread(target=self._read_errors), threading.Thread(target=self._read)
        ]  # fmt: skip
        for reader in self._readers:
            reader.start()

    def _read(self) -> None:
        assert self.process.stdout is not None
        with self.process.stdout as stream:
            self._out = stream.read()

    def _read_errors(self) -> None:
        assert self.process.stderr is not None
        with self.process.stderr as stream:
            for line in stream:
                with self._more:
                    self.lines.append((time.monotonic(), line.rstrip("\n")))
                    self._more.notify()

    def said(self, text: str) -> float:
        """When it said a line on standard error; waits for it."""
        with self._more:
            assert self._more.wait_for(lambda: self._at(text) is not None, SLOW), self.lines
            found = self._at(text)
        assert found is not None
        return found

    def _at(self, text: str) -> float | None:
        return next((at for at, line in self.lines if text in line), None)

    def press(self) -> float:
        """Ctrl+C; when."""
        self.process.send_signal(signal.SIGINT)
        return time.monotonic()

    def ended(self) -> tuple[int, str, str]:
        """Exit code, standard output, standard error."""
        code = self.process.wait(SLOW)
        for reader in self._readers:
            reader.join(SLOW)
        return code, self._out, "\n".join(line for _, line in self.lines)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A demo with a second version to bring."""
    made = tmp_path_factory.mktemp("interrupt") / "home"
    demo_home.prepare(made, reset=False, report=lambda _: None).close()
    assert Command("release", "2", "--quiet", "--home", str(made)).ended()[0] == 0
    yield made
    shutil.rmtree(made)


def known(home: Path) -> list[str]:
    if not paths.journal_file(home).exists():
        return []
    with closing(Journal(paths.journal_file(home))) as journal:
        return [state.rollout for state in journal.states()]


def test_while_the_program_starts_it_is_no_traceback() -> None:
    command = Command("rollout", "list", python=("-X", "importtime"))
    command.said("app.errors")  # one import of the many
    command.press()
    code, out, err = command.ended()
    assert (code, out) == (130, "") and "Traceback" not in err


def test_while_a_rollout_is_planned_nothing_is_begun(home: Path, tmp_path: Path) -> None:
    """Git presses the key itself, when it is asked whether the release was pushed."""
    git = tmp_path / "git"
    real = shutil.which("git")
    git.write_text(
        f'#!/bin/sh\ncase "$*" in merge-base*) kill -INT $PPID;; esac\nexec {real} "$@"\n',
        encoding="utf-8",
    )
    git.chmod(0o755)
    before = known(home)
    words = ("rollout", "run", "2", "maroc", "--quiet", "--home", str(home))
    code, out, err = Command(*words, path=f"{tmp_path}{os.pathsep}").ended()
    assert (code, out, err) == (130, "", "") and known(home) == before


def test_a_rollout_stops_before_its_next_step_and_a_resume_goes_on(home: Path) -> None:
    command = Command("rollout", "run", "2", "maroc", "--quiet", "--home", str(home))
    rollout = command.lines[0][1] if command.said("rollout ") else ""
    pressed = command.press()
    assert command.said("Stopping: each client stops before its next step") - pressed < SOON
    command.press()
    command.said("A kill would leave the client half-way")
    code, out, err = command.ended()
    identity = rollout.removeprefix("rollout ")
    assert code == 130 and f"caravane rollout resume {identity}" in err and "Maroc" in out
    assert known(home)[-1:] == [identity]

    command = Command("rollout", "resume", identity, "--home", str(home))
    command.said("A Maroc · Changelog")
    command.press()
    command.said("Stopping")
    code, out, err = command.ended()
    assert code == 130 and "Stopped in the middle" in out

    command = Command("rollout", "resume", "--json", "--quiet", "--home", str(home))
    code, out, err = command.ended()
    assert code == 0, err
    assert [c["verdict"] for c in json.loads(out)["clients"]] == ["verified"]


def test_a_run_of_the_changelog_stops_before_its_next_changeset(home: Path) -> None:
    words = ("changelog", "update", "--client", "tunisie", "--json", "--home", str(home))
    command = Command(*words)
    command.said("v2-001")
    pressed = command.press()
    assert command.said("Stopping before the next changeset") - pressed < SOON
    code, out, err = command.ended()
    assert code == 130, err
    assert json.loads(out)["error"]["code"] == "changelog.cancelled"
    code, out, err = Command(*words).ended()
    assert code == 0, err
    told = json.loads(out)
    first, last = (f"changelog/002-canal-vente.sql::v2-{n}::karim" for n in ("001", "018"))
    assert first in told["already"] and last in told["run"]
