"""Credentials and remote servers belong to the workspace: since 25.1 exports have bare numbers for
them, which are others in each workspace. They are references, by name."""

from __future__ import annotations

from app.apex import Application, compare_applications, merge_apps, parse, read_application
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
