"""The pages of two applications, drawn one by one when they are asked for."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cached_property

from msgspec.structs import replace

from app.apex.compare.application import renamed_files
from app.apex.export.application import Application
from app.apex.export.tree import Page
from app.apex.identity.id_space import rebase
from app.apex.layout.measure import Detail
from app.apex.layout.picture import Picture, picture, unchanged
from app.apex.layout.place import place, templates_of
from app.apex.model import PageDiff

_TEMPLATES = ("/page/", "/region/", "/label/")


class Pictures:
    """``of`` draws the page of one file that differs. Both applications stay alive with it."""

    def __init__(self, old: Application, new: Application) -> None:
        self._old, self._given = old, new

    @classmethod
    def none(cls) -> Pictures:
        """For versions of which no page can be drawn."""
        return cls(Application({}), Application({}))

    @cached_property
    def _new(self) -> Application:
        """In the id space of the old one, as the difference is."""
        return rebase(self._given, self._old)

    @cached_property
    def _renamed(self) -> dict[str, str]:
        return renamed_files(self._old, self._new)

    @cached_property
    def _exported(self) -> Mapping[str, str]:
        """The names of both sides' templates, by id."""
        return {**_templates(self._old), **_templates(self._new)}

    def of(
        self,
        path: str,
        difference: PageDiff,
        detail: Detail | None = None,
        only_changes: bool = False,
        conflicts: Collection[str] = (),
    ) -> Picture | None:
        """The picture of a file that differs so; None where it is no page.

        ``only_changes`` folds the regions in which nothing happened.
        """
        old = _page(self._old, self._renamed.get(path, path))
        new = _page(self._new, path)
        pages = [page for page in (old, new) if page is not None]
        if not pages:
            return None
        before = place(old, self._exported) if old is not None else None
        after = place(new, self._exported) if new is not None else None
        found = picture(before, after, difference, pages, detail=detail, conflicts=conflicts)
        if not only_changes:
            return found
        sides = [side for side in (before, after) if side is not None]
        folded = unchanged(sides, found.marks)
        fewer = replace(detail or Detail(), folded=folded)
        return picture(before, after, difference, pages, detail=fewer, conflicts=conflicts)


def _page(application: Application, path: str) -> Page | None:
    page = application.parsed.get(path)
    return page if page is not None and page.page_component is not None else None


def _templates(application: Application) -> dict[str, str]:
    """Template files only: the others need not be read for it."""
    paths = [
        path
        for path in application.parsed
        if "/templates/" in path and any(part in path for part in _TEMPLATES)
    ]
    return templates_of(application.parsed[path] for path in paths)
