"""The log file: one for window, command line and demo; with tracebacks, and without secrets."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import logs
from app.cli import main as command
from app.masking import MASK
from app.secrets import Keyring
from app.services.workplace import Workplace
from tests.windows_files import WindowsFiles


@pytest.fixture
def told(tmp_path: Path) -> Iterator[list[BaseException]]:
    found: list[BaseException] = []
    stop = logs.keep(tmp_path / "home", found.append)
    yield found
    stop()


def text(tmp_path: Path) -> str:
    return (tmp_path / "home" / "logs" / "caravane.log").read_text(encoding="utf-8")


def test_nothing_is_made_before_there_is_something_to_say(
    tmp_path: Path, told: list[BaseException]
) -> None:
    logging.getLogger("caravane").info("nothing of weight")
    assert not (tmp_path / "home").exists()
    logging.getLogger("elsewhere").warning("look here")
    assert "WARNING elsewhere: look here" in text(tmp_path)


def test_what_ends_a_thread_is_told_and_its_traceback_is_in_the_log(
    tmp_path: Path, told: list[BaseException], capsys: pytest.CaptureFixture[str]
) -> None:
    def work() -> None:
        raise LookupError("no such thing")

    thread = threading.Thread(target=work, name="worker 7")
    thread.start()
    thread.join()
    (error,) = told
    assert isinstance(error, LookupError)
    assert "worker 7" in text(tmp_path) and "Traceback" in text(tmp_path)
    assert capsys.readouterr().err == ""


def test_a_password_never_reaches_the_log(tmp_path: Path, told: list[BaseException]) -> None:
    secrets = Keyring()
    secrets.set("A@b", "tr3s-secret")
    try:
        raise ValueError(f"cannot use {secrets.get('A@b')}")
    except ValueError as error:
        logs.unforeseen(error)
    logging.getLogger("x").error("sent %s", "tr3s-secret")
    assert "tr3s-secret" not in text(tmp_path)
    assert text(tmp_path).count(MASK) == 2


def test_the_command_line_says_a_sentence_and_logs_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object) -> Workplace:
        raise ZeroDivisionError("nobody foresaw this")

    monkeypatch.setattr(Workplace, "open", broken)
    home = tmp_path / "home"
    home.mkdir()
    assert command(["--home", str(home), "rollout", "list"]) == 2
    said = capsys.readouterr().err
    assert "ZeroDivisionError" in said and "Traceback" not in said
    assert "Traceback" in text(tmp_path)
    assert logging.getLogger().handlers == [
        h for h in logging.getLogger().handlers if "caravane.log" not in repr(h)
    ]


def test_a_log_that_a_second_window_has_open_goes_on(
    tmp_path: Path,
    told: list[BaseException],
    windows_files: WindowsFiles,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (handler,) = [h for h in logging.getLogger().handlers if "caravane.log" in repr(h)]
    monkeypatch.setattr(handler, "maxBytes", 200)
    lines = [f"line {number:03}" for number in range(20)]
    log = logging.getLogger("elsewhere")
    log.error(lines[0])
    with windows_files.held(tmp_path / "home" / "logs" / "caravane.log"):
        for line in lines[1:19]:
            log.error(line)
    assert [line for line in lines[:19] if line not in text(tmp_path)] == []
    log.error(lines[19])
    assert lines[19] in text(tmp_path)
    assert (tmp_path / "home" / "logs" / "caravane.log.1").exists()
