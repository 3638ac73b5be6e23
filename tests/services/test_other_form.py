"""An application's APEXlang beside its SQL export: kept, stamped, and held against it."""

from __future__ import annotations

from pathlib import Path

import pytest

from app import apexlang, durable
from app.apex import Application, read_application
from app.errors import OracleError
from app.oracle import Exported
from app.services import messages, other_form, snapshots, sources
from app.services.compare import named
from app.services.workplace import Workplace
from tests.apexlang.test_forms import APX, PAGE, SQL
from tests.apexlang.test_words import APX_PATH

APP = """app FOO (
    name: Demo
    version: 1
    navigation {
        homeUrl: {
            page: 1
        }
    }
)

"""


def both(apx: str = APX) -> Application:
    return read_application({PAGE: SQL}, {APX_PATH: apx.encode()})


def test_forms_that_agree_are_no_news() -> None:
    assert other_form.agree(both()) == ()
    assert other_form.agree(read_application({PAGE: SQL})) == ()


def test_where_they_do_not_agree_it_is_told_with_the_place() -> None:
    apx = APX.replace("label: Status", "label: State").replace("button go", "button went")
    (problem,) = other_form.agree(both(apx))
    assert problem.code == "forms.differ"
    assert (problem.facts["count"], problem.facts["new"]) == (2, 2)
    assert problem.facts["first"] == f"{APX_PATH}: page:10/pageItem:P10_STATUS label.label"
    for language in ("en", "fr"):
        said = messages.message(problem, language)
        assert "pageItem:P10_STATUS" in said.detail and "{" not in said.detail


def test_what_was_so_before_is_told_apart() -> None:
    was = APX.replace("label: Status", "label: State")
    (problem,) = other_form.agree(both(was.replace("button go", "button went")), None, [both(was)])
    assert (problem.facts["count"], problem.facts["new"]) == (2, 1)
    assert problem.facts["first"] == f"{APX_PATH}: page:10/button:went"
    (problem,) = other_form.agree(both(was), None, [both(), both(was)])
    assert (problem.facts["count"], problem.facts["new"]) == (1, 0)


@pytest.mark.parametrize("apx", ["page 10 (\n", "page 10 (\n    /TEST\n)\n"])
def test_apexlang_that_cannot_be_read_stops_nothing_and_is_told(apx: str) -> None:
    (problem,) = other_form.agree(both(apx))
    assert problem.code == "forms.none"
    assert APX_PATH in str(problem.facts["detail"])


def test_apexlang_that_apex_refused_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    error = OracleError("oracle.no_apexlang", target="MAIN", application=100)
    (problem,) = other_form.agree(read_application({PAGE: SQL}), error)
    assert problem.code == "forms.none"
    monkeypatch.setattr(sources, "export_both", lambda *_: Exported({PAGE: SQL}, refused=error))
    found = sources.exported(None, "W", 100, "MAIN")  # type: ignore[arg-type]
    assert (found.apexlang, found.files) == ({}, {PAGE: SQL})


@pytest.mark.parametrize("app", [APP, APP.replace("    version: 1\n", "")])
def test_the_version_of_a_release_is_set_in_it_and_nothing_else(app: str) -> None:
    files = {"application.apx": app.encode(), APX_PATH: APX.encode(), "x.png": b"\x00\xff"}
    made = other_form.with_version(files, "2.10")
    expected = APP.replace("version: 1", "version: 2.10")
    assert made == {**files, "application.apx": expected.encode()}
    assert apexlang.parse(made["application.apx"]).top is not None


def test_a_copy_is_kept_in_both_forms_and_comes_back() -> None:
    tree = snapshots.tree(both())
    assert set(tree) == {PAGE, f"apexlang/{APX_PATH}"}
    sql, language = snapshots.parted(tree)
    assert read_application(sql, language) == both()
    assert language == both().apexlang
    # One that was kept before has the one form alone.
    assert snapshots.parted({PAGE: SQL.encode()}) == ({PAGE: SQL.encode()}, {})


FRAME = "application/create_application.sql"


def test_a_folder_with_both_forms_is_the_sql_export_with_its_words(tmp_path: Path) -> None:
    """As a release has it: the folders ``apex`` and ``apexlang``."""
    for version, sql, apx in (("1", SQL, APX), ("2", *map(renamed, (SQL, APX)))):
        root = tmp_path / version
        files = {
            f"apex/{PAGE}": sql,
            f"apex/{FRAME}": SQL[: SQL.index("wwv_flow_imp_page.create_page(")] + "end;\n/\n",
            "apexlang/application.apx": APP,
            f"apexlang/{APX_PATH}": apx,
        }
        for path, text in files.items():
            durable.write(root / path, text)
    place = Workplace.blank(tmp_path)
    found, _ = named.compare(place, str(tmp_path / "1"), str(tmp_path / "2"))
    ((change,),) = [f.diff.changes for f in found.files]
    assert (change.procedure, change.name) == ("pageItem", "P10_STATUS")
    # The APEXlang folder alone is one in APEXlang.
    alone = named.side(place, str(tmp_path / "1" / "apexlang"))
    assert isinstance(alone, apexlang.Application)


def renamed(text: str) -> str:
    return text.replace("p_prompt=>'Status'", "p_prompt=>'State'").replace(
        "label: Status", "label: State"
    )
