"""Write ``resources/upgrades/OLD-NEW.tsv``: what an upgrade of APEX alone writes differently.

    python build/apex_upgrades.py GIT OLD=BRANCH NEW=BRANCH ...

GIT is a clone of the public repository ``oracle/apex`` (Universal Permissive License 1.0), which
has the same sample and starter applications on a branch for each release of APEX, with the same
component ids. A step that many applications make at nearly every place where it can be made is the
upgrade's; what few make is somebody's edit, and has no row. Columns: the procedure, the plug-in
where it counts, the argument, what happens (``app/apex/catalogue/steps.py`` says which kinds there
are), the old and the new value (``=`` before a text; nothing for an argument that is left out), how
often it was seen in how many applications, and which other argument decides it (``DECIDES``). A row
that was seen 0 times is written by hand,
because no public application has it, or the call is gone in the newer release: such rows stay in
their table.
"""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
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
# Whoever changes these decides about access, about what is kept and how, or about what a browser
# runs: never the upgrade's.
GUARDED = re.compile(
    r"p_(?:required_role|protection_level|security_scheme|autocomplete\w*|page_is_public\w*"
    r"|escape_on_http_\w+|encrypt\w*|session_state\w*)"
)
TYPE = re.compile(r"p_(?:\w+[._])?type")
# Nobody sees it, and it is another text at each component.
NAMELESS = frozenset({("create_worksheet", "p_name")})
GUARDED_PROCEDURES = frozenset({"create_security_scheme"})
# What people call a thing, or say of it.
WORDS = re.compile(
    r"p_(?:name|(?:plug|page|button|process|event|group)_name|alias|label|prompt|title|heading"
    r"|(?:step|plug)_title|column_(?:heading|label)|(?:button|icon)_image_alt|placeholder"
    r"|list_item_link_text|\w*help_text|\w*comments?|\w*_message)"
)
DRESSED = re.compile(r"p_\w*template_options")
STATIC_ID = "p_static_id"  # made of a name by the release itself
# The argument that decides whether a value is left out or spelled out. Where it does not decide so,
# the same step is somebody's: an alignment of a column that is not hidden, the use of a source.
DECIDES = {
    ("create_jet_chart", "p_gauge_orientation"): "p_chart_type",
    ("create_jet_chart", "p_gauge_plot_area"): "p_chart_type",
    ("create_jet_chart", "p_show_gauge_value"): "p_chart_type",
    ("create_jet_chart", "p_show_end"): "p_chart_type",
    ("create_jet_chart", "p_show_label"): "p_chart_type",
    ("create_jet_chart", "p_show_progress"): "p_chart_type",
    ("create_jet_chart", "p_show_start"): "p_chart_type",
    ("create_jet_chart_axis", "p_zoom_order_minutes"): "p_scaling",
    ("create_jet_chart_axis", "p_zoom_order_seconds"): "p_scaling",
    ("create_jet_chart_axis", "p_zoom_order_years"): "p_scaling",
    ("create_map_region_layer", "p_legend_adv_formatting"): "p_display_in_legend",
    ("create_page", "p_step_template"): "p_page_mode",
    ("create_page_button", "p_grid_new_column"): "p_button_position",
    ("create_page_item", "p_attributes.send_on_page_submit"): "p_display_as",
    ("create_page_item", "p_field_template"): "p_display_as",
    ("create_page_item", "p_item_template_options"): "p_field_template",
    ("create_page_item", "p_use_cache_before_default"): "p_source_type",
    ("create_page_plug", "p_ai_enabled"): "p_plug_source_type",
    ("create_page_plug", "p_attributes.expand_shortcuts"): "p_attributes.output_as",
    ("create_page_plug", "p_attributes.show_line_breaks"): "p_attributes.output_as",
    ("create_page_plug", "p_component_template_options"): "p_plug_source_type",
    ("create_page_plug", "p_list_template_id"): "p_plug_source_type",
    ("create_page_plug", "p_location"): "p_query_type",
    ("create_page_plug", "p_plug_new_grid_column"): "p_plug_new_grid_row",
    ("create_page_plug", "p_plug_query_num_rows"): "p_plug_source_type",
    ("create_page_process", "p_error_display_location"): "p_process_point",
    ("create_region_column", "p_enable_sort_group"): "p_item_type",
    ("create_report_columns", "p_heading_alignment"): "p_hidden_column",
    ("create_report_columns", "p_include_in_export"): "p_hidden_column",
    ("create_report_region", "p_break_type_flag"): "p_query_break_cols",
    ("create_report_region", "p_new_grid_column"): "p_new_grid_row",
    ("create_report_region", "p_pagination_display_position"): "p_query_num_rows_type",
    ("create_worksheet_column", "p_column_alignment"): "p_display_text_as",
    ("create_worksheet_column", "p_heading_alignment"): "p_display_text_as",
    ("create_worksheet_column", "p_rpt_show_filter_lov"): "p_display_text_as",
    ("create_worksheet_column", "p_tz_dependent"): "p_column_type",
    ("create_worksheet_rpt", "p_sort_direction_2"): "p_sort_column_2",
    ("create_worksheet_rpt", "p_sort_direction_3"): "p_sort_column_3",
}
# A value that stands under another name not by chance, however few have it.
TELLING = re.compile(r"(?=.{6})[^\d\n].*", re.DOTALL)
WHOLE = re.compile(r"-?\d+")
VALUES = ("always", "often", "gone")
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
    where: str = ""


def exports(git: str, branch: str) -> Iterator[tuple[str, Application]]:
    """The single-file exports of a branch by their names, as far as the clone has them."""
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
            here = [one for one in found if not _is_renamed(one, argument, renamed)]
            decider = DECIDES.get((procedure, argument))
            made = list(_argument(procedure, argument, here))
            yield from _decided(made, procedure, argument, here, decider) if decider else made


Renamed = dict[tuple[str, str], str]
"""By plug-in and argument, of both names: the older one."""


def _is_renamed(one: Seen, argument: str, renamed: Renamed) -> bool:
    """Whether a component has the argument from another one, or under another name."""
    old = renamed.get((one.plugin, argument))
    return old == argument or (old is not None and old in one.old)


def _renamed(procedure: str, found: list[Seen]) -> Generator[Step, None, Renamed]:
    """Attributes that have a name where they had a number."""
    by_plugin: dict[str, list[Seen]] = defaultdict(list)
    for one in found:
        by_plugin[one.plugin].append(one)
    known: Renamed = {}
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
            telling = len(values) > 1 or times > 9 or all(map(TELLING.fullmatch, values))
            if times >= 2 and times >= NEARLY_ALL * len(had) and telling:
                apps = len({one.application for one in had})
                known |= {(plugin, name): name, (plugin, other): name}
                yield Step(procedure, plugin, name, "renamed", None, other, times, apps)
    return known


def _argument(procedure: str, argument: str, found: list[Seen]) -> Iterator[Step]:
    moved = [one for one in found if one.old.get(argument) != one.new.get(argument)]
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
        yield from _gone(procedure, argument, gone)
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


def _decided(
    made: Sequence[Step], procedure: str, argument: str, found: list[Seen], decider: str
) -> Iterator[Step]:
    """The steps with what decides them, and those that are seen as such by that alone."""
    seen: dict[tuple[str | None, str | None], list[Seen]] = defaultdict(list)
    for one in found:
        old, now = _text(one.old, argument), _text(one.new, argument)
        if old != now and None in (old, now):
            seen[old, now].append(one)
    for step in made:
        seen.pop((step.old, step.new), None)
        yield step._replace(where=_where(step, found, decider))
    for (old, now), here in seen.items():
        if len(here) >= PLACES and _apps(here) >= APPLICATIONS:
            step = Step(procedure, "", argument, "often", old, now, len(here), _apps(here))
            where = _where(step, found, decider)
            if where:
                yield step._replace(where=where)


def _where(step: Step, found: list[Seen], decider: str) -> str:
    """For which values of another argument a step is made, as ``app/apex/catalogue/steps.py`` reads
    it; "" where that one does not decide it."""
    if not _is_value(step) or step.plugin or None not in (step.old, step.new):
        return ""
    could = [one for one in found if _text(one.old, step.argument) == step.old]
    went = [_text(one.new, step.argument) == step.new for one in could]
    moved = [one for one, did in zip(could, went, strict=True) if did]
    stayed = [one for one, did in zip(could, went, strict=True) if not did]
    rules: list[tuple[int, int, bool, frozenset[str | None]]] = []
    for side in (1, 0):  # how the newer release has it, else the older one
        made, not_made = (
            frozenset(_text((one.old, one.new)[side], decider) for one in group)
            for group in (moved, stayed)
        )
        sets = (True, made), (True, made - not_made), (False, not_made), (False, not_made - made)
        for within, values in sets:
            wrong = sum(
                _holds(one, decider, values, within) is not did
                for one, did in zip(could, went, strict=True)
            )
            if values and wrong <= (1 - NEARLY_ALL) * len(could):
                rules.append((len(values), wrong, not within, values))
    if not rules:
        return ""
    *_, outside, values = min(rules, key=lambda rule: (*rule[:3], sorted(map(_cell, rule[3]))))
    return decider + ("!:" if outside else ":") + "|".join(sorted(map(_cell, values)))


def _holds(one: Seen, decider: str, values: frozenset[str | None], within: bool) -> bool:
    return any((_text(side, decider) in values) is within for side in (one.old, one.new))


def _gone(procedure: str, argument: str, gone: list[Seen]) -> Iterator[Step]:
    """A row for each value that was seen: of another one nobody knows that it goes."""
    if (procedure, argument) in NAMELESS:
        yield Step(procedure, "", argument, "gone", None, None, len(gone), _apps(gone))
        return
    values = Counter(_text(one.old, argument) or "" for one in gone)
    for text, times in values.items():
        if len(text) <= LONGEST and "\n" not in text:
            had = [one for one in gone if _text(one.old, argument) == text]
            yield Step(procedure, "", argument, "gone", text, None, times, _apps(had))


def kept(found: Iterable[Step]) -> list[Step]:
    """The steps that are not somebody's edit by what they say, however often they were seen."""
    rows = [step for step in found if not _is_edit(step)]
    made = {(s.procedure, s.plugin, s.argument, s.old, s.new) for s in rows if _is_value(s)}
    return [step for step in rows if not _forgets(step, made)]


def _is_value(step: Step) -> bool:
    return step.kind in VALUES and (step.kind != "gone" or step.old is not None)


def _is_edit(step: Step) -> bool:
    """Whether a step is about access, names or words of people, or one component's own reference.

    A number that becomes something else than a number is an export that was written wrongly, and
    another type or other template options are a choice."""
    if GUARDED.fullmatch(step.argument):
        return True
    if not _is_value(step):
        return step.kind == "gone" and (step.procedure, step.argument) not in NAMELESS
    if step.kind == "often" and TYPE.fullmatch(step.argument):
        return True
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
    if not _is_value(step) or step.kind == "gone" or step.where:
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
    lines = ["procedure\tplugin\targument\tkind\told\tnew\ttimes\tapplications\twhere"]
    for s in rows:
        old, new = (_cell(s.old), _cell(s.new)) if _is_value(s) else ("", s.new or "")
        lines.append("\t".join((*s[:4], old, new, str(s.times), str(s.applications), s.where)))
    return "\n".join(lines) + "\n"


def read(text: str) -> list[Step]:
    """The steps of a table that ``table`` wrote."""
    found = []
    for line in text.split("\n")[1:]:
        if line:
            procedure, plugin, argument, kind, old, new, times, apps, where = line.split("\t")
            value = kind in VALUES and (kind != "gone" or old != "")
            was, now = (old[1:] if old else None), (new[1:] if new else None)
            found.append(
                Step(
                    procedure, plugin, argument, kind,
                    was if value else None, now if value else new or None, int(times), int(apps),
                    where,
                )
            )  # fmt: skip
    return found


def beside(found: Iterable[Step], text: str) -> list[Step]:
    """The steps in the order of a table, with those that its last ``text`` has by hand."""
    rows = list(found)
    seen = {step[:6] for step in rows}
    rows += [step for step in read(text) if not step.times and step[:6] not in seen]
    return sorted(rows, key=lambda step: tuple(str(cell) for cell in step))


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
            path = FOLDER / f"{before[0]}-{release}.tsv"
            last = path.read_text(encoding="utf-8") if path.is_file() else ""
            rows = beside(kept(steps(seen)), last)
            path.write_text(table(rows), encoding="utf-8", newline="\n")
            print(path.name, len(now.keys() & before[1].keys()), "applications,", len(rows), "rows")
        before = release, now


if __name__ == "__main__":
    main()
