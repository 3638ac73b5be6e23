"""How near is the lab's APEXlang to Oracle's?

    python -m benchmarks.written FOLDER [--list N] [--json] [--show NAME]

FOLDER is a checkout as for ``benchmarks.forms``: applications in both forms. The SQL export of each
goes through ``app.lab.apex.language``, and what comes out is held beside Oracle's own export: files
to the byte, components by their paths, properties by their values. What has no word is counted: the
lab refuses an application with one of these. ``--list`` shows the N most frequent kinds of it,
``--show`` the lines that differ in the applications of that name. The rules were learnt from these
very applications, so it does not tell how they do on others.
"""

from __future__ import annotations

import argparse
import difflib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from app.apexlang import Application, Component
from app.lab.apex.language.files import language_files
from benchmarks.forms import applications


def written(folder: Path) -> Iterator[tuple[str, Application, dict[str, bytes], list[str]]]:
    for name, sql, language in applications(folder):
        number = json.loads(language.files["deployments/default.json"])["app"]["id"]
        yield name, language, *language_files(sql.files, number)


def components(application: Application) -> Mapping[tuple[object, ...], Component]:
    return {
        (path, *component.path): component
        for path, document in application.documents.items()
        for component in document.components.values()
    }


def measure(oracle: Application, lab: Application) -> Counter[str]:
    found: Counter[str] = Counter()
    for path, content in oracle.files.items():
        made = lab.files.get(path)
        found["files"] += 1
        found["files equal to the byte"] += made == content
        found["files not written"] += made is None
        found["bytes"] += len(content)
        found["bytes of equal files"] += len(content) * (made == content)
    found["files too many"] += len(lab.files.keys() - oracle.files.keys())
    ours, theirs = components(oracle), components(lab)
    found["components too many"] += len(theirs.keys() - ours.keys())
    for place, component in ours.items():
        twin = theirs.get(place)
        values = component.values()
        found["components"] += 1
        found["properties"] += len(values)
        if twin is None:
            found["components not written"] += 1
            found["properties not written"] += len(values)
            continue
        made_values = twin.values()
        found["properties too many"] += len(made_values.keys() - values.keys())
        for prop, value in values.items():
            told = made_values.get(prop)
            verdict = "not written" if told is None else "same" if told == value else "wrong"
            found[f"properties {verdict}"] += 1
    return found


def show(oracle: Application, made: Mapping[str, bytes]) -> None:
    for path, content in oracle.files.items():
        if made.get(path) is None:
            print("not written:", path)
        elif made[path] != content and path.endswith((".apx", ".json")):
            print(path)
            sides = (content.decode().split("\n"), made[path].decode().split("\n"))
            for line in list(difflib.unified_diff(*sides, "oracle", "lab", "", "", 2, ""))[2:60]:
                print("  ", line)
    print("too many:", *sorted(made.keys() - oracle.files.keys()))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--list", type=int, default=0)
    parser.add_argument("--show", default="")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    total: Counter[str] = Counter()
    unknown: Counter[str] = Counter()
    for name, language, made, without in written(chosen.folder):
        total["applications"] += 1
        total["applications without anything unknown"] += not without
        total["what has no word"] += len(without)
        unknown.update(re.sub(r"^\S+ (\w+)[^:]*: ", r"\1: ", one) for one in without)
        total += measure(language, Application(made))
        if chosen.show and chosen.show in name:
            show(language, made)
    if chosen.json:
        print(json.dumps(total))
        return
    for reason, count in total.items():
        print(f"{count:9} {reason}")
    for kind, count in unknown.most_common(chosen.list):
        print(f"          {count:6} {kind}")


if __name__ == "__main__":
    main()
