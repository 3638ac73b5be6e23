"""Use cases on files alone."""

from __future__ import annotations

from pathlib import Path

from app.services import files


def test_the_install_script_of_an_export_is_judged_as_one(tmp_path: Path) -> None:
    """It names the other files of the export and nothing of APEX."""
    install = tmp_path / "install.sql"
    install.write_text("prompt --install\n@@application/set_environment.sql\n")
    assert all(r.allowed for r in files.guard_files([tmp_path]))
    install.write_text("prompt --install\n@@application/x.sql\n@@../outside.sql\ndrop table t;\n")
    refused = [r.rule for r in files.guard_files([tmp_path]) if not r.allowed]
    assert refused == ["guard.script_call", "guard.drop"]
