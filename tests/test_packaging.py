"""What is shipped carries every resource: texts, labels, pictures, the demo's application."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_the_wheel_has_the_sources_and_all_resources(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        shipped = set(archive.namelist())
    wanted = {
        path.relative_to(ROOT).as_posix()
        for folder in ("app", "ui", "resources")
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert wanted - shipped == set()


def test_every_program_that_is_named_is_there() -> None:
    """A program of ``build`` or ``benchmarks`` that a text names, and all that goes into the
    archive of the sources."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    named = set(settings["tool"]["hatch"]["build"]["targets"]["sdist"]["include"])
    for folder in ("app", "ui", "resources", "docs", "build", "benchmarks"):
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in (".py", ".md", ".toml"):
                text = path.read_text(encoding="utf-8")
                named |= set(re.findall(r"\bbuild/\w+\.py\b", text))
                found = re.findall(r"python3? -m benchmarks\.(\w+)", text)
                named |= {f"benchmarks/{module}.py" for module in found}
    assert len(named) > 20
    missing = {n for n in named if not ((ROOT / n).exists() or (ROOT / n).with_suffix("").is_dir())}
    assert missing == set()


WITHOUT = """
import importlib, pkgutil, sys
sys.modules["sqlglot"] = None
import app
from app.cli import main
for found in pkgutil.walk_packages(app.__path__, "app."):
    if not found.name.startswith(("app.lab.", "app.__main__")):
        importlib.import_module(found.name)
sys.exit(main(sys.argv[1:]))
"""


def test_the_program_needs_no_engine_of_the_demo(tmp_path: Path) -> None:
    """Every room but the lab loads without it; a demo says what to install, and makes nothing."""
    home = tmp_path / "demo"
    command = [sys.executable, "-c", WITHOUT, "demo", "--headless", "--home", str(home)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "en_GB.UTF-8"}
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 2, done.stderr
    assert "stand-in for Oracle is not installed" in done.stderr
    assert "caravane[demo]" in done.stderr
    assert not home.exists()


def test_the_frozen_program_gets_the_whole_folder_of_resources() -> None:
    spec = (ROOT / "build" / "pyinstaller.spec").read_text(encoding="utf-8")
    assert 'datas=[(str(ROOT / "resources"), "resources")' in spec
