"""Whole applications: read, compared across installations, rebased, merged."""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable

import pytest

from app.apex import (
    Application,
    ApplicationMerge,
    compare_applications,
    merge_apps,
    parse,
    read_application,
    rebase,
    with_version,
)
from app.apex.model import ConflictKind, Decision, Status, Take
from app.errors import ParseError, SourceError
from tests.apex import samples
from tests.apex.samples import CREATE_PATH, CSS_PATH, INSTALL, LOV_PATH, PAGE_PATH, SCHEME_PATH

RULES = {
    "shift": lambda n: n + 31415926535,
    "shift back": lambda n: n - 40000000000000000,
    "mirror": lambda n: 99000000000000000 - n,
}
PROMPT = (",p_prompt=>'Statut'", ",p_prompt=>'Etat'")
LABEL = (",p_column_label=>'Client'", ",p_column_label=>'Raison sociale'")


def read(**changes: str | None) -> Application:
    return read_application(files(**changes))


def files(extra: dict[str, str | None] | None = None, **changes: str | None) -> dict[str, str]:
    """The application; ``page``, ``lov``... give another text, None removes the file."""
    known = samples.application()
    paths = {"page": PAGE_PATH, "lov": LOV_PATH, "css": CSS_PATH, "scheme": SCHEME_PATH,
             "install": "install.sql", "flow": CREATE_PATH}  # fmt: skip
    for path, content in {**{paths[k]: v for k, v in changes.items()}, **(extra or {})}.items():
        if content is None:
            known.pop(path, None)
        else:
            known[path] = content
    return known


def edit(*pairs: tuple[str, str]) -> str:
    return samples.replaced(samples.text(), *pairs)


def done(result: ApplicationMerge) -> dict[str, str]:
    assert result.open_conflicts == ()
    assert result.application is not None
    assert [i for i in result.issues if i.severity == "error"] == []
    return dict(result.files)


def take_all(
    base: Application, ours: Application, theirs: Application, take: Take
) -> ApplicationMerge:
    known = merge_apps(base, ours, theirs)
    decisions = {c.key: Decision(c.key, take) for c in known.open_conflicts}
    return merge_apps(base, ours, theirs, decisions)


# -- one application -----------------------------------------------------------------------


def test_it_says_who_it_is() -> None:
    application = read()
    assert application.errors == ()
    assert (application.application_id, application.name, application.alias) == (
        100,
        "Ventes",
        "VENTES",
    )
    assert (application.version, application.apex_release) == ("1", "24.2.0")
    assert (application.owner, application.workspace_id) == ("VENTES", 7000000000000001)
    assert application.id_offset == 0
    assert dict(application.pages) == {10: PAGE_PATH}


def test_all_broken_files_are_listed() -> None:
    content: dict[str, str | bytes] = dict(files())
    content[PAGE_PATH] = samples.text()[:900]
    content["application/pages/page_00011.sql"] = "select 1 from dual;\n"
    content[LOV_PATH] = b"\xff\xfe"
    application = read_application(content)
    assert sorted((e.code, e.path) for e in application.errors) == [
        ("export.not_an_export", "application/pages/page_00011.sql"),
        ("export.not_utf8", LOV_PATH),
        ("export.truncated", PAGE_PATH),
    ]
    with pytest.raises(ParseError):
        merge_apps(application, read(), read())


def test_a_version_moves_no_other_byte() -> None:
    application = read()
    stamped = with_version(application, "L'an 2é")
    assert stamped.version == "L'an 2é"
    assert application.version == "1"
    changed = {p for p in application.files if application.files[p] != stamped.files[p]}
    assert changed == {CREATE_PATH}
    assert stamped.files[CREATE_PATH] == samples.FLOW.replace("'1'", "unistr('L''an 2\\00E9')")
    assert with_version(stamped, "1") == application
    bare = read(flow=samples.FLOW.replace(",p_flow_version=>'1'\n", ""))
    assert with_version(bare, "3").version == "3"
    with pytest.raises(SourceError):
        with_version(read(flow=None), "3")


def test_it_is_a_value() -> None:
    application = read()
    assert application == read()
    assert hash(application) == hash(read())
    assert application != read(page=edit(PROMPT))
    again = pickle.loads(pickle.dumps(application))
    assert again == application and again.pages == application.pages


# -- comparing and rebasing ----------------------------------------------------------------


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_another_installation_is_no_difference(rule: Callable[[int], int]) -> None:
    here = read()
    there = read_application(samples.copy_of(files(), rule))
    assert there.application_id == 230 and there.owner == "AUTRE"
    assert compare_applications(here, there).is_empty
    assert compare_applications(there, here).is_empty
    back = rebase(there, here)
    place = {CREATE_PATH}  # its owner and alias are the installation's own
    assert {p for p in here.files if here.files[p] != back.files[p]} == place
    assert back.application_id == 100 and "FLOW: 100" in back.files[CREATE_PATH]


def test_embedded_negated_and_attribute_ids_move_too() -> None:
    source = edit(
        ("'NONE')).to_clob", "wwv_flow_imp.id(51000000000000800))).to_clob"),
        (",p_protection_level=>'C'", ",p_group_id=>-wwv_flow_imp.id(51000000000000900)"),
    )
    here = read(page=source)
    there = read_application(samples.copy_of(files(page=source), RULES["shift"]))
    assert "id(51000000000000" not in there.files[PAGE_PATH]
    assert rebase(there, here).files[PAGE_PATH] == source
    assert rebase(there, here).files[LOV_PATH] == here.files[LOV_PATH]


def test_ids_in_a_text_do_not_move() -> None:
    quoted = "'wwv_flow_imp.id(51000000000000800) ou rien"
    source = edit(("'Le client, ou rien", quoted))
    moved = samples.copy_of(files(page=source), RULES["shift"])
    text = re.sub(r"'wwv_flow_imp\.id\(\d+\) ou rien", quoted, moved[PAGE_PATH])
    there = read_application(moved | {PAGE_PATH: text})
    assert rebase(there, read()).files[PAGE_PATH] == source


def test_differences_of_files() -> None:
    path, source = samples.lov("CANAUX", 51000000000000820)
    new = read_application(files({path: source}, page=edit(PROMPT), scheme=None))
    found = {f.path: f for f in compare_applications(read(), new).files}
    assert {p: (f.kind, f.status) for p, f in found.items()} == {
        PAGE_PATH: ("page", Status.CHANGED),
        path: ("shared", Status.ADDED),
        SCHEME_PATH: ("shared", Status.REMOVED),
    }
    assert found[PAGE_PATH].number == 10
    assert [c.name for c in found[path].diff.changes] == ["CANAUX", "Ouverte", "Close"]


def test_references_are_shown_by_name_across_files() -> None:
    path, source = samples.lov("CANAUX", 51000000000000820)
    other = edit(("id(51000000000000800)", "id(51000000000000820)"))
    found = compare_applications(read(), read_application(files({path: source}, page=other)))
    (change,) = found.files[0].diff.changes
    assert [(p.old, p.new) for p in change.properties] == [("STATUTS", "CANAUX")]


def test_a_renamed_shared_component_is_a_renamed_file() -> None:
    path = LOV_PATH.replace("statuts", "etats")
    source = (
        samples.text("lov_24_2.sql").replace("'STATUTS'", "'ETATS'").replace("statuts", "etats")
    )
    new = read_application(files({LOV_PATH: None, path: source}))
    (file,) = compare_applications(read(), new).files
    assert (file.path, file.status) == (path, Status.RENAMED)
    assert [c.status for c in file.diff.changes] == [Status.RENAMED]


# -- merging -------------------------------------------------------------------------------


@pytest.mark.parametrize("rule", [*RULES.values(), lambda n: n], ids=[*RULES, "same"])
@pytest.mark.parametrize("where", ["theirs", "base too"])
def test_a_copy_merges_into_ours(rule: Callable[[int], int], where: str) -> None:
    base = files()
    ours = read(page=edit(PROMPT))
    path, source = samples.lov("CANAUX", 51000000000000820)
    install = INSTALL.replace(f"@@{LOV_PATH}\n", f"@@{LOV_PATH}\n@@{path}\n")
    changed = files(
        {path: source},
        page=samples.added(
            "p_name=>'P10_CLIENT'\n",
            samples.item(51000000000000415, "P10_CANAL").replace(
                ");\n", ",p_lov=>'.'||wwv_flow_imp.id(51000000000000820)||'.'\n);\n"
            ),
            edit(LABEL),
        ),
        install=install,
    )
    theirs = read_application(samples.copy_of(changed, rule))
    start = read_application(samples.copy_of(base, rule) if where == "base too" else base)
    found = done(merge_apps(start, ours, theirs))
    assert found["install.sql"] == install
    expected = samples.replaced(changed[PAGE_PATH], PROMPT)
    assert found[PAGE_PATH] == expected
    assert found[path] == source
    assert found[CREATE_PATH] == samples.FLOW


@pytest.mark.parametrize("where", ["here", "there"])
def test_a_property_named_like_the_header_is_a_property(where: str) -> None:
    lov = samples.application()[LOV_PATH]
    sorted_by = ",p_location=>'STATIC'\n,p_default_sort_column_name=>'{}'\n"
    first, second, third = (
        samples.replaced(lov, (",p_location=>'STATIC'\n", sorted_by.format(name)))
        for name in ("NOM", "RANG", "CODE")
    )
    shown = (",p_lov_disp_value=>'Ouverte'", ",p_lov_disp_value=>'Active'")
    base, ours = read(lov=first), read(lov=second)
    theirs = read(lov=samples.replaced(first, shown))
    if where == "there":
        base, theirs = (
            read_application(samples.copy_of(dict(side.files), RULES["shift"]))
            for side in (base, theirs)
        )
    (changed,) = compare_applications(base, ours).files
    assert [p.name for c in changed.diff.changes for p in c.properties] == [
        "p_default_sort_column_name"
    ]
    assert done(merge_apps(base, ours, theirs))[LOV_PATH] == samples.replaced(second, shown)
    (conflict,) = merge_apps(base, ours, read(lov=third)).open_conflicts
    assert conflict.property == "p_default_sort_column_name"


def test_new_ids_collide_with_nothing_of_ours() -> None:
    ours = read(
        page=samples.added("p_name=>'P10_CLIENT'\n", samples.item(51000000000000420, "P10_A"))
    )
    path, source = samples.lov("CANAUX", 51000000000000420)
    theirs = read_application(files({path: source}))
    result = merge_apps(read(), ours, theirs)
    assert result.application is not None
    ids = [c.id for p in result.application.parsed.values() for c in p.components if c.is_mapped]
    assert len(ids) == len(set(ids))
    lov = result.application.parsed[path].components[0]
    assert lov.arguments["p_lov_query"].value.parts[1] == lov.id, "references follow the new id"


@pytest.mark.parametrize("rule", [*RULES.values(), lambda n: n], ids=[*RULES, "same"])
def test_what_ours_deleted_and_still_refers_to_keeps_its_id(rule: Callable[[int], int]) -> None:
    """The validation of the deleted item waits for it; a copy's item is that very one."""
    ours = read(page=samples.without("p_name=>'P10_CLIENT'\n"))
    theirs = files(page=edit((",p_prompt=>'Client'", ",p_prompt=>'Acheteur'")))
    base, other = (read_application(samples.copy_of(side, rule)) for side in (files(), theirs))
    (conflict,) = merge_apps(base, ours, other).conflicts
    assert conflict.kind is ConflictKind.DELETE_EDIT
    assert conflict.key == f"{PAGE_PATH}|create_page_item:51000000000000410|"


def test_two_calls_about_one_thing_keep_its_id() -> None:
    path = "application/deployment/install/install_tables.sql"
    header = samples.application()[LOV_PATH].partition("wwv_flow_imp_shared.")[0]
    head = header.replace(LOV_PATH.removesuffix(".sql"), path.removesuffix(".sql"))
    script = (
        "wwv_flow_imp_shared.create_install_script(\n p_id=>wwv_flow_imp.id(51000000000000950)\n"
        ",p_name=>'{}'\n,p_sequence=>10\n,p_script_type=>'INSTALL'\n"
        ",p_script_clob=>'create table t (id number);'\n);\n"
    )
    more = (
        "wwv_flow_imp_shared.append_to_install_script(\n"
        " p_id=>wwv_flow_imp.id(51000000000000950)\n,p_script_clob=>'create table u (id number);'\n"
        ");\n"
    )
    tail = "wwv_flow_imp.component_end;\nend;\n/\n"
    install = INSTALL.replace(f"@@{PAGE_PATH}\n", f"@@{PAGE_PATH}\n@@{path}\n")
    base, ours, theirs = (
        read_application(files({path: head + body + tail}, install=install))
        for body in (script.format("Tables"), script.format("Tables 2"),
                     script.format("Tables") + more)
    )  # fmt: skip
    for sides in ((ours, theirs), (theirs, ours)):
        (made,) = parse(done(merge_apps(base, *sides))[path]).components
        assert (made.id, made.name) == ("51000000000000950", "Tables 2")
        whole = "create table t (id number);create table u (id number);"
        assert made.text("p_script_clob") == whole


def test_conflict_keys_have_the_path_and_stay() -> None:
    ours = read(page=edit(PROMPT, (",p_cSize=>30", ",p_cSize=>31")))
    theirs = read_application(
        samples.copy_of(
            files(
                page=edit(
                    (",p_prompt=>'Statut'", ",p_prompt=>'S'"), (",p_cSize=>30", ",p_cSize=>32")
                )
            ),
            RULES["mirror"],
        )
    )
    first = merge_apps(read(), ours, theirs)
    keys = [c.key for c in first.conflicts]
    assert len(keys) == 2 and all(k.startswith(f"{PAGE_PATH}|") for k in keys)
    assert first.application is None and first.files == {}
    second = merge_apps(read(), ours, theirs, {keys[0]: Decision(keys[0], Take.THEIRS)})
    assert [c.key for c in second.conflicts] == keys
    assert [c.key for c in second.open_conflicts] == keys[1:]
    both = {k: Decision(k, Take.THEIRS) for k in keys}
    found = done(merge_apps(read(), ours, theirs, both))
    assert ",p_prompt=>'S'\n" in found[PAGE_PATH] and ",p_cSize=>32\n" in found[PAGE_PATH]
    stale = Decision(f"{PAGE_PATH}|create_page|p_name", Take.OURS)
    third = merge_apps(read(), ours, theirs, both | {stale.key: stale})
    assert third.stale == (stale,)


def test_deleted_files_leave_the_install_script() -> None:
    source = edit(("'!'||wwv_flow_imp.id(51000000000000900)", "'MUST_NOT_BE_PUBLIC_USER'"),
                  (",p_required_role=>wwv_flow_imp.id(51000000000000900)\n", ""))  # fmt: skip
    install = INSTALL.replace(f"@@{SCHEME_PATH}\n", "")
    theirs = read(scheme=None, page=source, install=install)
    found = done(merge_apps(read(), read(), theirs))
    assert SCHEME_PATH not in found
    assert found["install.sql"] == install


def test_an_install_script_of_an_old_export_runs_its_files_with_one_at_sign() -> None:
    old = INSTALL.replace("@@", "@")
    path, new = samples.lov("CANAUX", 51000000000000850)
    there = old.replace(f"@{LOV_PATH}\n", f"@{LOV_PATH}\n@{path}\n").replace(f"@{CSS_PATH}\n", "")
    ours = read(install=old)
    theirs = read_application(files({path: new}, css=None, install=there))
    found = done(merge_apps(ours, ours, theirs))
    assert found["install.sql"] == there
    assert CSS_PATH not in found


@pytest.mark.parametrize("swapped", [False, True])
def test_a_file_in_which_nothing_is_created_any_more_stays(swapped: bool) -> None:
    empty = "prompt --application/shared_components/logic/shortcuts\nbegin\nnull;\nend;\n/\n"
    path = "application/shared_components/logic/shortcuts.sql"
    header = samples.application()[LOV_PATH].partition("wwv_flow_imp_shared.")[0]
    full = f"{header}null;\nwwv_flow_imp.component_end;\nend;\n/\n"
    before, after = (read_application(files({path: t})) for t in (full, empty))
    ours, theirs = (after, before) if swapped else (before, after)
    assert done(merge_apps(before, ours, theirs))[path] == empty


def test_a_shared_component_deleted_there_and_newly_used_here() -> None:
    theirs = read(
        lov=None, page=edit((",p_rpt_named_lov=>wwv_flow_imp.id(51000000000000800)\n", ""))
    )
    use = (",p_lov=>'STATIC:Ouverte;O,Close;C'", ",p_named_lov=>wwv_flow_imp.id(51000000000000800)")
    ours = read(page=edit(use))
    (conflict,) = merge_apps(read(), ours, theirs).open_conflicts
    assert conflict.kind is ConflictKind.REFERENCE
    assert conflict.key == f"{LOV_PATH}|file|"
    (use,) = conflict.uses
    assert (conflict.used_by, use.place[-1][1]) == ("ours", "P10_STATUT")
    kept = take_all(read(), ours, theirs, Take.OURS)
    assert LOV_PATH in done(kept)
    gone = take_all(read(), ours, theirs, Take.THEIRS)
    assert gone.application is not None and LOV_PATH not in gone.files
    (issue,) = [i for i in gone.issues if i.severity == "error"]
    assert (issue.code, issue.facts["target"]) == ("merge.unknown_lov", "STATUTS")


def test_a_shared_component_deleted_here_and_newly_used_there() -> None:
    ours = read(lov=None, page=edit((",p_rpt_named_lov=>wwv_flow_imp.id(51000000000000800)\n", "")))
    use = (",p_lov=>'STATIC:Ouverte;O,Close;C'", ",p_named_lov=>wwv_flow_imp.id(51000000000000800)")
    theirs = read_application(samples.copy_of(files(page=edit(use)), RULES["shift"]))
    (conflict,) = merge_apps(read(), ours, theirs).open_conflicts
    assert conflict.kind is ConflictKind.REFERENCE
    back = done(take_all(read(), ours, theirs, Take.THEIRS))
    assert back[LOV_PATH] == samples.text("lov_24_2.sql")
    assert f"@@{LOV_PATH}" in back["install.sql"]


def test_renamed_there_and_edited_here() -> None:
    path = LOV_PATH.replace("statuts", "etats")
    source = (
        samples.text("lov_24_2.sql").replace("'STATUTS'", "'ETATS'").replace("statuts", "etats")
    )
    theirs = read(install=INSTALL.replace(LOV_PATH, path), lov=None)
    theirs = read_application({**theirs.files, path: source})
    edited = samples.text("lov_24_2.sql").replace("'Ouverte'", "'En cours'")
    found = done(merge_apps(read(), read(lov=edited), theirs))
    assert LOV_PATH not in found
    assert found[path] == source.replace("'Ouverte'", "'En cours'")
    assert found["install.sql"] == INSTALL.replace(LOV_PATH, path)


def test_two_pages_with_one_alias_are_an_error() -> None:
    def other(number: int) -> tuple[str, str]:
        source = samples.text("lov_24_2.sql")
        head, tail = (
            source[: source.index(");\n") + 3],
            source[source.index("wwv_flow_imp.component_end") :],
        )
        call = (
            f"wwv_flow_imp_page.create_page(\n p_id=>{number}\n,p_name=>'P'\n,p_alias=>'SAME'\n);\n"
        )
        return f"application/pages/page_{number:05}.sql", head + call + tail

    ours, theirs = (read_application(files(dict([other(n)]))) for n in (20, 21))
    result = merge_apps(read(), ours, theirs)
    (issue,) = [i for i in result.issues if i.severity == "error"]
    assert issue.code == "merge.duplicate_alias"


def test_files_without_components_merge_as_text() -> None:
    path = "application/comments.sql"
    base, ours, theirs = (
        read_application(files({path: text}))
        for text in ("a\nb\nc\nd\n", "a\nB\nc\nd\n", "a\nb\nc\nD\n")
    )
    assert done(merge_apps(base, ours, theirs))[path] == "a\nB\nc\nD\n"
    (conflict,) = merge_apps(base, ours, read_application(files({path: "x\n"}))).conflicts
    assert conflict.choices == (Take.OURS, Take.THEIRS)


def test_every_file_is_complete_and_readable() -> None:
    theirs = read_application(samples.copy_of(files(page=edit(LABEL)), RULES["mirror"]))
    found = done(merge_apps(read(), read(page=edit(PROMPT)), theirs))
    again = read_application(found)
    assert again.errors == ()
    listed = re.findall(r"^@@(\S+)$", found["install.sql"], re.MULTILINE)
    assert set(listed) <= set(found)
    assert done(merge_apps(read(), again, read())) == found


def test_a_second_copy_of_a_deleted_page_does_not_need_it() -> None:
    """Repositories keep the application in one file beside the split export."""
    base = read()
    ours = read_application(files({PAGE_PATH: None}))
    theirs = read_application(files({"f210.sql": samples.text()}))
    for one, two in ((ours, theirs), (theirs, ours)):
        assert merge_apps(base, one, two).open_conflicts == ()


def test_a_merge_made_again_says_what_components_are_called_now() -> None:
    """The pages are the same, and the schemes of the other files have other names meanwhile."""
    role = ",p_required_role=>wwv_flow_imp.id({})\n"
    first = 51000000000000901

    def side(scheme: int, name: str) -> Application:
        schemes: dict[str, str | None] = {
            SCHEME_PATH.replace("admin", str(identity)): samples.SCHEME.replace(
                "51000000000000900", str(identity)
            ).replace("'admin'", f"'{name} {identity}'")
            for identity in range(first, first + 3)
        }
        return read_application(
            files(
                {PAGE_PATH: edit((role.format(51000000000000900), role.format(scheme))), **schemes}
            )
        )

    for name in ("Lecture", "Gestion"):
        base, ours, theirs = (side(scheme, name) for scheme in range(first, first + 3))
        (conflict,) = merge_apps(base, ours, theirs).open_conflicts
        shown = conflict.base, conflict.ours, conflict.theirs
        assert shown == tuple(f"{name} {scheme}" for scheme in range(first, first + 3))
