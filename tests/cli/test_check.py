"""``caravane check``: what it says of a folder that it does not know."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from app.cli import main
from tests.apex import samples


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


def test_an_export_is_sound_as_a_whole(tmp_path: Path) -> None:
    for path, text in {**samples.application(), "application/init.sql": ""}.items():
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    assert main(["check", str(tmp_path)]) == 0


@pytest.mark.parametrize("zipped", [False, True])
def test_a_folder_that_it_does_not_know_is_named_by_what_is_in_it(
    zipped: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "ventes"
    folder.mkdir()
    for name in ("application.yaml", "pages.yaml", "default.json", "LICENSE"):
        (folder / name).write_text("x", encoding="utf-8")
    given = folder
    if zipped:
        given = tmp_path / "ventes.zip"
        with zipfile.ZipFile(given, "w") as archive:
            for file in folder.iterdir():
                archive.write(file, file.name)
    assert main(["check", str(given)]) == 1
    said = capsys.readouterr().out
    assert f"{given}: no file of SQL or APEXlang" in said
    assert "2 .yaml, 1 .json" in said.replace("1 without an ending, ", "")
    assert "identical: 0" not in said
    assert main(["check", str(given), "--json"]) == 1
    found = json.loads(capsys.readouterr().out)["without_sql"]
    assert found == {str(given): {".yaml": 2, ".json": 1, "": 1}}
