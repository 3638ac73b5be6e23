"""Ctrl+C: what it ends, and what it does not break in the middle.

A press raises KeyboardInterrupt in the main thread, and the program ends with ``CODE``. Behind
``Ear.hold`` it raises nothing: it is counted, and told in a thread of its own, while what runs
comes to its next step.

On Windows a call that waits for the network does not hear it until it is answered (elsewhere the
signal ends such a call). There the main thread gets a second to hear it; then the process ends, as
a kill would end it: what was noted before it was sent is resumed from there.
"""

from __future__ import annotations

import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, Final

CODE: Final = 130
_PATIENCE: Final = 0.8  # seconds
_kept: list[Any] = []  # what the console calls must not be collected
_ears: list[Ear] = []
_awake: Final = threading.Event()  # the main thread heard it


class Ear:
    """Who hears Ctrl+C while ``listening``; called, it says whether there was a press that was
    held. Any thread may ask."""

    def __init__(self, tell: Callable[[int], None]) -> None:
        self._tell, self._holds = tell, False
        self.presses = 0

    def __call__(self) -> bool:
        return self.presses > 0

    def hold(self) -> None:
        """From here on a press raises nothing."""
        self._holds = True

    def heard(self) -> bool:
        """A press; whether it is held. What is told is told by another thread: the main one may
        stand in the middle of a write to the same stream."""
        if not self._holds:
            return False
        self.presses += 1
        threading.Thread(target=self._tell, args=(self.presses,), name="interrupt").start()
        return True


@contextmanager
def listening(tell: Callable[[int], None]) -> Iterator[Ear]:
    """Ctrl+C goes to the ear, which is asked first whether it holds it. ``tell`` is given the
    number of the press, from 1. A thread that is not the main one hears none."""
    ear = Ear(tell)
    with _answered(_hear):
        _ears.append(ear)
        try:
            yield ear
        finally:
            _ears.remove(ear)


@contextmanager
def ends_at_once() -> Iterator[None]:
    """Ctrl+C while rooms are loaded ends the process: nothing has begun, and an exception in the
    middle of an import is told as a traceback, or lost."""
    with _answered(lambda *_: os._exit(CODE)):
        yield


@contextmanager
def _answered(hear: Callable[..., None]) -> Iterator[None]:
    """Where a signal is ignored (``nohup``), or somebody else answers it, that stays so."""
    before = signal.getsignal(signal.SIGINT)
    mine = before is signal.default_int_handler
    if not mine or threading.current_thread() is not threading.main_thread():
        yield
        return
    signal.signal(signal.SIGINT, hear)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _hear(*_: object) -> None:
    _awake.set()
    if not (_ears and _ears[-1].heard()):
        raise KeyboardInterrupt


def answer() -> None:
    """From now on Ctrl+C is answered within a second."""
    if sys.platform != "win32":
        return
    import ctypes
    from ctypes import wintypes

    def end() -> None:
        if not _awake.wait(_PATIENCE):
            os._exit(CODE)

    def pressed(event: int) -> bool:
        if event != signal.CTRL_C_EVENT:
            return False
        if _ears and _ears[-1].heard():
            return True
        _awake.clear()
        threading.Thread(target=end, daemon=True).start()
        return False  # and Python's own handler after this one

    signal.signal(signal.SIGINT, _hear)
    handler = ctypes.WINFUNCTYPE(wintypes.BOOL, wintypes.DWORD)(pressed)
    _kept.append(handler)
    ctypes.windll.kernel32.SetConsoleCtrlHandler(handler, True)
