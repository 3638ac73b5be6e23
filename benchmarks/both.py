"""Merging an application in APEXlang, in SQL, and by git's lines: time, and what each asks.

    python -m benchmarks.both FOLDER [--pages 313]

FOLDER is a checkout as for ``benchmarks.forms``: real applications in both forms. Of them so many
are taken that they have about as many pages as asked for. On every page ours changes a region's
sequence, and theirs the property in the line behind it: every page differs on both sides, and no
change meets another. All three sides are read and merged as whole applications, with other values
in each of three rounds, because a merge that was made is remembered; the baseline is ``git
merge-file`` on the same files in the same run. Seconds are the processor's, of the process and
what it started, and the median counts.
"""

from __future__ import annotations

import argparse
import re
import statistics
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path

from app.apex import Application as SqlApplication
from app.apex import merge_apps
from app.apexlang import Application, merge_applications
from benchmarks.apex import seconds
from benchmarks.forms import applications

ROUNDS = 3
Sides = tuple[Mapping[str, str], Mapping[str, str], Mapping[str, str]]


# A sequence, and a plain value in the next line.
PLACES: Mapping[str, re.Pattern[str]] = {
    "APEXlang": re.compile(r"(\n            sequence: \d+)(\n            \w+: [^\n\[{`]*\w)\n"),
    "SQL": re.compile(r"(\n,p_plug_display_sequence=>\d+)(\n,p_\w+=>(?:\d+|'[^'\n]*))"),
}
PAGE = re.compile(r"pages/p(?:age_)?\d{5}")


def sides(files: Mapping[str, str], form: str, round_: int) -> Sides:
    place, mark = PLACES[form], str(round_ + 1)
    made: list[dict[str, str]] = [dict(files), dict(files), dict(files)]
    for path, text in files.items():
        hit = place.search(text) if PAGE.search(path) else None
        if hit is not None:
            for side, group in ((1, 1), (2, 2)):
                made[side][path] = text[: hit.end(group)] + mark + text[hit.end(group) :]
    return made[0], made[1], made[2]


def by_lines(three: Sides) -> int:
    """git on each file that both changed: how many are left with a conflict."""
    conflicts = 0
    with tempfile.TemporaryDirectory() as folder:
        names = [Path(folder) / name for name in ("base", "ours", "theirs")]
        for path, text in three[0].items():
            if three[1][path] == text or three[2][path] == text:
                continue
            for name, side in zip(names, three, strict=True):
                name.write_text(side[path], encoding="utf-8", newline="")
            words = ["git", "merge-file", "-p", str(names[1]), str(names[0]), str(names[2])]
            conflicts += (
                subprocess.run(words, stdout=subprocess.DEVNULL, check=False).returncode > 0
            )
    return conflicts


def in_sql(three: Sides) -> int:
    base, ours, theirs = (SqlApplication(side) for side in three)
    return len(merge_apps(base, ours, theirs).conflicts)


def in_language(three: Sides) -> int:
    encoded = ({path: text.encode() for path, text in side.items()} for side in three)
    base, ours, theirs = (Application(side) for side in encoded)
    return len(merge_applications(base, ours, theirs).conflicts)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--pages", type=int, default=313)
    chosen = parser.parse_args()
    taken: list[tuple[Mapping[str, str], Mapping[str, str]]] = []
    pages = 0
    largest = sorted(applications(chosen.folder), key=lambda one: -len(one[1].pages))
    for _, sql, language in largest:
        if pages + len(sql.pages) > chosen.pages + 5:
            continue
        pages += len(sql.pages)
        texts = {p: c.decode() for p, c in language.files.items() if p.endswith(".apx")}
        taken.append((sql.files, texts))
    print(f"{len(taken)} applications, {pages} pages")
    for form, index, merge in (("APEXlang", 1, in_language), ("SQL", 0, in_sql)):
        rounds = [[sides(one[index], form, n) for one in taken] for n in range(ROUNDS)]
        size = sum(len(text) for one in taken for text in one[index].values())
        both = sum(
            b != o
            for base, ours, _ in rounds[0]
            for b, o in zip(base.values(), ours.values(), strict=True)
        )
        for name, work in (("Caravane", merge), ("git merge-file", by_lines)):
            times, asked = [], 0
            for three in rounds:
                answers: list[int] = []
                times.append(seconds(lambda: answers.extend(map(work, three))))  # noqa: B023
                asked = sum(answers)
            spent = statistics.median(times)
            line = f"{form:9} {size / 1e6:6.1f} MB  {both} files differ on both sides"
            print(f"{line}  {name:14} {spent:7.2f} s  conflicts {asked}")


if __name__ == "__main__":
    main()
