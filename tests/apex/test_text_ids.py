"""Ids in texts: said where the component has another id in the result, and nowhere else."""

from __future__ import annotations

import pytest

from app.apex import Application, merge, merge_apps, read_application, render
from app.apex.model import Decision, Issue, Take
from app.services.merge.fold import Inputs, integrate
from app.services.messages import issue_text
from tests.apex import samples
from tests.apex.samples import LOV_PATH, PAGE_PATH, added, item, page, replaced, text

SHIFT = 9_000_000_000_000
REGION = 51000000000000100
LINE = "'       c.montant,',"
AFTER = "p_name=>'P10_CLIENT'\n"


def mention(identity: int, form: str = "#R{}") -> tuple[str, str]:
    return LINE, LINE + f"\n'       ''{form.format(identity)}'' as x,',"


def application(page: str, **files: str) -> Application:
    return read_application(samples.application() | {PAGE_PATH: page} | files)


def found(issues: tuple[Issue, ...]) -> list[tuple[str, str]]:
    told = [i for i in issues if i.code == "merge.text_id"]
    assert all(i.severity == "warning" for i in told)
    return [(i.facts["name"], i.facts["target"]) for i in told]


def elsewhere(files: dict[str, str]) -> Application:
    """The application as another installation exports it; its texts are as they were written."""
    return read_application(
        {
            path: samples.elsewhere(samples.renumbered(content, lambda i: i + SHIFT))
            for path, content in files.items()
        }
    )


MINE = application(replaced(text(), (",p_cSize=>30", ",p_cSize=>60")))
BASE = application(text())


@pytest.mark.parametrize("form", ["#R{}", '{{"id":{}}}', "B{}x"])
def test_theirs_under_other_ids(form: str) -> None:
    old, new = str(REGION + SHIFT), str(REGION)
    files = samples.application()
    files[PAGE_PATH] = replaced(text(), mention(REGION + SHIFT, form))
    theirs = elsewhere(files)
    for ours in (MINE, BASE):
        result = merge_apps(BASE, ours, theirs)
        assert found(result.issues) == [(old, new)]
        assert form.format(old) in result.files[PAGE_PATH], "texts are not rewritten"
    (issue,) = [i for i in result.issues if i.code == "merge.text_id"]
    assert issue.facts["component"].startswith("Liste des commandes")
    for language in ("en", "fr"):
        said = issue_text(issue, language)
        assert old in said and new in said and "{" not in said
    one = page(theirs.files[PAGE_PATH])
    alone = merge(page(), page(replaced(text(), (",p_cSize=>30", ",p_cSize=>60"))), one)
    assert found(alone.issues) == [(old, new)]


def test_a_component_of_another_file() -> None:
    lov = 51000000000000800
    files = samples.application()
    assert str(lov) in files[LOV_PATH]
    files[PAGE_PATH] = replaced(text(), mention(lov + SHIFT))
    assert found(merge_apps(BASE, MINE, elsewhere(files)).issues) == [(str(lov + SHIFT), str(lov))]


def test_a_new_component_that_had_to_move() -> None:
    new = 51000000000000777
    mine = added(AFTER, item(new, "P10_AUTRE", 40))
    other = added(AFTER, item(new, "P10_NOM", 50).replace("'P10_Nom'", f"'#P{new}'"))
    result = merge_apps(BASE, application(mine), application(other))
    assert found(result.issues) == [(str(new), str(new + 1))]
    (issue,) = [i for i in result.issues if i.code == "merge.text_id"]
    assert (issue.facts["component"], issue.facts["argument"]) == ("P10_NOM", "p_prompt")


@pytest.mark.parametrize(
    "line",
    [
        mention(REGION),  # ours' own id
        mention(12345),
        mention(REGION + SHIFT, "1{}"),  # a part of a longer number
        mention(51000000000009999 + SHIFT),  # nobody's
    ],
)
def test_no_noise(line: tuple[str, str]) -> None:
    files = samples.application()
    files[PAGE_PATH] = replaced(text(), line)
    assert found(merge_apps(BASE, MINE, elsewhere(files)).issues) == []
    assert found(merge_apps(BASE, MINE, application(files[PAGE_PATH])).issues) == []


def test_what_was_there_before_or_does_not_come_is_not_told() -> None:
    line = mention(REGION + SHIFT)
    files = samples.application()
    files[PAGE_PATH] = replaced(text(), line)
    base = application(files[PAGE_PATH])
    files[PAGE_PATH] = replaced(text(), line, (",p_cSize=>30", ",p_cSize=>60"))
    assert found(merge_apps(base, base, elsewhere(files)).issues) == []
    mine = replaced(text(), (LINE, "'       c.solde,',"))
    files[PAGE_PATH] = replaced(text(), mention(REGION + SHIFT))
    files[PAGE_PATH] = replaced(files[PAGE_PATH], (LINE, "'       c.total,',"))
    theirs = elsewhere(files)
    (conflict,) = merge_apps(BASE, application(mine), theirs).open_conflicts
    for take, told in ((Take.OURS, 0), (Take.THEIRS, 1)):
        decided = {conflict.key: Decision(conflict.key, take)}
        assert len(found(merge_apps(BASE, application(mine), theirs, decided).issues)) == told


def test_two_of_one_name_kept_as_two() -> None:
    mine, other = 51000000000000777, 51000000000000888
    ours = page(added(AFTER, item(mine, "P10_NOM", 40)))
    theirs = page(added(AFTER, item(other, "P10_NOM", 40).replace("'P10_Nom'", f"'#P{other}'")))
    (conflict,) = merge(page(), ours, theirs).open_conflicts
    result = merge(page(), ours, theirs, {conflict.key: Decision(conflict.key, Take.BOTH)})
    assert result.page is not None
    assert found(result.issues) == [(str(other), str(mine + 1))]
    assert f"'#P{other}'" in render(result.page)


def test_it_is_said_after_the_next_developer_too() -> None:
    files = samples.application()
    files[PAGE_PATH] = replaced(text(), mention(REGION + SHIFT))
    developers = {"Sara": elsewhere(files), "Ahmed": MINE}
    inputs = Inputs(BASE, developers, dict.fromkeys(developers, BASE))
    assert found(integrate(inputs, {}).issues) == [(str(REGION + SHIFT), str(REGION))]
