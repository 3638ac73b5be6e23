"""Which files of one export are the SQL export's, and which are APEXlang's."""

from __future__ import annotations

import pytest

from app.oracle.both_forms import parted

SQL = {
    "install.sql": b"1",
    "application/pages/page_00001.sql": b"2",
    "workspace/remote_servers/x.sql": b"3",
}
LANGUAGE = {
    "application.apx": b"4",
    "pages/p00001-home.apx": b"5",
    ".apex/apexlang.json": b"6",
    "supporting-objects/install-scripts/a.sql": b"7",
    "shared-components/static-files/x.png": b"\xff",
    "deployments/default.json": b"8",
}


@pytest.mark.parametrize("root", ["orassuit/", "f100/", "", "f100/apexlang/", "apexlang/orassuit/"])
def test_wherever_apex_puts_the_second_form(root: str) -> None:
    entries = {f"f100/{path}": content for path, content in SQL.items()}
    entries |= {f"{root}{path}": content for path, content in LANGUAGE.items()}
    assert parted(entries) == (SQL, LANGUAGE)


def test_an_export_of_the_one_form_alone_has_no_other() -> None:
    assert parted({f"f100/{path}": content for path, content in SQL.items()}) == (SQL, {})
