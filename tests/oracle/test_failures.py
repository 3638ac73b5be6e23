"""What stands in an error, and what never does."""

from __future__ import annotations

import re

import oracledb
import pytest
from oracledb import errors as driver

from app.errors import OracleError
from app.oracle.failures import call_error, connect_error, first_line
from app.services.messages import catalogue, message


def raised(number: int, text: str) -> oracledb.Error:
    info = driver._Error(f"ORA-{number:05d}: {text}", code=number)
    return info.exc_type(info)


@pytest.mark.parametrize(
    ("number", "code", "retryable"),
    [
        (942, "oracle.refused", False),
        (54, "oracle.refused", True),
        (1033, "oracle.refused", True),
        (1013, "oracle.cancelled", True),
        (1017, "oracle.wrong_password", False),
        (28000, "oracle.account_locked", False),
        (28001, "oracle.password_expired", False),
        (1045, "oracle.no_create_session", False),
        (3113, "oracle.lost", True),
        (600, "oracle.lost", True),
    ],
)
def test_numbers_become_codes(number, code, retryable):
    error = call_error(raised(number, "text of the server"), "Maroc", "select 1 from dual")
    assert (error.code, error.ora, error.retryable) == (code, number, retryable)
    assert error.facts["target"] == "Maroc"
    assert "text of the server" in error.facts["detail"]


def test_link_to_the_help_page_is_left_out():
    assert "Help:" in str(raised(942, "table or view does not exist"))
    detail = call_error(raised(942, "table or view does not exist"), "Maroc").facts["detail"]
    assert detail == "ORA-00942: table or view does not exist"


def test_timeout_of_a_call():
    error = driver._create_exception(driver.ERR_CALL_TIMEOUT_EXCEEDED, timeout=1000)
    assert call_error(error, "Maroc").code == "oracle.timeout"


def test_socket_errors_mean_a_lost_line():
    assert call_error(ConnectionResetError(104, "reset"), "Maroc").code == "oracle.lost"


def test_mistakes_of_ours_are_not_called_oracle_errors():
    error = driver._create_exception(driver.ERR_MISSING_BIND_VALUE, name="x")
    assert call_error(error, "Maroc").code == "oracle.driver"


def test_first_line_is_short_and_keeps_secrets():
    assert first_line("\n\n  select 1\n from dual") == "select 1"
    assert len(first_line("x" * 1000)) == 160
    assert "hunter2" not in first_line('alter user a IDENTIFIED  BY "hunter2 x" account unlock')
    assert "hunter2" not in first_line("create user a identified by hunter2")
    assert first_line("") == ""


def connecting(text: str) -> OracleError:
    info = driver._Error(text)
    return connect_error(info.exc_type(info), "Maroc", "h/x", ("s3cret",))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("DPY-3001: Native Network Encryption and Data Integrity is only supported in "
         "python-oracledb thick mode", "oracle.native_encryption"),
        ("DPY-5016: ANO encryption service received a status failure", "oracle.native_encryption"),
        ("DPY-3001: bequeath is only supported in python-oracledb thick mode", "oracle.bad_dsn"),
        ("DPY-6006: The name on the server certificate does not match the expected value: \"h\"",
         "oracle.tls_name"),
        ("DPY-6002: The distinguished name (DN) on the server certificate does not match the "
         "expected value: CN=x", "oracle.tls_name"),
        ("DPY-2018: wallet file /w/ewallet.pem was not found", "oracle.wallet"),
        ("DPY-3010: this database server version is not supported", "oracle.driver"),
    ],
)  # fmt: skip
def test_what_keeps_a_connection_from_coming_about_is_called_by_its_name(text, code):
    error = connecting(text)
    assert error.code == code
    said = message(error, "en")
    assert said.next_step


def test_a_number_of_the_driver_has_its_cause_and_its_way_out():
    said = message(connecting("DPY-3015: password verifier type 0x939 is not supported"), "en")
    assert "10G" in said.detail
    assert "ALLOWED_LOGON_VERSION_SERVER" in said.next_step


def test_secrets_of_both_kinds_are_masked():
    info = driver._Error('DPY-4000: unable to find "s3cret w4llet" in x')
    error = connect_error(info.exc_type(info), "M", "s3cret/w4llet", ("s3cret", "w4llet"))
    assert "s3cret" not in str(error.facts)
    assert "w4llet" not in str(error.facts)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_numbers_of_everyday_life_have_a_cause_and_a_way_out(language):
    table = catalogue(language)["oracle"]
    assert len([n for n in table if n.startswith("ORA-")]) >= 60
    for number, said in table.items():
        assert re.fullmatch(r"(ORA|DPY)-\d{4,5}", number)
        assert len(said["cause"]) > 15
        assert said["next"].endswith(".")
        if number.startswith("ORA-"):
            error = call_error(raised(int(number[4:]), "text"), "Maroc", "select 1 from dual")
            if error.code == "oracle.refused":
                told = message(error, language)
                assert told.next_step == said["next"]
                assert told.detail.endswith(said["cause"])


def test_a_number_that_the_table_does_not_have_keeps_the_general_sentence():
    said = message(call_error(raised(2, "odd"), "Maroc", "x"), "en")
    assert said.next_step == "Correct what Oracle names, then try again."
