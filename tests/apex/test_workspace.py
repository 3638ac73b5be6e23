"""Credentials and remote servers belong to the workspace: since 25.1 exports have bare numbers for
them, which are others in each workspace. They are references, by name."""

from __future__ import annotations

from app.apex import (
    OWN,
    Application,
    Noise,
    compare_applications,
    merge_apps,
    parse,
    read_application,
)
from app.apex.model import Decision, Take
from tests.apex import samples

HEAD = samples.text("lov_24_2.sql").partition("wwv_flow_imp_shared.")[0].partition("\n")[2]
TAIL = "wwv_flow_imp.component_end;\nend;\n/\n"
CREDENTIAL = "workspace/credentials/ia.sql"
SERVER = "workspace/remote_servers/ia.sql"
SOURCE = "application/shared_components/web_sources/polices.sql"


def file(path: str, call: str, *rows: str) -> dict[str, str]:
    listed = "".join(f",{row}\n" for row in rows)
    prompt = f"prompt --{path.removesuffix('.sql')}\n"
    return {path: f"{prompt}{HEAD}{call}\n{listed});\n{TAIL}"}


def side(
    number: int, prefix: str = "polices", server: str = "ia", other: bool = False
) -> Application:
    """An export of a workspace that begins to count there; ``other``: a second server is used."""
    files = samples.application()
    files |= file(
        CREDENTIAL, f"wwv_imp_workspace.create_credential(\n p_id=>{number}", "p_name=>'IA'",
        "p_static_id=>'ia'",
    )  # fmt: skip
    for n, name in ((1, server), (3, "secours")):
        files |= file(
            SERVER.replace("ia", f"s{n}"),
            f"wwv_imp_workspace.create_remote_server(\n p_id=>{number + n}", f"p_name=>'{name}'",
            f"p_static_id=>'{'ia' if n == 1 else name}'", f"p_credential_id=>{number}",
        )  # fmt: skip
    files |= file(
        SOURCE,
        "wwv_flow_imp_shared.create_web_source_module(\n p_id=>wwv_flow_imp.id(51000000000000500)",
        "p_name=>'Polices'", "p_static_id=>'polices'",
        f"p_remote_server_id=>{number + (3 if other else 1)}", f"p_url_path_prefix=>'{prefix}'",
        f"p_credential_id=>{number}",
    )  # fmt: skip
    return read_application(files)


HERE, THERE = 17508566058635204, 90210000000000001


def test_other_numbers_of_another_workspace_are_no_difference() -> None:
    assert compare_applications(side(HERE), side(THERE)).is_empty
    (found,) = compare_applications(side(HERE), side(THERE, "contrats")).files
    (change,) = found.diff.changes
    assert [p.name for p in change.properties] == ["p_url_path_prefix"]


def test_a_merge_from_another_workspace_keeps_ours_numbers() -> None:
    result = merge_apps(side(HERE), side(HERE, server="IA de Rabat"), side(THERE, "contrats"))
    assert result.conflicts == () and not [i for i in result.issues if i.severity == "error"]
    expected = side(HERE, "contrats", server="IA de Rabat")
    assert dict(result.files) == dict(expected.files)


def test_a_conflict_tells_the_servers_by_name() -> None:
    base = side(HERE)
    ours = side(HERE, other=True)
    files = dict(side(THERE).files)
    files[SOURCE] = files[SOURCE].replace(f",p_remote_server_id=>{THERE + 1}\n", "")
    theirs = read_application(files)
    (conflict,) = merge_apps(base, ours, theirs).open_conflicts
    assert (conflict.base, conflict.ours, conflict.theirs) == ("ia", "secours", None)
    decided = {conflict.key: Decision(conflict.key, Take.BASE)}
    result = merge_apps(base, ours, theirs, decided)
    (source,) = parse(result.files[SOURCE], SOURCE).components
    assert source.arguments["p_remote_server_id"].source == str(HERE + 1)


def at_a_client(address: str, status: str, push: int) -> Application:
    """The same application where the server has another address, an option another status."""
    files = dict(side(THERE).files)
    path = SERVER.replace("ia", "s1")
    files[path] = files[path].replace(
        ",p_static_id=>'ia'\n", f",p_static_id=>'ia'\n,p_base_url=>'{address}'\n"
    )
    files |= file(
        "application/shared_components/automations/mail.sql",
        "wwv_flow_imp_shared.create_automation(\n p_id=>wwv_flow_imp.id(51000000000000600)",
        "p_name=>'Mail'", "p_static_id=>'mail'", f"p_polling_status=>'{status}'",
    )  # fmt: skip
    frame = "application/create_application.sql"
    head, call, rows = files[frame].partition("create_flow(\n")
    own, comma, rest = rows.partition("\n,")
    files[frame] = f"{head}{call}{own}\n,p_pwa_push_credential_id=>{push}{comma}{rest}"
    return read_application(files)


def test_what_belongs_to_a_client_is_no_difference_of_its_release() -> None:
    release = at_a_client("https://dev.example/", "ACTIVE", THERE)
    client = at_a_client("https://client.example/", "DISABLED", THERE)
    assert {f.path.rpartition("/")[2] for f in compare_applications(release, client).files} == {
        "s1.sql", "mail.sql",
    }  # fmt: skip
    assert compare_applications(release, client, Noise(ignore=OWN)).is_empty


def test_the_push_credential_is_known_by_its_name() -> None:
    release, other = at_a_client("x", "ACTIVE", THERE), at_a_client("x", "ACTIVE", HERE)
    assert not compare_applications(release, other).is_empty  # HERE is no credential there
    ids = (("90210000000000001", str(HERE)), (str(THERE + 1), str(HERE + 1)))
    files = dict(release.files)
    for was, now in (*ids, (str(THERE + 3), str(HERE + 3))):
        files = {path: text.replace(was, now) for path, text in files.items()}
    assert compare_applications(release, read_application(files)).is_empty
