"""Every decision that a conflict offers, and none that it does not; until nothing is left."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from app.apex import MergeResult, Page, diff, merge, merge_apps, parse, read_application, render
from app.apex.model import Conflict, ConflictKind, Decision, Take
from tests.apex import samples
from tests.apex.samples import PAGE_PATH, added, edited, item, page, replaced, text, without

ITEM = "p_name=>'P10_CLIENT'\n"


def region(identity: int, name: str, static: str = "", source: str = "") -> str:
    lines = [f" p_id=>wwv_flow_imp.id({identity})", f",p_plug_name=>'{name}'"]
    lines += [f",p_region_name=>'{static}'"] if static else []
    lines += [",p_plug_display_sequence=>60"]
    lines += [f",p_plug_source=>'{source}'"] if source else []
    return "wwv_flow_imp_page.create_page_plug(\n" + "\n".join(lines) + "\n);\n"


def action(identity: int, code: str) -> str:
    return (
        "wwv_flow_imp_page.create_page_da_action(\n"
        f" p_id=>wwv_flow_imp.id({identity})\n"
        ",p_event_id=>wwv_flow_imp.id(51000000000000600)\n"
        ",p_event_result=>'TRUE'\n,p_action_sequence=>20\n,p_execute_on_page_init=>'N'\n"
        f",p_action=>'NATIVE_JAVASCRIPT_CODE'\n,p_attribute_01=>'{code}'\n);\n"
    )


def column(identity: int, heading: str) -> str:
    return (
        "wwv_flow_imp_page.create_region_column(\n"
        f" p_id=>wwv_flow_imp.id({identity})\n"
        f",p_name=>'REMISE'\n,p_heading=>'{heading}'\n,p_display_sequence=>30\n);\n"
    )


# What theirs deletes beside the region, and what is no part of it: it goes in any case.
BESIDE = without(
    "p_validation_name=>'Client connu'", "p_name=>'Filtrer'",
    "p_affected_elements_type=>'REGION'", "p_process_name=>'Valider'", "p_page_process_id=>",
)  # fmt: skip
FILTER_GONE = without(
    "p_plug_name=>'Filtres'", "p_button_name=>'RECHERCHER'", "p_button_name=>'VALIDER'",
    "p_name=>'P10_STATUT'", ITEM, source=BESIDE,
)  # fmt: skip
NO_ACTION = without("p_name=>'Filtrer'", "p_affected_elements_type=>'REGION'")
BUTTON_GONE = without("p_button_name=>'RECHERCHER'", source=NO_ACTION)
PRESSED = (
    "p_process_when_button_id=>wwv_flow_imp.id(51000000000000310)",
    "p_process_when_button_id=>wwv_flow_imp.id(51000000000000300)",
)


class Case(NamedTuple):
    """Three versions with one conflict; what it offers, and how the result is told by each."""

    kind: ConflictKind
    ours: str
    theirs: str
    takes: dict[Take, str]


def swap(*pairs: tuple[str, str]) -> str:
    return replaced(text(), *pairs)


PARENT = f"{ITEM},p_item_sequence=>20\n,p_item_plug_id=>wwv_flow_imp.id(51000000000000{{}})"
PROMPT = ",p_prompt=>'Statut'"
CASES = {
    "one value": Case(
        ConflictKind.PROPERTY,
        swap((PROMPT, ",p_prompt=>'Etat'")),
        swap((PROMPT, ",p_prompt=>'Situation'")),
        {
            Take.OURS: swap((PROMPT, ",p_prompt=>'Etat'")),
            Take.THEIRS: swap((PROMPT, ",p_prompt=>'Situation'")),
            Take.BASE: text(),
            Take.EDITED: swap((PROMPT, ",p_prompt=>'Mon texte'")),
        },
    ),
    "lines": Case(
        ConflictKind.PROPERTY,
        swap(("'       c.montant,',", "'       c.ht,',")),
        swap(("'       c.montant,',", "'       c.ttc,',")),
        {
            Take.OURS: swap(("'       c.montant,',", "'       c.ht,',")),
            Take.THEIRS: swap(("'       c.montant,',", "'       c.ttc,',")),
            Take.BASE: text(),
            Take.BOTH: swap(("'       c.montant,',", "'       c.ht,',\n'       c.ttc,',")),
            Take.EDITED: "",
        },
    ),
    "a parent": Case(
        ConflictKind.PARENT,
        swap((PARENT.format("100"), PARENT.format("110"))),
        swap((PARENT.format("100"), PARENT.format("200"))),
        {
            Take.OURS: swap((PARENT.format("100"), PARENT.format("110"))),
            Take.THEIRS: swap((PARENT.format("100"), PARENT.format("200"))),
            Take.BASE: text(),
        },
    ),
    "an item twice": Case(
        ConflictKind.ADD_ADD,
        added(ITEM, item(51000000000000420, "P10_CANAL", 30)),
        added(ITEM, item(99, "P10_CANAL", 40)),
        {
            Take.OURS: added(ITEM, item(51000000000000420, "P10_CANAL", 30)),
            Take.THEIRS: added(ITEM, item(51000000000000420, "P10_CANAL", 40)),
            Take.BOTH: added(
                ITEM,
                item(51000000000000421, "P10_CANAL_2", 40).replace("P10_Canal_2", "P10_Canal")
                + item(51000000000000420, "P10_CANAL", 30),
            ),
            Take.EDITED: added(ITEM, item(51000000000000420, "P10_CANAL", 70)),
        },
    ),
    "an action twice": Case(
        ConflictKind.ADD_ADD,
        added("p_affected_elements_type", action(51000000000000620, "a()")),
        added("p_affected_elements_type", action(51000000000000630, "b()")),
        {
            Take.OURS: added("p_affected_elements_type", action(51000000000000620, "a()")),
            Take.THEIRS: added("p_affected_elements_type", action(51000000000000620, "b()")),
            Take.BOTH: added(
                "p_affected_elements_type",
                action(51000000000000621, "b()").replace("sequence=>20", "sequence=>30")
                + action(51000000000000620, "a()"),
            ),
            Take.EDITED: "",
        },
    ),
    "a column twice": Case(
        ConflictKind.ADD_ADD,
        added("p_name=>'PRIX'", column(51000000000000203, "Remise")),
        added("p_name=>'PRIX'", column(51000000000000204, "Rabais")),
        {
            Take.OURS: added("p_name=>'PRIX'", column(51000000000000203, "Remise")),
            Take.THEIRS: added("p_name=>'PRIX'", column(51000000000000203, "Rabais")),
            Take.EDITED: added("p_name=>'PRIX'", column(51000000000000203, "Mon texte")),
        },
    ),
    "deleted there, edited here": Case(
        ConflictKind.EDIT_DELETE,
        swap((PROMPT, ",p_prompt=>'Etat'")),
        FILTER_GONE,
        {
            Take.OURS: replaced(BESIDE, (PROMPT, ",p_prompt=>'Etat'")),
            Take.THEIRS: FILTER_GONE,
            Take.BASE: BESIDE,
            Take.BOTH: "",
        },
    ),
    "deleted here, edited there": Case(
        ConflictKind.DELETE_EDIT,
        FILTER_GONE,
        swap((PROMPT, ",p_prompt=>'Etat'")),
        {
            Take.OURS: FILTER_GONE,
            Take.THEIRS: replaced(BESIDE, (PROMPT, ",p_prompt=>'Etat'")),
            Take.BASE: BESIDE,
            Take.BOTH: "",
        },
    ),
    "deleted alone, edited": Case(
        ConflictKind.EDIT_DELETE,
        swap(("p_validation_name=>'Client connu'", "p_validation_name=>'Client'")),
        without("p_validation_name=>'Client connu'"),
        {
            Take.OURS: swap(("p_validation_name=>'Client connu'", "p_validation_name=>'Client'")),
            Take.THEIRS: without("p_validation_name=>'Client connu'"),
            Take.BASE: text(),
        },
    ),
    "a reference": Case(
        ConflictKind.REFERENCE,
        swap(PRESSED),
        BUTTON_GONE,
        {Take.OURS: replaced(NO_ACTION, PRESSED), Take.THEIRS: BUTTON_GONE},
    ),
}  # fmt: skip


def sides(case: Case) -> tuple[Page, Page, Page]:
    base, ours, theirs = (parse(t, PAGE_PATH) for t in (text(), case.ours, case.theirs))
    return base, ours, theirs


def words(conflict: Conflict) -> str:
    """A text of one's own that fits the value."""
    return "70" if (conflict.ours or "").isdigit() else "Mon texte"


def decide(case: Case, take: Take) -> MergeResult:
    """All conflicts decided alike; deciding one may bring others, or take them away."""
    decisions: dict[str, Decision] = {}
    result = merge(*sides(case))
    while result.open_conflicts:
        conflict = result.open_conflicts[0]
        assert conflict.key not in decisions
        assert take in conflict.choices
        own = words(conflict) if take is Take.EDITED else None
        decisions[conflict.key] = Decision(conflict.key, take, own)
        result = merge(*sides(case), decisions)
    assert result.stale == ()
    assert {c.key for c in result.conflicts} == decisions.keys()
    assert all(c.taken is take for c in result.conflicts)
    return result


@pytest.mark.parametrize("name", CASES)
def test_each_decision_gives_its_result(name: str) -> None:
    case = CASES[name]
    (conflict, *more) = merge(*sides(case)).open_conflicts
    assert conflict.kind is case.kind
    assert set(conflict.choices) == case.takes.keys()
    assert all(set(c.choices) == case.takes.keys() for c in more)
    for take, wanted in case.takes.items():
        result = decide(case, take)
        assert result.page is not None
        if wanted:
            assert diff(parse(wanted, PAGE_PATH), result.page).changes == (), take
            assert render(result.page) == wanted or take is Take.BASE
        assert parse(render(result.page), PAGE_PATH).source == render(result.page)


@pytest.mark.parametrize("name", CASES)
def test_what_is_not_offered_decides_nothing(name: str) -> None:
    case = CASES[name]
    three = sides(case)
    for conflict in merge(*three).open_conflicts:
        for take in set(Take) - case.takes.keys():
            decision = Decision(conflict.key, take, "Mon texte")
            result = merge(*three, {conflict.key: decision})
            assert result.stale == (decision,)
            assert conflict.key in {c.key for c in result.open_conflicts}
            assert result.page is None, "what is open is never written"


def test_a_deleted_region_with_one_edit_keeps_what_the_edit_needs() -> None:
    for name in ("deleted there, edited here", "deleted here, edited there"):
        result = decide(CASES[name], Take.BOTH)
        assert result.page is not None
        found = {c.name for c in result.page.components}
        assert {"Filtres", "P10_STATUT"} <= found
        assert not {"P10_CLIENT", "RECHERCHER", "VALIDER"} & found
        assert [i for i in result.issues if i.severity == "error"] == []
        kept = next(c for c in result.page.components if c.name == "P10_STATUT")
        assert kept.text("p_prompt") == "Etat"


def test_a_grid_is_kept_as_one() -> None:
    """Of a grid there is no half: both would be what one side has, so it is no choice."""
    grid = without(
        "p_plug_name=>'Lignes'", "p_name=>'ARTICLE'", "p_name=>'PRIX'", "p_edit_operations",
        "p_static_id=>'510002'", "p_view_type=>'GRID'", ",p_width=>120",
        "wwv_flow_imp.id(51000000000000223)",
    )  # fmt: skip
    ours = edited((",p_heading=>'Prix'", ",p_heading=>'Prix HT'"))
    (conflict,) = merge(page(), ours, page(grid)).open_conflicts
    assert conflict.choices == (Take.OURS, Take.THEIRS, Take.BASE)


def test_a_region_twice_comes_with_all_that_is_below_it() -> None:
    new = region(51000000000000250, "Notes", "notes", "ici")
    ours = added("p_name=>'P10_CLIENT'\n", item(51000000000000420, "P10_A", 30, 51000000000000250),
                 added("p_plug_name=>'Filtres'", new))  # fmt: skip
    theirs = added(
        "p_name=>'P10_CLIENT'\n",
        item(52000000000000420, "P10_B", 30, 52000000000000250),
        added("p_plug_name=>'Filtres'", region(52000000000000250, "Notes", "notes", "la")),
    )
    three = page(), page(ours), page(theirs)
    (conflict,) = merge(*three).open_conflicts
    assert (conflict.kind, conflict.property) == (ConflictKind.ADD_ADD, "p_plug_source")
    both = merge(*three, {conflict.key: Decision(conflict.key, Take.BOTH)})
    assert both.page is not None
    assert [i.code for i in both.issues] == ["merge.same_sequence"]
    regions = {c.name: c for c in both.page.components if c.procedure == "create_page_plug"}
    one, two = regions["Notes"], regions["Notes (2)"]
    assert (one.id, one.text("p_region_name")) == ("51000000000000250", "notes")
    assert two.text("p_region_name") == "notes_2"
    assert two.id not in ("51000000000000250", "52000000000000250", "")
    owners = {c.name: c.parent for c in both.page.components if c.name in ("P10_A", "P10_B")}
    assert owners == {"P10_A": one.key, "P10_B": two.key}
    (taken,) = both.conflicts
    assert (taken.key, taken.taken) == (conflict.key, Take.BOTH)


def test_one_both_settles_all_properties_of_the_component() -> None:
    ours = page(added(ITEM, item(51000000000000420, "P10_CANAL", 30)))
    theirs = page(added(ITEM, item(99, "P10_CANAL", 40).replace("P10_Canal", "Canal")))
    first, second = merge(page(), ours, theirs).open_conflicts
    earlier = Decision(first.key, Take.OURS)
    both = Decision(second.key, Take.BOTH)
    result = merge(page(), ours, theirs, {first.key: earlier, second.key: both})
    assert result.page is not None and result.stale == (earlier,)
    assert [(c.key, c.taken) for c in result.conflicts] == [(second.key, Take.BOTH)]


def test_fresh_ids_collide_with_nothing_in_the_application() -> None:
    """The next numbers are other files' ids."""
    base = samples.application()
    path, shared = samples.lov("AUTRE", 51000000000000421)
    sides = [
        read_application(base | {path: shared, PAGE_PATH: source})
        for source in (
            text(),
            added(ITEM, item(51000000000000420, "P10_CANAL", 30)),
            added(ITEM, item(51000000000000440, "P10_CANAL", 40)),
        )
    ]
    (conflict,) = merge_apps(*sides).open_conflicts
    both = merge_apps(*sides, {conflict.key: Decision(conflict.key, Take.BOTH)})
    assert both.application is not None
    names = {c.name: c.id for c in both.application.parsed[PAGE_PATH].components}
    used = {str(51000000000000420 + n) for n in range(4)}
    assert names["P10_CANAL"] == "51000000000000420"
    assert names["P10_CANAL_2"] not in used
    again = merge_apps(*sides, {conflict.key: Decision(conflict.key, Take.BOTH)})
    assert again.files == both.files


def test_a_number_has_the_digits_that_sql_knows() -> None:
    ours, theirs = (edited((",p_cHeight=>1\n", f",p_cHeight=>{n}\n")) for n in (2, 3))
    (conflict,) = merge(page(), ours, theirs).conflicts
    for number, fits in (("12", True), ("-1.5", True), ("\u0663", False), ("1e5", False)):
        decision = Decision(conflict.key, Take.EDITED, number)
        result = merge(page(), ours, theirs, {conflict.key: decision})
        assert (result.page is not None, result.stale == ()) == (fits, fits)
