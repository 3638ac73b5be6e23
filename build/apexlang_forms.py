"""Write ``resources/apexlang/arguments.tsv`` and ``left_out.tsv`` from applications in both forms.

    python build/apexlang_forms.py FOLDER [--hold N]

FOLDER is a checkout of the public repository ``oracle/apex`` (Universal Permissive License 1.0),
branch 26.1, where an application's ``sql/NAME.sql`` and ``apexlang/ALIAS/`` are exports of one
moment. A row says which argument of a call a property is, and how: the same text, a list, or a
table of words. The same applications give the same bytes.

What may be chance has no row. A property is an argument where all of this holds:

1. 97 of 100 places say so, and the places that do not are few beside those where the argument
   says something else than usual. Usual is what it says most where the property is not: a value
   that is usual shows nothing.
2. There are points enough (``POINTS``), the fewer the nearer the names: one where the names say
   the same, two where one may be meant by the other, three where they have nothing in common.
   Each value that goes with another value gives one, a text that both say two, a long one three;
   in three places a single value gives one more where the names are near.
3. Words of which several are one code show nothing, nor do codes that the argument has where the
   property is not. Words are for what the grammar lists; of a switch both, or a code that is one.
4. There is more for it than for any other argument: of two that have the same, it is none. And no
   property for which there is more is that argument in the same component.

The other table has the arguments of which APEXlang says something wherever SQL does, but for the
values beside them. ``--hold N`` leaves every N-th application out and says how much of it the table
of the others tells rightly: nothing is written then.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

from app.apex import Application as SqlApplication
from app.apex import sections
from app.apexlang import Application, Value
from app.apexlang.catalogue import known
from app.apexlang.forms.links import objects, target
from app.apexlang.forms.pairs import Calls, pair
from app.apexlang.forms.said import said
from app.apexlang.forms.types import of_procedure

TABLE = Path(__file__).parents[1] / "resources" / "apexlang" / "arguments.tsv"
LEFT_OUT = TABLE.with_name("left_out.tsv")
SEPARATORS = {"colon": ":", "comma": ",", "lines": "\n", "blank": " "}
# What only seems to be said by an argument of a like name.
MISLEADING = {("region", "create_report_region", "type")}
ENOUGH, SURE, MANY, SEVERAL, LONG = 0.97, 0.9, 10, 3, 20
POINTS = (3, 2, 1)
SHOWN = {"show", "display", "enable", "enabled", "rendered"}
EMPTY = {"type", "name", "value", "text", "language"} | SHOWN
WORDED = {"enum", "boolean", "reference"}
LISTED = {"select_list", "supported_ui"}
SWITCH = {"y", "n", "yes", "no", "true", "false", "on", "off", "visible", "hidden", "none"}
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
OFTEN, FEW = 20, 2  # places where it is said, and values of which nothing is
WORD = re.compile(r"[^\n]{0,60}")


class Said(NamedTuple):
    """One component in both forms."""

    properties: Mapping[str, Value]
    arguments: Mapping[str, str]


class Row(NamedTuple):
    argument: str
    how: str  # same, colon, comma, lines, blank, words
    words: Mapping[str, str | None]


Pairs = Counter[tuple[str, str | None]]
Rank = tuple[float, ...]
Rows = dict[tuple[str, str], list[Said]]  # by type and procedure
Table = dict[tuple[str, str, str], Row]


def applications(folder: Path) -> Iterator[tuple[str, SqlApplication, Application]]:
    for script in sorted(folder.glob("*-apps/*/sql/*.sql")):
        roots = [p.parent for p in (script.parent.parent / "apexlang").glob("*/application.apx")]
        parts = sections(script.read_text(encoding="utf-8"))
        if len(roots) == 1 and parts:
            files = {
                p.relative_to(roots[0]).as_posix(): p.read_bytes()
                for p in sorted(roots[0].rglob("*"))
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


@cache
def tokens(text: str) -> frozenset[str]:
    words = re.findall(r"[A-Z]?[a-z]+|[A-Z]+|\d+", text.replace("_", " "))
    return frozenset(w.lower().rstrip("s") for w in words) - {"p", "create", "attribute", "yn"}


def last(name: str) -> str:
    return name.rsplit(".", 1)[-1]


def plain(text: str | None) -> str:
    """For comparing a word of APEXlang (``topRight``) with a code of SQL (``TOP_RIGHT``)."""
    return re.sub(r"[\W_]", "", text or "").casefold()


def most(found: Counter[str | None]) -> str | None:
    """The most frequent; of several the first of the alphabet."""
    return min(found, key=lambda text: (-found[text], text is not None, text or ""))


class Kind:
    """All components of one type and procedure."""

    def __init__(self, kind: tuple[str, str], rows: Sequence[Said]) -> None:
        self.kind, self.rows = kind, rows
        self.arguments = sorted({a for row in rows for a in row.arguments})
        self.identifiers = {row.argument for row in of_procedure().get(kind[1], ())}
        self.near: dict[tuple[str, str], int] = {}
        self.often = Counter(token for a in self.arguments for token in tokens(last(a)))

    def alike(self, prop: str, argument: str) -> int:
        if (prop, argument) not in self.near:
            self.near[prop, argument] = self._alike(prop, argument)
        return self.near[prop, argument]

    def _alike(self, prop: str, argument: str) -> int:
        """2 where the names say the same, 1 where the one may be meant by the other, 0 where they
        have no word in common that tells anything."""
        group, _, name = prop.rpartition(".")
        of_plugin = group == "settings" or group.startswith("plugin-")
        if (of_plugin and "." not in argument) or (not group and "." in argument):
            return 0
        own, above, there = tokens(name), tokens(group), tokens(last(argument))
        higher = bool(met(above | tokens(self.kind[0]), tokens(argument)))
        meant, told = own - EMPTY, there - EMPTY
        if told and told == (meant | above) - EMPTY:
            return 2
        if own == there and (len(own) > 1 or not group):
            return 2
        if not meant:
            if own and own == met(own, there) and higher:
                return 2
            return int(own <= SHOWN and bool(above) and above == met(above, there))
        shared = met(meant, there)
        if shared and len(told) > 1 and told == met(told, own | above):
            return 2
        rare = any(self.often[word] <= FEW for word in met(there, shared))
        if shared == meant:
            return 2 if higher or (rare and len(meant) > 1) else 1
        return int(rare or len(shared) > 1 or bool(shared and higher))

    def silent(self, prop: str, argument: str) -> Counter[str | None]:
        """What the argument says where the property is not."""
        return Counter(r.arguments.get(argument) for r in self.rows if prop not in r.properties)


class Found(NamedTuple):
    """A property that may be an argument. ``rank``: what there is for it."""

    rank: Rank
    prop: str
    row: Row
    places: frozenset[int]  # rows that have both


def met(ones: frozenset[str], others: frozenset[str]) -> frozenset[str]:
    """Those that are among the others, in whole or shortened (``adv`` for advanced), or in another
    form (``translate`` for translation)."""

    def like(one: str, other: str) -> bool:
        unlike = (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b)
        shared = next(unlike, min(len(one), len(other)))
        return one == other or shared >= 6 or (shared > 2 and shared in (len(one), len(other)))

    return frozenset(one for one in ones if any(like(one, other) for other in others))


def weight(word: str, value: str | None) -> int:
    """How much it says that both are there: a long text is not met twice by chance, a word that is
    the other's seldom, ``false`` and ``N`` often."""
    if plain(word) != plain(value) or len(plain(word)) < 4 or plain(word) in ("true", "false"):
        return 1
    return 3 if len(word) >= LONG else 2


def judged(
    kind: Kind, prop: str, argument: str, pairs: Pairs, here: int, same: bool
) -> Rank | None:
    """What there is for a property being the argument that says it nearly everywhere; None where
    that may be chance. ``pairs``: what both say where they say the same, and how often."""
    near, silent = kind.alike(prop, argument), kind.silent(prop, argument)
    usual = {most(silent)} if silent else set[str | None]()
    if not silent and len(pairs) == 1:  # it never says anything else
        usual = {value for word, value in pairs if weight(word, value) == 1}
    told = {p: n for p, n in pairs.items() if p[1] not in usual or (same and near == 2)}
    points, words, values = 0, set[str](), set[str | None]()
    for word, value in sorted(told, key=lambda pair: (-weight(*pair), str(pair))):
        if word not in words and value not in values:
            points += weight(word, value)
            words.add(word)
            values.add(value)
    places, right = sum(told.values()), sum(pairs.values())
    if near == 1 and places >= SEVERAL and len(told) == 1:
        points += 1
    if (*kind.kind, prop) not in CURATED:
        if points < POINTS[near] or 2 * len(values) < len(told):
            return None
        if here - right > (1 - SURE) * places:
            return None  # what is usual would tell it as well
        if not same and not _apart(kind, prop, near, told, silent):
            return None
    both = len(tokens(prop) & tokens(argument)) / len(tokens(prop) | tokens(argument))
    return float(points >= MANY), near, float(same), min(points, MANY), right / here, both


def _apart(
    kind: Kind,
    prop: str,
    near: int,
    told: Mapping[tuple[str, str | None], int],
    silent: Counter[str | None],
) -> bool:
    """Whether words and codes go together there, and there alone."""
    values = known(kind.kind[0], prop).values
    codes = all(value is None or plain(value) in SWITCH for _, value in told)
    if values == {"boolean"} and len(told) < 2 and not codes:
        return False
    if values == {"reference"} and near < 2 and (not near or len(told) < SEVERAL):
        return False
    once = sum(n < 2 and weight(*pair) < 2 for pair, n in told.items())
    if near == 0 and 2 * once > len(told):
        return False
    said_ = {value for _, value in told}
    if near == 2 and len(said_) > 1:
        return True
    elsewhere = sum(silent[value] for value in said_)
    return elsewhere <= (1 - SURE) * silent.total()


def candidates(kind: Kind) -> Iterator[Found]:
    """The arguments that each property may be, as far as it is shown."""
    for prop in sorted({p for row in kind.rows for p in row.properties if ":" not in p}):
        if (*kind.kind, prop) in MISLEADING:
            continue
        here = [n for n, row in enumerate(kind.rows) if prop in row.properties]
        often = Counter(a for n in here for a in kind.rows[n].arguments)
        chosen = CURATED.get((*kind.kind, prop))
        for argument in [chosen] if chosen else kind.arguments:
            if argument in kind.identifiers and not kind.alike(prop, argument):
                continue
            likely = often[argument] >= 0.6 * len(here)
            if not likely and not chosen and not kind.alike(prop, argument):
                continue
            made = _as_text(kind, prop, argument, here) or _as_words(kind, prop, argument, here)
            if made is not None:
                yield made
    yield from _links(kind)


def _but_one(pairs: Pairs) -> bool:
    """Whether it is the same text, but for one value where the argument is left out."""
    others = [(value, n) for (word, value), n in pairs.items() if word != value]
    return len(others) == 1 and others[0][0] is None and others[0][1] >= SEVERAL


def has_words(kind: str, prop: str) -> bool:
    """Whether the grammar lets it say one of few words, or says nothing of it."""
    found = known(kind, prop)
    return not found.values or bool(found.values & WORDED or found.asks & LISTED)


def _as_text(kind: Kind, prop: str, argument: str, here: Sequence[int]) -> Found | None:
    both = [n for n in here if argument in kind.rows[n].arguments]
    if len(both) < ENOUGH * len(here):
        return None
    hows: Counter[str | None] = Counter()
    pairs: Pairs = Counter()
    for n in both:
        value, text = kind.rows[n].properties[prop], kind.rows[n].arguments[argument]
        how = how_same(value, text)
        hows[how] += 1
        if how:
            pairs[key(value), text if how == "same" else key(value)] += 1
        elif hows[how] > (1 - ENOUGH) * len(here):
            return None
    if sum(n for how, n in hows.items() if how) < ENOUGH * len(here):
        return None
    rank = judged(kind, prop, argument, pairs, len(here), same=True)
    if rank is None:
        return None
    listed = Counter({how: n for how, n in hows.items() if how not in ("", "same")})
    how = most(listed) if listed else "same"
    return Found(rank, prop, Row(argument, how or "same", {}), frozenset(both))


def _as_words(kind: Kind, prop: str, argument: str, here: Sequence[int]) -> Found | None:
    table: dict[str, Counter[str | None]] = defaultdict(Counter)
    for n in here:
        table[key(kind.rows[n].properties[prop])][kind.rows[n].arguments.get(argument)] += 1
    words = {word: most(found) for word, found in sorted(table.items())}
    values = {v for found in table.values() for v in found}
    if not all(WORD.fullmatch(text) for text in (*table, *(v for v in values if v is not None))):
        return None
    if len(table) > 8 and len(table) > len(here) / 3:
        return None
    if any(value is not None and value[:1] in ("@", "#") for value in values):
        return None  # a component, and no word
    pairs: Pairs = Counter({(w, v): table[w][v] for w, v in words.items()})
    if not has_words(kind.kind[0], prop) and not _but_one(pairs):
        return None
    if sum(pairs.values()) < ENOUGH * len(here):
        return None
    rank = judged(kind, prop, argument, pairs, len(here), same=False)
    if rank is None:
        return None
    both = frozenset(n for n in here if argument in kind.rows[n].arguments)
    return Found(rank, prop, Row(argument, "words", words), both)


def _links(kind: Kind) -> Iterator[Found]:
    found: dict[str, dict[int, Mapping[str, str]]] = defaultdict(dict)
    for n, row in enumerate(kind.rows):
        for prop, inside in objects(row.properties).items():
            found[prop][n] = inside
    branch = kind.kind[0] == "branch"
    for prop, here in sorted(found.items()):
        pairs: dict[str, Pairs] = defaultdict(Counter)
        for n, inside in here.items():
            for argument, text in kind.rows[n].arguments.items():
                if target(text, branch) == inside:
                    pairs[argument][text, text] += 1
        for argument, told_ in sorted(pairs.items()):
            rank = judged(kind, prop, argument, told_, len(here), same=True)
            if rank is not None and sum(told_.values()) >= SURE * len(here):
                yield Found(rank, prop, Row(argument, "link", {}), frozenset(here))


def fitted(kind: Kind) -> Iterator[tuple[str, Row]]:
    """The argument of each property."""
    of_property: dict[str, list[Found]] = defaultdict(list)
    for one in candidates(kind):
        of_property[one.prop].append(one)
    best: list[Found] = []
    for found in of_property.values():
        top = max(one.rank for one in found)
        if sum(one.rank == top for one in found) == 1:
            best.append(next(one for one in found if one.rank == top))
    for one in best:
        rivals = (other for other in best if other.row.argument == one.row.argument)
        if all(o is one or o.rank < one.rank or o.places.isdisjoint(one.places) for o in rivals):
            yield one.prop, one.row


def learnt(rows: Rows) -> Table:
    return {
        (*kind, prop): row
        for kind, said_ in sorted(rows.items())
        for prop, row in fitted(Kind(kind, said_))
    }


def told(table: Table, rows: Rows) -> Counter[str]:
    """How many properties the table tells rightly, wrongly, or has no row for."""
    found: Counter[str] = Counter()
    for kind, all_of_it in rows.items():
        for one in all_of_it:
            for prop, inside in objects(one.properties).items():
                row = table.get((*kind, prop))
                text = one.arguments.get(row.argument, "") if row is not None else ""
                right = target(text, kind[0] == "branch") == inside
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


def left_out(table: Table, rows: Rows) -> str:
    """The arguments that APEXlang leaves out for few values alone, and for which."""
    lines = ["type\tprocedure\targument\tvalues"]
    arguments: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for (kind, procedure, prop), row in table.items():
        arguments[kind, procedure, row.argument].add(prop)
    for (kind, procedure, argument), props in sorted(arguments.items()):
        said_, silent = 0, set()
        for one in rows[kind, procedure]:
            text = one.arguments.get(argument)
            if text is None:
                continue
            if props.isdisjoint({*one.properties, *objects(one.properties)}):
                silent.add(text)
            else:
                said_ += 1
        if said_ >= OFTEN and len(silent) <= FEW and all(map(WORD.fullmatch, silent)):
            values = json.dumps(sorted(silent), ensure_ascii=False)
            lines.append("\t".join((kind, procedure, argument, values)))
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
        rows = collected((sql, language) for _, sql, language in found)
        table = learnt(rows)
        TABLE.write_text(written(table), encoding="utf-8", newline="\n")
        LEFT_OUT.write_text(left_out(table, rows), encoding="utf-8", newline="\n")
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
