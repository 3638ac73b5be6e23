"""Whole applications in APEXlang, from the command line and through git."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from app.apex.model import Status, Take
from app.apexlang import Application, compare_applications
from app.cli import main
from app.services.git import conflicts, setup
from tests.apexlang.samples import PAGE, lay

PATH = "shop/pages/p00010-orders.apx"
APP = b"app SHOP (\n    name: Shop\n)\n\n"
LOVS = b"lov status (\n    name: Status\n)\n\n"


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "en_GB.UTF-8")


def application(**changed: bytes | None) -> dict[str, bytes]:
    files = {
        "application.apx": APP,
        "pages/p00010-orders.apx": PAGE.encode(),
        "shared-components/lovs.apx": LOVS,
        "deployments/default.json": b'{"app": {"id": 100}}',
    }
    for name, content in changed.items():
        path = next(p for p in files if name in p)
        if content is None:
            del files[path]
        else:
            files[path] = content
    return files


def test_pages_are_matched_by_number_and_other_files_by_path() -> None:
    new = application(lovs=None)
    new["pages/p00010-sales.apx"] = new.pop("pages/p00010-orders.apx").replace(b"ORDERS", b"SALES")
    found = compare_applications(Application(application()), Application(new))
    assert [(f.path, f.kind, f.number, f.status) for f in found.files] == [
        ("pages/p00010-sales.apx", "page", 10, Status.RENAMED),
        ("shared-components/lovs.apx", "shared", None, Status.REMOVED),
    ]
    assert [p.name for p in found.files[0].diff.changes[0].properties] == ["alias"]


def test_what_belongs_to_an_environment_is_told_apart() -> None:
    """``application.apx`` was of one kind with it, and stood among it."""
    environment = ("deployments/default.json", "workspace-components/credentials/k.apx")
    new = {**application(), environment[1]: b"credential k (\n)\n"}
    new |= {environment[0]: b"{}", "application.apx": APP.replace(b"Shop", b"Store")}
    new |= {"supporting-objects/install-scripts/a.sql": b"select 1 from dual;\n"}
    found = compare_applications(Application(application()), Application(new))
    assert [(f.path, f.kind) for f in found.files] == [
        ("application.apx", "shared"), ("supporting-objects/install-scripts/a.sql", "other"),
        (environment[0], "other"), (environment[1], "other"),
    ]  # fmt: skip


def test_what_differs_without_meaning_is_no_difference() -> None:
    noted = application(orders=PAGE.replace("    title", "    // by hand\n    title").encode())
    assert compare_applications(Application(application()), Application(noted)).is_empty


def test_check_reads_every_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = application()
    files["supporting-objects/install-scripts/tables.sql"] = b"create table t (a number);\n"
    folder = lay(tmp_path, files)
    assert main(["check", str(folder), "--json"]) == 0
    document = json.loads(capsys.readouterr().out)
    assert {Path(f["path"]).name: f["components"] for f in document["files"]} == {
        "application.apx": 1, "p00010-orders.apx": 6, "lovs.apx": 1,
    }  # fmt: skip
    (folder / "shop/shared-components/lovs.apx").write_bytes(b"lov status (\n    fdbdb\n)\n")
    assert main(["check", str(folder)]) == 1
    said = capsys.readouterr().out
    assert "lovs.apx" in said and "2" in said


def test_check_finds_references_to_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = PAGE.replace(
        "        type: selectList\n", "        type: selectList\n        lov: @status\n"
    )
    folder = lay(tmp_path, application(orders=page.encode()))
    main(["check", str(folder), "--json"])
    assert not [f for f in json.loads(capsys.readouterr().out)["files"] if f["notices"]]
    (folder / "shop/shared-components/lovs.apx").write_bytes(LOVS.replace(b"status (", b"state ("))
    main(["check", str(folder), "--json"])
    (file,) = [f for f in json.loads(capsys.readouterr().out)["files"] if f["notices"]]
    assert file["path"].endswith("orders.apx")
    assert file["notices"] == ["P10_STATUS: lov refers to @status, which is not there"]


def test_diff_of_folders_and_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    old, new = (
        lay(tmp_path / "old", application()),
        lay(
            tmp_path / "new",
            application(orders=PAGE.replace("label: Status", "label: State").encode()),
        ),
    )
    assert main(["diff", str(old), str(new)]) == 1
    said = capsys.readouterr().out
    assert "Page 10" in said and "P10_STATUS" in said and "Status → State" in said
    assert main(["diff", str(old / PATH), str(new / PATH), "--html", str(tmp_path / "d.html")]) == 1
    assert "State" in (tmp_path / "d.html").read_text(encoding="utf-8")
    assert main(["diff", str(old), str(old)]) == 0


def sides(tmp_path: Path, ours: str, theirs: str) -> list[str]:
    found = []
    for name, text in (("base", PAGE), ("ours", ours), ("theirs", theirs)):
        path = tmp_path / f"{name}.apx"
        path.write_bytes(text.encode())
        found.append(str(path))
    return found


def test_merge_of_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ours = PAGE.replace("label: Create", "label: New order")
    out = tmp_path / "out.apx"
    paths = sides(tmp_path, ours, PAGE.replace("label: Status", "label: State"))
    assert main(["merge", *paths, "-o", str(out)]) == 0
    assert out.read_text() == ours.replace("label: Status", "label: State")
    paths = sides(tmp_path, ours, PAGE.replace("label: Create", "label: Order"))
    assert main(["merge", *paths, "--markers", "-o", str(out)]) == 1
    marked = out.read_text()
    assert "<<<<<<< ours · Button CREATE · Identification · Label\n" in marked
    assert "        label: New order\n=======\n        label: Order\n>>>>>>> theirs\n" in marked
    assert main(["check", str(out)]) == 1
    assert main(["merge", *paths, "--take", "theirs", "-o", str(out)]) == 0
    assert "label: Order\n" in out.read_text()


# -- inside git ----------------------------------------------------------------------------------


class Work:
    """A repository with the application on two branches."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        lay(folder, application())
        self.git("init", "-q", "-b", "main")
        self.git("config", "user.name", "Sara")
        self.git("config", "user.email", "sara@example.com")
        setup.install(folder, "en")
        self.commit("base")

    def git(self, *words: str, code: int = 0) -> str:
        done = subprocess.run(
            ["git", *words], cwd=self.folder, capture_output=True, text=True, encoding="utf-8"
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout + done.stderr

    @property
    def page(self) -> str:
        return (self.folder / PATH).read_bytes().decode()

    def edit(self, old: str, new: str) -> None:
        assert self.page.count(old) == 1
        (self.folder / PATH).write_bytes(self.page.replace(old, new).encode())

    def commit(self, message: str) -> None:
        self.git("add", "-A")
        self.git("commit", "-q", "-m", message)

    def branches(self, ours: tuple[str, str], theirs: tuple[str, str]) -> None:
        self.git("switch", "-q", "-c", "feature")
        self.edit(*theirs)
        self.commit("theirs")
        self.git("switch", "-q", "main")
        self.edit(*ours)
        self.commit("ours")


ITEM = "    pageItem P10_{0} (\n        type: textField\n    )\n\n    button"


def test_git_merges_what_its_line_merge_cannot(tmp_path: Path) -> None:
    """Both add an item at one place, where the sort wants them."""
    work = Work(tmp_path / "work")
    work.branches(("    button", ITEM.format("TOTAL")), ("    button", ITEM.format("VAT")))
    work.git("merge", "-q", "feature")
    assert "pageItem P10_TOTAL (" in work.page and "pageItem P10_VAT (" in work.page
    assert work.git("check-attr", "eol", PATH).strip().endswith("lf")


def test_git_leaves_markers_and_resolve_decides(tmp_path: Path) -> None:
    work = Work(tmp_path / "work")
    work.branches(("label: Status", "label: State"), ("label: Status", "label: Situation"))
    said = work.git("merge", "feature", code=1)
    assert "P10_STATUS" in said and "<<<<<<<" in work.page
    found = conflicts.resolve(work.folder / PATH, Take.THEIRS, {}, "en")
    assert not found.open and "label: Situation\n" in work.page and "<<<<<<<" not in work.page


def test_a_merge_commit_is_looked_at_as_a_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Git merges file by file, and sees no reference from one to another."""
    work = Work(tmp_path / "work")
    lovs = work.folder / "shop/shared-components/lovs.apx"
    work.git("switch", "-q", "-c", "feature")
    lovs.write_bytes(LOVS.replace(b"status (", b"other (").replace(b"Status", b"Other"))
    work.commit("theirs")
    work.git("switch", "-q", "main")
    work.edit("        type: selectList\n", "        type: selectList\n        lov: @status\n")
    work.commit("ours")
    assert main(["git", "check", "--repository", str(work.folder)]) == 0
    capsys.readouterr()
    work.git("merge", "-q", "feature")
    assert main(["git", "check", "--repository", str(work.folder)]) == 1
    assert "P10_STATUS: lov refers to @status, which is not there" in capsys.readouterr().out
    lovs.write_bytes(LOVS + b"<<<<<<< ours\n")
    work.commit("markers that were committed")
    assert main(["git", "check", "--repository", str(work.folder)]) == 1
    assert "lovs.apx" in capsys.readouterr().out
