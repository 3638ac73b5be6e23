"""The export of APEX 26.1 in APEXlang, beside the SQL export of the same call."""

from __future__ import annotations

import io
import re
import zipfile

import pytest

from app.apex import Application as SqlApplication
from app.apex.catalogue.volatile import USUAL
from app.apexlang import Application
from app.apexlang.forms.compare import compare_forms
from app.apexlang.reader import parse
from app.lab.apex import bind  # noqa: F401  adds all calls
from app.lab.apex.api import FUNCTIONS, Caller, ExportFile
from app.lab.apex.language.files import language_files
from app.lab.apex.releases import RELEASES
from app.lab.backend import OraError
from tests.lab.apex.conftest import Instance, main_session

BOTH = "APEXLANG,SQL"
STATIC = re.compile(r",p_static_id=>'([^']*)'")
PAGE = "f100/application/pages/page_00010.sql"


def called(instance: Instance, name: str, *values, **named):
    session = main_session()
    session.set_workspace(instance.store, "ORASSUIT")
    caller = Caller(session, instance.store, lambda: instance.now)
    return FUNCTIONS[f"APEX_EXPORT.{name}"].body(caller, *values, **named)


def exported(instance: Instance, kind: str | None, *, split: bool = True) -> list[ExportFile]:
    return called(instance, "GET_APPLICATION", 100, p_type=kind, p_split=split)


def installed(files, release: str = "26.1") -> Instance:
    made = Instance(RELEASES[release])
    made.install(main_session(), files)
    return made


@pytest.fixture(scope="module")
def newest(files) -> Instance:
    return installed(files)


@pytest.fixture(scope="module")
def both(newest) -> tuple[SqlApplication, Application]:
    found = exported(newest, BOTH)
    sql = {
        f.name.removeprefix("f100/"): f.contents or "" for f in found if f.name.startswith("f100/")
    }
    language = {f.name: f.data for f in found if not f.name.startswith("f100/")}
    return SqlApplication(sql), Application(language)


def test_a_list_of_types_gives_both_forms_and_each_alone(newest):
    sql = exported(newest, "SQL")
    language = exported(newest, "APEXLANG")
    assert exported(newest, BOTH) == sql + language == exported(newest, "sql, apexlang")
    assert exported(newest, None) == sql
    assert exported(newest, "READABLE_YAML") == language
    assert [f.name for f in exported(newest, BOTH, split=False)] == [
        "f100.sql", *(f.name for f in language),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("release", "kind", "number"),
    [
        ("24.2", "APEXLANG", 20987), ("24.2", "APEXLANG,APPLICATION_SOURCE", 20987),
        ("24.2", "SQL", 20987), ("24.2", "READABLE_YAML", 3001), ("26.1", "XML", 20987),
        ("26.1", "APPLICATION_SOURCE", 20987), ("26.1", "SQL,CHECKSUM-SH256", 3001),
        ("26.1", "EMBEDDED_CODE", 3001),
    ],
)  # fmt: skip
def test_what_a_release_does_not_know_or_is_not_played_is_refused(files, release, kind, number):
    with pytest.raises(OraError, match=r"\(lab\)") as caught:
        exported(installed(files, release), kind)
    assert caught.value.code == number


def test_the_folder_is_laid_out_as_oracles(both):
    paths = list(both[1].files)
    assert paths[:4] == [
        "application.apx", "page-groups.apx", ".apex/apexlang.json", "deployments/default.json",
    ]  # fmt: skip
    assert {"pages/p00010-contrats.apx", "shared-components/lovs.apx",
            "shared-components/static-files/icons/app-icon-32.png",
            "shared-components/themes/universal-theme/theme.apx",
            "supporting-objects/supporting-objects.apx"} <= set(paths)  # fmt: skip
    assert both[1].files[".apex/apexlang.json"] == b'{\n  "mmdVersion" : "26.1.0+3102"\n}'
    assert both[1].files["deployments/default.json"] == b'{\n  "app" : {\n    "id" : 100\n  }\n}'


def test_the_reader_takes_all_of_it_and_every_reference_leads_somewhere(both):
    language = both[1]
    assert not language.errors
    assert not language.lost_references()
    for path, content in language.files.items():
        if path.endswith(".apx"):
            document = parse(content, path)
            assert content.endswith(b")\n\n")
            assert "".join(document.text(node) for node in document.nodes).encode() == content


def test_both_forms_say_the_same_of_every_component(both):
    found = compare_forms(*both)
    assert [one for one in found.told if one.verdict == "differs"] == []
    assert [one for one in found.alone if one.reason != "folded"] == []
    assert found.paired.calls == ()
    assert len(found.paired.pairs) > 450
    assert found.count("same") > 3000


def test_identifiers_are_the_static_ids_of_the_sql_export(both):
    sql, language = both
    wanted = STATIC.findall(sql.files["application/pages/page_00010.sql"])
    page = language.documents["pages/p00010-contrats.apx"]
    idents = {c.node.ident for c in page.components.values()}
    assert wanted
    assert set(wanted) <= idents


def test_a_change_in_the_application_is_in_both_forms(files):
    source = files[PAGE]
    changed = source.replace("p_plug_name=>'Contrats'", "p_plug_name=>'Nos contrats'")
    assert changed != source
    texts = {f.name: f.data for f in exported(installed({**files, PAGE: changed}), BOTH)}
    assert b"'Nos contrats'" in texts[PAGE]
    assert b"        name: Nos contrats\n" in texts["pages/p00010-contrats.apx"]


def test_static_files_are_bytes_through_the_zip(newest):
    packed = called(newest, "ZIP", exported(newest, BOTH))
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        icon = archive.read("shared-components/static-files/icons/app-icon-32.png")
        assert b"p_file_name=>'icons/app-icon-32.png'" in archive.read(
            "f100/application/shared_components/files/icons_app_icon_32_png.sql"
        )
    assert icon.startswith(b"\x89PNG\r\n\x1a\n")
    (file,) = (f for f in exported(newest, "APEXLANG") if f.name.endswith("app-icon-32.png"))
    assert (file.contents, file.contents_blob) == (None, icon)
    style = next(f for f in exported(newest, "APEXLANG") if f.name.endswith("orassuit.css"))
    assert style.contents is None  # a text, and bytes all the same
    assert {f.name: f.data for f in called(newest, "UNZIP", packed)} == {
        f.name: f.data for f in exported(newest, BOTH)
    }


@pytest.mark.parametrize(
    ("was", "now", "told"),
    [
        ("p_plug_source_type=>'NATIVE_IR'", "p_plug_source_type=>'PLUGIN_COM.EXAMPLE.GRID'",
         "region contrats: type"),
        (",p_plug_source_type=>'NATIVE_IR'",
         ",p_plug_source_type=>'NATIVE_IR'\n,p_plug_secret=>1", "region contrats: p_plug_secret"),
        ("wwv_flow_imp.component_end;",
         "wwv_flow_imp_page.create_page_secret(\n p_id=>wwv_flow_imp.id(77)\n);\n"
         "wwv_flow_imp.component_end;", "create_page_secret"),
    ],
)  # fmt: skip
def test_what_has_no_word_is_refused_by_name(files, was, now, told):
    source = files[PAGE]
    assert source.count(was) == 1
    instance = installed({**files, PAGE: source.replace(was, now)})
    with pytest.raises(OraError, match=r"\(lab\)") as caught:
        exported(instance, BOTH)
    assert caught.value.code == 3001
    assert told in caught.value.text
    assert exported(instance, "SQL")


def test_apexlang_is_not_installed_by_plsql(newest):
    with pytest.raises(OraError, match=r"application\.apx.*\(lab\)"):
        session = main_session()
        caller = Caller(session, newest.store, lambda: newest.now)
        FUNCTIONS["APEX_APPLICATION_INSTALL.INSTALL"].body(caller, exported(newest, "APEXLANG"))


ARGUMENT = re.compile(r"^wwv_\w+\.(create_\w+)\(|^[ ,](p_\w+)=>('[^'\n]*'|\d+|true|false)$", re.M)
TOLD_ELSEWHERE = {
    "p_is_editable",  # with the operations
    "p_enable_subscriptions",  # real exports have both values, and no word for either
}


def literals(text: str) -> dict[tuple[str, str], re.Match[str]]:
    """One value of each argument of each kind of call."""
    found: dict[tuple[str, str], re.Match[str]] = {}
    procedure = ""
    for hit in ARGUMENT.finditer(text):
        procedure = hit[1] or procedure
        if hit[2] and procedure:
            found.setdefault((procedure, hit[2]), hit)
    return found


def another(value: str) -> str:
    """A value that no export has."""
    if value in ("true", "false"):
        return "false" if value == "true" else "true"
    return str(int(value) + 7) if value.isdigit() else f"{value[:-1]}XQ'"


def test_another_value_is_written_or_refused_and_never_swallowed(newest):
    """A page with a grid, argument by argument."""
    whole = {n.removeprefix("f100/"): t for n, t in newest.export(100).items()}
    path = "application/pages/page_00040.sql"
    some = {p: t for p, t in whole.items() if "themes" in p or "lovs" in p or p == path}
    before, unknown = language_files(some, 100)
    told_before = set(unknown)
    swallowed = []
    hits = literals(whole[path])
    for (procedure, argument), hit in hits.items():
        text = whole[path][: hit.start(3)] + another(hit[3]) + whole[path][hit.end(3) :]
        made, told = language_files({**some, path: text}, 100)
        same = made == before and set(told) == told_before
        if same and not USUAL.ignores(procedure, argument):
            swallowed.append(argument)
    assert len(hits) > 150
    assert set(swallowed) <= TOLD_ELSEWHERE
