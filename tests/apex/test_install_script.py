"""The install script of a split export, merged as a list of files."""

from __future__ import annotations

import pytest

from app.apex.merge.install_script import merged_install

HEAD, TAIL = ["application/set_environment.sql"], ["application/end_environment.sql"]


def page(number: int) -> str:
    return f"application/pages/page_{number:05}.sql"


def script(*pages: int, head: str = "prompt --install\n", tail: str = "") -> str:
    paths = [*HEAD, *map(page, pages), *TAIL]
    return head + "".join(f"@@{path}\n" for path in paths) + tail


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "merged"),
    [
        ((1, 2), (1, 2, 3), (1, 2, 4), (1, 2, 3, 4)),
        ((1, 2), (1, 2, 4), (1, 2, 3), (1, 2, 3, 4)),
        ((1, 2), (1, 2, 3, 5), (1, 2, 4, 6), (1, 2, 3, 4, 5, 6)),
        ((1, 2), (1, 2, 3), (1, 2, 3), (1, 2, 3)),
        ((1, 2, 3), (1, 3, 4), (1, 2, 5), (1, 4, 5)),
        ((1, 2, 3), (1, 3), (1, 2), (1,)),
        ((1, 2), (2, 1), (0, 1, 2), (0, 2, 1)),
        ((1, 2, 9), (1, 2, 9), (1, 2, 5, 9), (1, 2, 5, 9)),
        ((), (3,), (4,), (3, 4)),
    ],
)
def test_lines_of_both_are_there_and_what_a_side_removed_is_not(
    base: tuple[int, ...], ours: tuple[int, ...], theirs: tuple[int, ...], merged: tuple[int, ...]
) -> None:
    assert merged_install(script(*base), script(*ours), script(*theirs)) == script(*merged)


def test_the_one_sign_of_an_old_export() -> None:
    old = [script(*pages).replace("@@", "@") for pages in ((1,), (1, 3), (1, 2), (1, 2, 3))]
    assert merged_install(*old[:3]) == old[3]


def test_two_new_scripts() -> None:
    assert merged_install("", script(1, 3), script(1, 2)) == script(1, 2, 3)


def test_line_ends_and_the_missing_last_one_of_ours_stay() -> None:
    crlf = script(1, 3).replace("\n", "\r\n")
    assert merged_install(script(1), crlf, script(1, 2)) == script(1, 2, 3).replace("\n", "\r\n")
    base, ours, theirs = (script(*p).rstrip("\n") for p in ((1,), (1, 3), (1, 2)))
    assert merged_install(base, ours, theirs) == script(1, 2, 3).rstrip("\n")
    assert merged_install(script(1), "\r\n" + script(1, 3), script(1, 2)) is None


def test_other_lines_merge_by_lines() -> None:
    base, ours = script(1), script(1, 3, tail="prompt done\n")
    theirs = script(1, 2, head="-- Ventes\nprompt --install\n")
    assert merged_install(base, ours, theirs) == script(
        1, 2, 3, head="-- Ventes\nprompt --install\n", tail="prompt done\n"
    )
    assert merged_install(base, script(1, 3, head="-- A\n"), script(1, head="-- B\n")) is None


@pytest.mark.parametrize("text", ["@@tables/a.sql\n", "create table a (b number);\n", ""])
def test_what_is_no_script_of_an_export_is_git_s(text: str) -> None:
    assert merged_install(script(1), script(1, 2), text) is None
    assert merged_install(script(1), text, script(1, 2)) is None
    if text:
        assert merged_install(text, script(1), script(1, 2)) is None


def test_a_script_that_runs_a_file_twice_is_git_s() -> None:
    assert merged_install(script(1), script(1, 1), script(1, 2)) is None
