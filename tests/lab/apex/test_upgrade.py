"""An older export that comes into APEX 26.1: static ids, new names, new numbers of templates."""

from __future__ import annotations

import re

import pytest

from app.apex import compare_applications, read_application
from app.lab.apex.releases import RELEASES
from app.lab.apex.upgrade import Idents
from app.lab.world.build import of_release
from tests.lab.apex.conftest import Importer, Instance, copy_session, main_session

BY = 1476336957994617
STATIC = re.compile(r",p_static_id=>'([^']*)'")
PAGE = "f100/application/pages/page_00010.sql"


@pytest.fixture
def newest() -> Instance:
    return Instance(RELEASES["26.1"])


def static_ids(files: dict[str, str]) -> dict[str, list[str]]:
    return {path: STATIC.findall(text) for path, text in files.items()}


def test_every_component_that_can_have_one_gets_a_static_id(newest, files) -> None:
    newest.install(main_session(), files)
    exported = newest.export(100)
    assert "p_release=>'26.1.0'" in exported[PAGE]
    found = static_ids(exported)[PAGE]
    assert {"filtres", "contrats"} <= set(found)
    regions = re.findall(r"create_page_plug\(\n.*?\n\);", exported[PAGE], re.S)
    assert regions and all(STATIC.search(region) for region in regions)
    names = [STATIC.search(region)[1] for region in regions]
    assert len(set(names)) == len(names), "unique in the page"


def test_two_of_one_name_are_told_apart_and_numbers_at_the_end_go(newest, files) -> None:
    again = files[PAGE].replace("p_plug_name=>'Filtres'", "p_plug_name=>'Contrats 2'")
    assert again != files[PAGE]
    newest.install(main_session(), {**files, PAGE: again})
    found = static_ids(newest.export(100))[PAGE]
    assert {"contrats", "contrats-2"} <= set(found)


def test_templates_and_attributes_are_the_newer_ones(newest, files) -> None:
    newest.install(main_session(), files)
    exported = newest.export(100)
    assert f"p_plug_template=>{4072358936313175081 + BY}\n" in exported[PAGE]
    assert not any(
        re.search(r"create_page_da_action\((?:(?!\);\n).)*?p_attribute_01", text, re.S)
        for text in exported.values()
        if "NATIVE_REFRESH" in text and "NATIVE_SET_VALUE" not in text
    )
    assert any("'maintain_pagination', 'N'" in text for text in exported.values())


def test_what_it_exports_it_imports_as_it_is(newest, files) -> None:
    newest.install(main_session(), files)
    once = newest.export(100)
    newest.install(main_session(), once)
    assert newest.export(100) == once


def test_for_our_own_comparison_nothing_happened(newest, files) -> None:
    newest.install(main_session(), files)
    plain = {path.removeprefix("f100/"): text for path, text in files.items()}
    after = {path.removeprefix("f100/"): text for path, text in newest.export(100).items()}
    found = compare_applications(read_application(plain), read_application(after))
    assert found.is_empty, [(f.path, f.diff.changes[0].properties) for f in found.files][:3]
    assert found.noise > 300


def test_a_copy_keeps_the_static_ids_though_it_was_renamed(newest, files) -> None:
    idents = Idents()
    session, other = main_session(), copy_session()
    renamed = {**files, PAGE: files[PAGE].replace("'Filtres'", "'Recherche'")}
    Importer(newest.store, session, lambda: newest.now, idents=idents).install(dict(files))
    Importer(newest.store, other, lambda: newest.now, idents=idents).install(renamed)
    mine, copied = static_ids(newest.export(100)), static_ids(newest.export(101))
    assert list(mine.values()) == list(copied.values())


def test_older_releases_give_none(files) -> None:
    instance = Instance(RELEASES["24.2"])
    instance.install(main_session(), files)
    assert static_ids(instance.export(100)) == static_ids(files)


def test_a_static_id_that_is_there_stays(newest, files) -> None:
    newest.install(main_session(), files)
    roles = next(t for p, t in newest.export(100).items() if "create_acl_role" in t)
    assert "p_static_id=>'ADMINISTRATEUR'" in roles
    assert of_release(files[PAGE], RELEASES["26.1"]) == files[PAGE]
