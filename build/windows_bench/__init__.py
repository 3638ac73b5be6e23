"""The Windows bench: Caravane under Windows' Python, git and Qt, in Wine on Debian.

    dev.py windows [PART...]      build or refresh the bench, and run its parts
    dev.py windows --build        build it only
    dev.py windows --fresh        from nothing
    dev.py windows --whole        every test, where a run of all parts takes what fits its time
    dev.py windows --within 25    minutes, after which what still runs is ended
    dev.py windows --shell WORDS  one command of Windows' Python there

The exit code is 0, 1 where something is not good, 3 where the bench cannot be made: a package of
Debian or of PyPI is not to be had, or Wine does not start, and 4 where nothing was found wrong
until the minutes were over.

It lies in a cache folder (CARAVANE_WINDOWS_BENCH names another) and is made of packages alone, from
Debian and PyPI. Each step is made again when what it is made of has changed.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

from windows_bench import making, parts
from windows_bench.wine import Bench, BenchError, NoPackagesError, NoTimeError

NOT_HERE: Final = 3  # the exit code where packages are not to be had
NO_TIME: Final = 4  # and where it was not over in time


def main(
    root: Path,
    arguments: list[str],
    environment: Mapping[str, str],
    pip: Path,
    install: Callable[[list[str], str], None],
) -> int:
    """Build, and run the parts that are named (all of them without a name); the exit code.

    ``pip`` is a Python that has it; ``install`` brings Debian's packages.
    """
    cache = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    named = os.environ.get("CARAVANE_WINDOWS_BENCH") or f"{cache}/caravane-windows"
    bench = Bench(root, Path(named).expanduser().resolve(), environment, pip, install)
    if "--fresh" in arguments:
        shutil.rmtree(bench.folder, ignore_errors=True)
    bench.whole = "--whole" in arguments
    words = [word for word in arguments if word not in ("--fresh", "--build", "--whole")]
    began = time.monotonic()
    if "--within" in words:
        at = words.index("--within")
        bench.end = began + 60 * float(words[at + 1])
        del words[at : at + 2]
    try:
        making.make(bench)
        bench.take_source()
        if words[:1] == ["--shell"]:
            return bench.python(*words[1:], limit=3600).code
        unknown = [word for word in words if word not in parts.ALL]
        if unknown:
            raise BenchError(
                f"no such part: {', '.join(unknown)}. There are: {', '.join(parts.ALL)}"
            )
        if "--build" not in arguments:
            _run(bench, words or list(parts.ALL))
    except NoPackagesError as trouble:
        told = f"The bench cannot be made here, and nothing was tried on it: {trouble}"
        print(f"[windows] {told}", file=sys.stderr, flush=True)
        return NOT_HERE
    except BenchError as trouble:
        print(f"[windows] {trouble}", file=sys.stderr, flush=True)
        return NO_TIME if isinstance(trouble, NoTimeError) else 1
    finally:
        bench.stop()
    bench.say(f"all good in {time.monotonic() - began:.0f} s")
    return 0


def _run(bench: Bench, names: list[str]) -> None:
    """Every part, also after one that failed; each lane on a Windows and a screen of its own."""
    wrong: list[str] = []
    late: list[str] = []
    lanes = [[name for name in lane if name in names] for lane in parts.LANES]
    lanes = [lane for lane in lanes if lane]
    beside = [bench.another("beside", empty=False) for _ in lanes[1:]]
    with ThreadPoolExecutor(len(lanes)) as side_by_side:
        done = [
            side_by_side.submit(_lane, own, lane, wrong, late)
            for own, lane in zip((bench, *beside), lanes, strict=True)
        ]
    for lane in done:
        lane.result()
    if wrong:
        raise BenchError(f"not good: {', '.join(wrong)}")
    if late:
        raise NoTimeError(f"the time was over; not tried to the end: {', '.join(late)}")


def _lane(bench: Bench, names: list[str], wrong: list[str], late: list[str]) -> None:
    try:
        for name in names:
            _one(bench, name, wrong, late)
    finally:
        bench.stop()


def _one(bench: Bench, name: str, wrong: list[str], late: list[str]) -> None:
    began = time.monotonic()
    bench.say(f"{name}: {parts.ALL[name].__doc__}")
    try:
        parts.ALL[name](bench)
    except NoTimeError as trouble:
        bench.say(f"{name}: {trouble}")
        late.append(name)
    except BenchError as trouble:
        bench.say(f"{name}: FAILED: {trouble}")
        wrong.append(name)
    else:
        bench.say(f"{name}: good, {time.monotonic() - began:.0f} s")
