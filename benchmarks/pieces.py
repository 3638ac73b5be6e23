"""Two real pieces put back into a page, one by each side: what is asked, and what is wrong?

    python -m benchmarks.pieces FOLDER [--seed N]

FOLDER holds APEXlang (a checkout of the public ``oracle/apex``, branch 26.1). Of each page two
pieces are cut out, which is the base; ours has the one and theirs the other, so that the page
itself is the only right result, and nothing is to be asked. The pieces are two components of one
type under one parent, two properties or groups of one component, or two components anywhere. The
baseline is ``git merge-file`` on each fourth case.
"""

from __future__ import annotations

import argparse
import subprocess
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Final

from app.apexlang import Document, compare, merge, parse
from app.apexlang.tree import Node

BY_GIT: Final = 4
Span = tuple[int, int]


def cut(text: str, *spans: Span) -> str:
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + text[end:]
    return text


def pieces(page: Document, choose: Random) -> Iterator[tuple[str, Span, Span]]:
    """By kind of case the spans of two pieces of it that do not overlap."""

    def whole(node: Node) -> Span:
        """With the empty lines behind it."""
        behind = page.source[node.end :]
        return node.start, node.end + len(behind) - len(behind.lstrip("\n"))

    inside = [c for path, c in page.components.items() if len(path) > 1]
    alike = defaultdict(list)
    for component in inside:
        alike[component.parent, component.type].append(whole(component.node))
    parts = [
        [(n.start, n.end) for n in c.node.children if n.kind in ("property", "group")]
        for c in page.components.values()
    ]
    for kind, groups in (
        ("one type", list(alike.values())),
        ("one component", parts),
        ("anywhere", [[whole(c.node) for c in inside]]),
    ):
        many = [group for group in groups if len(group) > 1]
        if many:
            one, other = sorted(choose.sample(choose.choice(many), 2))
            if one[1] <= other[0]:
                yield kind, one, other


def asks_git(base: str, ours: str, theirs: str) -> bool:
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / name for name in ("ours", "base", "theirs")]
        for file, text in zip(files, (ours, base, theirs), strict=True):
            file.write_text(text, encoding="utf-8", newline="")
        done = subprocess.run(["git", "merge-file", "-p", *map(str, files)], capture_output=True)
    return done.returncode != 0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=7)
    arguments = parser.parse_args()
    choose, counted = Random(arguments.seed), Counter[tuple[str, str]]()
    for file in sorted(arguments.folder.rglob("pages/*.apx")):
        page = parse(file.read_bytes(), file.name)
        for kind, one, other in pieces(page, choose):
            texts = [cut(page.source, *spans) for spans in ((one, other), (other,), (one,))]
            merged = merge(*(parse(text, file.name) for text in texts))
            counted[kind, "cases"] += 1
            if merged.open_conflicts:
                counted[kind, "asked"] += 1
            elif merged.document is None or not compare(page, merged.document).is_empty:
                counted[kind, "wrong"] += 1
            if counted[kind, "cases"] % BY_GIT == 0:
                counted[kind, "by git"] += 1
                counted[kind, "asked by git"] += asks_git(*texts)
    for kind in dict.fromkeys(kind for kind, _ in counted):
        told = ("cases", "asked", "wrong", "by git", "asked by git")
        print(f"{kind:14}", "  ".join(f"{name} {counted[kind, name]}" for name in told))


if __name__ == "__main__":
    main()
