"""``caravane merge``: what it says of a result, and when it writes none."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from app.cli import main
from tests.apex import samples

ROOT = Path(__file__).parents[2]
TRIGGER = (
    "p_triggering_element_type=>'BUTTON'\n"
    ",p_triggering_button_id=>wwv_flow_imp.id(51000000000000300)",
    "p_triggering_element_type=>'COLUMN'\n,p_triggering_element=>'PRIX'\n"
    ",p_triggering_region_id=>wwv_flow_imp.id(51000000000000200)",
)


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


def write(folder: Path, **texts: str) -> list[str]:
    paths = []
    for name, text in texts.items():
        path = folder / f"{name}.sql"
        path.write_text(text, encoding="utf-8")
        paths.append(str(path))
    return paths


def test_a_result_that_the_merge_broke_is_not_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    text = samples.text()
    renamed = samples.replaced(text, ("p_name=>'PRIX'", "p_name=>'MONTANT'"))
    paths = write(tmp_path, base=text, ours=renamed, theirs=samples.replaced(text, TRIGGER))
    out = tmp_path / "out.sql"
    assert main(["merge", *paths, "-o", str(out)]) == 1
    assert not out.exists()
    assert "✕ Dynamic Action Filtrer is triggered by something" in capsys.readouterr().err
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    assert main(["merge", *paths, "-o", str(out)]) == 1
    assert "✕ Action dynamique Filtrer est déclenché par" in capsys.readouterr().err
    assert main(["merge", *paths, "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert not found["clean"] and found["conflicts"] == []
    assert [i["code"] for i in found["issues"]] == ["merge.no_trigger"]


def test_what_a_side_had_before_stops_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = samples.replaced(
        samples.text(), ("p_name=>'PRIX'", "p_name=>'ARTICLE'"), (",p_is_required=>false\n", "")
    )
    changed = text.replace(",p_prompt=>'Statut'", ",p_prompt=>'Etat'")
    paths = write(tmp_path, base=text, ours=text, theirs=changed)
    out = tmp_path / "out.sql"
    assert main(["merge", *paths, "-o", str(out)]) == 0
    assert out.read_text("utf-8") == changed
    assert "· Column: the name ARTICLE is there twice" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("language", "label"), [("en_GB", "Page Item P10_STATUT"), ("fr_FR", "Élément de page P10")]
)
def test_markers_speak_the_users_language(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, language: str, label: str
) -> None:
    monkeypatch.setenv("LC_ALL", f"{language}.UTF-8")
    text = samples.text()
    sides = [text.replace(",p_prompt=>'Statut'", f",p_prompt=>'{to}'") for to in ("Etat", "Cas")]
    paths = write(tmp_path, base=text, ours=sides[0], theirs=sides[1])
    out = tmp_path / "out.sql"
    assert main(["merge", *paths, "--markers", "-o", str(out)]) == 1
    assert f"<<<<<<< ours · {label}" in out.read_text("utf-8")


def test_what_is_open_says_that_nothing_was_written_and_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text, name = samples.text(), "p_name=>'PRIX'"
    sides = {side: samples.replaced(text, (name, f"p_name=>'{side.upper()}'")) for side in "ab"}
    paths = write(tmp_path, base=text, **sides)
    out = tmp_path / "out.sql"
    assert main(["merge", *paths, "-o", str(out)]) == 1
    assert "Nothing was written, to decide: 1" in capsys.readouterr().err
    assert not out.exists()
    assert main(["merge", *paths, "-o", str(out), "--markers"]) == 1
    assert "Nothing was written" not in capsys.readouterr().err
    assert "<<<<<<<" in out.read_text(encoding="utf-8")


def test_a_side_that_deleted_it_is_said_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = samples.text()
    start = text.index("wwv_flow_imp_page.create_page_button(")
    gone = text[:start] + text[text.index("\n);\n", start) + 4 :]
    label = text.replace("p_button_image_alt=>'", "p_button_image_alt=>'X", 1)
    main(["merge", *write(tmp_path, base=text, ours=gone, theirs=label)])
    assert "ours   (not there)" in capsys.readouterr().err


def test_what_merges_by_itself_is_listed_and_overruled_by_its_key(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = samples.text()
    mine = samples.replaced(text, (",p_cSize=>30", ",p_cSize=>60"))
    other = samples.replaced(text, (",p_prompt=>'Statut'", ",p_prompt=>'Etat'"))
    paths = write(tmp_path, base=text, ours=mine, theirs=other)
    out = tmp_path / "out.sql"
    assert main(["merge", *paths, "-o", str(out), "--automatic"]) == 0
    (line,) = [x for x in capsys.readouterr().err.splitlines() if x.endswith("|p_prompt|auto]")]
    assert "P10_STATUT · Label · Label: by itself, theirs" in line
    key = line.rpartition("[")[2].removesuffix("]")
    assert main(["merge", *paths, "-o", str(out), "--automatic", "--decide", f"{key}=ours"]) == 0
    assert out.read_text("utf-8") == mine
    assert f"overruled, ours  [{key}]" in capsys.readouterr().err
    assert main(["merge", *paths, "--json", "--automatic", "--decide", f"{key}=ours"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert {c["key"]: (c["winner"], c["taken"]) for c in found["automatic"]}[key] == (
        "theirs",
        "ours",
    )
    assert main(["merge", *paths, "--decide", f"{key}=theirs"]) == 2
    assert "--automatic" in capsys.readouterr().err


def test_french_has_a_space_before_its_colon_there_too(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    text = samples.text()
    other = samples.replaced(text, (",p_prompt=>'Statut'", ",p_prompt=>'Etat'"))
    paths = write(tmp_path, base=text, ours=text, theirs=other)
    assert main(["merge", *paths, "-o", str(tmp_path / "out.sql"), "--automatic"]) == 0
    assert "\xa0: de lui-même" in capsys.readouterr().err


def test_a_side_that_cannot_be_had_is_said_with_what_was_taken(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both added the item: there is no base of its sequence."""
    text = samples.text()
    new = samples.item(59000000000000100, "P10_NEW", 90)
    sides = {
        name: samples.added("p_name=>'P10_STATUT'", new.replace("=>90", f"=>{number}"))
        for name, number in (("ours", 91), ("theirs", 92))
    }
    paths = write(tmp_path, base=text, **sides)
    assert main(["merge", *paths, "--take", "base"]) == 0
    told = capsys.readouterr()
    assert "the base cannot be had there, and ours was taken" in told.err
    assert told.out == sides["ours"]
    assert main(["merge", *paths, "--take", "theirs"]) == 0
    told = capsys.readouterr()
    assert "cannot be had" not in told.err and "sequence=>92" in told.out


def test_a_folder_is_written_as_a_whole_or_not_at_all(tmp_path: Path) -> None:
    files = samples.application()
    files |= {f"application/shared/{n}.sql": "prompt x\n" for n in range(3000)}
    for name in ("base", "ours", "theirs"):
        for path, text in files.items():
            file = tmp_path / name / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
    out = tmp_path / "out"
    sides = [str(tmp_path / name) for name in ("base", "ours", "theirs")]
    command = [sys.executable, "-m", "app", "merge", *sides, "-o", str(out)]
    running = subprocess.Popen(command, cwd=ROOT)
    try:
        while not list(tmp_path.glob(".*.part")) and running.poll() is None:
            time.sleep(0.005)
        running.kill()
    finally:
        running.wait()
    assert not out.exists() or len(list(out.rglob("*.sql"))) == len(files)
    out.mkdir(exist_ok=True)
    if not any(out.iterdir()):  # an empty folder that is there is filled
        assert subprocess.run(command, cwd=ROOT, check=False).returncode == 0
    assert len(list(out.rglob("*.sql"))) == len(files)
    assert not list(out.glob(".*"))


def test_why_a_deletion_is_asked_about_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = samples.text()
    begin = text.rindex("wwv_flow_imp_page.create_", 0, text.index("p_name=>'PRIX'"))
    end = text.index(");\n", begin) + len(");\n")
    edited = samples.replaced(text, ("p_name=>'PRIX'", "p_name=>'PRIX'\n,p_item_comment=>'x'"))
    paths = write(tmp_path, base=text, ours=text[:begin] + text[end:], theirs=edited)
    assert main(["merge", *paths, "-o", str(tmp_path / "out.sql")]) == 1
    said = capsys.readouterr().err
    assert "ours deleted this component, theirs changed it." in said
