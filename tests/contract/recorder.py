"""Keeps every text that a database answered without an error while the contract ran, and ends a run
of the whole contract red where the program can send one that was not among them.

Tests of one file run in one process, the files in several: each gives what it kept to the one that
started them, which judges at the end.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pytest

from app.oracle import Session
from app.together import Piece, Together

FOLDER: Final = Path(__file__).resolve().parent
_OF_WORKER: Final = "caravane_contract"


class Kept:
    """``files``: those of the contract that ran here; ``partly``: not all of their tests."""

    def __init__(self) -> None:
        self.texts: set[str] = set()
        self.files: set[str] = set()
        self.partly = self.listening = False

    def take(self, texts: Sequence[str], files: Sequence[str], *, partly: bool) -> None:
        self.texts.update(texts)
        self.files.update(files)
        self.partly |= partly

    @property
    def whole(self) -> bool:
        return not self.partly and self.files >= {p.name for p in FOLDER.glob("test_*.py")}


KEPT: Final = Kept()


def listen(kind: type[Session]) -> None:
    """Keep what sessions are answered, while ``KEPT.listening``."""
    call, together, run = kind._call, kind.together, kind.call

    def keep(*texts: str) -> None:
        if KEPT.listening:
            KEPT.texts.update(texts)

    @contextmanager
    def told(self: Session, statement: str) -> Iterator[None]:
        with call(self, statement):
            yield
        keep(statement)

    def piecewise(
        self: Session, pieces: Sequence[Piece], seconds: float = 0.0, fence: Piece | None = None
    ) -> Together:
        done = together(self, pieces, seconds, fence)
        keep(*(piece.sql for piece in pieces[: len(done.ran)]))
        if fence is not None and done.ran:
            keep(fence.sql)
        return done

    def block(
        self: Session, block: str, outs: Mapping[str, type[Any]], /, **binds: Any
    ) -> dict[str, Any]:
        answer = run(self, block, outs, **binds)
        if not any(answer[name] for name in outs if name == "ora" or name.endswith("_ora")):
            keep(*(value for value in binds.values() if isinstance(value, str)))
        return answer

    kind._call, kind.together, kind.call = told, piecewise, block  # type: ignore[method-assign]


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    place = Path(report.location[0])
    if place.parent.name == FOLDER.name:
        KEPT.files.add(place.name)
        KEPT.partly |= report.failed


def pytest_deselected(items: Sequence[pytest.Item]) -> None:
    KEPT.partly |= any(item.path.parent == FOLDER for item in items)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    """What a process kept, in the one that started it."""
    texts, files, partly = getattr(node, "workeroutput", {}).get(_OF_WORKER, ((), (), False))
    KEPT.take(texts, files, partly=partly)


def pytest_sessionfinish(session: pytest.Session) -> None:
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output[_OF_WORKER] = (sorted(KEPT.texts), sorted(KEPT.files), KEPT.partly)
        return
    asked_for_parts = any("::" in argument for argument in session.config.args)
    if not KEPT.whole or asked_for_parts or session.exitstatus != pytest.ExitCode.OK:
        return
    from tests.contract.sendable import missing

    if left := missing(KEPT.texts, real="CARAVANE_TEST_DSN" in os.environ):
        reporter = session.config.pluginmanager.get_plugin("terminalreporter")
        for line in ("", "No test of the contract sends, and is answered:", *left):
            if reporter is not None:
                reporter.write_line(line, red=True)
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
