"""Settings: read, refused with place and key, written with the comments that were there."""

from __future__ import annotations

from pathlib import Path

import pytest

from app import settings
from app.errors import SettingsError

GOOD = """\
# our clients
version = 1
language = "fr"

[central]
dsn = "central:1521/ORCL"
main = { name = "MAIN", user = "ORASSUIT", application = 100 }
developers = [
  { name = "Ahmed", user = "ORASSUIT_DEV1", application = 101 },
]

[[clients]]
id = "maroc"
name = "A Maroc"
dsn = "maroc:1521/ORCL"
application = 210
workspace = "ORASSUIT_MA"
"""


def test_a_good_file_is_read_with_its_defaults() -> None:
    read = settings.parse(GOOD)
    assert read.central is not None
    assert read.central.main.workspace_name == "ORASSUIT"
    client = read.client("maroc")
    assert (client.business_user, client.schema_name) == ("ORASSADM", "ORASSUIT")


def test_a_missing_file_gives_the_defaults(tmp_path: Path) -> None:
    assert settings.load(tmp_path / "settings.toml") == settings.Settings()


@pytest.mark.parametrize(
    ("wrong", "code", "key"),
    [
        (GOOD.replace("application = 210", 'application = "x"'), "settings.invalid", "application"),
        (GOOD.replace('id = "maroc"', 'id = "Maroc !"'), "settings.invalid", "id"),
        (GOOD.replace("workspace =", "workspase ="), "settings.invalid", "clients"),
        (GOOD + GOOD[GOOD.index("[[clients]]") :], "settings.duplicate", "clients.id"),
        (GOOD.replace("version = 1", "version = 99"), "settings.invalid", "version"),
    ],
)
def test_a_wrong_value_is_named(wrong: str, code: str, key: str) -> None:
    with pytest.raises(SettingsError) as caught:
        settings.parse(wrong)
    assert caught.value.code == code
    assert key in caught.value.facts["key"]


def test_broken_toml_is_named_with_its_line() -> None:
    with pytest.raises(SettingsError) as caught:
        settings.parse("version = 1\nlanguage = fr\n")
    assert (caught.value.code, caught.value.facts["line"]) == ("settings.syntax", 2)


def test_saving_keeps_comments_and_gives_the_same_settings(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(GOOD, encoding="utf-8")
    read = settings.load(path)
    settings.save(path, read)
    assert settings.load(path) == read
    assert "# our clients" in path.read_text(encoding="utf-8")
    assert list(tmp_path.iterdir()) == [path], "no temporary file stays behind"


def test_a_failed_save_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(GOOD, encoding="utf-8")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        settings.save(path, settings.Settings(language="en"))
    assert path.read_text(encoding="utf-8") == GOOD
    assert list(tmp_path.iterdir()) == [path]


def test_lists_of_noise_name_arguments() -> None:
    found = settings.parse(
        '[compare]\nignore = ["p_prompt", "create_page.p_alias"]\nkeep = ["*"]\n'
    )
    assert found.compare.ignore == ("p_prompt", "create_page.p_alias")
    with pytest.raises(SettingsError) as refused:
        settings.parse('[compare]\nignore = ["Label"]\n')
    assert refused.value.facts["key"] == "compare.ignore[0]"
