"""Comments and statements that stand beside the components of a file."""

from __future__ import annotations

import pytest

from app.apex import Application, merge, merge_apps, parse, read_application, render
from app.apex.merge.beside import has_statement, left_out
from app.apex.model import ConflictKind, Decision, Take
from app.errors import MergeError
from app.services.merge.file import file_merge
from app.services.messages import issue_text
from tests.apex import samples
from tests.apex.samples import PAGE_PATH
from tests.apex.test_single_file import single

HEADING = "prompt --application/pages/page_00010"
COMMENT = (HEADING, f"-- (c) Ventes\n{HEADING}")
STATEMENT = ("end;\n/\n", "end;\n/\nbegin\n  journal.note('10');\nend;\n/\n")
SIZE = (",p_cSize=>30", ",p_cSize=>60")
KEY = f"{PAGE_PATH}|beside|"


def edit(*pairs: tuple[str, str]) -> str:
    return samples.replaced(samples.text(), *pairs)


def application(page: str) -> Application:
    return read_application(samples.application() | {PAGE_PATH: page})


BASE, MINE = application(samples.text()), application(edit(SIZE))


def test_a_comment_that_theirs_alone_changed_comes() -> None:
    theirs = application(edit(COMMENT))
    result = merge_apps(BASE, BASE, theirs)
    assert result.files[PAGE_PATH] == edit(COMMENT)
    assert merge(samples.page(), samples.page(), parse(edit(COMMENT), PAGE_PATH)).page is not None
    assert merge_apps(BASE, theirs, BASE).files[PAGE_PATH] == edit(COMMENT)


def test_a_comment_of_theirs_is_a_warning_that_shows_it() -> None:
    theirs = application(edit(COMMENT))
    result = merge_apps(BASE, MINE, theirs)
    (issue,) = [i for i in result.issues if i.code == "merge.lost_text"]
    assert (issue.severity, issue.path) == ("warning", PAGE_PATH)
    assert issue.facts["name"] == "+ -- (c) Ventes"
    for language in ("en", "fr"):
        said = issue_text(issue, language)
        assert "(c) Ventes" in said and PAGE_PATH in said
    assert result.files[PAGE_PATH] == edit(SIZE)
    taken_away = merge_apps(theirs, application(edit(COMMENT, SIZE)), BASE)
    (issue,) = [i for i in taken_away.issues if i.code == "merge.lost_text"]
    assert issue.facts["name"] == "- -- (c) Ventes"
    # ours keeps its own, and what both wrote is there
    for ours in (application(edit(COMMENT)), application(edit(COMMENT, SIZE))):
        for other in (MINE, application(edit(COMMENT, SIZE))):
            found = merge_apps(BASE, ours, other)
            assert not [i for i in found.issues if i.code == "merge.lost_text"]
            assert "(c) Ventes" in found.files[PAGE_PATH]


def test_a_statement_of_theirs_is_a_conflict() -> None:
    theirs = application(edit(STATEMENT))
    result = merge_apps(BASE, MINE, theirs)
    (conflict,) = result.open_conflicts
    assert (conflict.key, conflict.kind) == (KEY, ConflictKind.PROPERTY)
    assert (conflict.choices, conflict.ours) == ((Take.OURS,), "")
    assert conflict.theirs == "journal.note('10');"
    result = merge_apps(BASE, MINE, theirs, {KEY: Decision(KEY, Take.OURS)})
    assert result.files[PAGE_PATH] == edit(SIZE)
    assert "merge.lost_text" in {i.code for i in result.issues}
    assert merge_apps(BASE, MINE, theirs, {KEY: Decision(KEY, Take.THEIRS)}).open_conflicts
    alone = merge(*(parse(t, PAGE_PATH) for t in (samples.text(), edit(SIZE), edit(STATEMENT))))
    assert [c.key for c in alone.open_conflicts] == [KEY]


def test_a_file_with_a_new_statement_is_not_deleted_unasked() -> None:
    files = dict(samples.application())
    del files[PAGE_PATH]
    gone = read_application(files)
    for sides in ((application(edit(STATEMENT)), gone), (gone, application(edit(STATEMENT)))):
        (conflict,) = merge_apps(BASE, *sides).open_conflicts
        assert conflict.key == f"{PAGE_PATH}|file|"
    assert merge_apps(BASE, gone, BASE).open_conflicts == ()


@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize("other", [COMMENT, STATEMENT])
def test_git_merges_such_a_file_by_lines(whole: bool, other: tuple[str, str]) -> None:
    texts = [samples.text(), edit(SIZE), edit(other)]
    if whole:
        texts = [single(samples.application() | {PAGE_PATH: text}) for text in texts]
    base, ours, theirs = (parse(text, "f210.sql") for text in texts)
    with pytest.raises(MergeError) as caught:
        file_merge((base, ours, theirs), {})
    assert caught.value.code == "merge.other_text"
    result = file_merge((base, theirs, ours), {})
    assert result.text is not None and ",p_cSize=>60" in result.text
    assert other[1].splitlines()[-2 if other is STATEMENT else 0] in result.text


@pytest.mark.parametrize(
    ("line", "is_one"),
    [
        ("+ -- x", False),
        ("+ rem x", False),
        ("+ /* a", True),
        ("+ exec a", True),
        ("- exec a", False),
    ],
)
def test_what_is_a_statement(line: str, is_one: bool) -> None:
    assert has_statement((line,)) is is_one
    assert not has_statement(("+ /* a", "+ b */"))


def test_other_ids_and_other_layout_are_nothing_beside() -> None:
    page = samples.page()
    other = parse(samples.elsewhere(samples.renumbered(samples.text(), lambda i: i + 7)), PAGE_PATH)
    assert left_out(page, samples.page(edit(SIZE)), other) == ()
    assert render(page) == samples.text()
