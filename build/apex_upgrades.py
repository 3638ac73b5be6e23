"""Write ``resources/upgrades/OLD-NEW.tsv``: what an upgrade of APEX alone writes differently.

    python build/apex_upgrades.py GIT OLD=BRANCH NEW=BRANCH ...

GIT is a clone of the public repository ``oracle/apex`` (Universal Permissive License 1.0), which has
the same sample and starter applications on a branch for each release of APEX, with the same component
ids. A step that many applications make at nearly every place where it can be made is the upgrade's;
what few make is somebody's edit, and has no row. Columns: the procedure, the plug-in where it
counts, the argument, what happens (``app/apex/catalogue/steps.py`` says which kinds there are), the
old and the new value (``=`` before a text; nothing for an argument that is left out), and how often
it was seen in how many applications.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

from app.apex import Application, sections
from app.apex.catalogue import plugin_of
from app.apex.catalogue.types import PLUGINS
from app.apex.compare.file import properties
from app.apex.export.values import Value

FOLDER = Path(__file__).parents[1] / "resources" / "upgrades"
NEARLY_ALL, OFTEN, PLACES, APPLICATIONS = 0.97, 0.6, 5, 3
MANY, MORE = 20, 5  # of what is left out: without regard to where it stayed
# What people spell out in many applications at once is their edit, however often it is seen.
# Whoever changes these decides about access, or about what a browser runs: never the upgrade's.
GUARDED = re.compile(
    r"p_(?:required_role|protection_level|security_scheme|autocomplete\w*|page_is_public\w*"
    r"|escape_on_http_\w+)"
)
GUARDED_PROCEDURES = frozenset({"create_security_scheme"})
# What people call a thing, or say of it.
WORDS = re.compile(
    r"p_(?:name|(?:plug|page|button|process|event|group)_name|alias|label|prompt|title|heading"
    r"|(?:step|plug)_title|column_(?:heading|label)|(?:button|icon)_image_alt|placeholder"
    r"|list_item_link_text|\w*help_text|\w*comments?|\w*_message)"
)
DRESSED = re.compile(r"p_\w*template_options")
STATIC_ID = "p_static_id"  # made of a name by the release itself
WHOLE = re.compile(r"-?\d+")
PAIRS = ("Y", "N"), ("YES", "NO"), ("true", "false"), ("on", "off")
LONGEST = 60


class Seen(NamedTuple):
    """One component before and after."""

    application: str
    plugin: str
    old: Mapping[str, Value]
    new: Mapping[str, Value]


class Step(NamedTuple):
    procedure: str
    plugin: str
    argument: str
    kind: str
    old: str | None
    new: str | None
    times: int
    applications: int


def exports(git: str, branch: str) -> Iterator[tuple[str, Application]]:
    """The single-file exports of a branch by their names; files that the clone lacks are left out."""
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
        if blob.returncode == 0 and "import_begin" in text and (parts := sections(text)):
            yield Path(path).stem, Application(parts)


Calls = dict[tuple[int | None, str, str], tuple[str, Mapping[str, Value]]]


def calls(application: Application) -> Calls:
    return {
        (page.number if c.procedure != "create_page" else None, c.procedure, c.id): (
            plugin_of(c.text),
            properties(c),
        )
        for page in application.parsed.values()
        for c in page.components
        if c.id
    }


def steps(seen: Mapping[str, list[Seen]]) -> Iterator[Step]:
    for procedure, found in seen.items():
        arguments = {n for one in found for n in (*one.old, *one.new)}
        renamed = yield from _renamed(procedure, found)
        for argument in sorted(arguments):
            yield from _argument(procedure, argument, found, renamed)


def _renamed(procedure: str, found: list[Seen]) -> Iterator[Step]:
    """Attributes that have a name where they had a number: (plug-in, argument) of both."""
    by_plugin: dict[str, list[Seen]] = defaultdict(list)
    for one in found:
        by_plugin[one.plugin].append(one)
    known: set[tuple[str, str]] = set()
    for plugin, here in by_plugin.items():
        went = {n for one in here for n in one.old if n.startswith("p_attribute_")}
        came = {n for one in here for n in one.new if n.startswith("p_attributes.")}
        for name in sorted(went):
            had = [one for one in here if name in one.old and name not in one.new]
            votes = Counter(
                other
                for one in had
                for other in sorted(came)
                if other in one.new
                and other not in one.old
                and one.new[other].text == one.old[name].text
            )
            if not votes:
                continue
            (other, times), *rest = votes.most_common(2)
            if rest and rest[0][1] == times:
                continue  # two that had the same values
            values = {one.old[name].text for one in had}
            if times >= 2 and times >= NEARLY_ALL * len(had) and (len(values) > 1 or times > 9):
                apps = len({one.application for one in had})
                known |= {(plugin, name), (plugin, other)}
                yield Step(procedure, plugin, name, "renamed", None, other, times, apps)
    return known


def _argument(
    procedure: str, argument: str, found: list[Seen], renamed: set[tuple[str, str]]
) -> Iterator[Step]:
    moved = [
        one
        for one in found
        if one.old.get(argument) != one.new.get(argument) and (one.plugin, argument) not in renamed
    ]
    if not moved:
        return
    shifts = Counter(
        int(b.text) - int(a.text)
        for one in moved
        if (a := one.old.get(argument)) and (b := one.new.get(argument))
        if a.text.isdigit() and b.text.isdigit() and len(a.text) > 9
    )
    if (
        shifts
        and shifts.most_common(1)[0][1] >= 0.9 * sum(shifts.values())
        and sum(shifts.values()) > 2
    ):
        by, times = shifts.most_common(1)[0]
        yield Step(procedure, "", argument, "shifted", None, str(by), times, _apps(moved))
    absent = [one for one in found if argument not in one.old]
    new = [one for one in moved if argument not in one.old]
    values = {one.new[argument].text for one in new}
    if len(new) >= 3 and len(new) >= 0.98 * len(absent) and len(values) > max(6, len(new) / 10):
        yield Step(procedure, "", argument, "new", None, None, len(new), _apps(new))
        return
    present = [one for one in found if argument in one.old]
    gone = [one for one in moved if argument not in one.new]
    if (
        len(gone) >= 3
        and len(gone) >= 0.98 * len(present)
        and not argument.startswith("p_attribute_")
    ):
        yield Step(procedure, "", argument, "gone", None, None, len(gone), _apps(gone))
        moved = [one for one in moved if argument in one.new]
    done: set[tuple[str | None, str | None]] = set()
    for plugins in (False, True):
        made: Counter[tuple[str, str | None, str | None]] = Counter()
        apps: dict[tuple[str, str | None, str | None], set[str]] = defaultdict(set)
        could: Counter[tuple[str, str | None]] = Counter()
        for one in found:
            could[one.plugin if plugins else "", _text(one.old, argument)] += 1
        for one in moved:
            old, now = _text(one.old, argument), _text(one.new, argument)
            if (old, now) not in done:
                step = (one.plugin if plugins else "", old, now)
                made[step] += 1
                apps[step].add(one.application)
        for (plugin, old, now), times in made.items():
            if any(len(text or "") > LONGEST or "\n" in (text or "") for text in (old, now)):
                continue
            share = times / could[plugin, old]
            moving = sum(n for (p, o, _), n in made.items() if (p, o) == (plugin, old))
            seen_in = len(apps[plugin, old, now])
            spelled = None in (old, now) and not GUARDED.fullmatch(argument)
            sure = share >= NEARLY_ALL and times >= 2 and seen_in >= 2
            mostly = moving / could[plugin, old] >= OFTEN and times >= PLACES
            dropped = now is None and times >= MANY and seen_in >= MORE
            often = dropped or (mostly and seen_in >= APPLICATIONS)
            if sure or (often and spelled):
                if not plugins:
                    done.add((old, now))
                kind = "always" if share >= NEARLY_ALL else "often"
                yield Step(
                    procedure, plugin, argument, kind, old, now, times, len(apps[plugin, old, now])
                )


def kept(found: Iterable[Step]) -> list[Step]:
    """The steps that are not somebody's edit by what they say, however often they were seen."""
    rows = [step for step in found if not _is_edit(step)]
    made = {(s.procedure, s.plugin, s.argument, s.old, s.new) for s in rows if _is_value(s)}
    return [step for step in rows if not _forgets(step, made)]


def _is_value(step: Step) -> bool:
    return step.kind in ("always", "often")


def _is_edit(step: Step) -> bool:
    """Whether a step is about access, names or words of people, or one component's own reference.

    A number that becomes something else than a number is an export that was written wrongly, and
    another type or other template options are a choice."""
    if GUARDED.fullmatch(step.argument):
        return True
    if not _is_value(step):
        return False
    texts = [text for text in (step.old, step.new) if text]
    if step.procedure in GUARDED_PROCEDURES and step.argument != STATIC_ID:
        return True
    if texts and WORDS.fullmatch(step.argument):
        return True
    chosen = step.argument in PLUGINS or DRESSED.fullmatch(step.argument)
    if len(texts) == 2 and chosen:
        return True
    if any(text.startswith("id(") for text in texts):
        return True
    whole = step.old is not None and WHOLE.fullmatch(step.old) is not None
    return whole and step.new is not None and WHOLE.fullmatch(step.new) is None


def _forgets(step: Step, made: set[tuple[str, str, str, str | None, str | None]]) -> bool:
    """Whether the opposite of a switch becomes the same, or comes as well: then it does not follow
    from what was before."""
    if not _is_value(step):
        return False
    twins = [(other, step.new) for other in _opposites(step.old)]
    if step.old is None:
        twins += [(None, other) for other in _opposites(step.new)]
    return any(
        (step.procedure, plugin, step.argument, old, new) in made
        for old, new in twins
        for plugin in ("", step.plugin)
    )


def _opposites(text: str | None) -> set[str]:
    return {b if text == a else a for a, b in PAIRS if text in (a, b)}


def _text(values: Mapping[str, Value], argument: str) -> str | None:
    found = values.get(argument)
    if found is None:
        return None
    return f"id({found.text})" if found.kind == "id" else found.text


def _apps(found: list[Seen]) -> int:
    return len({one.application for one in found})


def _cell(text: str | None) -> str:
    return "" if text is None else "=" + text


def table(rows: Iterable[Step]) -> str:
    lines = ["procedure\tplugin\targument\tkind\told\tnew\ttimes\tapplications"]
    for s in rows:
        old, new = (_cell(s.old), _cell(s.new)) if _is_value(s) else ("", s.new or "")
        lines.append("\t".join((*s[:4], old, new, str(s.times), str(s.applications))))
    return "\n".join(lines) + "\n"


def read(text: str) -> list[Step]:
    """The steps of a table that ``table`` wrote."""
    found = []
    for line in text.split("\n")[1:]:
        if line:
            procedure, plugin, argument, kind, old, new, times, apps = line.split("\t")
            value = kind in ("always", "often")
            was, now = (old[1:] if old else None), (new[1:] if new else None)
            found.append(
                Step(
                    procedure, plugin, argument, kind,
                    was if value else None, now if value else new or None, int(times), int(apps),
                )
            )  # fmt: skip
    return found


def main() -> None:
    git, *chosen = sys.argv[1:]
    before: tuple[str, dict[str, Calls]] | None = None
    for word in chosen:
        release, _, branch = word.partition("=")
        now = {name: calls(application) for name, application in exports(git, branch)}
        if before is not None:
            seen: dict[str, list[Seen]] = defaultdict(list)
            for name in now.keys() & before[1].keys():
                old, new = before[1][name], now[name]
                for key in old.keys() & new.keys():
                    seen[key[1]].append(Seen(name, new[key][0], old[key][1], new[key][1]))
            rows = sorted(kept(steps(seen)), key=lambda s: tuple(str(cell) for cell in s))
            path = FOLDER / f"{before[0]}-{release}.tsv"
            path.write_text(table(rows), encoding="utf-8", newline="\n")
            print(path.name, len(now.keys() & before[1].keys()), "applications,", len(rows), "rows")
        before = release, now


if __name__ == "__main__":
    main()
