"""An application that a newer APEX imported, held against its release: what is left to differ.

    python -m benchmarks.across GIT OLD NEW

GIT is a clone of the public repository ``oracle/apex``, OLD and NEW are branches of it (``24.2
26.1``) with the same applications. A release is OLD with some texts changed, at the client it is
NEW with the same texts changed. What differs is counted by the catalogue of upgrades alone, and by
what the client shows of the version before (``app.apex.compare.reference``). Then one more text is
changed at the client alone: that must be all that is left. The third count is of pages that the
version before did not have: clean, or asked about; any other would end the client as failed.
"""

from __future__ import annotations

import argparse
import random
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from app.apex import Application, compare_applications, read_application
from app.apex.compare.reference import Reference, is_brought
from app.apex.model import ApplicationDiff

TEXTS = ("p_prompt", "p_plug_name", "p_button_image_alt", "p_column_heading", "p_step_title")


def applications(git: str, branch: str) -> dict[str, Application]:
    """The single-file exports of whole applications, by their names."""
    found = {}
    tree = subprocess.run(
        ["git", "-C", git, "ls-tree", "-r", branch], capture_output=True, text=True, check=True
    ).stdout
    for line in tree.splitlines():
        head, path = line.split("\t")
        if not path.endswith(".sql") or "apexlang/" in path or "-apps/" not in path:
            continue
        blob = subprocess.run(
            ["git", "-C", git, "cat-file", "blob", head.split()[2]], capture_output=True
        )
        made = read_application({Path(path).name: blob.stdout})
        if blob.returncode == 0 and made.apex_release and len(made.pages) > 1:
            found[Path(path).stem] = made
    return found


def changed(application: Application, edits: dict[str, tuple[str, str]], text: str) -> Application:
    """With one text changed in each of these files: the argument, and what it says now."""
    files = dict(application.files)
    for path, (argument, was) in edits.items():
        files[path] = files[path].replace(f",{argument}=>'{was}'", f",{argument}=>'{text}'", 1)
    return Application(files)


def editable(
    old: Application, new: Application, choose: random.Random
) -> Iterator[tuple[str, tuple[str, str]]]:
    """Texts that both have first of all in the same page."""
    for path in old.pages.values():
        argument = choose.choice(TEXTS)
        first = [re.search(rf",{argument}=>'([^'\n]+)'", a.files.get(path, "")) for a in (old, new)]
        if first[0] and first[1] and first[0][1] == first[1][1]:
            yield path, (argument, first[0][1])


def size(found: ApplicationDiff) -> int:
    return sum(len(c.properties) or 1 for f in found.files for c in f.diff.changes)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    for name in ("git", "old", "new"):
        parser.add_argument(name)
    arguments = parser.parse_args()
    olds, news = (applications(arguments.git, b) for b in (arguments.old, arguments.new))
    choose = random.Random(1)
    counted = dict.fromkeys(
        ("catalogue", "reference", "tried", "seen", "pages", "clean", "asked", "page"), 0
    )
    for name in sorted(olds.keys() & news.keys()):
        old, new = olds[name], news[name]
        edits = list(editable(old, new, choose))
        choose.shuffle(edits)
        release, there = (changed(a, dict(edits[1:6]), "Neu") for a in (old, new))
        known = Reference(compare_applications(old, new), new)
        found = compare_applications(release, there)
        left = known.beyond(found)
        counted["catalogue"] += size(found)
        counted["reference"] += size(left)
        for edit in edits[:1]:
            beside = changed(there, dict([edit]), "Garbled")
            files = {f.path for f in known.beyond(compare_applications(release, beside)).files}
            counted["tried"] += 1
            counted["seen"] += files == {edit[0], *(f.path for f in left.files)}
        for path, _ in edits[:3]:
            before = [Application({p: t for p, t in a.files.items() if p != path})
                      for a in (old, new)]  # fmt: skip
            fresh = Reference(compare_applications(*before), before[1])
            rest = fresh.beyond(compare_applications(old, new))
            counted["pages"] += 1
            counted["clean"] += rest.is_empty
            counted["asked"] += not rest.is_empty and is_brought(rest, before[0], old)
            counted["page"] += size(rest)
    print(counted)


if __name__ == "__main__":
    main()
