"""Write ``resources/apexlang/arguments.tsv`` from applications that are exported in both forms.

    python build/apexlang_forms.py FOLDER [--hold N]

FOLDER is a checkout of the public repository ``oracle/apex`` (Universal Permissive License 1.0), branch
26.1, where an application's ``sql/NAME.sql`` and ``apexlang/ALIAS/`` are exports of one moment. A row
says which argument of a call a property is, and how: the same text, a list, or a table of words. What
the applications do not show well enough has no row. ``--hold N`` leaves every N-th application out and
says how much of it the table of the others tells rightly: nothing is written then.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

from app.apex import Application as SqlApplication
from app.apex import sections
from app.apexlang import Application, Value
from app.apexlang.forms.links import objects, target
from app.apexlang.forms.pairs import Calls, pair
from app.apexlang.forms.said import said

TABLE = Path(__file__).parents[1] / "resources" / "apexlang" / "arguments.tsv"
SEPARATORS = {"colon": ":", "comma": ",", "lines": "\n", "blank": " "}
# What only seems to be said by an argument of a like name.
MISLEADING = {("region", "create_report_region", "type")}
ENOUGH, SURE, SAMPLE = 0.97, 0.9, 30
# What no application shows beyond doubt, but the names of both sides tell a reader.
CURATED = {
    (
        "region",
        "create_page_plug",
        "advanced.regionDisplaySelector",
    ): "p_include_in_reg_disp_sel_yn",
    ("region", "create_page_plug", "layout.slot"): "p_plug_display_point",
    ("region", "create_page_plug", "type"): "p_plug_source_type",
    ("region", "create_report_region", "layout.slot"): "p_display_point",
    ("pageItem", "create_page_item", "layout.slot"): "p_item_display_point",
    ("button", "create_page_button", "layout.slot"): "p_button_position",
    ("pageItem", "create_page_item", "source.used"): "p_use_cache_before_default",
    ("pageItem", "create_page_item", "label.alignment"): "p_label_alignment",
    ("pageItem", "create_page_item", "layout.alignment"): "p_field_alignment",
}
WORD = re.compile(r"[^\n]{0,60}")


class Said(NamedTuple):
    """One component in both forms."""

    properties: Mapping[str, Value]
    arguments: Mapping[str, str]


class Row(NamedTuple):
    argument: str
    how: str  # same, colon, comma, lines, blank, words
    words: Mapping[str, str | None]


Rows = dict[tuple[str, str], list[Said]]  # by type and procedure
Table = dict[tuple[str, str, str], Row]


def applications(folder: Path) -> Iterator[tuple[str, SqlApplication, Application]]:
    for script in sorted(folder.glob("*-apps/*/sql/*.sql")):
        roots = [p.parent for p in (script.parent.parent / "apexlang").glob("*/application.apx")]
        parts = sections(script.read_text(encoding="utf-8"))
        if len(roots) == 1 and parts:
            files = {
                p.relative_to(roots[0]).as_posix(): p.read_bytes()
                for p in roots[0].rglob("*")
                if p.is_file()
            }
            yield script.stem, SqlApplication(parts), Application(files)


def collected(found: Iterable[tuple[SqlApplication, Application]]) -> Rows:
    rows: Rows = defaultdict(list)
    for sql, language in found:
        names = Calls(sql).names
        for one in pair(sql, language).pairs:
            arguments = said(one.call, one.parts, names)
            row = Said(one.component.values(), arguments)
            rows[one.component.type, one.call.procedure].append(row)
    return rows


def key(value: Value) -> str:
    return "\n".join(sorted(value.entries)) if value.items is not None else value.text


def how_same(value: Value, text: str) -> str:
    if value.text.strip() == text.strip():
        return "same"
    entries = set(value.entries)
    for name, separator in SEPARATORS.items():
        if entries and entries == {part.strip() for part in text.split(separator)}:
            return name
    return ""


def tokens(text: str) -> set[str]:
    words = re.findall(r"[A-Z]?[a-z]+|[A-Z]+|\d+", text.replace("_", " "))
    return {w.lower().rstrip("s") for w in words} - {"p", "create", "attribute"}


def alike(prop: str, argument: str) -> float:
    one, other = tokens(prop), tokens(argument)
    return len(one & other) / max(1, min(len(one), len(other)))


def fitted(kind: tuple[str, str], rows: Sequence[Said]) -> Iterator[tuple[str, Row]]:
    """The property of each argument of one type and procedure, as far as it is shown."""
    every = {a for row in rows for a in row.arguments}
    for prop in dict.fromkeys(p for row in rows for p in row.properties if ":" not in p):
        if (*kind, prop) in MISLEADING:
            continue
        here = [row for row in rows if prop in row.properties]
        often = Counter(a for row in here for a in row.arguments)
        chosen = CURATED.get((*kind, prop))
        candidates = (
            [chosen]
            if chosen
            else [a for a in every if often[a] >= 0.6 * len(here) or alike(prop, a) >= 0.5]
        )
        best: tuple[tuple[float, ...], Row] | None = None
        for argument in candidates:
            made = _as_text(prop, argument, here) or _as_words(kind, prop, argument, here, rows)
            if made is not None and (best is None or made[0] > best[0]):
                best = made
        if best is not None:
            yield prop, best[1]
    yield from _links(rows)


def _links(rows: Sequence[Said]) -> Iterator[tuple[str, Row]]:
    found: dict[str, list[Said]] = defaultdict(list)
    for row in rows:
        for prop in objects(row.properties):
            found[prop].append(row)
    for prop, here in found.items():
        right: Counter[str] = Counter()
        for row in here:
            wanted = objects(row.properties)[prop]
            right.update(a for a, text in row.arguments.items() if target(text) == wanted)
        if right:
            argument, count = max(right.items(), key=lambda one: (one[1], alike(prop, one[0])))
            if count >= SURE * len(here):
                yield prop, Row(argument, "link", {})


Judged = tuple[tuple[float, ...], Row] | None


def _as_text(prop: str, argument: str, here: Sequence[Said]) -> Judged:
    both = [row for row in here if argument in row.arguments]
    if len(both) < SURE * len(here):
        return None
    first = [how_same(r.properties[prop], r.arguments[argument]) for r in both[:SAMPLE]]
    if sum(map(bool, first)) < SURE * len(first):
        return None
    hows = Counter(how_same(r.properties[prop], r.arguments[argument]) for r in both)
    right = sum(n for how, n in hows.items() if how)
    if right < ENOUGH * len(here):
        return None
    several = len({key(r.properties[prop]) for r in both})
    near = alike(prop, argument)
    if several < 2 and not near:
        return None
    how = next((h for h, _ in hows.most_common() if h not in ("", "same")), "same")
    return (2.0, min(several, 5), near, right / len(here)), Row(argument, how, {})


def _as_words(
    kind: tuple[str, str], prop: str, argument: str, here: Sequence[Said], rows: Sequence[Said]
) -> Judged:
    near = alike(prop, argument) or ((*kind, prop) in CURATED)
    table: dict[str, Counter[str | None]] = defaultdict(Counter)
    for row in here:
        table[key(row.properties[prop])][row.arguments.get(argument)] += 1
    values = {v for found in table.values() for v in found}
    if not all(WORD.fullmatch(text) for text in (*table, *(v for v in values if v is not None))):
        return None
    right = sum(found.most_common(1)[0][1] for found in table.values())
    if right < ENOUGH * len(here) or (len(table) > 8 and len(table) > len(here) / 3):
        return None
    if any(value is not None and value[:1] in ("@", "#") for value in values):
        return None  # a component, and no word
    absent = Counter(r.arguments.get(argument) for r in rows if prop not in r.properties)
    back: dict[str | None, Counter[str | None]] = defaultdict(Counter)
    for word, found in table.items():
        for value, n in found.items():
            back[value][word] += n
    for value, n in absent.items():
        back[value][None] += n
    told = sum(found.most_common(1)[0][1] for found in back.values()) / len(rows)
    informs = len(back) > 1 and told >= ENOUGH
    if not near and not (informs and len(here) >= 8 and len(table) > 1):
        return None
    if values == {None} and (*kind, prop) not in CURATED:
        return None
    words = {word: found.most_common(1)[0][0] for word, found in table.items()}
    rank = (1.0, float(informs), near, min(len(table), 5), right / len(here))
    return rank, Row(argument, "words", words)


def learnt(rows: Rows) -> Table:
    return {(*kind, prop): row for kind, said_ in rows.items() for prop, row in fitted(kind, said_)}


def told(table: Table, rows: Rows) -> Counter[str]:
    """How many properties the table tells rightly, wrongly, or has no row for."""
    found: Counter[str] = Counter()
    for kind, all_of_it in rows.items():
        for one in all_of_it:
            for prop, inside in objects(one.properties).items():
                row = table.get((*kind, prop))
                text = one.arguments.get(row.argument, "") if row is not None else ""
                right = target(text) == inside
                found["no row" if row is None else "right" if right else "wrong"] += len(inside)
            for prop, value in one.properties.items():
                if ":" in prop:
                    continue
                row = table.get((*kind, prop))
                if row is None:
                    found["no row"] += 1
                elif row.how == "words":
                    known = key(value) in row.words
                    right = known and row.words[key(value)] == one.arguments.get(row.argument)
                    found["right" if right else "wrong" if known else "no word"] += 1
                else:
                    text = one.arguments.get(row.argument)
                    found["right" if text is not None and how_same(value, text) else "wrong"] += 1
    return found


def written(table: Table) -> str:
    lines = ["type\tprocedure\tproperty\targument\thow\twords"]
    for (kind, procedure, prop), row in sorted(table.items()):
        words = ";".join(
            f"{_escaped(word)}={'' if value is None else '=' + _escaped(value)}"
            for word, value in sorted(row.words.items())
        )
        lines.append("\t".join((kind, procedure, prop, row.argument, row.how, words)))
    return "\n".join(lines) + "\n"


def _escaped(text: str) -> str:
    for char, code in (("%", "%25"), (";", "%3B"), ("=", "%3D"), ("\n", "%0A"), ("\t", "%09")):
        text = text.replace(char, code)
    return text


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--hold", type=int, default=0)
    chosen = parser.parse_args()
    found = list(applications(chosen.folder))
    if not chosen.hold:
        table = learnt(collected((sql, language) for _, sql, language in found))
        TABLE.write_text(written(table), encoding="utf-8", newline="\n")
        print(len(found), "applications,", len(table), "rows")
        return
    total: Counter[str] = Counter()
    for turn in range(chosen.hold):
        kept = [(s, a) for i, (_, s, a) in enumerate(found) if i % chosen.hold != turn]
        out = [(s, a) for i, (_, s, a) in enumerate(found) if i % chosen.hold == turn]
        total += told(learnt(collected(kept)), collected(out))
    print(dict(total))


if __name__ == "__main__":
    main()
