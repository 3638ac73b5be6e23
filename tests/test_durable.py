"""Files that must survive: whole or not at all, whatever happens; and nobody writes otherwise."""

from __future__ import annotations

import ast
import errno
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from app import durable

ROOT = Path(__file__).resolve().parents[1]

# Dies at its call number ``at`` into the system, in the middle of a write where it is one.
KILLED = """
import os, pathlib, sys
at, target = int(sys.argv[1]), pathlib.Path(sys.argv[2])
count = 0
def step(half=None):
    global count
    count += 1
    if count == at:
        if half:
            half()
        os._exit(9)
def around(owner, name):
    known = getattr(owner, name)
    def called(*args, **options):
        step()
        done = known(*args, **options)
        step()
        return done
    setattr(owner, name, called)
known_fdopen = os.fdopen
def fdopen(handle, *args):
    out = known_fdopen(handle, *args)
    class Out:
        def __enter__(self): return self
        def __exit__(self, *_): out.close()
        def write(self, raw):
            step(lambda: (out.write(raw[: len(raw) // 2]), out.flush()))
            return out.write(raw)
        def flush(self): out.flush()
        def fileno(self): return out.fileno()
    return Out()
os.fdopen = fdopen
for name in ("open", "fsync"):
    around(os, name)
around(pathlib.Path, "replace")
from app import durable
durable.write(target, b"new " * 5000)
print(count)
"""


def run(at: int, target: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", KILLED, str(at), str(target)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        check=False,
    )


def test_a_kill_at_any_instant_leaves_the_old_file_or_the_new_one(tmp_path: Path) -> None:
    old, new = b"old " * 4000, b"new " * 5000
    target = tmp_path / "kept.json"
    target.write_bytes(old)
    whole = run(0, target)
    assert whole.returncode == 0, whole.stderr
    seen = set()
    for at in range(1, int(whole.stdout) + 1):
        target.write_bytes(old)
        assert run(at, target).returncode == 9
        assert target.read_bytes() in (old, new)
        seen.add(target.read_bytes() == new)
    assert seen == {True, False}


def test_a_full_disk_leaves_the_old_file_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "kept.json"
    target.write_text("old")

    def full(_: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        durable.write(target, "new")
    assert [p.name for p in tmp_path.iterdir()] == ["kept.json"]
    assert target.read_text() == "old"


def test_windows_is_asked_again_while_the_file_is_open_or_read_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "settings.toml"
    target.write_text("old")
    refusals = iter([True, True])
    known = Path.replace

    def busy(self: Path, other: Any) -> Any:
        if next(refusals, False):
            raise PermissionError(errno.EACCES, "Access is denied")
        return known(self, other)

    monkeypatch.setattr(Path, "replace", busy)
    monkeypatch.setattr(durable, "_WINDOWS", True)
    monkeypatch.setattr(durable, "_PAUSE", 0.001)
    durable.write(target, "new")
    assert target.read_text() == "new"
    monkeypatch.setattr(Path, "replace", lambda *_: busy_for_ever())
    with pytest.raises(PermissionError):
        durable.write(target, "newer")
    assert target.read_text() == "new" and len(list(tmp_path.iterdir())) == 1


def busy_for_ever() -> None:
    raise PermissionError(errno.EACCES, "Access is denied")


@pytest.mark.skipif(os.name == "nt", reason="POSIX permissions and links")
def test_permissions_and_links_stay(tmp_path: Path) -> None:
    real, link = tmp_path / "real.toml", tmp_path / "link.toml"
    real.write_text("old")
    real.chmod(0o640)
    link.symlink_to(real)
    durable.write(link, "new")
    assert link.is_symlink() and real.read_text() == "new"
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    durable.write(tmp_path / "mine", "x", private=True)
    assert stat.S_IMODE((tmp_path / "mine").stat().st_mode) == 0o600
    durable.write(Path(os.devnull), "x")
    assert not Path(os.devnull).is_file()


# -- nobody writes otherwise ---------------------------------------------------------------

OTHERWISE = {
    "app/durable.py": "the one place",
    "app/rollout/log.py": "a log is only appended to",
    "app/lease.py": "the file is locked, and never replaced",
    "app/services/support/crash.py": "Python itself writes there, where it is ended hard",
    "app/lab/fleet/build.py": "databases of a trial, whole by their folder's name",
    "app/lab/process.py": "what the lab's process says, appended",
    "app/lab/sql/translate.py": "nodes of a syntax tree are replaced there, and no files",
    "app/lab/sql/bags.py": "the same",
    "app/lab/sql/scope.py": "the same",
    "app/lab/sql/results.py": "the same",
    "app/lab/sql/coerce.py": "the same",
    "app/lab/sql/inserts.py": "the same",
    "app/lab/sql/moments.py": "the same",
    "app/lab/sql/rownum.py": "the same",
    "app/lab/sql/quantified.py": "the same",
    "app/lab/sql/tables.py": "the same",
    "app/lab/undo/ledger.py": "the same",
    "app/lab/world/__init__.py": "a folder gets its name when it is whole",
    "app/removal.py": "a folder gets another name before it is taken away",
    "app/release/decided.py": "three files for git in a folder that goes at once",
}
ALWAYS = {"write_text", "write_bytes", "mkstemp", "NamedTemporaryFile", "fdopen", "rename"}


def writes(tree: ast.AST) -> Iterator[int]:
    """The lines on which a file is opened for writing, or replaced."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        given = [a.value for a in node.args if isinstance(a, ast.Constant)]
        given += [k.value.value for k in node.keywords if isinstance(k.value, ast.Constant)]
        mode = [g for g in given if isinstance(g, str) and set(g) <= set("rwaxbt+")]
        opened = name == "open" and any(set(m) & set("wax+") for m in mode)
        replaced = name == "replace" and len(node.args) == 1 and not node.keywords
        if name in ALWAYS or opened or replaced:
            yield node.lineno


def test_everybody_writes_through_durable() -> None:
    found = {
        f"{path.relative_to(ROOT).as_posix()}:{line}"
        for path in sorted((ROOT / "app").rglob("*.py"))
        if path.relative_to(ROOT).as_posix() not in OTHERWISE
        for line in writes(ast.parse(path.read_text(encoding="utf-8")))
    }
    assert found == set()


def test_the_walls_eye_sees_what_it_must() -> None:
    for text in (
        "p.write_text('x')",
        "p.open('wb')",
        "open(p, 'a')",
        "open(p, mode='w')",
        "a.replace(b)",
        "os.fdopen(h, 'w')",
    ):
        assert list(writes(ast.parse(text))) == [1], text
    for text in ("p.open('rb')", "open(p)", "replace(v, a=1)", "s.replace('a', 'b')"):
        assert list(writes(ast.parse(text))) == [], text
