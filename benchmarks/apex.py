"""Reading, comparing and merging applications: time, memory, and how both grow.

    python -m benchmarks.apex [--pages 500] [--json] [--quick]

Each measurement runs in a process of its own, and three times, of which the median counts: so does
each of the changes that follow one another. Seconds are the processor's, of the process and of what
it started, so that other work on the machine counts little (on Windows they are the clock's). The
baseline is git on the same files in the same run: ``git diff --no-index`` for the comparison, ``git
merge-file`` for the merge. git is quick and knows no component; the ratio is what meaning costs.
Peak memory is the process's maximum resident set (MB; not measured on Windows).
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Final

from benchmarks import pages

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

GROWTH: Final = (50, 200, 500, 2000)
CHANGES: Final = (7, 13, 71, 133, 253)  # pages that theirs changes one after the other
ROUNDS: Final = 3
NAMES: Final = ("base", "ours", "theirs")
SHIFT: Final = 31_415_926_535
Files = dict[str, bytes]


# -- the three sides -----------------------------------------------------------------------


def ours(number: int, calls: str) -> str:
    """MAIN moved on in each twelfth page: a label and a line of code."""
    if number % 12:
        return calls
    return calls.replace("'Titre'", "'Titre de MAIN'").replace("begin',", "begin', '  null;',", 1)


def theirs(number: int, calls: str) -> str:
    """The developer worked on each tenth page: an item's label and another property."""
    if number % 10:
        return calls
    return calls.replace("p_cSize=>30", "p_cSize=>60", 3).replace("'Enregistrer'", "'Valider'", 1)


def sides(count: int, shift: int) -> tuple[Files, Files, Files]:
    return (
        pages.application(count, 0, lambda _, calls: calls),
        pages.application(count, 0, ours),
        pages.application(count, shift, theirs),
    )


def clock() -> float:
    """Seconds of the processor so far, of this process and of those that it started and ended."""
    if resource is None:
        return time.perf_counter()
    started = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + started.ru_utime + started.ru_stime


def seconds(work: Callable[[], Any]) -> float:
    begin = clock()
    work()
    return round(clock() - begin, 4)


def median(rounds: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """What several rounds measured, value by value; what is no number is that of the first."""
    return {
        key: median([r[key] for r in rounds]) if isinstance(value, dict)
        else round(statistics.median([r[key] for r in rounds]), 3) if isinstance(value, float)
        else value
        for key, value in rounds[0].items()
    }  # fmt: skip


# -- what a child process measures ---------------------------------------------------------


def merge_child(folder: Path) -> dict[str, float]:
    """Read three sides, compare both with the base and merge; then again after each change."""
    from app.apex import compare_applications, diff, merge_apps, read_application

    def read(name: str) -> Files:
        root = folder / name
        return {p.relative_to(root).as_posix(): p.read_bytes() for p in sorted(root.rglob("*.sql"))}

    def all_of_it() -> None:
        base, mine, other = held[:] = [read_application(read(n)) for n in NAMES]  # as the window
        changed.append(len(compare_applications(base, mine).files))
        changed.append(len(compare_applications(base, other).files))
        merged = merge_apps(base, mine, other)
        assert not merged.open_conflicts, merged.open_conflicts[:3]

    changed: list[int] = []
    held: list[Any] = []
    found = {"cold": seconds(all_of_it)}
    later: list[float] = []
    for number in CHANGES:
        for one in folder.joinpath("theirs").rglob(f"page_{number:05d}.sql"):
            one.write_bytes(one.read_bytes().replace(b"p_cSize=>30", b"p_cSize=>44", 1))
            later.append(seconds(all_of_it))
    assert changed[-1] == changed[1] + len(later)
    found["first_change"], found["one_change"] = later[0], statistics.median(later)
    pair = [read_application(read(n)) for n in ("base", "theirs")]
    path = max(pair[0].parsed, key=lambda p: len(pair[0].files[p]))
    found["page_diff"] = seconds(lambda: diff(pair[0].parsed[path], pair[1].parsed[path]))
    found["page_bytes"] = len(pair[0].files[path])
    return found


def largest_child(folder: Path) -> dict[str, float]:
    """One page of the size of the largest real one: read, compared, merged."""
    from app.apex import diff, merge, parse

    texts = [(folder / f"{n}.sql").read_bytes() for n in NAMES]
    read = seconds(lambda: [parse(t) for t in texts])
    base, mine, other = (parse(t) for t in texts)
    return {
        "bytes": len(texts[0]),
        "read": read,
        "diff": seconds(lambda: diff(base, other)),
        "merge": seconds(lambda: merge(base, mine, other)),
    }


def peak() -> float | None:
    if resource is None:
        return None
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, 1)


def child(kind: str, folder: Path) -> dict[str, Any]:
    """Measure in a fresh process."""
    ran = subprocess.run(
        [sys.executable, "-m", "benchmarks.apex", "--child", kind, str(folder)],
        cwd=Path(__file__).parents[1], check=True, capture_output=True, text=True,
    )  # fmt: skip
    found: dict[str, Any] = json.loads(ran.stdout)
    return found


# -- the baseline --------------------------------------------------------------------------


def git(*arguments: str) -> None:
    """Run git; it answers 1 for a difference, and merge-file with the number of conflicts."""
    ran = subprocess.run(["git", *arguments], stdout=subprocess.DEVNULL, check=False)
    assert 0 <= ran.returncode < 128, arguments


def baseline(folder: Path) -> dict[str, float]:
    """git on the same three folders."""
    base, mine, other = (folder / n for n in NAMES)
    files = [p.relative_to(base) for p in sorted(base.rglob("*.sql"))]

    def merge_all() -> None:
        for path in files:
            if (mine / path).read_bytes() != (base / path).read_bytes():
                git("merge-file", "-p", *(str(side / path) for side in (mine, base, other)))

    return {
        "diff": seconds(
            lambda: [git("diff", "--no-index", str(base), str(s)) for s in (mine, other)]
        ),
        "merge": seconds(merge_all),
    }


# -- the runs ------------------------------------------------------------------------------


def put(folder: Path, name: str, files: Files) -> None:
    for path, content in files.items():
        file = folder / name / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)


def application_run(count: int, shift: int) -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for name, files in zip(NAMES, sides(count, shift), strict=True):
            put(folder, name, files)
        size = sum(p.stat().st_size for p in (folder / "base").rglob("*.sql"))
        rounds = [
            {"pages": count, "mb": round(size / 1e6, 1), "git": baseline(folder), **measured}
            for measured in _rounds(folder, count)
        ]
        return median(rounds)


def _rounds(folder: Path, count: int) -> Iterator[dict[str, Any]]:
    """The merge of one folder, each time as it was in the beginning."""
    theirs = {p: p.read_bytes() for p in folder.joinpath("theirs").rglob("*.sql")}
    for _ in range(ROUNDS if count <= 500 else 1):
        yield child("merge", folder)
        for path, content in theirs.items():
            path.write_bytes(content)


def largest_run() -> dict[str, Any]:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        made = sides(60, 0)
        path = "application/pages/page_00060.sql"
        for name, files in zip(NAMES, made, strict=True):
            (folder / f"{name}.sql").write_bytes(files[path])
        paths = [str(folder / f"{n}.sql") for n in ("ours", "base", "theirs")]
        rounds = [
            {
                **child("largest", folder),
                "git": {
                    "diff": seconds(lambda: git("diff", "--no-index", paths[1], paths[2])),
                    "merge": seconds(lambda: git("merge-file", "-p", *paths)),
                },
            }
            for _ in range(ROUNDS)
        ]
        return median(rounds)


def report(found: dict[str, Any]) -> str:
    lines = ["three sides read, compared and merged (theirs = a copy with ids of its own)", ""]
    head = "pages     MB  cold s  one change s  page diff ms  peak MB  x git diff + merge-file"
    lines += [head, "-" * len(head)]
    for row in (*found["same_ids"], *found["applications"]):
        ratio = row["cold"] / (row["git"]["diff"] + row["git"]["merge"])
        lines.append(
            f"{row['pages']:5} {row['mb']:6} {row['cold']:7} {row['one_change']:13}"
            f" {row['page_diff'] * 1000:13.0f} {row['peak'] or 0:8} {ratio:9.1f}"
            + ("  (same ids, as between Git branches)" if row in found["same_ids"] else "")
        )
    first, last = found["applications"][0], found["applications"][-1]
    times = last["pages"] / first["pages"]
    lines += [
        "",
        f"from {first['pages']} to {last['pages']} pages ({times:.0f} times): "
        f"time {last['cold'] / first['cold']:.1f} times",
        "",
        "the largest page: {bytes} bytes, read x3 {read} s, diff {diff} s, merge {merge} s; "
        "git diff {git[diff]} s, merge-file {git[merge]} s".format(**found["largest"]),
    ]
    return "\n".join(lines)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--pages", type=int, default=500)
    parser.add_argument("--quick", action="store_true", help="without the growth to 2 000 pages")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--child", nargs=2, metavar=("KIND", "FOLDER"), help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        kind, folder = arguments.child
        found = (merge_child if kind == "merge" else largest_child)(Path(folder))
        print(json.dumps({**found, "peak": peak()}))
        return 0
    counts = [50, arguments.pages] if arguments.quick else sorted({*GROWTH, arguments.pages})
    found = {
        "same_ids": [application_run(arguments.pages, 0)],
        "applications": [application_run(count, SHIFT) for count in counts],
        "largest": largest_run(),
    }
    print(json.dumps(found, indent=2) if arguments.json else report(found))
    return 0


if __name__ == "__main__":
    sys.exit(main())
