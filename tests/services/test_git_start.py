"""What git starts for each file loads no more than that file needs."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.apex import samples

_RUN = """
import sys
from app.cli import main
code = main(["git", "merge-driver", *sys.argv[1:]])
rooms = "app.apex", "app.apexlang", "app.release", "app.sql"
print(code, *(room for room in rooms if room in sys.modules))
"""


def started(tmp_path: Path, path: str, *texts: str, language: str = "en") -> tuple[str, str, str]:
    """Exit code and rooms that were loaded; what was said; ours afterwards."""
    files = [tmp_path / name for name in ("base", "ours", "theirs")]
    for file, text in zip(files, texts, strict=True):
        file.write_bytes(text.encode())
    words = [f"--lang={language}", "7", *map(str, files), path]
    done = subprocess.run([sys.executable, "-c", _RUN, *words], capture_output=True, check=True)
    return done.stdout.decode().strip(), done.stderr.decode(), files[1].read_text("utf-8")


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_file_that_is_no_export_is_gits_before_anything_is_loaded(
    tmp_path: Path, language: str
) -> None:
    texts = "select 1;\n", "select 2;\n", "select 1;\nselect 3;\n"
    path = "application/data.sql"
    code, said, ours = started(tmp_path, path, *texts, language=language)
    assert code == "101"
    word = "is no export" if language == "en" else "n'est pas un export"
    assert path in said
    assert word in said.replace("\u2019", "'")
    assert ours == texts[1]


def test_an_export_loads_the_export_room_alone(tmp_path: Path) -> None:
    base = samples.text()
    ours, theirs = base.replace("'Statut'", "'Etat'"), base.replace("p_cHeight=>1", "p_cHeight=>4")
    code, said, merged = started(tmp_path, "page_00010.sql", base, ours, theirs)
    assert (code, said) == ("0 app.apex", "")
    assert merged == ours.replace("p_cHeight=>1", "p_cHeight=>4")


def test_calls_in_capitals_are_an_export(tmp_path: Path) -> None:
    texts = [samples.text().replace("wwv_flow_imp", "WWV_FLOW_IMP")] * 3
    assert started(tmp_path, "page_00010.sql", *texts)[0] == "0 app.apex"
