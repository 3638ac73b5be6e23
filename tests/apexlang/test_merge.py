"""Comparing and merging by meaning: nothing lost, nothing asked that need not be asked."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from app.apex.model import ConflictKind, Decision, Status, Take
from app.apexlang import Document, MergeResult, compare, merge, parse
from app.apexlang.tree import Path, Value
from tests.apexlang.samples import PAGE, PATH, documents, page


def meaning(document: Document | None) -> dict[Path, dict[str, Value]]:
    assert document is not None
    return {path: c.values() for path, c in document.components.items()}


def told(old: Document, new: Document) -> list[tuple[Status, str, tuple[str, ...]]]:
    return [
        (c.status, c.key.rpartition("/")[2], tuple(p.name for p in c.properties))
        for c in compare(old, new).changes
    ]


BASE = page()
REGION = "region: @orders\n        }\n    )\n\n    button"
NEW_ITEM = """    pageItem P10_{0} (
        type: textField
        layout {{
            sequence: 20
            region: @orders
        }}
    )

"""


def with_item(name: str, *pairs: tuple[str, str]) -> Document:
    return page(
        ("    pageItem P10_STATUS", NEW_ITEM.format(name) + "    pageItem P10_STATUS"), *pairs
    )


def test_what_is_no_difference() -> None:
    same = page(
        (
            "    name: Orders\n    alias: ORDERS\n",
            "    alias: ORDERS\n\n    // note\n    name: Orders\n",
        ),
        (
            "templateOptions: #DEFAULT#\n    }",
            "templateOptions: [\n            #DEFAULT#\n        ]\n    }",
        ),
        ("```sql\n", "```\n"),
    )
    assert compare(BASE, same).is_empty


COLUMN = PAGE[PAGE.index("        column ID") : PAGE.index("    )\n\n    pageItem")]
MORE_SQL = (
    "                  from orders\n",
    "                  from orders\n                 where 1 = 1\n",
)


def test_differences_are_told_by_component_and_property() -> None:
    new = page(
        ("label: Status", "label: State"),
        MORE_SQL,
        ("t-Region--noPadding\n            ]", "t-Region--hideHeader\n            ]"),
        (COLUMN, ""),
    )
    assert told(BASE, new) == [
        (Status.CHANGED, "region:orders", ("source.sqlQuery", "appearance.templateOptions")),
        (Status.CHANGED, "pageItem:P10_STATUS", ("label.label",)),
        (Status.REMOVED, "column:ID", ("layout.sequence",)),
    ]
    change = compare(BASE, new, "fr").changes[0]
    assert (change.type_label, change.properties[0].label) == ("Région", "Source · Requête SQL")
    assert change.properties[0].language == "sql"


def test_another_identifier_is_a_rename() -> None:
    new = page(("    pageItem P10_STATUS", "    pageItem P10_STATE"))
    assert told(BASE, new) == [(Status.RENAMED, "pageItem:P10_STATE", ("@identifier",))]


def test_adds_of_both_sides_are_sorted_in() -> None:
    result = merge(BASE, with_item("AAA"), with_item("ZZZ"))
    assert result.document is not None and not result.conflicts
    names = [p[-1][1] for p in result.document.components if p[-1][0] == "pageItem"]
    assert names == ["P10_AAA", "P10_STATUS", "P10_ZZZ"]
    assert [a.change.name for a in result.auto] == ["P10_ZZZ"]


def test_what_nobody_changed_is_the_same_to_the_byte() -> None:
    ours = page(("    name: Orders\n    alias", "    // by hand\n    name:   Orders\n    alias"))
    theirs = page(("label: Status", "label: State"))
    result = merge(BASE, ours, theirs)
    assert result.document is not None
    assert result.document.source == ours.source.replace("label: Status", "label: State")


def test_code_merges_by_lines_and_arrays_as_sets() -> None:
    ours = page(("select id,\n", "select /*+ first_rows */ id,\n"),
                ("t-Region--noPadding", "t-Region--hideHeader"))  # fmt: skip
    padding = "                t-Region--noPadding\n"
    theirs = page(MORE_SQL, (padding, f"{padding}                t-Region--scrollBody\n"))
    found = meaning(merge(BASE, ours, theirs).document)[(("page", "10"), ("region", "orders"))]
    assert found["source.sqlQuery"].text == (
        "select /*+ first_rows */ id,\n       customer\n  from orders\n where 1 = 1"
    )
    assert set(found["appearance.templateOptions"].entries) == {
        "#DEFAULT#", "t-Region--hideHeader", "t-Region--scrollBody",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("take", "expected"),
    [(Take.OURS, "Mine"), (Take.THEIRS, "Yours"), (Take.BASE, "Status"), (Take.EDITED, "Third")],
)
def test_one_property_changed_by_both_is_asked_about(take: Take, expected: str) -> None:
    ours, theirs = page(("label: Status", "label: Mine")), page(("label: Status", "label: Yours"))
    result = merge(BASE, ours, theirs)
    (conflict,) = result.conflicts
    assert (conflict.kind, conflict.base, conflict.ours, conflict.theirs) == (
        ConflictKind.PROPERTY, "Status", "Mine", "Yours",
    )  # fmt: skip
    assert result.document is None
    decided = merge(BASE, ours, theirs, {conflict.key: Decision(conflict.key, take, "Third")})
    found = meaning(decided.document)[(("page", "10"), ("pageItem", "P10_STATUS"))]
    assert found["label.label"].text == expected and decided.conflicts[0].taken is take


ITEM = PAGE[PAGE.index("    pageItem") : PAGE.index("    button")]


@pytest.mark.parametrize("deleted_by_ours", [True, False])
@pytest.mark.parametrize("take", [Take.OURS, Take.THEIRS])
def test_deleted_against_edited(deleted_by_ours: bool, take: Take) -> None:
    gone, edited = page((ITEM, "")), page(("label: Status", "label: State"))
    ours, theirs = (gone, edited) if deleted_by_ours else (edited, gone)
    result = merge(BASE, ours, theirs)
    (conflict,) = result.conflicts
    assert conflict.kind is (
        ConflictKind.DELETE_EDIT if deleted_by_ours else ConflictKind.EDIT_DELETE
    )
    decided = merge(BASE, ours, theirs, {conflict.key: Decision(conflict.key, take)})
    expected = ours if take is Take.OURS else theirs
    assert meaning(decided.document) == meaning(expected)


def test_deleted_and_unchanged_goes() -> None:
    result = merge(BASE, page(("label: Create", "label: New")), page((ITEM, "")))
    assert result.document is not None
    assert result.document.source == page((ITEM, ""), ("label: Create", "label: New")).source


def test_a_new_reference_to_what_the_other_side_deleted_is_asked_about() -> None:
    button = PAGE[PAGE.index("    button") : PAGE.rindex("\n)")]
    ours = page((button, ""))
    label = "        label {\n            label: Status"
    theirs = page((label, "        execution {\n            button: @CREATE\n        }\n" + label))
    (conflict,) = merge(BASE, ours, theirs).conflicts
    assert conflict.kind is ConflictKind.REFERENCE
    kept = merge(BASE, ours, theirs, {conflict.key: Decision(conflict.key, Take.THEIRS)})
    assert (("page", "10"), ("button", "CREATE")) in meaning(kept.document) and not kept.issues
    broken = merge(BASE, ours, theirs, {conflict.key: Decision(conflict.key, Take.OURS)})
    assert [(i.code, i.facts["reference"]) for i in broken.issues] == [
        ("apexlang.reference", "@CREATE")
    ]


def test_a_new_reference_into_what_the_other_side_deleted_is_asked_about() -> None:
    """It was an error of the result, which nobody could decide."""
    region = "    region r (\n        name: R\n\n        column C (\n        )\n\n    )\n\n"
    item = "    pageItem P1 (\n        type: text\n{}    )\n\n"
    base, gone, user = (
        parse(f"page 10 (\n{text})\n", PATH)
        for text in (region + item.format(""), item.format(""),
                     region + item.format("        column: @C\n"))
    )  # fmt: skip
    for ours, theirs, used_by in ((gone, user, "theirs"), (user, gone, "ours")):
        (conflict,) = merge(base, ours, theirs).conflicts
        assert (conflict.kind, conflict.used_by) == (ConflictKind.REFERENCE, used_by)
        assert [use.property for use in conflict.uses] == ["column"]
        take = Take.OURS if ours is user else Take.THEIRS
        kept = merge(base, ours, theirs, {conflict.key: Decision(conflict.key, take)})
        assert meaning(clean(kept)) == meaning(user)


def test_which_of_two_copies_was_renamed_is_not_guessed() -> None:
    """Ours' edit was written to one of the two, by chance."""
    region = "    region {} (\n        name: R\n        type: x\n        icon: y\n{}    )\n\n"
    base, ours, theirs = (
        parse(f"page 10 (\n{text})\n", PATH)
        for text in (region.format("r", ""), region.format("r", "        help: z\n"),
                     region.format("r1", "") + region.format("r2", ""))
    )  # fmt: skip
    for sides in ((ours, theirs), (theirs, ours)):
        (conflict,) = merge(base, *sides).conflicts
        assert conflict.kind in (ConflictKind.EDIT_DELETE, ConflictKind.DELETE_EDIT)
    assert len(compare(theirs, base).changes) == 3
    assert {c.status for c in compare(theirs, base).changes} == {Status.ADDED, Status.REMOVED}


def filters(*each: str) -> Document:
    text = "".join(f"    filter (\n        column: A\n{more}    )\n\n" for more in each)
    return parse(f"page 10 (\n    name: X\n\n{text})\n", PATH)


def test_of_two_that_only_their_number_tells_apart_the_right_one_goes() -> None:
    """Ours took the first filter of a column away, theirs switched it off: the second one was
    switched off, without a question."""
    first, second, third = ("        value: 1\n", "        value: 2\n", "        value: 3\n")
    off = "        enabled: false\n"
    base, deleted = filters(first, second), filters(second)
    for ours, theirs in ((deleted, filters(first + off, second)),
                         (filters(first + off, second), deleted)):  # fmt: skip
        (conflict,) = merge(base, ours, theirs).conflicts
        assert conflict.kind in (ConflictKind.DELETE_EDIT, ConflictKind.EDIT_DELETE)
    for theirs in (filters(first, second + off), filters(second + off, first)):
        assert meaning(clean(merge(base, deleted, theirs))) == meaning(filters(second + off))
    added = merge(base, deleted, filters(first, second, third))
    assert meaning(clean(added)) == meaning(filters(second, third))
    gone = merge(base, deleted, filters(first))  # the second one is all that ours has
    assert meaning(clean(gone)) == meaning(filters())
    assert not compare(base, filters(second, first)).changes


def test_new_references_follow_what_ours_renamed() -> None:
    ours = parse(
        PAGE.replace("region orders", "region order-list").replace("@orders", "@order-list"), PATH
    )
    result = merge(BASE, ours, with_item("NEW"))
    item = meaning(result.document)[(("page", "10"), ("pageItem", "P10_NEW"))]
    assert item["layout.region"].text == "@order-list" and not result.issues


def test_both_added_the_same_identifier() -> None:
    ours = with_item("NEW")
    theirs = with_item("NEW", ("        type: textField", "        type: numberField"))
    (conflict,) = merge(BASE, ours, theirs).conflicts
    assert (conflict.kind, conflict.property) == (ConflictKind.ADD_ADD, "type")
    assert merge(BASE, ours, with_item("NEW")).document is not None
    plain = with_item("NEW")
    longer = plain.source.replace(
        "region: @orders\n", "region: @orders\n            columnSpan: 4\n", 1
    )
    spanned = parse(longer, PATH)
    assert told(plain, spanned) == [(Status.CHANGED, "pageItem:P10_NEW", ("layout.columnSpan",))]
    for mine, other in ((plain, spanned), (spanned, plain)):
        (conflict,) = merge(BASE, mine, other).conflicts
        assert (conflict.kind, conflict.property) == (ConflictKind.ADD_ADD, "layout.columnSpan")
        assert {conflict.ours, conflict.theirs} == {None, "4"}


def test_files_that_are_gone() -> None:
    edited = page(("label: Status", "label: State"))
    assert merge(BASE, None, BASE).deleted and merge(BASE, BASE, None).deleted
    assert merge(None, None, BASE).document is BASE
    (conflict,) = merge(BASE, None, edited).conflicts
    assert conflict.kind is ConflictKind.DELETE_EDIT
    taken = merge(BASE, None, edited, {conflict.key: Decision(conflict.key, Take.THEIRS)})
    assert taken.document is edited


# -- laws ----------------------------------------------------------------------------------------


def clean(result: MergeResult) -> Document:
    assert result.document is not None, result.conflicts
    return result.document


@settings(max_examples=30, deadline=None)
@given(documents, documents)
def test_one_side_alone_is_taken(base: Document, side: Document) -> None:
    assert clean(merge(base, side, base)).source == side.source
    assert meaning(clean(merge(base, base, side))) == meaning(side)
    assert clean(merge(base, side, side)).source == side.source
    assert compare(side, side).is_empty


@settings(max_examples=50, deadline=None)
@given(documents, documents, documents)
def test_decided_for_one_side_everywhere_nothing_of_it_is_lost(
    base: Document, ours: Document, theirs: Document
) -> None:
    """With all conflicts decided for ours, each property that only ours changed is there, and no
    decision is stale; and so for theirs."""
    for take in (Take.OURS, Take.THEIRS):
        decisions: dict[str, Decision] = {}
        for _ in range(50):
            result = merge(base, ours, theirs, decisions)
            if not result.open_conflicts:
                break
            decisions |= {c.key: Decision(c.key, take) for c in result.open_conflicts}
        assert not result.open_conflicts and not result.stale
        found = meaning(clean(result))
        side = meaning(ours if take is Take.OURS else theirs)
        for path, values in side.items():
            for name, value in values.items():
                versions = [meaning(d).get(path, {}).get(name) for d in (base, ours, theirs)]
                if versions[0] == value or any(v is not None and v.items for v in versions):
                    continue  # not changed, or merged as a set
                kept = found.get(path, {}).get(name)
                assert kept is not None, (take, path, name)
                assert "\n" in value.text or kept.text == value.text


def test_the_language_of_a_fence_comes_from_who_changed_it() -> None:
    fence, other = ("```sql\n", "```plsql\n"), ("customer", "client")
    code = ("                select id", "                -- all\n                select id")
    for ours, theirs in ((page(fence), page(other)), (page(fence, code), page(other)),
                         (page(code), page(fence, other))):  # fmt: skip
        found = merge(BASE, ours, theirs).document
        assert found is not None
        assert "```plsql\n" in found.source and "client" in found.source


AGENT = """aiAgent {ident} (
    name: {name}
    genAI {{
        systemPrompt:
            ```
            You answer questions.
            {line}
            ```
    }}

)

"""


def agent(ident: str, name: str, line: str) -> Document:
    return parse(AGENT.format(ident=ident, name=name, line=line), "ai-agents/agent.apx")


def test_the_only_component_of_a_file_is_the_same_under_another_identifier() -> None:
    """Seen in a public history: git follows the file, and merges both changes without a word."""
    base = agent("weather", "Weather", "Be short.")
    ours = agent("weather", "Weather", "Be long.")
    theirs = agent("3-weather", "3 - Weather", "Be short.")
    merged = clean(merge(base, ours, theirs))
    assert merged.source == agent("3-weather", "3 - Weather", "Be long.").source
    assert told(base, theirs)[0][0] is Status.RENAMED


def test_a_page_of_another_number_is_another_page() -> None:
    other = page(("page 10 (", "page 11 ("))
    small = parse("page 10 (\n    name: Orders\n)\n", PATH)
    assert Status.RENAMED not in {status for status, *_ in told(small, other)}


BRANCH = """    branch (
{0}        execution {{
            sequence: {1}
        }}
        behavior {{
            target: {{
                page: {2}
            }}
        }}
    )

"""
UNNAMED = BRANCH.format("", 10, 20)
AT = "    pageItem P10_STATUS"


def with_branches(*texts: str) -> Document:
    return page((AT, "".join(texts) + AT))


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "expected"),
    [
        # What tells it apart is a property like others: a name for it here, its place there.
        ((UNNAMED,), (BRANCH.format("        name: Go\n", 10, 20),),
         (BRANCH.format("", 15, 20),), (BRANCH.format("        name: Go\n", 15, 20),)),
        ((UNNAMED,), (BRANCH.format("        name: Go\n", 10, 20),), (UNNAMED,),
         (BRANCH.format("        name: Go\n", 10, 20),)),
        # Another one in its place is another one.
        ((UNNAMED,), (UNNAMED,), (BRANCH.format("", 99, 30),), (BRANCH.format("", 99, 30),)),
        # And beside one that stays it is told which is which.
        ((UNNAMED, BRANCH.format("", 20, 40)),
         (BRANCH.format("        name: Go\n", 10, 20), BRANCH.format("", 20, 40)),
         (UNNAMED, BRANCH.format("", 25, 40)),
         (BRANCH.format("        name: Go\n", 10, 20), BRANCH.format("", 25, 40))),
    ],
    ids=["named and moved", "named", "replaced", "beside another"],
)  # fmt: skip
def test_one_without_an_identifier_stays_the_same_when_what_tells_it_apart_changes(
    base: tuple[str, ...],
    ours: tuple[str, ...],
    theirs: tuple[str, ...],
    expected: tuple[str, ...],
) -> None:
    wanted = meaning(with_branches(*expected))
    for one, other in ((ours, theirs), (theirs, ours)):
        merged = merge(with_branches(*base), with_branches(*one), with_branches(*other))
        assert not merged.open_conflicts
        assert meaning(merged.document) == wanted


SORT = "        sort (\n{0}        )\n\n"
COLUMN_OF, DOWN = "            column: ID\n", "            direction: descending\n"


AGGREGATE = """        groupByAggregate (
            aggregate {{
                column: {0}
            }}
        )

"""


def test_each_side_adds_an_aggregate_of_its_own() -> None:
    at = "        column ID"
    ours, theirs, both = (
        page((at, "".join(AGGREGATE.format(name) for name in names) + at))
        for names in (("COST",), ("BUDGET",), ("COST", "BUDGET"))
    )
    merged = merge(BASE, ours, theirs)
    assert not merged.open_conflicts
    assert meaning(merged.document) == meaning(both)


def test_what_only_got_more_is_the_same_and_two_alike_are_not_guessed_at() -> None:
    at = "        column ID"
    base, ours, theirs, both = (
        page((at, SORT.format(text) + at)) for text in ("", COLUMN_OF, DOWN, COLUMN_OF + DOWN)
    )
    merged = merge(base, ours, theirs)
    assert not merged.open_conflicts
    assert meaning(merged.document) == meaning(both)
    two = page((at, SORT.format(COLUMN_OF) + SORT.format(COLUMN_OF.replace("ID", "NR")) + at))
    statuses = [status for status, _, _ in told(page((at, SORT.format(DOWN) + at)), two)]
    assert sorted(statuses) == [Status.ADDED, Status.ADDED, Status.REMOVED]


def test_a_button_does_not_stand_for_a_region() -> None:
    source = PAGE.replace("button CREATE (", "button orders (")
    base = page(source=source)
    text = source.replace("region orders (", "region all-orders (")
    renamed = page(source=text.replace("region: @orders", "region: @all-orders"))
    using = page(
        ("    pageItem P10_STATUS (", f"{NEW_ITEM.format('NEW')}    pageItem P10_STATUS ("),
        source=source,
    )
    for ours, theirs in ((renamed, using), (using, renamed)):
        merged = merge(base, ours, theirs)
        assert merged.document is not None and not merged.issues
        assert "region: @orders" not in merged.document.source


def test_a_list_of_values_is_not_the_region_that_goes() -> None:
    region = "    region status (\n        name: Status\n    )\n\n"
    base = page(("    pageItem P10_STATUS (", f"{region}    pageItem P10_STATUS ("))
    using = page(
        ("    pageItem P10_STATUS (", f"{region}    pageItem P10_STATUS ("),
        (
            "            label: Status\n        }",
            "            label: Status\n        }\n"
            "        listOfValues {\n            lov: @status\n        }",
        ),
    )
    for ours, theirs in ((page(), using), (using, page())):
        merged = merge(base, ours, theirs)
        assert not merged.conflicts and not merged.issues
