"""What an import finds at a client and leaves as it is, or ends; which release has which call."""

from __future__ import annotations

import pytest

from app.lab.apex.releases import RELEASES
from app.lab.apex.store import Store
from app.lab.backend import OraError
from app.lab.sql.database import Database

WORKSPACE = 7721004518830044
SERVER = "workspace/remote_servers/rates"
CREDENTIAL = "workspace/credentials/rates_key"


@pytest.fixture(scope="module")
def empty(tmp_path_factory):
    """``empty(release)``: a database with a workspace and nothing in it."""
    made = {}

    def one(name):
        if name not in made:
            database = Database.create(
                tmp_path_factory.mktemp("release"), "LAB", (19, 25, 0, 0, 0), apex=RELEASES[name]
            )
            database.create_user("ORASSUIT", "pw")
            session = database.log_on("ORASSUIT", "test")
            session.begin()
            Store(session.db).add_workspace(WORKSPACE, "HERE", ["ORASSUIT"])
            Store(session.db).add_workspace(WORKSPACE + 1, "ELSEWHERE", ["OTHERS"])
            session.commit()
            session.close()
            made[name] = database
        return made[name]

    return one


def run(session, block):
    return session.execute(block, [], [])


def refusal(session, block):
    """What the block is refused with; "" where it runs."""
    try:
        run(session, block)
    except OraError as error:
        return str(error)
    return ""


@pytest.fixture
def at(empty):
    opened = []

    def log_on(name):
        opened.append(empty(name).log_on("ORASSUIT", "test"))
        return opened[-1]

    yield log_on
    for session in opened:
        session.close()


ZIP = "declare z blob; f apex_t_export_files; begin z := apex_export.zip(p_source_files => f); end;"
UNZIP = (
    "declare z blob; f apex_t_export_files; begin f := apex_export.unzip(p_source_zip => z); end;"
)
VERSION = (
    "begin apex_application_admin.set_application_version("
    "p_application_id => 100, p_version => '2'); end;"
)


@pytest.mark.parametrize(
    ("block", "name", "since"),
    [(ZIP, "ZIP", "21.2"), (UNZIP, "UNZIP", "21.2"), (VERSION, "SET_APPLICATION_VERSION", "23.1")],
)
@pytest.mark.parametrize("release", ["20.2", "21.2", "22.2", "23.2", "24.2", "26.1"])
def test_a_call_that_came_later(at, release, block, name, since):
    text = refusal(at(release), block)
    if RELEASES[release].has(since):
        assert "PLS-" not in text
    else:
        assert "PLS-00302" in text
        assert name in text


@pytest.mark.parametrize(
    ("parameter", "releases"),
    [
        ("p_type => 'APPLICATION_SOURCE'", {"21.2", "22.2", "23.2", "24.2"}),
        ("p_with_audit_info => null", {"24.2", "26.1"}),
        ("p_with_runtime_instances => null", {"24.2", "26.1"}),
        ("p_with_pkg_app_mapping => false", {"20.2", "21.2", "22.2", "23.2", "24.2"}),
    ],
)
def test_a_parameter_that_a_release_does_not_have(at, parameter, releases):
    block = (
        "declare f apex_t_export_files; begin apex_util.set_workspace('HERE'); f :="
        f" apex_export.get_application(p_application_id => 100, {parameter}); end;"
    )
    for release in ("20.2", "21.2", "22.2", "23.2", "24.2", "26.1"):
        text = refusal(at(release), block)
        known = release in releases or (release == "26.1" and "p_type" in parameter)
        assert ("PLS-00306" in text) is not known, (release, text)


def test_the_release_is_told(at):
    outcome = at("20.2").execute("select version_no from apex_release", [], [])
    assert list(outcome.rows) == [("20.2.0.00.20",)]


def test_a_workspace_that_is_not_ours_is_passed_over(at):
    session = at("24.2")
    context = "select 1 from apex_workspaces where workspace = 'HERE'"
    run(session, "begin apex_util.set_workspace('ELSEWHERE'); end;")
    run(session, "begin apex_util.set_workspace('NOWHERE'); end;")
    assert list(session.execute(context, [], []).rows) == [(1,)]
    run(session, "begin apex_application_install.set_workspace('HERE'); end;")


HEAD = """wwv_flow_imp.component_begin (
 p_version_yyyy_mm_dd=>'2024.11.30'
,p_release=>'24.2.0'
,p_default_workspace_id=>9014203847561220
,p_default_application_id=>100
,p_default_id_offset=>0
,p_default_owner=>'ORASSUIT'
);
"""


def part(path, manifest, call):
    return (
        f"prompt --{path}\nbegin\n--   Manifest\n--     {manifest}\n--   Manifest End\n{HEAD}"
        f"{call}wwv_flow_imp.component_end;\nend;\n/\n"
    )


def with_server(files, url, note="'first'"):
    hook = "nvl(wwv_flow_application_install.get_remote_server_base_url('rates'),"
    made = {p.removeprefix("f100/"): t for p, t in files.items()}
    made[f"{SERVER}.sql"] = part(
        SERVER,
        "REMOTE SERVER: Rates",
        "wwv_imp_workspace.create_remote_server(\n p_id=>wwv_flow_imp.id(8801)\n,p_name=>'Rates'\n"
        f",p_static_id=>'rates'\n,p_base_url=>{hook}'{url}')\n,p_server_comment=>{note}\n);\n",
    )
    made[f"{CREDENTIAL}.sql"] = part(
        CREDENTIAL,
        "CREDENTIAL: Rates Key",
        "wwv_imp_workspace.create_credential(\n p_id=>wwv_flow_imp.id(8802)\n,p_name=>'Rates Key'\n"
        f",p_static_id=>'rates_key'\n,p_authentication_type=>{note}\n);\n",
    )
    mark = "@@application/user_interfaces.sql\n"
    lines = f"@@{CREDENTIAL}.sql\n@@{SERVER}.sql\n"
    made["install.sql"] = made["install.sql"].replace(mark, mark + lines)
    return made


def test_a_server_and_a_credential_keep_their_own_values(instance, files, sessions):
    instance.install(sessions["main"](), with_server(files, "https://test.example"))
    release = with_server(files, "https://release.example", "'second'")
    instance.install(sessions["main"](), release)
    for path in (SERVER, CREDENTIAL):
        assert "'second'" not in instance.export(100)[f"f100/{path}.sql"]
    assert "'https://test.example')" in instance.export(100)[f"f100/{SERVER}.sql"]
    instance.install(sessions["copy"](), release)  # another workspace has neither
    there = instance.export(101)[f"f101/{SERVER}.sql"]
    assert "'https://release.example')" in there
    assert "wwv_flow_imp.id(11322785363022884)" in there


def test_a_server_that_is_new_takes_the_url_that_was_told(instance, files, sessions):
    session = sessions["main"]()
    session.settings.remote_servers["rates"] = "https://here.example/l'api"
    instance.install(session, with_server(files, "https://release.example"))
    assert "'https://here.example/l''api')" in instance.export(100)[f"f100/{SERVER}.sql"]


def test_users_are_logged_off_unless_they_are_kept(instance, files, sessions):
    instance.install(sessions["main"](), files)
    app = instance.store.application(100)
    instance.store.add_session(app, "AMINA", instance.now)
    kept = sessions["main"]()
    kept.settings.keep_sessions = True
    instance.install(kept, files)
    assert [user for _, user, _ in instance.store.sessions(app.workspace)] == ["AMINA"]
    instance.install(sessions["main"](), files)
    assert instance.store.sessions(app.workspace) == []


def test_the_authentication_scheme_that_was_named(instance, files, sessions):
    path = "application/shared_components/security/authentications/comptes_apex.sql"
    single_sign_on = path.replace("comptes_apex", "single_sign_on")
    made = {p.removeprefix("f100/"): t for p, t in files.items()}
    made[single_sign_on] = (
        made[path].replace("Comptes APEX", "Single Sign On").replace("id(", "id(7")
    )
    made["install.sql"] = made["install.sql"].replace(
        f"@@{path}\n", f"@@{path}\n@@{single_sign_on}\n"
    )
    session = sessions["main"]()
    session.settings.authentication = "Single Sign On"
    instance.install(session, made)
    number = made[single_sign_on].split("id(", 1)[1].split(")")[0]
    flow = instance.export(100)["f100/application/create_application.sql"]
    assert f",p_authentication_id=>wwv_flow_imp.id({number})\n" in flow
    session.settings.authentication = "Nobody's"
    with pytest.raises(OraError) as caught:
        instance.install(session, made)
    assert "Nobody's" in str(caught.value)
