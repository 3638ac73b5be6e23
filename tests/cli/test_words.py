"""What the commands say of what they did, in the user's language."""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from app.changelog.report import StatusRow
from app.changelog.run.status import State
from app.cli import main
from app.cli.commands import run_status
from app.cli.program import build_parser
from app.services.workplace import Workplace
from tests.apex.pages import page

CHANGELOG = """\
--liquibase formatted sql
--changeset dba:1 logicalFilePath:changelog/001.sql
ALTER TABLE CONTRATS ADD (CANAL VARCHAR2(30));
--changeset dba:2 logicalFilePath:changelog/001.sql
ALTER TABLE CONTRATS DROP COLUMN NUMERO;
"""


Command = tuple[tuple[str, ...], argparse.ArgumentParser]


def plain(text: str) -> str:
    """French without its no-break spaces."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_files_are_judged_in_french(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (here / "page_00011.sql").write_text(page()[: len(page()) // 2], encoding="utf-8")
    assert main(["check", "page_00011.sql"]) == 1
    said = plain(capsys.readouterr().out)
    assert said.startswith("refusé     page_00011.sql\n  ")
    assert said.endswith("\nidentiques : 0, différents : 0, refusés : 1\n")
    (here / "001.sql").write_text(CHANGELOG, encoding="utf-8")
    assert main(["guard", "001.sql"]) == 1
    said = plain(capsys.readouterr().out)
    assert "\nREFUSÉ   001.sql:5 ALTER TABLE" in said
    assert said.endswith("\ninstructions : 2, refusées : 1, en attente d’approbation : 0\n")
    assert main(["changelog", "lint", "001.sql"]) == 0
    assert plain(capsys.readouterr().out) == "changesets : 2, rien à signaler\n"


def test_a_page_to_send_says_where_it_is(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for name in ("a.sql", "b.sql"):
        (here / name).write_text(page(), encoding="utf-8")
    assert main(["diff", "a.sql", "b.sql", "--html", "d.html"]) == 0
    assert (here / "d.html").exists()
    printed = capsys.readouterr()
    assert (printed.out, plain(printed.err)) == ("", "écrit : d.html\n")
    main(["diff", "a.sql", "b.sql", "--html", "d.html", "--quiet"])
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("action", "way"),
    [
        ("install", "--repository"),
        ("status", "--repository"),
        ("check", "--repository"),
        ("resolve", "nommez les fichiers"),  # it has no --repository
    ],
)
def test_outside_of_a_repository_git_commands_say_so(
    here: Path, capsys: pytest.CaptureFixture[str], action: str, way: str
) -> None:
    assert main(["git", action]) == 2
    said = capsys.readouterr().err.split("\n")
    assert said[0] == "Ceci n’est pas dans un dépôt Git"
    assert said[1].strip() == os.path.realpath(here)
    assert way in said[2]


def test_a_folder_without_a_world_is_not_served(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["lab", "serve", "."]) == 2
    assert "caravane demo" in capsys.readouterr().err


def test_a_name_may_be_no_file_and_no_revision(
    here: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["diff", "v1", "v2", "--home", str(here / "home")]) == 2
    assert "ni une révision Git" in capsys.readouterr().err


def commands(parser: argparse.ArgumentParser, words: tuple[str, ...] = ()) -> Iterator[Command]:
    yield words, parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, inner in action.choices.items():
                yield from commands(inner, (*words, name))


@pytest.mark.parametrize(
    ("words", "parser"), list(commands(build_parser())), ids=lambda v: str(v)[:40]
)
def test_every_command_can_say_its_help(
    words: tuple[str, ...], parser: argparse.ArgumentParser
) -> None:
    assert parser.format_usage() and parser.format_help().startswith("usage:")


@pytest.mark.parametrize("action", ["plan", "check", "run"])
def test_what_may_be_left_out_is_not_said_to_be_missing(
    action: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit):
        main(["rollout", action])
    assert capsys.readouterr().err.rstrip().endswith("are required: VERSION")


def test_how_a_changeset_stands_is_said_in_french(
    here: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    states = (*get_args(State), "half_back")
    rows = [StatusRow(f"a.sql::{s}::k", "a.sql", 1, s, "9:abc", "9:abc") for s in states]
    monkeypatch.setattr("app.services.rollout.changelogs.status", lambda *_: rows)
    place = Workplace.blank(here)
    arguments = build_parser().parse_args(["changelog", "status", "--client", "maroc"])
    assert run_status(place, arguments) == 1
    said = capsys.readouterr().out.splitlines()
    assert said[1].startswith("déjà là") and said[5].startswith("à demi défait ")
    assert len({line.index("a.sql") for line in said}) == 1
