"""Clients from a tnsnames.ora, a CSV and another settings file, and out again without passwords."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from app.errors import SettingsError
from app.secrets import DemoKeyring, Keyring
from app.services.settings import importing
from app.services.workplace import Workplace
from app.settings import check
from tests.ui.samples import SETTINGS

TNS = """# clients of the vendor
MAROC, MAROC.WORLD =
  (DESCRIPTION =
    (ADDRESS = (PROTOCOL = TCP)(HOST = db.maroc.example)(PORT = 1521))
    (CONNECT_DATA = (SERVER = DEDICATED)(SERVICE_NAME = MAROC))
  )
SENEGAL=(DESCRIPTION=(FAILOVER=ON)(ADDRESS=(PROTOCOL=TCPS)(HOST=a)(PORT=2484))
  (CONNECT_DATA=(SERVICE_NAME=SN)))
"""
LIKE = {"id": "france", "name": "B France", "dsn": "x", "application": 220, "workspace": "WS"}


def test_names_of_a_tnsnames_file() -> None:
    assert list(importing.tns_names(TNS)) == [
        ("MAROC", "db.maroc.example:1521/MAROC"),
        ("MAROC.WORLD", "db.maroc.example:1521/MAROC"),
        (
            "SENEGAL",
            "(DESCRIPTION=(FAILOVER=ON)(ADDRESS=(PROTOCOL=TCPS)(HOST=a)(PORT=2484))"
            "(CONNECT_DATA=(SERVICE_NAME=SN)))",
        ),
    ]


def test_they_are_like_the_client_that_is_there(tmp_path: Path) -> None:
    path = tmp_path / "tnsnames.ora"
    path.write_text(TNS, encoding="cp1252")
    found = importing.read(path, [{"id": "maroc"}], LIKE)
    assert [(f.entry["id"], f.known) for f in found] == [
        ("maroc", True), ("maroc-world", False), ("senegal", False),
    ]  # fmt: skip
    assert found[2].entry["application"] == 220 and found[2].entry["workspace"] == "WS"


@pytest.mark.parametrize("mark", [";", ",", "\t"])
def test_a_csv_as_excel_writes_it(tmp_path: Path, mark: str) -> None:
    path = tmp_path / "clients.csv"
    lines = [["Name", "DSN", "Application"], ["Sénégal", "sn:1521/SN", "310"], ["", "", ""]]
    path.write_bytes("\r\n".join(mark.join(line) for line in lines).encode("cp1252"))
    (found,) = importing.read(path, [], LIKE)
    assert found.entry["id"] == "senegal" and found.entry["application"] == 310
    assert found.entry["workspace"] == "WS"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("name;colour\nx;red\n", "settings.import_column"),
        ("name;application\nx;many\n", "settings.import_value"),
        ("name;dsn\n", "settings.import_nothing"),
    ],
)
def test_what_is_wrong_in_it_is_named(tmp_path: Path, text: str, code: str) -> None:
    path = tmp_path / "clients.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        importing.read(path, [], LIKE)
    assert caught.value.code == code


@pytest.mark.parametrize("ending", ["csv", "toml"])
def test_what_goes_out_comes_in_again(tmp_path: Path, ending: str) -> None:
    wanted = check(SETTINGS, "x")
    secrets = Keyring(DemoKeyring(tmp_path / "passwords.json"))
    secrets.set("ORASSADM@maroc", "hush-hush")
    place = Workplace(tmp_path, wanted, secrets)
    path = importing.export(place, tmp_path / f"out.{ending}")
    assert b"hush-hush" not in path.read_bytes()
    found = [f.entry for f in importing.read(path, [], {})]
    again = check({"clients": found}, "x").clients
    assert again == wanted.clients


def test_no_client_is_a_formula_in_excel_and_all_come_in_again(tmp_path: Path) -> None:
    names = [
        '=HYPERLINK("http://x";"y")', "@SUM(1)", "+1+cmd|' /C calc'!A0", "'=x", "-", "-5", "A=b",
    ]  # fmt: skip
    clients = [
        {**LIKE, "id": f"c{number}", "dsn": f"h/{number}", "name": name}
        for number, name in enumerate(names)
    ]
    wanted = check({"clients": clients}, "x")
    path = tmp_path / "out.csv"
    importing.export(Workplace(tmp_path, wanted, Keyring(DemoKeyring(tmp_path / "p.json"))), path)
    rows = csv.DictReader(io.StringIO(path.read_text("utf-8-sig"), newline=""), delimiter=";")
    shown = [row["name"] for row in rows]
    assert shown == [f"'{name}" for name in names[:4]] + names[4:]
    found = [f.entry for f in importing.read(path, [], {})]
    assert check({"clients": found}, "x").clients == wanted.clients
