"""What the bench runs: each part is a function that raises BenchError where it is not good."""

from __future__ import annotations

import json
import shutil
import time
import tomllib
from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

from windows_bench import program
from windows_bench.wine import Bench, BenchError, NoTimeError, windows_path

_LEFT_OUT: Final = Path(__file__).with_name("files") / "left_out.toml"
# No rooms of units: windows and journeys are parts of their own, and what is listed.
OTHERS: Final = frozenset(("ui", "journey")) | frozenset(
    room["name"] for room in tomllib.loads(_LEFT_OUT.read_text(encoding="utf-8"))["room"]
)
# Where the time is short: what hangs on the platform, a screen of each kind, and the journey.
WINDOW: Final = (
    "tests/journey/test_window.py", "tests/ui/test_main.py", "tests/ui/test_opening.py",
    "tests/ui/test_desktop.py",
)  # fmt: skip
BATCHES: Final = 8  # of files of units: as many as keep two Windows busy to the end
IMPORTS: Final = """
import importlib, pkgutil, sys
count = 0
for top in ("app", "ui"):
    package = importlib.import_module(top)
    for module in pkgutil.walk_packages(package.__path__, f"{top}."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
            count += 1
print(count, "modules on", sys.platform)
"""


def imports(bench: Bench) -> None:
    """every module is loaded"""
    _good(bench.python("-c", IMPORTS, limit=300).code, "a module cannot be loaded")


def units(bench: Bench) -> None:
    """the tests of every room"""
    rooms = sorted(
        file.relative_to(bench.source).as_posix()
        for file in (bench.source / "tests").glob("**/test_*.py")
        if file.relative_to(bench.source / "tests").parts[0] not in OTHERS
    )
    waiting = deque(enumerate(rooms[first::BATCHES] for first in range(BATCHES)))
    share = [] if bench.whole else ["--sampled"]  # see files/left_out.toml
    wrong: list[BenchError] = []

    def work(own: Bench) -> None:
        while waiting:
            number, files = waiting.popleft()
            try:
                _tests(own, f"units-{number}", [*share, *files])
            except BenchError as trouble:
                wrong.append(trouble)
        own.stop()

    bench.stop()  # what a copy is made of is at rest
    both = (bench, bench.another("units", empty=False))
    with ThreadPoolExecutor(len(both)) as side_by_side:
        for done in [side_by_side.submit(work, own) for own in both]:
            done.result()
    found = [trouble for trouble in wrong if not isinstance(trouble, NoTimeError)]
    if found:
        raise BenchError("\n".join(map(str, found)))
    if wrong:
        raise wrong[0]


def window(bench: Bench) -> None:
    """the window's tests, on the platform windows, and the journey by hand with its pictures"""
    shots = bench.folder / "shots"
    shutil.rmtree(shots, ignore_errors=True)
    shots.mkdir()
    bench.environment["CARAVANE_SHOTS"] = windows_path(shots)
    _tests(bench, "window", ["tests/ui", WINDOW[0]] if bench.whole else list(WINDOW))


def demo(bench: Bench) -> None:
    """the journey without a window, twice: the second finds everything done"""
    home = _fresh_home(bench, "demo")
    first = _document(bench, "demo", "--headless", "--home", home)
    states = [first[step]["state"] for step in ("merge", "release")]
    if not first["ok"] or states != ["written", "published"]:
        raise BenchError(f"the first journey ended with {states}")
    again = _document(bench, "demo", "--headless", "--home", home)
    states = [again[step]["state"] for step in ("merge", "release")]
    if not again["ok"] or states != ["already_there", "already_there"]:
        raise BenchError(f"the second journey ended with {states}")


def resume(bench: Bench) -> None:
    """a rollout is killed in the middle, and resumed"""
    home = _fresh_home(bench, "resume")
    disk = bench.drive.joinpath(*home.split("\\")[1:])
    running = bench.start(
        "wine", str(bench.home / "python.exe"), "-m", "app", "demo", "--headless", "--home", home
    )
    try:
        end = time.monotonic() + 1500
        while not any("log.recorded" in _text(log) for log in disk.glob("rollouts/*/*.log")):
            if running.poll() is not None or time.monotonic() > end:
                raise BenchError("the rollout never came to its changelog")
            time.sleep(0.05)
    finally:
        running.kill()
        running.wait()
        bench.stop()  # the lab with it
    if _document(bench, "rollout", "report", "--home", home, code=1)["clients"] == []:
        raise BenchError("the journal knows nothing of the rollout")
    done = _document(bench, "rollout", "resume", "--home", home)
    verdicts = {client["verdict"] for client in done["clients"]}
    if verdicts != {"verified"}:
        raise BenchError(f"after the resume: {verdicts}")


ALL: Final[Mapping[str, Callable[[Bench], None]]] = {
    "imports": imports,
    "demo": demo,
    "resume": resume,
    "units": units,
    "window": window,
    "pack": program.pack,
    "installed": program.installed,
}
# Side by side, each lane on a Windows of its own.
LANES: Final = (("imports", "demo", "resume", "units"), ("pack", "installed", "window"))


def _good(code: int, what: str) -> None:
    if code:
        raise BenchError(f"{what} (exit code {code})")


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8", errors="replace")


def _fresh_home(bench: Bench, name: str) -> str:
    """A home with letters and blanks, as users' names have them; its Windows path."""
    (bench.drive / "caravane").mkdir(exist_ok=True)
    return f"C:\\caravane\\{name} à {time.time_ns() // 1_000_000}"


def _document(bench: Bench, *words: str, code: int = 0) -> dict[str, Any]:
    """The JSON document of one command of caravane."""
    ended = bench.python("-m", "app", *words, "--json", "--quiet", limit=1500, quiet=True)
    begin, end = ended.output.find("{"), ended.output.rfind("}")
    if ended.code not in (0, code) or begin < 0:
        raise BenchError(f"caravane {' '.join(words[:2])}: {ended.code}\n{ended.output[-3000:]}")
    found = json.loads(ended.output[begin : end + 1])
    assert isinstance(found, dict)
    return found


def _tests(bench: Bench, name: str, words: list[str]) -> None:
    """pytest, without what is left out, each for a reason that is Wine's."""
    (bench.drive / "tests").mkdir(exist_ok=True)
    limit = 4 * 3600 if bench.whole else 3600
    ended = bench.python(
        "-X", "faulthandler", "-m", "pytest", "-q", "-p", "no:cacheprovider", "--tb=short",
        "-p", "wine_tests", "--durations=25", "-o", "timeout=900",
        f"--basetemp=C:\\tests\\{name}", *words, limit=limit, quiet=True,
    )  # fmt: skip
    told = bench.folder / f"{name}.log"
    told.write_text(ended.output, encoding="utf-8")
    summary = ended.output.strip().splitlines()[-1]
    bench.say(f"{name}: {summary.replace('passed', 'good')}")
    if ended.code:
        raise BenchError(f"tests failed (all of it: {told})\n{ended.output[-8000:]}")
