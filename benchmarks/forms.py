"""Do the SQL export and the APEXlang export of one application say the same?

    python -m benchmarks.forms FOLDER [--list N] [--json]

FOLDER is a checkout of a repository that has applications in both forms, laid out as the public
``oracle/apex`` (branch 26.1): ``*-apps/NAME/sql/NAME.sql`` beside
``*-apps/NAME/apexlang/ALIAS/``. Each component of APEXlang is looked for in the SQL export by its
identifier, and each of its properties in the arguments (``resources/apexlang``). What has no
counterpart is counted with its reason; ``--list`` shows the N most frequent kinds of each.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from app.apex import Application as SqlApplication
from app.apex import sections
from app.apexlang import ROOT_FILE, Application
from app.apexlang.forms.compare import compare_forms


def applications(folder: Path) -> Iterator[tuple[str, SqlApplication, Application]]:
    for script in sorted(folder.glob("*-apps/*/sql/*.sql")):
        roots = [p.parent for p in (script.parent.parent / "apexlang").glob(f"*/{ROOT_FILE}")]
        parts = sections(script.read_text(encoding="utf-8"))
        if len(roots) == 1 and parts:
            found = {
                p.relative_to(roots[0]).as_posix(): p.read_bytes()
                for p in roots[0].rglob("*")
                if p.is_file()
            }
            yield script.stem, SqlApplication(parts), Application(found)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--list", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    total: Counter[str] = Counter()
    kinds: dict[str, Counter[str]] = {}

    def note(reason: str, kind: str, count: int = 1) -> None:
        total[reason] += count
        kinds.setdefault(reason, Counter())[kind] += count

    for name, sql, language in applications(chosen.folder):
        found = compare_forms(sql, language)
        total["applications"] += 1
        total["components"] += len(found.paired.pairs) + len(found.alone)
        total["components in both"] += len(found.paired.pairs)
        for alone in found.alone:
            above = alone.component.path[-2][0] if len(alone.component.path) > 1 else "-"
            note(f"components {alone.reason}", f"{alone.component.type} below {above}")
        for _, call in found.paired.calls:
            note("calls without a component", call.procedure)
        for one in found.told:
            total["properties"] += one.weight
            kind = f"{one.pair.component.type}.{one.property}"
            if one.verdict == "differs":
                kind = (
                    f"{name}: {kind} {one.value[:40]!r}, {one.argument} {(one.said or '')[:40]!r}"
                )
            note(f"properties {one.verdict}", kind, one.weight)
    if chosen.json:
        print(json.dumps(total))
        return
    for reason, count in total.items():
        print(f"{count:8} {reason}")
        for kind, times in kinds.get(reason, Counter()).most_common(chosen.list):
            if reason != "properties same":
                print(f"         {times:8} {kind}")


if __name__ == "__main__":
    main()
