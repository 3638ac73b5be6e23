"""What the window costs besides a rollout: start, stalls, memory of a comparison, a next conflict.

Each is measured in a process of its own, beside a baseline in the same run where there is one.
``benchmarks.window`` prints them; ``python -m benchmarks.cockpit NAME`` is one of them.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, cast

import benchmarks
from benchmarks.turns import BareLoop, Turns, p99, settle

ROOT: Final = Path(__file__).parents[1]
STARTS: Final = 5
PAGES: Final = 500
CLIENTS: Final = 400
CONFLICTS: Final = 40
MEGABYTES: Final = 20

_BARE: Final = """
import time
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        print(time.time(), time.process_time(), flush=True)
        QTimer.singleShot(0, application.quit)
application = QApplication([])
window = Window()
window.show()
application.exec()
"""

_OURS: Final = """
import sys, time
from app.cli import main
from PySide6.QtCore import QTimer
from ui.window import MainWindow
paint, start = MainWindow.paintEvent, MainWindow.start
def said(window):
    print(time.time(), time.process_time(), flush=True)
def painted(window, event):
    if not window._seen:
        said(window)
    paint(window, event)
def whole(window):
    start(window)
    said(window)
    QTimer.singleShot(0, window.close)
MainWindow.paintEvent, MainWindow.start = painted, whole
sys.exit(main(["--home", sys.argv[1]]))
"""


def start() -> dict[str, float]:
    """Milliseconds from the start of the process to the first pixel, the shortest of some runs one
    after the other; ``start_cpu_ratio`` is the same in processor time."""
    found: dict[str, list[tuple[float, float]]] = {"bare": [], "ours": [], "whole": []}
    with tempfile.TemporaryDirectory() as home:
        for _ in range(STARTS):
            found["bare"].append(_times(_BARE)[0])
            first, whole = _times(_OURS, home)
            found["ours"].append(first)
            found["whole"].append(whole)
    wall = {name: min(w for w, _ in runs) for name, runs in found.items()}
    cpu = {name: min(c for _, c in runs) for name, runs in found.items()}
    return {
        "bare_ms": round(wall["bare"]),
        "start_ms": round(wall["ours"]),
        "whole_ms": round(wall["whole"]),
        "start_ratio": round(wall["ours"] / wall["bare"], 2),
        "start_cpu_ratio": round(cpu["ours"] / cpu["bare"], 2),
    }


def _times(code: str, *given: str) -> list[tuple[float, float]]:
    began = time.time()
    ran = subprocess.run(
        [sys.executable, "-c", code, *given], cwd=ROOT, env=environment(), check=True,
        capture_output=True, text=True,
    )  # fmt: skip
    lines = [line.split() for line in ran.stdout.splitlines()]
    return [((float(at) - began) * 1000, float(cpu) * 1000) for at, cpu in lines]


def environment() -> dict[str, str]:
    """This one, offscreen where there is no display, and with what is compiled."""
    found = benchmarks.environment()
    if sys.platform.startswith("linux") and "DISPLAY" not in found:
        found.setdefault("QT_QPA_PLATFORM", "offscreen")
    return found


def _window() -> Any:
    """A whole window on an empty home, dressed and shown."""
    from ui import theme
    from ui.bridge import Collector
    from ui.main import SWITCH, build_application
    from ui.opening import open_window

    application = build_application()
    sys.setswitchinterval(SWITCH)
    collector = Collector(application)
    home = tempfile.TemporaryDirectory()
    window, context = open_window(application, Path(home.name))
    theme.apply(application, "light")
    context.speech.speak("en")
    window.resize(1366, 768)
    window.show()
    window._bench = (home, context)
    settle(window)
    collector.settle()
    return window


def opening() -> dict[str, float]:
    """The window as it really opens, on an empty home: the longest turn of its event loop until the
    first screen is there, in processor time."""
    with tempfile.TemporaryDirectory() as home:
        return {"stall_opening_cpu_ms": round(max(_opened(Path(home)).cpu), 1)}


def opening_cold() -> dict[str, float]:
    """The same at the very first start: no module is compiled yet (``run`` sees to that)."""
    return {"stall_opening_cold_cpu_ms": opening()["stall_opening_cpu_ms"]}


def opening_full() -> dict[str, float]:
    """The same on a home with 400 clients, and each screen of it visited."""
    from app.settings import Client, Settings, save

    clients = tuple(
        Client(id=c.id, name=c.name, dsn=c.dsn, workspace=c.workspace, application=c.application_id)
        for c in _cards()
    )
    with tempfile.TemporaryDirectory() as home:
        save(Path(home) / "settings.toml", Settings(clients=clients))
        visits: dict[str, float] = {}
        turns = _opened(Path(home), visits)
        opened = max(turns.cpu[: int(visits.pop("opened"))])
    return {
        "stall_opening_full_cpu_ms": round(opened, 1),
        **{f"stall_visit_{name}_cpu_ms": round(most, 1) for name, most in visits.items()},
    }


def _opened(home: Path, visits: dict[str, float] | None = None) -> Turns:
    """The turns of a window that opens; ``visits`` takes the longest in each screen."""
    from PySide6.QtCore import QTimer

    from ui.bridge import Collector
    from ui.main import SWITCH, build_application
    from ui.opening import Opening

    application = build_application()
    sys.setswitchinterval(SWITCH)
    collector = Collector(application)
    turns = Turns()
    opened = Opening(application, home)
    window = opened.window

    def visit() -> None:
        settle(window, 12)
        if visits is not None:
            visits["opened"] = len(turns.cpu)
            for number, screen in enumerate(window.screens):
                before = len(turns.cpu)
                window.go(number)
                settle(window, 40)
                visits[screen.name] = max(turns.cpu[before:])
        application.quit()

    opened.ready.connect(window.start)
    opened.ready.connect(collector.settle)
    opened.ready.connect(lambda: QTimer.singleShot(0, visit))
    QTimer.singleShot(0, opened.begin)
    application.exec()
    return turns


def stalls() -> dict[str, float]:
    """500 pages compared behind the window, a rollout's plan and board of 400 clients opened, the
    comparison shown, its filter typed into, each of the pages opened, and light made dark, and
    light again. ``bare_loop`` is a window
    that does nothing, at the same time."""
    window = _window()
    with BareLoop(environment()) as bare:
        turns, found = _stalled(window)
    return {
        "stall_p99_ms": p99(turns.gaps),
        "bare_loop_p99_ms": p99(bare.gaps),
        "stall_p99_cpu_ms": p99(turns.cpu),
        "stall_max_cpu_ms": round(max(turns.cpu), 1),
        **found,
    }


def _stalled(window: Any) -> tuple[Turns, dict[str, float]]:
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QApplication

    from ui import theme

    application = cast("QApplication", QApplication.instance())
    turns = Turns()
    parts: dict[str, float] = {}
    made: list[Any] = []

    def measured(name: str, action: Callable[[], object]) -> None:
        before = len(turns.cpu)
        action()
        settle(window, 12)
        parts[name] = max(turns.cpu[before:], default=0.0)

    def compare() -> None:
        window.context.run(lambda report: _comparison(), made.append, made.append, window)

    measured("comparing", compare)
    (comparison,) = made
    window.go(4)
    measured("plan", lambda: window.rollout.plan.show_data((), _cards()))
    window.rollout.stack.setCurrentWidget(window.rollout.plan)
    measured("plan_shown", lambda: None)
    window.go(1)
    measured("comparison", lambda: window.compare.show_comparison(comparison))
    for letter in "page 12":
        measured("filter", lambda letter=letter: QTest.keyClick(window.compare.filter, letter))
    measured("filter_cleared", window.compare.filter.clear)
    view = window.compare.file_tree
    view.setFocus()
    began = time.perf_counter()
    opened: list[float] = []
    for _ in range(PAGES):
        measured("page", lambda: QTest.keyClick(view, Qt.Key.Key_Down))
        opened.append(parts["page"])
    parts["page"] = max(opened)
    for mode in ("dark", "light"):
        measured(mode, lambda mode=mode: theme.change(application, mode))
    return turns, {
        "pages_opened_s": round(time.perf_counter() - began, 1),
        **{f"stall_{name}_cpu_ms": round(most, 1) for name, most in parts.items()},
    }


def _cards() -> tuple[Any, ...]:
    from app.services.model import ClientCard

    return tuple(
        ClientCard(
            f"c{n:03}", f"Client {n:03}", f"db{n:03}.example.com:1521/APP", n % 5, 100, "APP", "1",
            None, True,
        )
        for n in range(CLIENTS)
    )  # fmt: skip


def _demo() -> dict[str, str]:
    folder = ROOT / "resources" / "demo" / "f100"
    return {
        path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8")
        for path in sorted(folder.rglob("*.sql"))
    }


_PAGE: Final = "application/pages/page_000{:02}.sql"


Edit = Callable[[int, str], str]


def _many(pages: int, edit: Edit = lambda number, text: text) -> dict[str, str]:
    """The demo's application with that many pages more: copies of a page under other ids."""
    files = _demo()
    model = files[_PAGE.format(40)]
    for number in range(pages):
        page, shift = 1000 + number, (number + 1) * 10**12

        def moved(found: re.Match[str], shift: int = shift) -> str:
            return f"wwv_flow_imp.id({int(found[1]) + shift})"

        text = re.sub(r"wwv_flow_imp\.id\((\d+)\)", moved, model)
        text = re.sub(r"P40_", f"P{page}_", text)
        text = re.sub(r"p_id=>40\b", f"p_id=>{page}", text)
        files[f"application/pages/page_{page:05}.sql"] = edit(number, text)
    return files


def _changed(number: int, text: str) -> str:
    return text.replace("p_plug_name=>'", f"p_plug_name=>'New {number} ", 1)


def _comparison() -> Any:
    from app.apex import compare_applications, read_application, spoken
    from app.apex.layout import Pictures
    from app.services.model import Comparison, SourceOption

    old, new = read_application(_many(PAGES)), read_application(_many(PAGES, _changed))
    found = spoken(compare_applications(old, new), "en")
    options = (SourceOption("git:v1", "v1"), SourceOption("dev:A", "A"))
    return Comparison(*options, found, Pictures(old, new))


def memory() -> dict[str, float]:
    """The most that a process has in memory that compares two applications of 20 MB in its window,
    what the same process has before, and the longest turn of its event loop meanwhile."""
    with tempfile.TemporaryDirectory() as place:
        sides = [_written(Path(place) / name, edit) for name, edit in _SIDES.items()]
        window = _window()
        window.context.set_place(_place(Path(place)))
        window.go(1)
        settle(window)
        before, turns = peak(), Turns()
        window.compare.open(f"folder:{sides[0]}", f"folder:{sides[1]}")
        while window.compare.comparison is None and not window.compare.error.isVisible():
            settle(window, 1)
        settle(window)
        assert window.compare.comparison is not None, window.compare.error.message
        files = len(window.compare.comparison.diff.files)
    return {
        "compare_rss_mb": peak(),
        "before_compare_rss_mb": before,
        "files": files,
        "stall_big_comparison_cpu_ms": round(max(turns.cpu), 1),
    }


_SIDES: Final[dict[str, Edit]] = {
    "old": lambda number, text: text,
    "new": lambda number, text: _changed(number, text) if number % 20 == 0 else text,
}


def _written(folder: Path, edit: Edit) -> Path:
    one = len(_demo()[_PAGE.format(40)])
    for path, text in _many(MEGABYTES * 1_000_000 // one, edit).items():
        target = folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8")
    return folder


def _place(home: Path) -> Any:
    from app.secrets import DemoKeyring, Keyring
    from app.services.workplace import Workplace
    from app.settings import Settings

    return Workplace(home, Settings(), Keyring(DemoKeyring(home / "passwords.json")))


def peak() -> float:
    """The most memory of this process so far, in MB; 0 on Windows."""
    try:
        import resource
    except ImportError:
        return 0.0
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def conflict() -> dict[str, float]:
    """From the click that decides a conflict to the next one on the screen, its texts coloured; the
    median of 40. The merge that follows each decision runs meanwhile."""
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest
    from PySide6.QtWidgets import QPushButton

    window = _window()
    with tempfile.TemporaryDirectory() as place:
        window.context.set_place(_place(Path(place)))
        window.go(2)
        session = _session(window.context.place)
        window.merge._begun(session, {})
        settle(window)
        editor = window.merge.editor
        button = window.findChild(QPushButton, "merge.take_ours")
        found = []
        for _ in range(len(session.conflicts) - 1):
            before = editor._shown_key
            began = time.perf_counter()
            QTest.mouseClick(button, Qt.MouseButton.LeftButton)
            while editor._shown_key == before or not editor.columns[2].code.toPlainText():
                settle(window, 1)
            found.append((time.perf_counter() - began) * 1000)
        settle(window)
    found.sort()
    return {
        "next_conflict_ms": round(found[len(found) // 2], 1),
        "next_conflict_worst_ms": round(found[-1], 1),
    }


def _session(place: Any) -> Any:
    """A merge of two developers who both renamed the same regions, on an application as read."""
    from app.apex import read_application
    from app.services.merge import into_main
    from app.services.merge.fold import Inputs
    from app.services.model import BaseInfo

    def by(name: str) -> Any:
        def edit(number: int, text: str) -> str:
            return text.replace("p_plug_name=>'", f"p_plug_name=>'{name} ", 1)

        return read_application(_many(CONFLICTS, edit))

    base = read_application(_many(CONFLICTS))
    inputs = Inputs(base, {"Ahmed": by("A"), "Sara": by("S")}, {"Ahmed": base, "Sara": base})
    info = BaseInfo("v1", "0" * 40, "1")
    return into_main.opened(info, {"Ahmed": info, "Sara": info}, inputs, {}, "en")


MEASURES: Final[dict[str, Callable[[], dict[str, float]]]] = {
    "start": start,
    "opening": opening,
    "opening_cold": opening_cold,
    "opening_full": opening_full,
    "stalls": stalls,
    "memory": memory,
    "conflict": conflict,
}


def run(name: str) -> dict[str, float]:
    """Measure in a fresh process; one that is cold finds nothing compiled, neither of ours nor of
    what Python brings."""
    with tempfile.TemporaryDirectory() as compiled:
        cold = {"PYTHONPYCACHEPREFIX": compiled} if name == "opening_cold" else {}
        ran = subprocess.run(
            [sys.executable, "-m", "benchmarks.cockpit", name], cwd=ROOT, check=True, text=True,
            env={**environment(), **cold}, stdout=subprocess.PIPE,
        )  # fmt: skip
    found: dict[str, float] = json.loads(ran.stdout.splitlines()[-1])
    return found


if __name__ == "__main__":
    print(json.dumps(MEASURES[sys.argv[1]]()), flush=True)
    os._exit(0)  # what is measured is measured; a window's end is not
