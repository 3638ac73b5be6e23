"""Fixes made before an upgrade of APEX, carried into the line that is behind it.

    python -m benchmarks.upgrades GIT OLD NEW [--edits N]

GIT is a clone of the public repository ``oracle/apex``, OLD and NEW are branches of it (``24.2
26.1``) with the same applications. First the pages of both are compared: how many properties
differ, and how many of these the catalogue of upgrades (``resources/upgrades``) knows to be the
same. Then N texts and numbers of each page of OLD are changed, one page at a time, as a developer's
fix, and merged: base OLD, ours NEW, theirs the fix. The baseline is the same merge where no file
says its release, as before there was the catalogue. A fix is carried where nothing is asked, and
NEW differs from before by it alone.
"""

from __future__ import annotations

import argparse
import random
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from app.apex import diff, merge, parse, sections
from app.apex.export.tree import Component
from app.apex.model import Status
from app.errors import AppError

HEADER = """begin
wwv_flow_imp.component_begin (
 p_version_yyyy_mm_dd=>'{date}'
,p_release=>'{release}'
,p_default_workspace_id=>1
,p_default_application_id=>100
,p_default_id_offset=>0
,p_default_owner=>'DEMO'
);
"""
EDITED = re.compile(
    r"p_(?:prompt|plug_name|button_image_alt|column_label|column_heading|item_sequence|cmaxlength"
    r"|plug_display_sequence|button_sequence|display_order|process_sequence|plug_source|help_text"
    r"|process_name|attribute_01|attribute_02|placeholder|csize|error_message)"
)


def exports(git: str, branch: str) -> Iterator[tuple[str, dict[str, str]]]:
    """The pages of each single-file export, by the application's name."""
    tree = subprocess.run(
        ["git", "-C", git, "ls-tree", "-r", branch], capture_output=True, text=True, check=True
    ).stdout
    for line in tree.splitlines():
        head, path = line.split("\t")
        if not path.endswith(".sql") or "apexlang/" in path:
            continue
        blob = subprocess.run(
            ["git", "-C", git, "cat-file", "blob", head.split()[2]], capture_output=True
        )
        text = blob.stdout.decode("utf-8", "replace")
        release = re.search(r"p_release=>'([^']*)'", text)
        date = re.search(r"p_version_yyyy_mm_dd=>'([^']*)'", text)
        parts = sections(text) if blob.returncode == 0 and release and date else None
        if parts and release and date:
            frame = HEADER.format(date=date[1], release=release[1])
            yield (
                Path(path).stem,
                {
                    name: part.replace("begin\n", frame, 1)
                    for name, part in parts.items()
                    if re.search(r"/pages/page_\d+\.sql\Z", name)
                },
            )


def unsaid(text: str) -> str:
    """The page as if nothing told its release."""
    return re.sub(r"wwv_flow_imp\.component_begin \(.*?\);\n", "", text, count=1, flags=re.S)


def edit(text: str, dice: random.Random) -> tuple[str, str] | None:
    """The page with one value changed, and which."""
    page = parse(text, "page.sql")
    places: list[tuple[Component, str]] = [
        (c, n)
        for c in page.components
        for n, a in c.arguments.items()
        if EDITED.fullmatch(n) and (a.source.isdigit() or re.fullmatch(r"'[^'\n]{2,}'", a.source))
    ]
    if not places:
        return None
    component, name = dice.choice(places)
    argument = component.arguments[name]
    new = (
        str(int(argument.source) + 7) if argument.source.isdigit() else argument.source[:-1] + " 2'"
    )
    return text[: argument.start] + new + text[argument.end :], f"{component.key} {name}"


def merged(base: str, ours: str, theirs: str) -> str:
    """What comes of a merge: ``carried``, ``asked``, ``more`` (something else changed, too)."""
    sides = [parse(text, "page.sql") for text in (base, ours, theirs)]
    try:
        made = merge(*sides, checked=False)
    except AppError as error:
        return error.code
    if made.page is None:
        return "asked"
    changed = diff(sides[1], made.page).changes
    properties = sum(len(c.properties) for c in changed)
    alone = len(changed) == 1 and changed[0].status in (
        Status.CHANGED,
        Status.RENAMED,
        Status.MOVED,
    )
    return "carried" if alone and properties == 1 else "lost" if not changed else "more"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("git")
    parser.add_argument("old")
    parser.add_argument("new")
    parser.add_argument("--edits", type=int, default=1)
    chosen = parser.parse_args()
    dice = random.Random(26)
    before = dict(exports(chosen.git, chosen.old))
    total: Counter[str] = Counter()
    for name, pages in exports(chosen.git, chosen.new):
        for path, text in pages.items():
            old = before.get(name, {}).get(path)
            if old is None:
                continue
            total["pages"] += 1
            for told, one, other in (("", unsaid(old), unsaid(text)), ("known: ", old, text)):
                found = diff(parse(one, path), parse(other, path))
                total[f"{told}properties that differ"] += sum(
                    len(c.properties) for c in found.changes
                )
                total[f"{told}pages that differ"] += bool(found.changes)
            for _ in range(chosen.edits):
                made = edit(old, dice)
                if made is None:
                    continue
                total["fixes"] += 1
                total[f"known: {merged(old, text, made[0])}"] += 1
                total[f"unknown: {merged(*map(unsaid, (old, text, made[0])))}"] += 1
    for what, count in total.items():
        print(f"{count:8} {what}")


if __name__ == "__main__":
    main()
