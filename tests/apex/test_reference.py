"""What differs across an upgrade of APEX, held against what differed before at the same place."""

from __future__ import annotations

import re

import pytest

from app.apex import Application, compare_applications, read_application
from app.apex.compare.reference import Reference, digest, is_brought, replaced
from app.apex.model import ApplicationDiff
from tests.apex import samples
from tests.apex.samples import PAGE_PATH

NEWER = ("'24.2.0'", "'26.1.0'"), ("'2024.11.30'", "'2026.03.30'")
PROMPT = "p_prompt=>'Statut'"


def version(*edits: tuple[str, str]) -> Application:
    files = samples.application()
    for old, new in edits:
        assert old in files[PAGE_PATH], old
        files[PAGE_PATH] = files[PAGE_PATH].replace(old, new)
    return read_application(files)


def upgraded(application: Application, *edits: tuple[str, str]) -> Application:
    """As a newer APEX exports it: in its release, each region and item with an argument more."""
    files = dict(application.files)
    for old, new in NEWER:
        files = {path: text.replace(old, new) for path, text in files.items()}
    for call in ("create_page_plug", "create_page_item"):
        more = f"{call}(\n p_of_this_patch=>'Y'\n,p_id=>"
        files = {path: text.replace(f"{call}(\n p_id=>", more) for path, text in files.items()}
    for old, new in edits:
        assert old in files[PAGE_PATH], old
        files[PAGE_PATH] = files[PAGE_PATH].replace(old, new)
    return read_application(files)


def _item(text: str) -> str:
    """The first call that makes one."""
    at = text.index("wwv_flow_imp_page.create_page_item(")
    return text[at : text.index(");\n", at) + 3]


def told(found: ApplicationDiff) -> list[tuple[str, str | None, str | None]]:
    return [
        (p.name, p.old, p.new) for f in found.files for c in f.diff.changes for p in c.properties
    ]


def reference() -> Reference:
    base = version()
    here = upgraded(base)
    assert len(told(compare_applications(base, here))) >= 4
    return Reference(compare_applications(base, here), here)


def test_what_the_upgrade_made_before_it_makes_again() -> None:
    release = version((PROMPT, "p_prompt=>'Etat'"))
    found = compare_applications(release, upgraded(release))
    assert not found.is_empty
    left = reference().beyond(found)
    assert left.is_empty
    assert left.noise >= len(told(found))


def test_a_component_that_was_not_there_before_is_read_by_what_others_show() -> None:
    base = version()
    call = _item(base.files[PAGE_PATH])
    more = re.sub(r"\.id\(\d+\)", ".id(987654321)", call, count=1)
    more = re.sub(r"p_name=>'[^']*'", "p_name=>'P10_NEU'", more, count=1)
    release = version((call, call + more))
    found = compare_applications(release, upgraded(release))
    new = [c for f in found.files for c in f.diff.changes if "P10_NEU" in c.name]
    assert new and new[0].properties
    assert reference().beyond(found).is_empty


@pytest.mark.parametrize(
    ("edit", "left"),
    [
        ((PROMPT, "p_prompt=>'Stand'"), [("p_prompt", "Statut", "Stand")]),
        (("p_of_this_patch=>'Y'\n,p_id=>wwv", "p_of_this_patch=>'X'\n,p_id=>wwv"), None),
    ],
)
def test_anything_else_is_left(edit, left) -> None:
    release = version()
    found = reference().beyond(compare_applications(release, upgraded(release, edit)))
    if left is not None:
        assert told(found) == left
    else:  # the same argument, but not what this APEX writes
        assert {(name, new) for name, _, new in told(found)} == {("p_of_this_patch", "X")}


def test_a_component_that_is_gone_is_left_and_one_of_a_kind_that_is_no_more_is_not() -> None:
    base = version()
    missing = upgraded(version((_item(base.files[PAGE_PATH]), "")))
    found = reference().beyond(compare_applications(base, missing))
    assert [c.status.value for f in found.files for c in f.diff.changes] == ["removed"]
    # An APEX that writes no item at all did so before, too.
    none = {path: _without_items(t) for path, t in upgraded(base).files.items()}
    here = read_application(none)
    known = Reference(compare_applications(base, here), here)
    assert known.beyond(compare_applications(base, here)).is_empty


def _without_items(text: str) -> str:
    while (at := text.find("wwv_flow_imp_page.create_page_item(")) >= 0:
        text = text[:at] + text[text.index(");\n", at) + 3 :]
    return text


BRAND_NEW = "P10_NEU"


def release_with_an_item() -> Application:
    call = _item(version().files[PAGE_PATH])
    more = re.sub(r"\.id\(\d+\)", ".id(987654321)", call, count=1)
    more = re.sub(r"p_name=>'[^']*'", f"p_name=>'{BRAND_NEW}'", more, count=1)
    return version((call, call + more), (PROMPT, "p_prompt=>'Etat'"))


@pytest.mark.parametrize(
    ("edit", "brought"),
    [
        ((f"p_name=>'{BRAND_NEW}'\n", f"p_name=>'{BRAND_NEW}'\n,p_x=>'1'\n"), True),
        (("p_prompt=>'Etat'", "p_prompt=>'ETAT'"), True),  # it is another one than before
        (("p_step_title=>'", "p_step_title=>'Neu: "), False),
        ((_item(samples.application()[PAGE_PATH]).replace(PROMPT, "p_prompt=>'Etat'"), ""), False),
    ],
    ids=["of a new item", "edited by the release", "as it was before", "taken away"],
)
def test_what_only_the_release_brings_is_told_apart(edit: tuple[str, str], brought: bool) -> None:
    base, release = version(), release_with_an_item()
    left = compare_applications(release, version_of(release, edit))
    assert not left.is_empty
    assert is_brought(left, base, release) is brought
    if brought:
        assert is_brought(left, None, release)
        assert digest(left) == digest(compare_applications(release, version_of(release, edit)))
        other = version_of(release, (edit[0], edit[1].replace("1", "2").replace("ETAT", "Stand")))
        assert digest(left) != digest(compare_applications(release, other))


def version_of(application: Application, edit: tuple[str, str]) -> Application:
    files = dict(application.files)
    assert edit[0] in files[PAGE_PATH]
    files[PAGE_PATH] = files[PAGE_PATH].replace(*edit)
    return read_application(files)


def test_a_page_that_the_release_renamed_is_not_new() -> None:
    """Its name is a part of every component's place."""
    base = version()
    release = version(("p_name=>'Commandes'", "p_name=>'Ventes'"))
    there = version_of(release, (PROMPT, "p_prompt=>'Stand'"))
    assert not is_brought(compare_applications(release, there), base, release)


def test_what_a_client_had_changed_itself_is_what_went() -> None:
    base, release = version(), version(("p_step_title=>'", "p_step_title=>'Neu: "))
    own = upgraded(base, (PROMPT, "p_prompt=>'Le nôtre'"))
    after = upgraded(release)
    assert replaced(
        compare_applications(base, own),
        compare_applications(release, after),
        compare_applications(base, release),
    ) == (PAGE_PATH,)
    # Nothing of its own: what the release changed and what the upgrade writes are none.
    assert not replaced(
        compare_applications(base, upgraded(base)),
        compare_applications(release, after),
        compare_applications(base, release),
    )
