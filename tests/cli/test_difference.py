"""``caravane diff`` as people see it: the tree on a terminal, and the HTML file to send."""

from __future__ import annotations

import json
import re
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

from app.cli import main
from app.services.messages import Lang
from app.services.model import Status
from tests.apex import samples
from ui.models.words import status_chip

SAMPLE = Path(__file__).parents[1] / "apex" / "files" / "page_24_2.sql"
RENAMED = (",p_name=>'P10_STATUT'", ",p_name=>'P10_ETAT'")
CODE = "'       c.montant,'"


def write(path: Path, *pairs: tuple[str, str]) -> Path:
    text = SAMPLE.read_text("utf-8")
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8", newline="\n")
    return path


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.fixture
def pair(tmp_path: Path) -> tuple[str, str]:
    new = write(
        tmp_path / "new.sql",
        (",p_prompt=>'Statut'", ",p_prompt=>'Etat'"),
        (CODE, "'       c.montant_ht,'"),
        (",p_page_component_map=>'21'", ",p_page_component_map=>'3'"),
    )
    return str(write(tmp_path / "old.sql")), str(new)


class Outline(HTMLParser):
    """What a page loads, and its text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.tags: list[str] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name in ("src", "srcset", "href", "data", "action") and value is not None:
                self.loads.append(value)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_the_tree_names_component_property_and_both_values(
    pair: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["diff", *pair]) == 1
    out = capsys.readouterr().out
    assert "Page Item · P10_STATUT" in out
    assert "Statut → Etat" in out
    assert re.search(r"- +c\.montant,\n.*\+ +c\.montant_ht,", out)
    assert "Component Map" not in out
    assert "Components changed: 2" in out
    assert "\x1b" not in out


def test_the_same_in_french(
    pair: tuple[str, str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LC_ALL", "fr_FR.UTF-8")
    main(["diff", *pair])
    out = capsys.readouterr().out
    assert "Élément de page · P10_STATUT" in out
    assert "Composants modifiés\N{NO-BREAK SPACE}: 2" in out


def test_colours_mark_the_words_that_differ_and_can_be_declined(
    pair: tuple[str, str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    main(["diff", *pair, "--color", "always"])
    assert "\x1b[32;7mmontant_ht\x1b[0m" in capsys.readouterr().out
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    main(["diff", *pair])
    assert "\x1b[" in capsys.readouterr().out
    monkeypatch.setenv("NO_COLOR", "1")
    main(["diff", *pair])
    assert "\x1b[" not in capsys.readouterr().out
    main(["diff", *pair, "--color", "always"])
    assert "\x1b[" in capsys.readouterr().out


def test_noise_alone_is_no_difference(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    new = write(tmp_path / "b.sql", (",p_page_component_map=>'21'", ",p_page_component_map=>'3'"))
    assert main(["diff", str(write(tmp_path / "a.sql")), str(new)]) == 0


def test_the_page_to_send_loads_nothing_and_shows_code_side_by_side(
    pair: tuple[str, str], tmp_path: Path
) -> None:
    out = tmp_path / "out.html"
    assert main(["diff", *pair, "--html", str(out)]) == 1
    text = out.read_text("utf-8")
    page = Outline(text)
    assert all(link.startswith("#") for link in page.loads)
    assert "url(" not in text
    assert "@import" not in text
    assert "<mark>montant</mark>" in text
    assert "<mark>montant_ht</mark>" in text
    assert "<span class=k>select</span>" in text
    assert "prefers-color-scheme: dark" in text
    assert "@media print" in text


def test_texts_of_an_export_are_never_markup(tmp_path: Path) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(2)>\"''&amp;"
    new = write(
        tmp_path / "evil.sql",
        (",p_name=>'Commandes'\n,p_alias", f",p_name=>'{evil}'\n,p_alias"),
        (CODE, f"'{evil}'"),
        (",p_plug_name=>'Lignes'", f",p_plug_name=>'{evil}'"),
    )
    out = tmp_path / "out.html"
    main(["diff", str(write(tmp_path / "a.sql")), str(new), "--html", str(out)])
    page = Outline(out.read_text("utf-8"))
    assert page.tags.count("script") == 1
    assert "img" not in page.tags
    assert "<script>alert(1)</script>" in page.text


def test_files_of_git_revisions(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def git(*words: str) -> None:
        author = ("-c", "user.name=Sara", "-c", "user.email=s@example.com")
        subprocess.run(["git", *author, *words], cwd=tmp_path, check=True, capture_output=True)

    git("init", "-q", "-b", "main")
    folder = tmp_path / "f100" / "application" / "pages"
    folder.mkdir(parents=True)
    write(folder / "page_00010.sql")
    git("add", "-A")
    git("commit", "-q", "-m", "one")
    write(folder / "page_00010.sql", (",p_prompt=>'Statut'", ",p_prompt=>'Etat'"))
    git("commit", "-q", "-a", "-m", "two")
    monkeypatch.chdir(tmp_path)
    path = "f100/application/pages/page_00010.sql"
    for sides in (
        ("HEAD~1", "HEAD"),
        (f"HEAD~1:{path}", path),
        ("HEAD~1:f100", "f100"),
        ("HEAD~1", str(tmp_path)),
    ):
        assert main(["diff", *sides]) == 1, sides
        assert "Statut → Etat" in capsys.readouterr().out
    assert main(["diff", "HEAD~9", "HEAD"]) == 2
    assert main(["diff", "HEAD", f"HEAD:{path}"]) == 2


def test_merge_can_leave_markers_for_a_person(
    pair: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    base, ours = pair
    theirs = str(write(tmp_path / "theirs.sql", (",p_prompt=>'Statut'", ",p_prompt=>'Situation'")))
    out = tmp_path / "out.sql"
    assert main(["merge", base, ours, theirs, "-o", str(out)]) == 1
    assert not out.exists()
    assert main(["merge", base, ours, theirs, "--markers", "-o", str(out)]) == 1
    text = out.read_text("utf-8")
    assert "\n,p_prompt=>'Etat'\n=======\n,p_prompt=>'Situation'\n>>>>>>> theirs\n" in text
    assert "c.montant_ht" in text
    assert main(["check", str(out)]) == 1
    assert "P10_STATUT" in capsys.readouterr().err


def test_noise_is_kept_for_those_who_ask(
    pair: tuple[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["diff", *pair, "--keep-noise", "--json"]) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["noise"] == 0
    assert "p_page_component_map" in str(found)


def test_a_shared_component_is_called_by_its_type(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, text in (("old", "'STATUTS'"), ("new", "'ETATS'")):
        for path, source in samples.application().items():
            file = tmp_path / name / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(source.replace("'STATUTS'", text), encoding="utf-8", newline="\n")
    assert main(["diff", str(tmp_path / "old"), str(tmp_path / "new")]) == 1
    assert "List of Values · ETATS" in capsys.readouterr().out.splitlines()[0]


@pytest.mark.parametrize(("language", "word"), [("en", "renamed"), ("fr", "nouveau nom")])
def test_a_rename_has_one_sign_and_one_word_everywhere(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    language: Lang,
    word: str,
) -> None:
    """In the window, in the page to send and on the command line."""
    monkeypatch.setenv("LC_ALL", f"{language}_XX.UTF-8")
    old, new = write(tmp_path / "old.sql"), write(tmp_path / "new.sql", RENAMED)
    page = tmp_path / "difference.html"
    main(["diff", str(old), str(new), "--html", str(page)])
    main(["diff", str(old), str(new)])
    chip = status_chip(Status.RENAMED, language)
    assert chip.text == word
    assert f'<i class="g renamed">{chip.glyph}</i>' in page.read_text("utf-8")
    assert f"<em>{word}</em>" in page.read_text("utf-8")
    assert re.search(rf"[├└] {re.escape(chip.glyph)} \S.* P10_ETAT", capsys.readouterr().out)


def test_a_folder_that_is_made_for_the_file_is_told(
    pair: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for word in ("was not there, and was made", ""):
        assert main(["diff", *pair, "--html", str(tmp_path / "new" / "page.html")]) == 1
        err = capsys.readouterr().err
        assert (word or "page.html") in err and (bool(word) or "was made" not in err)
