"""Write ``resources/apexlang/properties.tsv`` from Oracle's grammar of APEXlang.

    python build/apexlang_catalogue.py apexlang.ebnf

The grammar is ``apex/apexlang/assets/grammar/apexlang.ebnf`` of the public repository
``oracle/skills`` (Universal Permissive License 1.0), the one of August 2026 for APEX 26.1. A row is
a property of a type of component: its path (``group.name``), what kinds of value it takes, and what
Page Designer asks for in its place. Types that share a word (a column of a report and one of a
grid) share their rows.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

TABLE = Path(__file__).parents[1] / "resources" / "apexlang" / "properties.tsv"
_RULE = re.compile(r"<([\w-]+)> ::= (.*)")
_COMPONENT = re.compile(r'"(\w+)" (?:\[ <required-ws> <component-id> \] )?<ws> "\("')
_GROUP = re.compile(r'<indent> "(\w+)" <ws> "\{"')
_PROPERTY = re.compile(r'"([^"]+)" ":" <ws> (.+?) \(\* (.*?) \*\)\Z')
_ASKED = re.compile(r"\btype: ([A-Z0-9_ ]+?)(?:;|\Z)")
_NAMED = re.compile(r"<([\w-]+)>")

Rules = dict[str, list[str]]
Rows = dict[tuple[str, str], tuple[set[str], set[str]]]


def rules(text: str) -> Rules:
    """Each rule's name and its alternatives."""
    found: Rules = {}
    for line in text.splitlines():
        begun = _RULE.match(line)
        if begun:
            alternatives = found.setdefault(begun[1], [])
            alternatives.append(begun[2])
        elif found and line.startswith("  | "):
            alternatives.append(line[4:])
    return found


def lines_of(found: Rules, name: str) -> Iterator[str]:
    """The alternatives of a rule, and of those that it alone consists of."""
    for alternative in found.get(name, ()):
        only = re.fullmatch(r"(?:<indent> )?<([\w-]+)>(?: <line-end>)?", alternative)
        if only and only[1] in found:
            yield from lines_of(found, only[1])
        else:
            yield alternative


def catalogue(found: Rules) -> Rows:
    """(component, property) -> kinds of value, and what Page Designer asks for."""
    rows: Rows = {}
    for alternatives in found.values():
        for alternative in alternatives:
            component = _COMPONENT.match(alternative)
            if component:
                for body in _bodies(alternative):
                    _collect(found, body, component[1], "", rows)
    return rows


def _bodies(alternative: str) -> list[str]:
    return [name for name in _NAMED.findall(alternative) if name.endswith("-line")]


def _collect(found: Rules, rule: str, component: str, group: str, rows: Rows) -> None:
    for line in lines_of(found, rule):
        prop = _PROPERTY.match(line)
        if prop:
            asked = _ASKED.search(prop[3])
            kinds, wanted = rows.setdefault((component, group + prop[1]), (set(), set()))
            kinds.add(_kind(prop[2]))
            if asked:
                wanted.add(asked[1].replace(" ", "_").lower())
        elif (opened := _GROUP.match(line)) and not group:
            inner = "" if opened[1] == "identification" else f"{opened[1]}."
            for body in _bodies(line):
                _collect(found, body, component, inner, rows)


def _kind(value: str) -> str:
    if value.startswith("("):
        return "enum"
    name = value.strip("<>")
    return {"string-like-value": "string", "multiline-string": "text"}.get(
        name, "array" if name.startswith("array-of") else name.removesuffix("-value")
    )


def main() -> None:
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    rows = catalogue(rules(Path(sys.argv[1]).read_text(encoding="utf-8")))
    lines = ["component\tproperty\tvalue\tasks"]
    for (component, prop), (kinds, wanted) in sorted(rows.items()):
        lines.append(
            "\t".join((component, prop, " ".join(sorted(kinds)), " ".join(sorted(wanted))))
        )
    TABLE.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    types = len({component for component, _ in rows})
    print(f"{types} types of component, {len(rows)} properties: {TABLE.name}")


if __name__ == "__main__":
    main()
