"""Settings: read, refused with place and key, written with the comments that were there."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as settings_of_hypothesis
from hypothesis import strategies as st
from msgspec import structs

from app import names, settings
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
        (GOOD.replace('"maroc"', '"com1"'), "settings.invalid", "clients[0].id"),
        ('[repository]\nbranch = "Aux"', "settings.invalid", "repository.branch"),
        (
            GOOD.replace("]\n\n[[", '{ name = "AHMED", user = "B", application = 1 }]\n\n[[', 1),
            "settings.duplicate",
            "central.developers.name",
        ),
        (GOOD.replace("version = 1", "version = 99"), "settings.invalid", "version"),
    ],
)
def test_a_wrong_value_is_named(wrong: str, code: str, key: str) -> None:
    with pytest.raises(SettingsError) as caught:
        settings.parse(wrong)
    assert caught.value.code == code
    assert key in caught.value.facts["key"]


@pytest.mark.parametrize("key", ["application", "apexlang", "changelog"])
@pytest.mark.parametrize(
    "folder",
    [".git", ".GIT", ".git/x", "x/.git", "git~1", ".g\u200cit", "/x", "x/", "x//y", ".", ".."],
)
def test_a_release_has_no_folder_of_gits_or_elsewhere(key: str, folder: str) -> None:
    with pytest.raises(SettingsError) as caught:
        settings.parse(f'[repository]\n{key} = "{folder}"')
    assert caught.value.facts["key"] == f"repository.{key}"


@pytest.mark.parametrize("path", ["repository/.git", "C:\\\\work\\\\.git"])
def test_the_repository_is_not_gits_own_folder(path: str) -> None:
    with pytest.raises(SettingsError) as caught:
        settings.parse(f'[repository]\npath = "{path}"')
    assert caught.value.facts["key"] == "repository.path"


@pytest.mark.parametrize(
    ("application", "apexlang", "changelog"),
    [
        ("apex", "apexlang", "APEX"),
        ("apex", "apexlang", "apex"),
        ("apex", "apex/language", "changelog"),
        ("sources/apex", "Sources", "changelog"),
        ("apex", "one", "ONE/two"),
        ("été", "apexlang", "ÉTÉ"),
    ],
)
def test_each_of_a_releases_folders_is_its_own(
    application: str, apexlang: str, changelog: str
) -> None:
    text = f'application = "{application}"\napexlang = "{apexlang}"\nchangelog = "{changelog}"'
    with pytest.raises(SettingsError) as caught:
        settings.parse(f"[repository]\n{text}")
    assert caught.value.facts["key"].startswith("repository.")


def test_folders_side_by_side_are_taken() -> None:
    text = '[repository]\napplication = "db/apex"\napexlang = "db/apexlang"\nchangelog = "db/apex2"'
    assert settings.parse(text).repository.changelog == "db/apex2"


NAMES = ["main", "release/24.2", "été", "a@b", "@x", "x{", "HEAD/x", "a.lock.b", "HEADS", "a-"]
NO_NAMES = ["HEAD", "@", "-x", "a..b", "main.lock", "a.lock/b", ".a", "a/.b", "a.", "a b", "a~1",
            "a^", "a[b", "a@{b", "@{-1}", "a//b", "/a", "a/", "a\x7f"]  # fmt: skip
NOT_ON_WINDOWS = ["a:b", "a?", "a*", "a\\b", "a\x01", "aux"]


def _git_allows(name: str) -> bool:
    asked = ["git", "check-ref-format", "--branch", name]
    return (
        subprocess.run(
            asked, cwd=tempfile.gettempdir(), capture_output=True, check=False
        ).returncode
        == 0
    )


@pytest.mark.parametrize("name", [*NAMES, *NO_NAMES, *NOT_ON_WINDOWS])
def test_a_branch_has_a_name_that_git_allows(name: str) -> None:
    raw = {"repository": {"branch": name}}
    if name not in (*NOT_ON_WINDOWS, "@"):
        assert _git_allows(name) == (name in NAMES)
    if name in NAMES:
        assert settings.check(raw, "s").repository.branch == name
        return
    with pytest.raises(SettingsError) as caught:
        settings.check(raw, "s")
    assert caught.value.facts["key"] == "repository.branch"


@given(st.text(alphabet="aé./@{-~^:?*[ \\HEADlock", max_size=9))
@settings_of_hypothesis(deadline=None, max_examples=60)
def test_the_rules_of_branches_are_gits(name: str) -> None:
    assert names.branch(name) == (name != "@" and _git_allows(name))


def test_broken_toml_is_named_with_its_line() -> None:
    with pytest.raises(SettingsError) as caught:
        settings.parse("version = 1\nlanguage = fr\n")
    assert (caught.value.code, caught.value.facts["line"]) == ("settings.syntax", 2)


COMMENTED = """\
theme = "light"  # ask Nadia first

[[clients]]
id = "maroc"
name = "A Maroc"
dsn = "old:1521/MA"  # behind the VPN
application = 210
workspace = "MA"

# Paris
[[clients]]
id = "france"
name = "B France"
dsn = "fr:1521/FR"
application = 220
workspace = "FR"
wave = 2  # on Fridays only
"""


def test_saving_keeps_comments_and_gives_the_same_settings(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(GOOD, encoding="utf-8")
    read = settings.load(path)
    settings.save(path, read)
    assert settings.load(path) == read
    assert "# our clients" in path.read_text(encoding="utf-8")
    assert list(tmp_path.iterdir()) == [path], "no temporary file stays behind"


def test_saving_keeps_the_comments_beside_what_changes(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(COMMENTED, encoding="utf-8")
    read = settings.load(path)
    maroc, france = read.clients
    clients = (structs.replace(maroc, dsn="new:1521/MA"), tunisie := _client("tunisie"), france)
    changed = structs.replace(read, clients=clients, theme="dark")
    settings.save(path, changed)
    text = path.read_text(encoding="utf-8")
    assert settings.load(path) == changed
    for comment in ("# ask Nadia first", "# behind the VPN", "# Paris", "# on Fridays only"):
        assert comment in text
    settings.save(path, structs.replace(changed, clients=(france, tunisie)))
    assert settings.load(path).clients == (france, tunisie)
    settings.save(path, structs.replace(changed, clients=()))
    assert settings.load(path).clients == ()


def test_a_ring_is_read_under_its_former_name(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(COMMENTED, encoding="utf-8")
    read = settings.load(path)
    assert [c.ring for c in read.clients] == [1, 2]
    settings.save(path, read)
    text = path.read_text(encoding="utf-8")
    assert "ring = 2  # on Fridays only" in text and "wave" not in text
    both = COMMENTED.replace("wave = 2", "ring = 3\nwave = 2")
    with pytest.raises(SettingsError):
        settings.parse(both)


@pytest.mark.parametrize(
    "wrong",
    ['window = "22-5"', 'window = "22:00-05:00"\ntimezone = "Europe/Atlantis"', 'timezone = "x"',
     'data_protection = "some"', "ring = 0"],
)  # fmt: skip
def test_what_a_client_cannot_be_is_named(wrong: str) -> None:
    with pytest.raises(SettingsError) as caught:
        settings.parse(COMMENTED.replace("wave = 2", wrong))
    assert "clients[1]" in caught.value.facts["key"] or "clients[...]" in caught.value.facts["key"]


def _client(name: str) -> settings.Client:
    return settings.Client(
        id=name, name=name.title(), dsn=f"{name}:1521/X", application=7, workspace="W"
    )


@settings_of_hypothesis(max_examples=30, deadline=None)
@given(st.lists(st.sampled_from("abcdef"), unique=True), st.data())
def test_any_change_of_the_clients_is_saved(names: list[str], data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "settings.toml"
        for _ in range(3):
            clients = tuple(map(_client, data.draw(st.permutations(names))))[
                : data.draw(st.integers(0, 6))
            ]
            wanted = settings.Settings(clients=clients, demo=data.draw(st.booleans()))
            settings.save(path, wanted)
            assert settings.load(path) == wanted


def test_a_failed_save_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(GOOD, encoding="utf-8")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(SettingsError, match="No space") as caught:
        settings.save(path, settings.Settings(language="en"))
    assert caught.value.code == "settings.unwritable"
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


@pytest.mark.parametrize(
    ("user", "schema", "kept_as"),
    [
        ("ORASSADM", "ORASSADM", "ORASSADM@maroc"),
        ("DEPLOY[ORASSADM]", "ORASSADM", "DEPLOY@maroc"),
        ("deploy[orassadm]", "orassadm", "DEPLOY@maroc"),
    ],
)
def test_a_proxy_user_has_one_password_whomever_it_connects_as(user, schema, kept_as):
    assert settings.schema_of(user) == schema
    assert settings.account("maroc", user) == kept_as


@pytest.mark.parametrize("user", ["DEPLOY[]", "[ORASSADM]", "A[B", "A[B]C", "A[B][C]", "A B"])
def test_a_login_that_is_none_is_refused(user):
    with pytest.raises(SettingsError):
        settings.parse(f'[[clients]]\nid="m"\nname="M"\ndsn="h/x"\napplication=1\nworkspace="W"\n'
                       f'business_user="{user}"\n')  # fmt: skip


def test_an_address_may_be_a_descriptor_of_any_length():
    dsn = f"(description=(connect_data=(service_name={'x' * 3000})))"
    read = settings.parse(f'[[clients]]\nid="m"\nname="M"\ndsn="{dsn}"\napplication=1\n'
                          f'workspace="W"\nwallet="wallets/m"\n')  # fmt: skip
    assert (read.clients[0].dsn, read.clients[0].wallet) == (dsn, "wallets/m")
