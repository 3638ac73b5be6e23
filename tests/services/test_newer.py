"""A developer's copy on a newer APEX than MAIN gets an answer, and holds nobody else up."""

from __future__ import annotations

import pytest

from app.apex import Application, read_application
from app.errors import AppError
from app.oracle import Exported, Session
from app.services import developers, sources
from app.services.merge import into_main
from app.services.merge.newer import newer_copy, refuse_newer_copies
from app.services.workplace import Workplace
from tests.apex import samples
from tests.apex.samples import PAGE_PATH
from tests.services.test_road import quiet

pytest_plugins = ("tests.services.test_road",)
NEWER = ("'24.2.0'", "'26.1.0'"), ("'2024.11.30'", "'2026.03.30'")


def upgraded(files: dict[str, str]) -> dict[str, str]:
    for old, new in NEWER:
        files = {path: text.replace(old, new) for path, text in files.items()}
    return files


def application(*, prompt: str = "") -> Application:
    files = samples.application()
    if prompt:
        text = files[PAGE_PATH].replace("p_prompt=>'Statut'", f"p_prompt=>'{prompt}'")
        assert text != files[PAGE_PATH]
        files[PAGE_PATH] = text
    return read_application(files)


def test_what_would_be_needed_is_told_with_the_pages() -> None:
    base = application()
    copy = read_application(upgraded(dict(application(prompt="Situation").files)))
    error = newer_copy("Ahmed", base, copy, base)
    assert error is not None and error.code == "merge.newer_copy"
    assert error.facts["theirs"] == "26.1.0" and error.facts["files"] == 1
    assert error.facts["listed"] == "10"
    with pytest.raises(AppError, match=r"merge\.newer_copy"):
        refuse_newer_copies(base, {"Ahmed": copy}, {"Ahmed": base})


def test_the_same_or_an_older_release_is_merged() -> None:
    base = application()
    newer = read_application(upgraded(dict(base.files)))
    assert newer_copy("Ahmed", base, base, base) is None
    assert newer_copy("Ahmed", newer, base, base) is None


def test_the_others_are_shown_and_merged(place: Workplace, monkeypatch: pytest.MonkeyPatch) -> None:
    export = sources.export_both

    def newer_for_ahmed(session: Session, workspace: str, number: int) -> Exported:
        both = export(session, workspace, number)
        ahmed = number == place.developer("Ahmed").application
        return Exported(upgraded(both.files)) if ahmed else both

    monkeypatch.setattr(sources, "export_both", newer_for_ahmed)
    ahmed, sara = developers.overview(place, quiet).developers
    assert ahmed.problem is not None and ahmed.problem.code == "merge.newer_copy"
    assert ahmed.files and ahmed.problem.facts["files"] == len(ahmed.files)
    assert sara.problem is None and sara.files
    with pytest.raises(AppError) as caught:
        into_main.start(place, ["Sara", "Ahmed"], quiet)
    assert caught.value.code == "merge.newer_copy"
    assert into_main.start(place, ["Sara"], quiet).files
