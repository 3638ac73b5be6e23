"""What an import switches off is switched on again, and translations are published."""

from __future__ import annotations

import pytest

from app.apex import read_application, with_status
from app.errors import OracleError
from app.oracle import (
    OPEN,
    ConnectionSpec,
    ImportTarget,
    Switch,
    apex,
    application_status,
    connect,
    export_application,
    import_application,
    restore_switches,
    set_application_status,
    switches,
)

TARGET = ImportTarget("ORASSUIT_MA", 210, "ORASSUIT")
SHARED = "application/shared_components"
PARTS = {
    f"{SHARED}/automations/nightly_mail.sql": """wwv_flow_imp_shared.create_automation(
 p_id=>wwv_flow_imp.id(7701)
,p_name=>'Nightly mail'
,p_static_id=>'nightly-mail'
,p_trigger_type=>'POLLING'
,p_polling_status=>'ACTIVE'
);
""",
    f"{SHARED}/web_sources/rates.sql": """wwv_flow_imp_shared.create_web_source_module(
 p_id=>wwv_flow_imp.id(7702)
,p_name=>'Rates'
,p_static_id=>'rates'
,p_sync_is_active=>true
);
""",
    f"{SHARED}/globalization/language.sql": """wwv_flow_imp_shared.create_language_map(
 p_id=>wwv_flow_imp.id(7703)
,p_translation_flow_id=>1210
,p_translation_flow_language_cd=>'fr'
);
""",
}


def with_parts(files: dict[str, str]) -> dict[str, str]:
    """The application with an automation, a synchronised REST source and a translation."""
    head = files["application/shared_components/logic/build_options.sql"]
    begin = head[head.index("wwv_flow_imp.component_begin") : head.index(");\n") + 3]
    made = {
        path: f"prompt --{path[:-4]}\nbegin\n{begin}{body}wwv_flow_imp.component_end;\nend;\n/\n"
        for path, body in PARTS.items()
    }
    install = files["install.sql"]
    mark = "@@application/shared_components/logic/build_options.sql\n"
    assert mark in install
    added = "".join(f"@@{path}\n" for path in made if f"@@{path}\n" not in install)
    return {**files, **made, "install.sql": install.replace(mark, mark + added)}


@pytest.fixture
def maroc(world):
    base = world.database("MAROC", "ORASSUIT")
    with connect(ConnectionSpec("MAROC", base.dsn, "ORASSUIT"), base.password) as session:
        before = export_application(session, "ORASSUIT_MA", 210)
        import_application(session, with_parts(before), TARGET)
        yield session
        session.rollback()
        import_application(session, before, TARGET)


def test_an_import_switches_off_and_the_client_s_own_comes_back(maroc):
    found = {(s.kind, s.name): s.on for s in switches(maroc, 210)}
    assert found["automation", "nightly-mail"] is False
    assert found["synchronisation", "rates"] is False
    assert found["build option", "Services REST"] is True
    assert found["language", "fr"] is True
    wanted = {
        ("automation", "nightly-mail"): True,
        ("synchronisation", "rates"): True,
        ("build option", "Services REST"): False,
        ("automation", "of another application"): True,
    }
    trips = maroc.round_trips
    done = restore_switches(maroc, "ORASSUIT_MA", 210, wanted)
    assert maroc.round_trips - trips == 2
    assert set(done) == {
        Switch("automation", "nightly-mail", True),
        Switch("synchronisation", "rates", True),
        Switch("build option", "Services REST", False),
        Switch("language", "fr", True),
    }
    assert not maroc.in_transaction
    now = {(s.kind, s.name): s.on for s in switches(maroc, 210)}
    assert now["automation", "nightly-mail"] and now["synchronisation", "rates"]
    assert not now["build option", "Services REST"]


def test_an_application_is_closed_with_a_notice_and_opened_as_it_was(maroc):
    before = application_status(maroc, "ORASSUIT_MA", 210)
    assert before in OPEN
    set_application_status(maroc, "ORASSUIT_MA", 210, "UNAVAILABLE", "On revient à midi")
    assert not maroc.in_transaction
    assert application_status(maroc, "ORASSUIT_MA", 210) == "UNAVAILABLE"
    files = export_application(maroc, "ORASSUIT_MA", 210)
    flow = read_application(files).flow
    assert flow is not None
    assert flow.text("p_flow_unavailable_text") == "On revient à midi"
    # An import sets what its files say.
    made = with_status(read_application(files), "DEVELOPERS_ONLY", "x")
    import_application(maroc, made.files, TARGET)
    assert application_status(maroc, "ORASSUIT_MA", 210) == "DEVELOPERS_ONLY"
    set_application_status(maroc, "ORASSUIT_MA", 210, before)
    assert application_status(maroc, "ORASSUIT_MA", 210) == before
    with pytest.raises(OracleError):
        set_application_status(maroc, "ORASSUIT_MA", 999, before)


NAMED = "select 'automation'||chr(31)||rpad('n', 3900, 'n')||chr(31)||'1'||chr(31)||'7' x from dual"


@pytest.mark.parametrize(
    ("query", "told"),
    [
        (" union all ".join([NAMED] * 20), 20),  # 78 kB
        (" union all ".join([NAMED] * 40), None),  # more than has room
        ("select to_char(1 / 0) x from dual", None),
    ],
    ids=["parts", "full", "fails"],
)
def test_an_import_is_done_whatever_becomes_of_the_look_behind_it(maroc, monkeypatch, query, told):
    monkeypatch.setattr(apex, "SWITCHES", query)
    files = export_application(maroc, "ORASSUIT_MA", 210)
    made = with_status(read_application(files), "DEVELOPERS_ONLY", "x")
    outcome = import_application(maroc, made.files, TARGET)
    assert outcome.method == "install"
    assert (outcome.switches and len(outcome.switches)) == told
    assert not maroc.in_transaction
    assert application_status(maroc, "ORASSUIT_MA", 210) == "DEVELOPERS_ONLY"
