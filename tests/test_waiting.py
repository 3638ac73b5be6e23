"""Ctrl+C while something is waited for."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from app import waiting

ROOT = Path(__file__).resolve().parents[1]
GROUP = getattr(subprocess, "CREATE_NEW_CONSOLE", 0)
# Presses Ctrl+C a second after it is told to; on Windows on its console, as a person does.
PRESSED = """
import ctypes, os, signal, sys, threading
def press():
    if os.name == "nt":
        ctypes.windll.kernel32.GenerateConsoleCtrlEvent(0, 0)
    else:
        os.kill(os.getpid(), signal.SIGINT)
soon = threading.Timer(1, press)
"""
WAITS = """
from app import waiting
soon.start()
waiting.wait(threading.Event(), {timeout})
"""
# A call in C that nothing answers, as one to a database that hangs.
READS = """
import socket
from app.cli import interrupt
interrupt.answer()
soon.start()
one, other = socket.socketpair()
try:
    one.recv(1)
except KeyboardInterrupt:
    sys.exit(interrupt.CODE)
"""
# The same, in what is not to be broken in the middle: it is told at once, and the call is answered.
HOLDS = """
import socket
from app.cli import interrupt
interrupt.answer()
one, other = socket.socketpair()
with interrupt.listening(lambda press: other.send(b"%d" % press)) as ear:
    ear.hold()
    soon.start()
    assert one.recv(1) == b"1"
    assert ear() and ear.presses == 1
try:
    threading.Timer(0, press).start()
    threading.Event().wait(30)
except KeyboardInterrupt:
    sys.exit(interrupt.CODE)
"""


def run(code: str) -> tuple[int, float]:
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", PRESSED + code],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=False,
        timeout=60,
        creationflags=GROUP,
    )
    return done.returncode, time.monotonic() - began


@pytest.mark.parametrize("timeout", [None, 30])
def test_a_wait_is_ended_by_ctrl_c(timeout: float | None) -> None:
    code, seconds = run(WAITS.format(timeout=timeout))
    assert code != 0 and seconds < 15


def test_a_call_that_nothing_answers_is_left(tmp_path: Path) -> None:
    code, seconds = run(READS)
    assert code == 130 and seconds < 15


def test_a_call_that_is_held_comes_to_its_end_and_what_follows_is_ended() -> None:
    code, seconds = run(HOLDS)
    assert code == 130 and seconds < 15


def test_the_event_and_the_deadline_end_it_too() -> None:
    event = threading.Event()
    assert not waiting.wait(event, 0.01)
    assert not waiting.wait(event, 0)
    threading.Timer(0.05, event.set).start()
    assert waiting.wait(event) and waiting.wait(event, 0)


@pytest.mark.skipif(os.name == "nt", reason="a group of processes is signalled otherwise there")
def test_ctrl_c_is_the_programs_to_answer(tmp_path: Path) -> None:
    """dev.py waits for what it started: a rollout stops before the next step, in its own time."""
    child = (
        "import signal, sys, time; signal.signal(signal.SIGINT, lambda *a: None);"
        "print('ready', flush=True); time.sleep(2); print('whole'); sys.exit(7)"
    )
    parent = (
        "import os, sys, dev;"
        f"run = [sys.executable, '-c', {child!r}];"
        "sys.exit(dev.until_it_ends(run, dict(os.environ)))"
    )
    started = subprocess.Popen(
        [sys.executable, "-c", parent],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert started.stdout is not None
    assert started.stdout.readline() == "ready\n"
    os.killpg(started.pid, signal.SIGINT)
    assert started.communicate(timeout=60)[0] == "whole\n"
    assert started.returncode == 7


@pytest.mark.skipif(os.name == "nt", reason="no such signal there")
def test_who_ends_dev_py_ends_what_it_started() -> None:
    child = "import sys, time; print('ready', flush=True); time.sleep(600)"
    parent = (
        "import os, sys, dev;"
        f"run = [sys.executable, '-c', {child!r}];"
        "sys.exit(dev.until_it_ends(run, dict(os.environ)) == -15)"
    )
    started = subprocess.Popen([sys.executable, "-c", parent], cwd=ROOT, stdout=subprocess.PIPE)
    with started:
        assert started.stdout is not None
        assert started.stdout.readline() == b"ready\n"
        started.terminate()
        assert started.stdout.read() == b""  # the child had it too: it is gone
        assert started.wait(60) == 1
