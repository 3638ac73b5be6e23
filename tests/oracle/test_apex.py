"""What is sent to APEX's packages. That they accept it is tested on the lab (tests/contract)."""

from __future__ import annotations

import io
import secrets
import zipfile

import pytest

from app.errors import OracleError
from app.oracle import (
    ImportTarget,
    export_application,
    import_application,
    look_and_export,
    set_application_version,
)
from app.oracle.pack import pack

FILES = {
    "install.sql": "@@application/init.sql\n",
    "application/init.sql": "begin\n x('é');\nend;\n/\n",
}
TARGET = ImportTarget("ORASSUIT_MA", 210, "ORASSUIT", 77, "orassuit")


def zipped(entries):
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w") as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return data.getvalue()


def test_export_gives_paths_below_the_application_in_the_order_of_the_zip(recording):
    entries = [("f210/install.sql", "z"), ("f210/application/é.sql", "ü"), ("f210/a.sql", "")]
    recording.answers["get_application"] = {"zip": zipped(entries)}
    files = export_application(recording, "ORASSUIT_MA", 210)
    assert list(files.items()) == [("install.sql", "z"), ("application/é.sql", "ü"), ("a.sql", "")]
    (statement, binds) = recording.sent[0]
    assert binds == {"workspace": "ORASSUIT_MA", "app": 210}
    assert "p_with_original_ids => false" in statement
    assert "p_with_date => false" in statement
    export_application(recording, "ORASSUIT_MA", 210, original_ids=True)
    assert "p_with_original_ids => true" in recording.statements[1]


@pytest.mark.parametrize("answer", [b"", b"PK not a zip", zipped([("f1/a.sql", b"\xff\xfe\x80")])])
def test_export_that_cannot_be_read_is_an_error(recording, answer):
    recording.answers["get_application"] = {"zip": answer}
    with pytest.raises(OracleError) as caught:
        export_application(recording, "W", 210)
    assert caught.value.code == "oracle.bad_export"
    assert caught.value.facts["application"] == 210


def test_import_is_one_block_with_one_zip(recording):
    outcome = import_application(recording, FILES, TARGET)
    assert (outcome.method, outcome.round_trips) == ("install", 1)
    (statement, binds) = recording.sent[0]
    with zipfile.ZipFile(io.BytesIO(binds.pop("z0"))) as archive:
        read = {name: archive.read(name).decode() for name in archive.namelist()}
    assert read == {f"f210/{path}": text for path, text in FILES.items()}
    assert binds == {
        "workspace": "ORASSUIT_MA",
        "app": 210,
        "schema": "ORASSUIT",
        "offset": 77,
        "alias": "orassuit",
    }
    assert statement.index("clear_all") < statement.index("set_workspace")
    assert statement.index("set_application_alias") < statement.index("install(")


def test_what_is_not_told_stays_as_the_files_say(recording):
    import_application(recording, FILES, ImportTarget("W", 1, "S"))
    (statement, binds) = recording.sent[0]
    assert "alias" not in statement and "offset" not in statement
    assert binds.keys() == {"workspace", "app", "schema", "z0"}
    import_application(recording, FILES, ImportTarget("W", 1, "S", offset=0))
    assert recording.sent[1][1]["offset"] == 0


def test_a_zip_goes_in_parts_of_what_plsql_takes_and_a_larger_one_as_it_is(recording):
    noise = {f"{n}.sql": secrets.token_hex(20_000) for n in range(5)}
    import_application(recording, noise, ImportTarget("W", 1, "S"))
    (statement, binds) = recording.sent[0]
    parts = [binds[f"z{n}"] for n in range(len(binds) - 3)]
    assert len(parts) > 2 and {len(part) for part in parts[:-1]} == {32_767}
    assert b"".join(parts) == pack(noise, 1)
    assert statement.count("writeappend") == len(parts)
    import_application(
        recording, {"a.sql": secrets.token_hex(2_500_000)}, ImportTarget("W", 1, "S")
    )
    assert recording.sent[1][1].keys() == {"workspace", "app", "schema", "zip"}


def test_an_export_comes_in_parts(recording):
    whole = zipped([("f210/a.sql", secrets.token_hex(40_000))])
    parts = {f"z{n}": whole[n * 32_767 : (n + 1) * 32_767] or None for n in range(64)}
    recording.answers["get_application"] = {"zip": None, **parts}
    files = export_application(recording, "W", 210)
    assert len(files["a.sql"]) == 80_000
    assert "dbms_lob.substr(l_zip, 32767, 32768)" in recording.statements[0]


def test_same_files_make_the_same_zip():
    assert pack(FILES, 210) == pack(dict(FILES), 210)


@pytest.mark.parametrize(
    "detail",
    [
        "ORA-06550: line 7, column 28:\nPLS-00302: component 'INSTALL' must be declared",
        "ORA-06550: line 8, column 17:\nPLS-00302: component 'UNZIP' must be declared",
        "ORA-06550: line 8, column 17:\nPLS-00201: identifier 'APEX_EXPORT.UNZIP' must be declared",
        "ORA-06550: line 8:\nPLS-00201: identifier 'APEX_APPLICATION_INSTALL.INSTALL' must be",
        "ORA-06550: line 7:\nPLS-00306: wrong number or types of arguments in call to 'INSTALL'",
    ],
)
def test_older_apex_gets_the_script(recording, ora, detail):
    recording.failures["unzip"] = ora(6550, detail)
    outcome = import_application(recording, FILES, TARGET)
    assert (outcome.method, outcome.round_trips) == ("script", 3)
    settings, block = recording.sent[1:]
    assert settings[1] == {k: v for k, v in recording.sent[0][1].items() if k != "z0"}
    assert "set_schema" in settings[0] and "install(" not in settings[0]
    assert block == ("begin\n x('é');\nend;", {})
    assert recording.commits == 1


@pytest.mark.parametrize(
    ("number", "detail"),
    [
        (6550, "ORA-06550: line 3:\nPLS-00302: component 'SET_WORKSPACE' must be declared"),
        (6550, "ORA-06550: line 3:\nPLS-00201: identifier 'APEX_APPLICATION_INSTALL.X' must be"),
        (20001, "ORA-20001: the application 210 belongs to another workspace"),
    ],
)
def test_other_failures_are_not_tried_a_second_way(recording, ora, number, detail):
    recording.failures["unzip"] = ora(number, detail)
    with pytest.raises(OracleError) as caught:
        import_application(recording, FILES, TARGET)
    assert caught.value.ora == number
    assert (len(recording.sent), recording.rollbacks, recording.commits) == (1, 1, 0)


def test_an_apex_without_these_views_imports_without_a_look_at_its_switches(recording, ora):
    detail = "ORA-06550: line 90:\nPL/SQL: ORA-00942: table or view does not exist"
    recording.failures["apex_appl_automations"] = ora(6550, detail)
    outcome = import_application(recording, FILES, TARGET)
    assert (outcome.method, outcome.switches) == ("install", None)
    assert "apex_appl_automations" in recording.statements[0]
    assert "apex_appl_automations" not in recording.statements[1]
    assert (recording.rollbacks, recording.commits) == (0, 0)  # the block itself commits


def test_script_that_fails_is_not_committed(recording, ora):
    recording.failures["unzip"] = ora(6550, "PLS-00302: component 'INSTALL' must be declared")
    recording.failures["x('é')"] = ora(20001, "ORA-20001: no\nORA-06512: at line 2")
    with pytest.raises(OracleError) as caught:
        import_application(recording, FILES, TARGET)
    assert caught.value.facts["line"] == 2
    assert (recording.commits, recording.rollbacks) == (0, 1)


def test_version_is_set_in_the_application_s_workspace_and_not_committed(recording):
    row = (210, "ORASSUIT", "A", "1", "ORASSUIT", "ORASSUIT_MA", 9, 12, None, None)
    recording.answers["apex_applications"] = [row]
    set_application_version(recording, 210, "2")
    assert recording.sent[1][1] == {"workspace": "ORASSUIT_MA", "app": 210, "version": "2"}
    assert recording.commits == 0


def test_version_of_an_application_that_nobody_sees(recording):
    with pytest.raises(OracleError) as caught:
        set_application_version(recording, 210, "2")
    assert caught.value.code == "oracle.no_application"
    assert len(recording.sent) == 1


def test_a_look_that_is_cancelled_is_not_taken_for_one_that_failed(recording, ora):
    recording.alive = True
    recording.failures["get_application"] = OracleError(
        "oracle.cancelled", ora=1013, target="Maroc", detail="ORA-01013", statement=""
    )
    with pytest.raises(OracleError) as caught:
        look_and_export(recording, "W", 210)
    assert caught.value.code == "oracle.cancelled"
    assert len(recording.sent) == 1
    recording.failures["get_application"] = ora(20001, "ORA-20001: no")
    assert look_and_export(recording, "W", 210)[1] is None
