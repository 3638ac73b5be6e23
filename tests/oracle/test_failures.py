"""What stands in an error, and what never does."""

from __future__ import annotations

import oracledb
import pytest
from oracledb import errors as driver

from app.oracle.failures import call_error, first_line


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
