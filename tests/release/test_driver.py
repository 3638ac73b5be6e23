"""Caravane inside git: real merges, rebases and differences in repositories on disk."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from app import durable
from app.apex import parse, read_application
from app.apex.model import Take
from app.cli import main
from app.errors import MergeError, ParseError, ReleaseError
from app.release.driver import quoted
from app.services.git import conflicts, merge_commit, setup
from tests.apex import samples
from tests.apex import test_uses as uses
from tests.apex.test_crossings import second
from tests.apex.test_single_file import single
from tests.apexlang.samples import PAGE as APX

PAGE = "f100/application/pages/page_00010.sql"
SAMPLE = Path(__file__).parents[1] / "apex" / "files" / "page_24_2.sql"
TITLE = ",p_step_title=>'Commandes'"
PROMPT = ",p_prompt=>'Statut'"
AMOUNT = "'       c.montant,'"
NOISE = ",p_page_component_map=>'21'"


class Work:
    """A repository with one page on two branches."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir(parents=True)
        self.git("init", "-q", "-b", "main")
        self.git("config", "user.name", "Sara")
        self.git("config", "user.email", "sara@example.com")
        self.git("config", "core.autocrlf", "false")
        self.write(SAMPLE.read_bytes())
        self.commit("base")

    def git(self, *words: str, code: int | None = 0) -> str:
        done = subprocess.run(
            ["git", *words], cwd=self.path, capture_output=True, text=True, encoding="utf-8"
        )
        assert code is None or done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    def write(self, content: bytes, name: str = PAGE) -> None:
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)

    def read(self, name: str = PAGE) -> str:
        return (self.path / name).read_bytes().decode("utf-8")

    def edit(self, *pairs: tuple[str, str], name: str = PAGE) -> None:
        text = self.read(name)
        for old, new in pairs:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        self.write(text.encode("utf-8"), name)

    def edit_all(self, pattern: str, new: str) -> None:
        self.write(re.sub(pattern, new, self.read()).encode("utf-8"))

    def commit(self, message: str) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)

    def branches(self, ours: list[tuple[str, str]], theirs: list[tuple[str, str]]) -> None:
        """Two branches with one commit each; ``main`` is checked out."""
        self.git("switch", "-q", "-c", "feature")
        self.edit(*theirs)
        self.commit("theirs")
        self.git("switch", "-q", "main")
        self.edit(*ours)
        self.commit("ours")

    def install(self) -> None:
        setup.install(self.path, "en")


@pytest.fixture
def work(tmp_path: Path) -> Work:
    return Work(tmp_path / "work à l'essai")


def test_changes_side_by_side_merge_where_git_alone_conflicts(work: Work) -> None:
    alias = ",p_alias=>'COMMANDES'"
    work.branches([(TITLE, ",p_step_title=>'Toutes'")], [(alias, ",p_alias=>'ORDERS'")])
    work.git("merge", "feature", code=1)
    work.git("merge", "--abort")
    work.install()
    work.git("merge", "-q", "feature")
    page = parse(work.read())
    assert (page.title, page.components[0].text("p_step_title")) == ("Commandes", "Toutes")
    assert page.components[0].text("p_alias") == "ORDERS"


def test_noise_of_both_sides_is_no_conflict_in_a_rebase(work: Work) -> None:
    work.branches(
        [(NOISE, ",p_page_component_map=>'1'"), (TITLE, ",p_step_title=>'Toutes'")],
        [(NOISE, ",p_page_component_map=>'2'"), (PROMPT, ",p_prompt=>'Etat'")],
    )
    work.install()
    work.git("switch", "-q", "feature")
    work.git("rebase", "-q", "main")
    assert "=>'Toutes'" in work.read()
    assert "=>'Etat'" in work.read()


def criss_cross(work: Work, ours: tuple[str, str], theirs: tuple[str, str]) -> None:
    """Two branches that merged each other; ``two`` is checked out and has no change of its own."""
    work.branches([ours], [theirs])
    work.git("branch", "two", "feature")
    work.git("switch", "-q", "-c", "one")
    for branch, other in (("one", "feature"), ("two", "main")):
        work.git("switch", "-q", branch)
        work.git("merge", "-q", "--no-edit", other, code=None)
        if "<<<<<<<" in work.read():
            work.edit_all(r"<<<<<<<.*\n(.*)\n=======\n.*\n>>>>>>> .*", r"\1")
            work.commit("as ours has it")
    assert len(work.git("merge-base", "--all", "one", "two").split()) == 2


def test_what_was_taken_back_after_a_criss_cross_stays_so(work: Work) -> None:
    """The older base has the title as it is again on one side: no change, it seems."""
    work.install()
    title = (TITLE, ",p_step_title=>'Toutes'")
    criss_cross(work, title, (",p_alias=>'COMMANDES'", ",p_alias=>'ORDERS'"))
    work.git("switch", "-q", "one")
    work.edit((title[1], title[0]))
    work.commit("taken back")
    work.git("switch", "-q", "two")
    work.edit((PROMPT, ",p_prompt=>'Etat'"))
    work.commit("another")
    work.git("merge", "-q", "--no-edit", "one")
    for part in (TITLE, ",p_alias=>'ORDERS'", ",p_prompt=>'Etat'"):
        assert part in work.read()


def test_a_conflict_that_a_criss_cross_decided_twice_is_asked_again(work: Work) -> None:
    work.install()
    criss_cross(work, (PROMPT, ",p_prompt=>'Situation'"), (PROMPT, ",p_prompt=>'Etat'"))
    work.edit((TITLE, ",p_step_title=>'Toutes'"))
    work.commit("another")
    work.git("merge", "-q", "--no-edit", "one", code=1)
    for part in ("'Situation'", "'Etat'", "=>'Toutes'", "<<<<<<<"):
        assert part in work.read()


@pytest.mark.parametrize("how", ["cherry-pick", "stash"])
def test_cherry_pick_and_stash_use_it_too(work: Work, how: str) -> None:
    work.install()
    if how == "cherry-pick":
        alias = ",p_alias=>'COMMANDES'"
        work.branches([(TITLE, ",p_step_title=>'Toutes'")], [(alias, ",p_alias=>'ORDERS'")])
        work.git("cherry-pick", "feature")
    else:
        work.edit((",p_alias=>'COMMANDES'", ",p_alias=>'ORDERS'"))
        work.git("stash")
        work.edit((TITLE, ",p_step_title=>'Toutes'"))
        work.commit("ours")
        work.git("stash", "pop")
    assert "=>'ORDERS'" in work.read()
    assert "=>'Toutes'" in work.read()


def test_a_conflict_marks_its_lines_only_and_names_them(work: Work) -> None:
    work.branches(
        [(PROMPT, ",p_prompt=>'Situation'"), (AMOUNT, "'       c.ht,'")],
        [
            (PROMPT, ",p_prompt=>'Etat'"),
            (AMOUNT, "'       c.ttc,',\n'       c.tva,'"),
            ("order by c.numero desc", "order by c.numero"),
        ],
    )
    work.install()
    said = work.git("merge", "feature", code=1)
    assert "2 to decide" in said
    text = work.read()
    assert "order by c.numero'" in text
    assert "'       c.client,',\n'       c.montant" not in text
    blocks = [part.partition(">>>>>>>")[0] for part in text.split("<<<<<<< ")[1:]]
    assert len(blocks) == 2
    assert "P10_STATUT" in blocks[1].split("\n")[0]
    assert blocks[1].split("\n")[1:4] == [",p_prompt=>'Situation'", "=======", ",p_prompt=>'Etat'"]
    assert blocks[0].split("\n")[1:-1] == [
        "'       c.ht,',", "=======", "'       c.ttc,',", "'       c.tva,',",
    ]  # fmt: skip
    with pytest.raises(ParseError):
        parse(text)


@pytest.mark.parametrize(("keep", "drop"), [(0, 1), (1, 0)])
def test_either_side_of_the_markers_is_an_export(work: Work, keep: int, drop: int) -> None:
    work.branches(
        [(PROMPT, ""), (AMOUNT, "'       c.ht,'"), (TITLE, ",p_step_title=>'A'||'B'")],
        [(PROMPT, ",p_prompt=>'Etat'"), (AMOUNT, "'       c.ttc,'"), (TITLE, ",p_step_title=>'C'")],
    )
    work.git("config", "merge.conflictStyle", "diff3")
    work.install()
    work.git("merge", "feature", code=1)
    lines, part = [], -1
    for line in work.read().splitlines():
        signs = {"<<<<<<<": 0, "|||||||": 2, "=======": 1, ">>>>>>>": -1}
        if line[:7] in signs:
            part = signs[line[:7]]
        elif part in (-1, keep):
            lines.append(line)
    page = parse("\n".join(lines) + "\n")
    wanted = ("AB", "C")[keep]
    assert page.components[0].text("p_step_title") == wanted
    assert "|||||||" in work.read()


def test_the_driver_speaks_the_language_of_the_one_who_installed_it(work: Work) -> None:
    work.branches([(PROMPT, ",p_prompt=>'Situation'")], [(PROMPT, ",p_prompt=>'Etat'")])
    setup.install(work.path, "fr")
    said = work.git("merge", "feature", code=1)
    assert "1 à décider" in said
    assert "Élément de page P10_STATUT" in said
    assert "· Élément de page P10_STATUT · Libellé" in work.read()
    assert "[Élément de page] P10_STATUT" in work.git("show", "HEAD")


def two_conflicts(work: Work, install: bool = True) -> None:
    work.branches(
        [(PROMPT, ",p_prompt=>'Situation'"), (AMOUNT, "'       c.ht,'")],
        [(PROMPT, ",p_prompt=>'Etat'"), (AMOUNT, "'       c.ttc,'")],
    )
    if install:
        work.install()
    work.git("merge", "feature", code=1)


def test_resolve_decides_what_the_merge_left(work: Work) -> None:
    two_conflicts(work)
    file = work.path / PAGE
    listed = conflicts.resolve(file, None, {})
    key = next(c.key for c in listed.open if c.property == "p_prompt")
    one = conflicts.resolve(file, None, {key: Take.THEIRS})
    assert [c.property for c in one.open] == ["p_plug_source"]
    assert work.read().count("<<<<<<<") == 1
    done = conflicts.resolve(file, Take.OURS, {key: Take.THEIRS})
    assert not done.open
    assert "=>'Etat'" in work.read()
    assert "c.ht" in work.read()


def test_decisions_may_come_one_by_one(work: Work) -> None:
    two_conflicts(work)
    file = work.path / PAGE
    key = next(c.key for c in conflicts.resolve(file, None, {}).open if c.property == "p_prompt")
    conflicts.resolve(file, None, {key: Take.THEIRS})
    assert [c.property for c in conflicts.resolve(file, None, {}).open] == ["p_plug_source"]
    assert not conflicts.resolve(file, Take.OURS, {}).open
    assert "=>'Etat'" in work.read()
    assert "c.ht" in work.read()
    other = conflicts.resolve(file, None, {key: Take.OURS})
    assert not other.open
    assert "=>'Situation'" in work.read()
    work.git("add", "-A")
    assert work.git("status", "--short") == ""


@pytest.mark.parametrize("install", [True, False])
def test_a_decision_that_was_cut_off_before_the_file_was_written_is_kept(
    work: Work, install: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The file without the decision, and not the other way round: a decided file of which nothing
    is noted would hold somebody's edits."""
    two_conflicts(work, install)
    file = work.path / PAGE
    left = work.read()
    keys = {c.property: c.key for c in conflicts.resolve(file, None, {}).open}
    write = durable.write

    def full(path: Path, content: str | bytes, **how: bool) -> None:
        if path == file:
            raise OSError(28, "No space left on device")
        write(path, content, **how)

    with monkeypatch.context() as patch:
        patch.setattr(durable, "write", full)
        with pytest.raises(OSError, match="No space"):
            conflicts.resolve(file, None, {keys["p_prompt"]: Take.THEIRS})
    assert work.read() == left
    assert len(conflicts.resolve(file, None, {}).open) == 2, "that is what the file has"
    assert not conflicts.resolve(file, None, {keys["p_plug_source"]: Take.OURS}).open
    assert "=>'Etat'" in work.read()
    assert "c.ht" in work.read()


def test_decisions_that_cannot_be_read_are_said_and_stay(work: Work) -> None:
    two_conflicts(work)
    file = work.path / PAGE
    conflicts.resolve(file, Take.THEIRS, {})
    kept = work.path / ".git" / "caravane-resolve.json"
    for foreign in (kept.read_bytes()[:-9], b"\xff\xfe[]", b"[]"):
        kept.write_bytes(foreign)
        with pytest.raises(ReleaseError) as caught:
            conflicts.resolve(file, Take.OURS, {})
        assert caught.value.code == "release.decisions_damaged"
        assert kept.read_bytes() == foreign


def test_the_decisions_of_one_merge_are_not_those_of_another(work: Work) -> None:
    two_conflicts(work)
    file = work.path / PAGE
    conflicts.resolve(file, Take.THEIRS, {})
    work.git("merge", "--abort")
    work.git("merge", "feature", code=1)
    assert len(conflicts.resolve(file, None, {}).open) == 2
    work.git("merge", "--abort")
    work.edit((TITLE, ",p_step_title=>'Toutes'"))
    work.commit("ours again")
    work.git("merge", "feature", code=1)
    assert len(conflicts.resolve(file, None, {}).open) == 2


def test_edits_of_ones_own_are_not_written_over(work: Work) -> None:
    two_conflicts(work)
    file = work.path / PAGE
    edited = re.sub(
        "(?s)<<<<<<<[^\n]*\n([^\n]*Situation[^\n]*\n).*?>>>>>>>[^\n]*\n", r"\1", work.read()
    )
    work.write(edited.encode("utf-8"))
    with pytest.raises(MergeError) as caught:
        conflicts.resolve(file, Take.THEIRS, {})
    assert caught.value.code == "merge.edited"
    assert work.read() == edited
    assert len(conflicts.resolve(file, None, {}).open) == 2
    assert work.read() == edited
    assert not conflicts.resolve(file, Take.THEIRS, {}, again=True).open
    assert "=>'Etat'" in work.read()


@pytest.mark.parametrize("style", ["merge", "diff3", "zdiff3"])
def test_what_git_merged_by_lines_is_resolved_by_meaning(work: Work, style: str) -> None:
    work.git("config", "merge.conflictStyle", style)
    two_conflicts(work, install=False)
    assert not conflicts.resolve(work.path / PAGE, Take.THEIRS, {}).open
    assert "=>'Etat'" in work.read()


@pytest.mark.parametrize(
    ("entry", "code"), [("nothing", "no_such_conflict"), ("p_prompt", "no_such_choice")]
)
def test_a_decision_that_means_nothing_is_told(work: Work, entry: str, code: str) -> None:
    two_conflicts(work)
    file, before = work.path / PAGE, work.read()
    keys = {c.property: c.key for c in conflicts.resolve(file, None, {}).open}
    with pytest.raises(MergeError) as caught:
        conflicts.resolve(file, None, {keys.get(entry, entry): Take.BOTH})
    assert caught.value.code == f"merge.{code}"
    assert work.read() == before


def test_the_command_line_names_the_side_that_it_does_not_know(
    work: Work, capsys: pytest.CaptureFixture[str]
) -> None:
    for given in ("key", "key=mine", "=ours"):
        with pytest.raises(SystemExit) as ended:
            main(["git", "resolve", str(work.path / PAGE), "--decide", given])
        assert ended.value.code == 2
        assert f"{given!r} is not KEY=SIDE" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        main(["git", "resolve", str(work.path / PAGE), "--take", "both"])
    assert "'both' is none of ours, theirs, base" in capsys.readouterr().err


def test_without_a_path_resolve_takes_all_that_waits(
    work: Work, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    two_conflicts(work)
    monkeypatch.chdir(work.path)
    assert main(["git", "resolve", "--json"]) == 1
    (file,) = json.loads(capsys.readouterr().out)["files"]
    assert file["path"].endswith(PAGE) and len(file["open"]) == 2
    assert not any("edited" in c["choices"] for c in (*file["conflicts"], *file["open"]))
    assert main(["git", "check"]) == 0
    assert "not committed" in capsys.readouterr().err
    assert main(["git", "resolve", "--take", "ours"]) == 0
    work.git("add", "-A")
    work.git("commit", "-qm", "merged")
    capsys.readouterr()
    assert main(["git", "resolve"]) == 0
    assert "Nothing here waits" in capsys.readouterr().err
    assert main(["git", "check"]) == 0
    assert "not committed" not in capsys.readouterr().err


def test_what_is_no_export_is_merged_by_lines(work: Work) -> None:
    name = "f100/application/notes.sql"
    work.write(b"select 1\n\n\n\n\nfrom dual\n", name)
    work.commit("notes")
    work.install()
    work.git("switch", "-q", "-c", "feature")
    work.edit(("select 1", "select 2"), name=name)
    work.commit("theirs")
    work.git("switch", "-q", "main")
    work.edit(("from dual", "from v"), name=name)
    work.commit("ours")
    work.git("merge", "-q", "feature")
    assert work.read(name) == "select 2\n\n\n\n\nfrom v\n"


@pytest.mark.parametrize(
    "other",
    [
        (
            "prompt --application/pages/page_00010",
            "-- (c) Ventes\nprompt --application/pages/page_00010",
        ),
        ("end;\n/\n", "end;\n/\nbegin\n  journal.note('10');\nend;\n/\n"),
    ],
)  # fmt: skip
def test_what_is_no_component_is_not_left_out(work: Work, other: tuple[str, str]) -> None:
    work.branches([(PROMPT, ",p_prompt=>'Etat'")], [other])
    work.install()
    said = work.git("merge", "--no-edit", "feature")
    assert "merge.other_text" in said
    assert ",p_prompt=>'Etat'" in work.read()
    assert other[1] in work.read()


def test_an_id_in_a_text_that_means_another_component_is_said(work: Work) -> None:
    """The other branch was exported from where the ids are others."""
    text = work.read()
    work.git("switch", "-q", "-c", "feature")
    region = 51000000000000100 + 9_000_000_000_000
    moved = samples.renumbered(text, lambda i: i + 9_000_000_000_000)
    work.write(moved.replace(PROMPT, f",p_prompt=>'#R{region}'").encode())
    work.commit("theirs")
    work.git("switch", "-q", "main")
    work.edit((TITLE, ",p_step_title=>'Toutes'"))
    work.commit("ours")
    work.install()
    said = work.git("merge", "--no-edit", "feature")
    assert "merge.text_id" in said and str(region) in said and "51000000000000100" in said
    assert f"'#R{region}'" in work.read()


def test_a_broken_export_keeps_both_sides(work: Work) -> None:
    work.branches([(TITLE, ",p_step_title=>'Ouvert")], [(TITLE, ",p_step_title=>'Autre'")])
    work.install()
    said = work.git("merge", "feature", code=1)
    assert "git merges it by lines" in said
    assert "'Ouvert\n" in work.read()
    assert "'Autre'" in work.read()


def test_without_caravane_git_merges_by_lines(work: Work) -> None:
    work.branches([(TITLE, ",p_step_title=>'Un'")], [(TITLE, ",p_step_title=>'Deux'")])
    work.install()
    driver = work.git("config", "merge.caravane.driver")
    gone = "'/no/such/caravane' git" + driver.partition(" git")[2].strip()
    work.git("config", "merge.caravane.driver", gone)
    work.git("merge", "feature", code=1)
    assert "'Un'" in work.read()
    assert "'Deux'" in work.read()
    assert "<<<<<<<" in work.read()


def test_two_new_files_of_one_name(work: Work) -> None:
    work.install()
    name = "f100/application/pages/page_00011.sql"
    text = SAMPLE.read_text("utf-8").replace(" p_id=>10\n", " p_id=>11\n")
    work.git("switch", "-q", "-c", "feature")
    work.write(text.replace(TITLE, ",p_step_title=>'Deux'").encode(), name)
    work.commit("theirs")
    work.git("switch", "-q", "main")
    work.write(text.encode(), name)
    work.commit("ours")
    work.git("merge", "feature", code=1)
    assert work.read(name).count("<<<<<<<") == 1
    assert "=>'Deux'" in work.read(name)


def test_two_new_files_with_nothing_in_common_are_one_decision(work: Work) -> None:
    work.install()
    name = "f100/application/pages/page_00011.sql"
    text = SAMPLE.read_text("utf-8").replace(" p_id=>10\n", " p_id=>11\n")
    other = re.sub(r"'([A-Z][a-z]+)'", r"'\1 X'", re.sub(r"\.id\(51", ".id(62", text))
    head, tail = text.split("wwv_flow_imp_page.create_page_plug(", 1)[0], text[-60:]
    work.git("switch", "-q", "-c", "feature")
    work.write((head + tail[tail.index("wwv_") :]).encode(), name)
    work.commit("theirs")
    work.git("switch", "-q", "main")
    work.write(other.encode(), name)
    work.commit("ours")
    work.git("merge", "feature", code=1)
    assert work.read(name).count("<<<<<<<") == 1


def test_line_ends_of_ours_stay(work: Work) -> None:
    work.git("switch", "-q", "-c", "feature")
    work.edit((PROMPT, ",p_prompt=>'Etat'"))
    work.commit("theirs")
    work.git("switch", "-q", "main")
    work.edit((TITLE, ",p_step_title=>'Toutes'"))
    work.write(work.read().replace("\n", "\r\n").encode("utf-8"))
    work.commit("ours")
    work.install()
    work.git("merge", "-q", "feature")
    text = work.read()
    assert "=>'Etat'\r\n" in text
    assert "\n" not in text.replace("\r\n", "")


def test_git_shows_properties_and_no_noise(work: Work) -> None:
    work.install()
    work.edit((TITLE, ",p_step_title=>'Toutes'"), (NOISE, ",p_page_component_map=>'1'"))
    shown = work.git("diff")
    changed = [line for line in shown.splitlines() if line[:1] in "+-" and line[:3] not in
               ("+++", "---")]  # fmt: skip
    assert changed == [
        "-  Identification · Title: Commandes",
        "+  Identification · Title: Toutes",
    ]
    work.commit("title")
    assert "+  Identification · Title: Toutes" in work.git("log", "-p", "-1")
    assert "+  Identification · Title: Toutes" in work.git("show")


def test_git_shows_apexlang_by_meaning(work: Work) -> None:
    name = "app/pages/p00010-orders.apx"
    work.write(APX.encode(), name)
    work.commit("page")
    work.install()
    rest = "            slot: body\n        }\n        appearance"
    work.edit((f"sequence: 10\n{rest}", f"sequence: 15\n            // first\n{rest}"),
              ("                       customer\n", "                       client\n"),
              ("```sql", "```"), name=name)  # fmt: skip
    shown = work.git("diff", "-U0")
    changed = [line for line in shown.splitlines() if line[:1] in "+-" and line[:3] not in
               ("+++", "---")]  # fmt: skip
    assert changed == [
        "-      |        customer", "+      |        client",
        "-    Layout · Sequence: 10", "+    Layout · Sequence: 15",
    ]  # fmt: skip
    assert "@@   [Region] Orders" in shown
    work.edit(("sequence: 15", "sequence"), name=name)
    assert "+            sequence\n" in work.git("diff"), "a damaged file as it is"


def test_git_diff_of_a_conflict_shows_what_is_to_decide(work: Work) -> None:
    work.branches([(PROMPT, ",p_prompt=>'Situation'")], [(PROMPT, ",p_prompt=>'Etat'")])
    work.install()
    work.git("merge", "feature", code=1)
    shown = [line.lstrip("+- ") for line in work.git("diff").splitlines()]
    at = shown.index("<<<<<<< ours")
    assert shown[at + 1 : at + 5] == [
        "Label · Label: Situation", "=======", "Label · Label: Etat", ">>>>>>> theirs",
    ]  # fmt: skip


def test_a_deleted_component_is_marked_as_a_whole_statement(work: Work) -> None:
    call = next(
        part for part in re.split(r"(?<=^\);\n)", SAMPLE.read_text("utf-8"), flags=re.MULTILINE)
        if "p_button_name=>'VALIDER'" in part
    )  # fmt: skip
    work.branches([("alt=>'Valider'", "alt=>'Confirmer'")], [(call, "")])
    work.install()
    work.git("merge", "feature", code=1)
    block = work.read().partition("<<<<<<< ")[2].partition("=======")[0].split("\n", 1)
    assert "VALIDER" in block[0]
    assert block[1] == call.replace("'Valider'", "'Confirmer'")


def test_what_git_starts_for_each_file_loads_the_export_room_alone(work: Work) -> None:
    code = (
        "import sys; from app.cli import main; main(['git', 'textconv', sys.argv[1]]);"
        "heavy = {'PySide6', 'oracledb', 'git', 'sqlglot', 'keyring', 'pygments', 'app.rollout'};"
        "sys.exit(', '.join(heavy & set(sys.modules)) or 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(work.path / PAGE)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert b"[Page Item] P10_STATUT" in done.stdout


def test_a_patch_without_textconv_applies(work: Work) -> None:
    work.install()
    work.edit((TITLE, ",p_step_title=>'Toutes'"))
    patch = work.path / "x.patch"
    patch.write_bytes(
        subprocess.run(
            ["git", "diff", "--no-textconv"], cwd=work.path, capture_output=True, check=True
        ).stdout
    )
    work.git("checkout", "-q", "--", PAGE)
    work.git("apply", "x.patch")
    assert "=>'Toutes'" in work.read()


@pytest.mark.parametrize("before", [None, b"", b"# mine", b"# mine\n*.png -text\n", b"# a\r\n"])
def test_uninstall_takes_away_what_install_set_and_nothing_else(
    work: Work, before: bytes | None
) -> None:
    attributes = work.path / ".git" / "info" / "attributes"
    attributes.unlink(missing_ok=True)
    if before is not None:
        attributes.parent.mkdir(exist_ok=True)
        attributes.write_bytes(before)
    work.git("config", "merge.other.driver", "true")
    config = (work.path / ".git" / "config").read_bytes()
    work.install()
    once = attributes.read_bytes(), (work.path / ".git" / "config").read_bytes()
    work.install()
    assert (attributes.read_bytes(), (work.path / ".git" / "config").read_bytes()) == once
    assert setup.status(work.path, "en").is_set
    setup.uninstall(work.path, "en")
    setup.uninstall(work.path, "en")
    assert (attributes.read_bytes() if attributes.exists() else None) == before
    assert (work.path / ".git" / "config").read_bytes() == config
    assert not setup.status(work.path, "en").is_set


def test_a_bare_repository_has_no_files_to_cover(work: Work, tmp_path: Path) -> None:
    bare = tmp_path / "bare.git"
    work.git("clone", "-q", "--bare", str(work.path), str(bare))
    found = setup.install(bare, "en")
    assert found.is_set and found.coverage.exports == 0
    setup.uninstall(bare, "en")
    assert not setup.status(bare, "en").is_set


def test_status_names_exports_that_no_pattern_covers(
    work: Work, capsys: pytest.CaptureFixture[str]
) -> None:
    elsewhere = "pages-of-sara/ten.sql"
    work.write(SAMPLE.read_bytes(), elsewhere)
    work.commit("elsewhere")
    setup.uninstall(work.path, "en")
    for hint, other in (("To set it up", "--pattern"), ("--pattern", "To set it up")):
        main(["git", "status", "--repository", str(work.path)])
        said = capsys.readouterr().out
        assert hint in said and other not in said
        work.install()
    assert setup.status(work.path, "en").coverage.uncovered == (elsewhere,)
    found = setup.install(work.path, "en", ["pages-of-sara/*.sql"])
    assert found.coverage.uncovered == ()
    work.install()
    assert setup.status(work.path, "en").coverage.uncovered == ()


def test_the_command_is_one_for_sh_on_every_system(tmp_path: Path) -> None:
    program = tmp_path / "Program Files" / "100% l'essai" / "caravane"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\nprintf '%s|' \"$@\"\n", encoding="utf-8")
    program.chmod(0o755)
    words = [str(program), "a b", "it's", "$HOME", '"x"']
    said = subprocess.run(
        ["sh", "-c", quoted(words) + " end"], capture_output=True, text=True, check=True
    )
    assert said.stdout == 'a b|it\'s|$HOME|"x"|end|'
    assert quoted([r"C:\Program Files\Caravane\caravane.exe"]) == (
        "'C:/Program Files/Caravane/caravane.exe'"
    )


def test_a_percent_sign_in_the_path_of_the_program_reaches_git_doubled(
    work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(setup, "own_command", lambda: ("/opt/100%P/caravane",))
    work.install()
    assert "100%%P" in work.git("config", "merge.caravane.driver")
    assert "100%P" in work.git("config", "diff.caravane.textconv")


GONE = ("/opt/it's gone/100%/caravane",)
OLD = "'/opt/caravane' git textconv --layout=1"


@pytest.mark.parametrize("command", [GONE, (sys.executable, "-c", "raise SystemExit(9)")])
def test_git_shows_the_file_itself_where_caravane_is_gone_or_fails(
    work: Work, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(setup, "own_command", lambda: command)
        work.install()
    work.edit((TITLE, ",p_step_title=>'Été'"))
    for words in (["diff"], ["log", "-p"], ["show"]):
        done = subprocess.run(["git", *words], cwd=work.path, capture_output=True, check=False)
        assert (done.returncode, done.stderr) == (0, b""), words
        assert "p_step_title=>'" in done.stdout.decode("utf-8")
    assert ",p_step_title=>'Été'" in work.git("blame", PAGE)
    work.commit("title")
    assert "+,p_step_title=>'Été'" in work.git("show")
    assert not setup.status(work.path, "en").is_set
    work.install()
    assert "p_step_title" not in work.git("show"), "what git kept meanwhile is forgotten"
    assert setup.status(work.path, "en").is_set


@pytest.mark.parametrize("shell", ["sh", "dash", "bash", "busybox"])
def test_the_file_itself_to_the_byte_in_each_shell(
    work: Work, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, shell: str
) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"there is no {shell} here")
    monkeypatch.setattr(setup, "own_command", lambda: GONE)
    work.install()
    line = work.git("config", "diff.caravane.textconv").rstrip("\n")
    file = tmp_path / "a $b 'c'.sql"
    file.write_bytes("é\r\n\tlast line without an end".encode())
    words = [shell, *(["sh"] if shell == "busybox" else []), "-c", f'{line} "$@"', line, str(file)]
    done = subprocess.run(words, capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (file.read_bytes(), b"")


def test_a_form_of_an_earlier_version_is_told_renewed_and_taken_away(work: Work) -> None:
    work.install()
    work.git("config", "diff.caravane.textconv", OLD)
    found = {s.name: s for s in setup.status(work.path, "en").settings}
    assert [name for name, s in found.items() if not s.is_set] == ["diff.caravane.textconv"]
    assert main(["git", "install", "--check", "--repository", str(work.path)]) == 1
    work.install()
    assert setup.status(work.path, "en").is_set
    work.git("config", "diff.caravane.textconv", OLD)
    setup.uninstall(work.path, "en")
    assert "caravane" not in (work.path / ".git" / "config").read_text("utf-8")


def test_the_uninstaller_leaves_another_caravane_alone(
    work: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = ["git", "uninstall", "--own", "--repository", str(work.path)]
    with monkeypatch.context() as patched:
        patched.setattr(setup, "own_command", lambda: GONE)
        work.install()
    before = (work.path / ".git" / "config").read_bytes()
    assert main(own) == 0
    assert (work.path / ".git" / "config").read_bytes() == before
    monkeypatch.setattr(setup, "own_command", lambda: GONE)
    assert main(own) == 0
    assert "caravane" not in (work.path / ".git" / "config").read_text("utf-8")


def test_the_own_command_runs_in_any_folder(tmp_path: Path) -> None:
    """Git starts it in the user's repository, where nothing says where the sources are."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONPATH"}
    done = subprocess.run(
        [*setup.own_command(), "--help"], cwd=tmp_path, env=environment, check=False
    )
    assert done.returncode == 0


def test_a_linked_worktree_merges_in_the_same_way(work: Work, tmp_path: Path) -> None:
    alias = ",p_alias=>'COMMANDES'"
    work.branches([(TITLE, ",p_step_title=>'Toutes'")], [(alias, ",p_alias=>'ORDERS'")])
    other = tmp_path / "linked"
    work.git("worktree", "add", "-q", str(other), "feature")
    setup.install(other, "en")
    done = subprocess.run(["git", "merge", "-q", "main"], cwd=other, check=False)
    assert done.returncode == 0
    assert setup.status(work.path, "en").is_set


def single_file(*pages: tuple[str, str]) -> bytes:
    """An application in one file: the sample, and other pages behind its own."""
    parts = samples.application()
    end = {path: parts.pop(path) for path in ("application/end_environment.sql",)}
    return single({**parts, **dict(pages), **end}).encode()


SECOND = ("application/pages/page_00020.sql", second())
CADRE = (
    "wwv_flow_imp_page.create_page_plug(\n p_id=>wwv_flow_imp.id(52000000000000300)\n"
    ",p_plug_name=>'Cadre'\n,p_plug_display_sequence=>10\n);\n"
)
ITEM = "wwv_flow_imp_page.create_page_item(\n p_id=>wwv_flow_imp.id(52000000000000100)"


def pages_of(text: str) -> dict[int, set[str]]:
    found = read_application({"f100.sql": text})
    assert found.errors == ()
    return {n: {c.name for c in found.parsed[p].components} for n, p in found.pages.items()}


def test_pages_of_an_application_in_one_file_keep_what_is_theirs(work: Work) -> None:
    """Who owns a region follows from its place: each page is merged by itself."""
    name = "f100.sql"
    work.write(single_file(), name)
    work.commit("one file")
    work.install()
    work.git("switch", "-q", "-c", "feature")
    work.write(single_file(SECOND), name)
    work.commit("a page")
    work.git("switch", "-q", "main")
    work.edit((PROMPT, ",p_prompt=>'Etat'"), name=name)
    work.commit("ours")
    work.git("merge", "-q", "--no-edit", "feature")
    merged = pages_of(work.read(name))
    assert merged[20] == {"Clients", "P20_NOM"}
    assert merged[10] == pages_of(single_file().decode())[10]
    assert "=>'Etat'" in work.read(name)
    work.git("switch", "-q", "-c", "other")
    work.edit((ITEM, CADRE + ITEM), name=name)
    work.commit("the first region of the second page")
    work.git("switch", "-q", "main")
    work.edit((TITLE, ",p_step_title=>'Toutes'"), name=name)
    work.commit("ours again")
    work.git("merge", "-q", "--no-edit", "other")
    assert pages_of(work.read(name)) == {**merged, 20: {*merged[20], "Cadre"}}


def test_a_conflict_in_one_page_of_an_application_in_one_file(work: Work) -> None:
    name = "f100.sql"
    work.write(single_file(SECOND), name)
    work.commit("one file")
    work.install()
    prompt = ",p_prompt=>'P20_Nom'"
    work.git("switch", "-q", "-c", "feature")
    work.edit((prompt, ",p_prompt=>'Nom'"), (ITEM, CADRE + ITEM), name=name)
    work.commit("theirs")
    work.git("switch", "-q", "main")
    work.edit((prompt, ",p_prompt=>'Client'"), (PROMPT, ",p_prompt=>'Etat'"), name=name)
    work.commit("ours")
    work.git("merge", "--no-edit", "feature", code=1)
    text = work.read(name)
    head, _, block = text.partition("<<<<<<< ")
    assert block.split("\n")[0].endswith("Page Item P20_NOM · Label · Label")
    assert block.split("\n")[1:4] == [",p_prompt=>'Client'", "=======", ",p_prompt=>'Nom'"]
    assert "'Cadre'" in head and "<<<<<<<" not in block
    done = conflicts.resolve(work.path / name, Take.THEIRS, {})
    assert not done.open
    assert pages_of(work.read(name))[20] == {"Clients", "P20_NOM", "Cadre"}
    assert ",p_prompt=>'Nom'" in work.read(name)


INSTALL = "f100/install.sql"
SCRIPT = (
    "prompt --install\n@@application/set_environment.sql\n"
    "@@application/pages/page_00010.sql\n@@application/end_environment.sql\n"
)
TENTH = "@@application/pages/page_00010.sql\n"


def two_scripts(work: Work, name: str, base: str, ours: str, theirs: str) -> None:
    work.write(base.encode(), name)
    work.commit("script")
    work.git("switch", "-q", "-c", "feature")
    work.write(theirs.encode(), name)
    work.commit("theirs")
    work.git("switch", "-q", "main")
    work.write(ours.encode(), name)
    work.commit("ours")


def test_two_branches_that_each_add_a_page_to_the_install_script(work: Work) -> None:
    ours, theirs = (
        SCRIPT.replace(TENTH, TENTH + TENTH.replace("00010", number))
        for number in ("00012", "00011")
    )
    two_scripts(work, INSTALL, SCRIPT, ours, theirs)
    work.git("merge", "feature", code=1)
    work.git("merge", "--abort")
    work.install()
    work.git("merge", "-q", "--no-edit", "feature")
    both = "".join(TENTH.replace("00010", number) for number in ("00010", "00011", "00012"))
    assert work.read(INSTALL) == SCRIPT.replace(TENTH, both)
    assert setup.status(work.path, "en").is_set
    # its own difference is one of lines
    assert "+@@application/pages/page_00011.sql" in work.git("diff", "HEAD^", "--", INSTALL)


def test_a_script_of_that_name_that_is_no_export_s_is_git_s(work: Work) -> None:
    base = "create table a (b number);\n\n\n\ncreate table c (d number);\n"
    name = "db/install.sql"
    two_scripts(work, name, base, base.replace("a (", "a2 ("), base.replace("c (", "c2 ("))
    work.install()
    assert "caravane" not in work.git("merge", "--no-edit", "feature")
    assert work.read(name) == base.replace("a (", "a2 (").replace("c (", "c2 (")


LOV = "f100/application/shared_components/user_interface/lovs/statuts.sql"


def test_check_finds_what_one_branch_took_from_the_other(work: Work) -> None:
    """No file is changed on both sides: git merges without a word, and no driver is asked."""
    lov = (SAMPLE.parent / "lov_24_2.sql").read_bytes()
    identity = re.search(rb"create_list_of_values\(\n p_id=>wwv_flow_imp.id\((\d+)\)", lov)
    assert identity is not None
    work.write(lov, LOV)
    work.commit("a list of values")
    work.install()
    work.git("switch", "-q", "-c", "feature")
    use = f"{PROMPT}\n,p_named_lov=>wwv_flow_imp.id({identity[1].decode()})"
    work.edit((PROMPT, use))
    work.commit("uses it")
    work.git("switch", "-q", "main")
    before = merge_commit.review(work.path)
    assert (before.issues, before.is_merge) == ((), False)
    (work.path / LOV).unlink()
    work.commit("deletes it")
    work.git("merge", "-q", "--no-edit", "feature")
    found = merge_commit.review(work.path)
    assert found.is_merge
    (issue,) = found.issues
    assert (issue.code, issue.path) == ("merge.unknown_lov", PAGE)
    assert issue.facts["component"] == "P10_STATUT"


SIX, SEVEN = ("f100/" + path for path in (uses.SIX, uses.SEVEN))
LINK = uses.LINK.format(page=7, clear="7", items="P7_COMMENT")


def renamed_and_linked(work: Work) -> None:
    """``main`` renames an item of page 7, ``feature`` links to it from page 6."""
    item = uses.item(7, "P7_COMMENT")
    work.write(uses.page(7, item).encode(), SEVEN)
    work.write(uses.page(6).encode(), SIX)
    work.commit("two pages")
    work.git("switch", "-q", "-c", "feature")
    work.write(uses.page(6, uses.user("button_redirect_url", LINK)).encode(), SIX)
    work.commit("links")
    work.git("switch", "-q", "main")
    work.write(uses.page(7, item.replace("COMMENT", "REMARK")).encode(), SEVEN)
    work.commit("renames")


@pytest.mark.parametrize("turned", [False, True])
def test_check_names_who_uses_what_the_other_branch_renamed(
    work: Work, turned: bool, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    renamed_and_linked(work)
    work.install()
    if turned:
        work.git("switch", "-q", "feature")
    work.git("merge", "-q", "--no-edit", "main" if turned else "feature")
    monkeypatch.chdir(work.path)
    assert main(["git", "check"]) == 1
    (line,) = [n for n in capsys.readouterr().out.splitlines() if n.startswith("!")]
    assert SIX in line and "Ouvrir" in line and "P7_COMMENT" in line and "f?p=&APP_ID.:7:" in line
    work.edit(("P7_COMMENT", "P7_REMARK"), name=SIX)
    work.git("commit", "-q", "-a", "--amend", "--no-edit")
    assert main(["git", "check"]) == 0


def test_markers_and_resolve_name_who_uses_the_old_name_in_the_file(
    work: Work, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    item, link = uses.item(7, "P7_COMMENT"), uses.user("button_redirect_url", LINK)
    work.write(uses.page(7, item).encode(), SEVEN)
    work.commit("a page")
    work.git("switch", "-q", "-c", "feature")
    work.write(uses.page(7, item, link).encode(), SEVEN)
    work.commit("links")
    work.git("switch", "-q", "main")
    work.write(uses.page(7, item.replace("COMMENT", "REMARK")).encode(), SEVEN)
    work.commit("renames")
    work.install()
    said = work.git("merge", "feature", code=1)
    assert "→ Page 7 Page 7 › Process Ouvrir" in said and ":P7_COMMENT:" in said
    (opened,) = re.findall(r"^<<<<<<<.*$", work.read(SEVEN), re.MULTILINE)
    assert "Process Ouvrir" in opened and ":P7_COMMENT:" in opened
    monkeypatch.chdir(work.path)
    assert main(["git", "resolve", SEVEN]) == 1
    assert "→ Page 7 Page 7 › Process Ouvrir" in capsys.readouterr().out
    key = "page_00007.sql|create_page_item:7010|p_name"
    assert main(["git", "resolve", SEVEN, "--decide", f"{key}=both"]) == 0
    assert work.read(SEVEN) == uses.page(7, item, link).replace("COMMENT", "REMARK")


def test_check_finds_markers_that_were_committed(work: Work) -> None:
    work.branches([(PROMPT, ",p_prompt=>'Situation'")], [(PROMPT, ",p_prompt=>'Etat'")])
    work.install()
    work.git("merge", "feature", code=1)
    work.commit("merged in a hurry")
    (refused,) = merge_commit.review(work.path).refused
    assert refused.code == "export.conflict_markers"


def test_install_for_all_repositories(
    work: Work, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(tmp_path / "gitconfig"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "xdg"))
    setup.install(None, "en")
    work.branches([(TITLE, ",p_step_title=>'A'")], [(",p_alias=>'COMMANDES'", ",p_alias=>'B'")])
    work.git("merge", "-q", "feature")
    assert "=>'A'" in work.read()
    setup.uninstall(None, "en")
    assert not (tmp_path / "xdg" / "git" / "attributes").exists()
    assert (tmp_path / "gitconfig").stat().st_size == 0


@pytest.mark.parametrize("chosen", [False, True])
def test_for_all_repositories_where_gits_home_is_another(
    work: Work, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, chosen: bool
) -> None:
    """On Windows git's home may be a drive of the company, and Python's the profile."""
    profile, drive, config = (tmp_path / name for name in ("profile", "drive", "gitconfig"))
    for folder in (profile, drive):
        folder.mkdir()
    monkeypatch.setattr(Path, "home", lambda: profile)
    monkeypatch.setenv("HOME", str(drive))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    if chosen:
        config.write_text("[core]\n\tattributesFile = ~/mine\n")
    before = config.read_bytes() if chosen else b""
    found = setup.install(None, "en")
    assert found.is_set
    assert found.settings[-1].name.startswith("git check-attr") and list(profile.iterdir()) == []
    assert (drive / ("mine" if chosen else ".config/git/attributes")).exists()
    monkeypatch.setenv("HOME", str(profile))  # named: it is found from anywhere
    assert setup.status(None, "en").is_set is not chosen
    work.branches([(TITLE, ",p_step_title=>'A'")], [(",p_alias=>'COMMANDES'", ",p_alias=>'B'")])
    monkeypatch.setenv("HOME", str(drive))
    work.git("merge", "-q", "feature")
    assert "=>'A'" in work.read()
    setup.uninstall(None, "en")
    assert config.read_bytes() == before and not setup.status(None, "en").is_set


@pytest.mark.parametrize("named", ["other", "same", None])
@pytest.mark.parametrize("again", [False, True])
def test_uninstall_finds_its_block_where_the_user_names_another_file_since(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str | None, again: bool
) -> None:
    config, ours = tmp_path / "gitconfig", tmp_path / ".config" / "git" / "attributes"
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(config))
    monkeypatch.delenv("XDG_CONFIG_HOME", raising=False)
    ours.parent.mkdir(parents=True)
    ours.write_text("*.png binary\n")
    (tmp_path / "other").write_text("*.pdf binary\n")
    setup.install(None, "en")
    change = ["git", "config", "--global"]
    if named is None:
        subprocess.run([*change, "--unset", "core.attributesFile"], check=True)
    else:
        path = "~/other" if named == "other" else "~/.config/git/attributes"
        subprocess.run([*change, "core.attributesFile", path], check=True)
    if again:
        assert setup.install(None, "en").is_set
        if named == "other":
            assert ours.read_text() == "*.png binary\n"
    setup.uninstall(None, "en")
    assert ours.read_text() == "*.png binary\n"
    assert (tmp_path / "other").read_text() == "*.pdf binary\n"
    assert "caravane" not in config.read_text()
    assert ("attributesFile" in config.read_text()) is (named is not None)


def test_status_asks_git_what_is_in_force(work: Work) -> None:
    """Another line in the same file wins: what is set is not what happens."""
    work.install()
    assert setup.status(work.path, "en").is_set
    attributes = work.path / ".git" / "info" / "attributes"
    with attributes.open("a") as file:
        file.write("*.sql -merge\n")
    (wrong,) = [s for s in setup.status(work.path, "en").settings if not s.is_set]
    assert (wrong.name.split()[:2], wrong.found) == (["git", "check-attr"], "unset")
