"""The command line on files, and bad input: one clear message in the user's language."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest

from tests.apex.pages import NEW_ITEM, page
from tests.journey.conftest import ROOT

CHANGELOG = """\
--liquibase formatted sql logicalFilePath:changelog/001.sql
--changeset dba:1
ALTER TABLE CONTRATS ADD (CANAL VARCHAR2(30));
--changeset dba:2
ALTER TABLE CONTRATS DROP COLUMN NUMERO;
"""


class Ran:
    def __init__(self, done: subprocess.CompletedProcess[str]) -> None:
        self.code, self.out, self.err = done.returncode, done.stdout, done.stderr

    @property
    def document(self) -> Any:
        return json.loads(self.out)


@pytest.fixture
def caravane(tmp_path: Path) -> Any:
    def run(*arguments: str | Path, language: str = "en_US.UTF-8") -> Ran:
        environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "LC_ALL": language}
        command = [sys.executable, "-m", "app", *map(str, arguments), "--home", str(tmp_path / "h")]
        return Ran(
            subprocess.run(
                command, capture_output=True, text=True, env=environment, timeout=60, check=False
            )
        )

    return run


def put(path: Path, text: str) -> Path:
    path.write_bytes(text.encode("utf-8"))
    return path


def test_check_counts_and_names_what_is_broken(caravane: Any, tmp_path: Path) -> None:
    good = put(tmp_path / "page_00010.sql", page())
    assert caravane("check", good).code == 0
    put(tmp_path / "page_00011.sql", page()[: len(page()) // 2])
    put(tmp_path / "page_00012.sql", page(a=",p_prompt|<<<<<<< HEAD\n,p_prompt"))
    put(tmp_path / "page_00013.sql", "select 1 from dual;\n")
    ran = caravane("check", tmp_path, "--json")
    assert ran.code == 1
    assert ran.document["counts"] == {"identical": 1, "different": 0, "refused": 3}
    codes = [f["error"]["code"] for f in ran.document["files"] if f["error"]]
    assert codes == ["export.truncated", "export.conflict_markers", "export.not_an_export"]
    assert all(f["error"]["line"] >= 1 for f in ran.document["files"] if f["error"])


def test_diff_tells_by_its_exit_code(caravane: Any, tmp_path: Path) -> None:
    one = put(tmp_path / "a.sql", page())
    other = put(tmp_path / "b.sql", page(a="'Statut'|'Etat'"))
    assert caravane("diff", one, one).code == 0
    ran = caravane("diff", one, other, "--json")
    assert ran.code == 1
    (change,) = ran.document["files"][0]["diff"]["changes"]
    assert change["properties"][0]["old"] == "Statut"
    assert caravane("diff", one, tmp_path / "missing.sql").code == 2


def test_merge_works_as_a_git_driver(caravane: Any, tmp_path: Path) -> None:
    base = put(tmp_path / "base.sql", page())
    ours = put(tmp_path / "ours.sql", page(a="'Statut'|'Etat'"))
    theirs = put(tmp_path / "theirs.sql", page(extra=NEW_ITEM))
    clean = caravane("merge", base, ours, theirs, "-o", ours)
    assert clean.code == 0, clean.err
    assert ours.read_text() == page(a="'Statut'|'Etat'", extra=NEW_ITEM)
    before = ours.read_bytes()
    put(theirs, page(a="'Statut'|'Situation'"))
    conflict = caravane("merge", base, ours, theirs, "-o", ours)
    assert conflict.code == 1
    assert "Etat" in conflict.err
    assert "Situation" in conflict.err
    assert ours.read_bytes() == before, "an open conflict writes nothing"
    assert caravane("merge", base, ours, theirs, "-o", ours, "--take", "theirs").code == 0
    assert "'Situation'" in ours.read_text()


def test_the_guard_refuses_a_drop(caravane: Any, tmp_path: Path) -> None:
    file = put(tmp_path / "001.sql", CHANGELOG)
    ran = caravane("guard", file, "--json")
    assert ran.code == 1
    assert [r["allowed"] for r in ran.document["rulings"]] == [True, False]
    assert ran.document["rulings"][1]["line"] == 5


def test_checksums_are_liquibases(caravane: Any, tmp_path: Path) -> None:
    file = put(tmp_path / "001.sql", CHANGELOG)
    (first, _) = caravane("changelog", "checksum", file, "--json").document["changesets"]
    assert first["v9"].startswith("9:")
    assert first["v8"].startswith("8:")


@pytest.mark.parametrize(
    ("language", "title"),
    [("fr_FR.UTF-8", "Ce fichier n’existe pas"), ("en_US.UTF-8", "There is no such file")],
)
def test_messages_speak_the_users_language(caravane: Any, language: str, title: str) -> None:
    ran = caravane("guard", "nowhere.sql", language=language)
    assert ran.code == 2
    assert title in ran.err
    assert "Traceback" not in ran.err


def settings(home: Path, dsn: str) -> None:
    home.mkdir(exist_ok=True)
    put(
        home / "settings.toml",
        f'language = "fr"\n[central]\ndsn = "{dsn}"\n'
        'main = { name = "MAIN", user = "ORASSUIT", application = 100 }\n',
    )


def test_without_a_password_nothing_is_sent(caravane: Any, tmp_path: Path) -> None:
    settings(tmp_path / "h", "127.0.0.1:1/X")
    ran = caravane("diff", "main", "main", "--json")
    assert ran.code == 2
    assert ran.document["error"]["code"] in ("secret.missing", "secret.no_keyring")


def test_a_wrong_setting_is_named(caravane: Any, tmp_path: Path) -> None:
    (tmp_path / "h").mkdir()
    put(tmp_path / "h" / "settings.toml", 'language = "de"\n')
    ran = caravane("rollout", "list", "--json")
    assert ran.code == 2
    assert ran.document["error"]["facts"]["key"] == "language"


@pytest.fixture
def silent_listener() -> Any:
    """Accepts and never says a word."""
    listener = socket.create_server(("127.0.0.1", 0))
    kept: list[socket.socket] = []

    def accept() -> None:
        while True:
            try:
                kept.append(listener.accept()[0])
            except OSError:
                return

    threading.Thread(target=accept, daemon=True).start()
    yield listener.getsockname()[1]
    listener.close()
    for one in kept:
        one.close()


def test_connections_that_fail_say_why(tmp_path: Path, silent_listener: int) -> None:
    from app.errors import OracleError
    from app.oracle import ConnectionSpec, connect
    from app.services import messages

    for dsn, code, words in (
        (f"127.0.0.1:{silent_listener}/X", "oracle.silent_listener", "muet"),
        ("no-such-host.invalid:1521/X", "oracle.unknown_host", "Hôte inconnu"),
        ("127.0.0.1:1/X", "oracle.no_listener", "listener"),
    ):
        with pytest.raises(OracleError) as caught:
            connect(ConnectionSpec("Maroc", dsn, "U", connect_timeout=2.0), "s3cret")
        assert caught.value.code == code
        said = messages.message(caught.value, "fr")
        assert words in f"{said.title} {said.detail}"
        assert "?" not in said.detail
        assert "s3cret" not in str(caught.value)
