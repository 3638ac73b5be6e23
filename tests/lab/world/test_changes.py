"""What the developers changed: where they said, nothing else, and one property in conflict."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from app.lab.apex.reader import read_block, script_blocks
from app.lab.world import changes, edits

ROOT = Path(__file__).resolve().parents[3] / "resources" / "demo" / "f100"
LOV = "application/shared_components/user_interface/lovs/lov_canal_vente.sql"


@pytest.fixture(scope="module")
def files():
    return {p.relative_to(ROOT).as_posix(): p.read_text("ascii") for p in ROOT.rglob("*.sql")}


@pytest.fixture(scope="module")
def ahmed(files):
    return changes.changed_copy(files, "AHMED", 9 * 10**15)


@pytest.fixture(scope="module")
def sara(files):
    return changes.changed_copy(files, "SARA", 8 * 10**15)


def made_in(text):
    """The ids of the components that are created."""
    return re.findall(r"^ p_id=>wwv_flow_imp\.id\((\d+)\)", text, re.MULTILINE)


def page(number):
    return f"application/pages/page_{number:05d}.sql"


def touched(files, changed):
    return {path for path in changed if changed[path] != files.get(path)}


def arguments(text):
    """(component, argument) to source text, for everything in a file."""
    found = {}
    for block in script_blocks(text):
        for statement in read_block(block).statements:
            key = statement.source("p_id") or statement.name
            for argument in statement.arguments:
                found[statement.name, key, argument.name] = argument.source
    return found


def test_files_that_each_touched(files, ahmed, sara):
    assert touched(files, ahmed) == {page(10), page(30)}
    assert touched(files, sara) == {page(20), page(30), LOV, "install.sql"}


def test_everything_still_reads(ahmed, sara):
    for copy in (ahmed, sara):
        for text in copy.values():
            for block in script_blocks(text):
                read_block(block)


def test_exactly_one_property_in_conflict(files, ahmed, sara):
    base, ours, theirs = (arguments(f[page(30)]) for f in (files, ahmed, sara))
    both = [
        key
        for key in base
        if ours.get(key) != base[key]
        and theirs.get(key) != base[key]
        and ours.get(key) != theirs.get(key)
    ]
    assert [key[2] for key in both] == ["p_prompt"]
    assert base[both[0]] == "'Statut'"
    assert not (ours.keys() - base.keys()) & (theirs.keys() - base.keys())
    assert len([k for k in base if ours[k] != base[k]]) >= 2
    assert len([k for k in base if theirs[k] != base[k]]) >= 3


def test_new_components_have_ids_of_their_own(files, ahmed, sara):
    for copy, low in ((ahmed, 9 * 10**15), (sara, 8 * 10**15)):
        known = set(made_in("".join(files.values())))
        now = made_in("".join(copy.values()))
        assert len(set(now)) == len(now)
        new = set(now) - known
        assert len(new) >= 3
        assert all(low < int(n) < low + 10**9 for n in new)


def test_no_reference_is_left_open(sara):
    text = "".join(sara.values())
    made = set(made_in(text))
    used = set(re.findall(r"wwv_flow_imp\.id\((\d+)\)", text))
    assert used == made


def test_the_demos_own_application_has_no_open_reference(files):
    text = "".join(files.values())
    made = set(made_in(text))
    assert set(re.findall(r"wwv_flow_imp\.id\((\d+)\)", text)) == made


def test_the_new_list_is_installed_before_the_pages(sara):
    named = re.findall(r"^@@(\S+)", sara["install.sql"], re.MULTILINE)
    assert set(named) == sara.keys() - {"install.sql"}
    assert named.index(LOV) < named.index(page(20))


def test_an_edit_that_fits_nothing_says_so(files):
    edit = edits.Set(edits.Where("create_page_item", "p_name", "P10_NONE"), "p_prompt", "'x'")
    with pytest.raises(LookupError):
        edits.apply(files[page(10)], [edit], int)


def test_literals():
    assert edits.literal("l'eau") == "'l''eau'"
    assert edits.literal("Éa\\x") == r"unistr('\00C9a\\x')"
