"""The APEX dictionary views, as rows: only what the asking schema's workspaces hold.

Columns are those that the program and its users read; a column that is not here is ORA-00904, as
any name that a view does not have.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from app.lab.apex.reader import Statement
from app.lab.apex.store import Application, Component, Store
from app.lab.backend import Column, ColumnType, OraType

Row = tuple[Any, ...]
_ID: Final = re.compile(r"wwv_flow_(?:imp|api)\.id\((\d+)\)")

_NUMBER: Final = ColumnType(OraType.NUMBER, 0, -127, 22)
_DATE: Final = ColumnType(OraType.DATE, size=7)


def _text(size: int) -> ColumnType:
    return ColumnType(OraType.VARCHAR, size=size)


@dataclass(frozen=True)
class View:
    """``rows(store, schema)`` gives what ``schema`` may see."""

    name: str
    columns: tuple[Column, ...]
    rows: Callable[[Store, str], Iterator[Row]]


VIEWS: dict[str, View] = {}


def _view(
    name: str, columns: dict[str, ColumnType]
) -> Callable[[Callable[[Store, str], Iterator[Row]]], Callable[[Store, str], Iterator[Row]]]:
    def register(
        rows: Callable[[Store, str], Iterator[Row]],
    ) -> Callable[[Store, str], Iterator[Row]]:
        VIEWS[name] = View(name, tuple(Column(c, t) for c, t in columns.items()), rows)
        return rows

    return register


def _applications(store: Store, schema: str) -> Iterator[tuple[str, Application]]:
    names = dict(store.workspaces(schema))
    for app in store.applications(names):
        yield names[app.workspace], app


@_view("APEX_RELEASE", {
    "VERSION_NO": _text(4000), "API_COMPATIBILITY": _text(4000), "PATCH_APPLIED": _text(4000),
})  # fmt: skip
def _release(store: Store, schema: str) -> Iterator[Row]:
    release = store.release
    yield (release.version, release.date, "APPLIED")


@_view("APEX_WORKSPACES", {
    "WORKSPACE": _text(255), "WORKSPACE_ID": _NUMBER, "WORKSPACE_DISPLAY_NAME": _text(4000),
    "SCHEMAS": _NUMBER, "APPLICATIONS": _NUMBER, "APEX_DEVELOPERS": _NUMBER,
})  # fmt: skip
def _workspaces(store: Store, schema: str) -> Iterator[Row]:
    for number, name in store.workspaces(schema):
        apps = len(store.applications([number]))
        yield (name, number, name, len(store.schemas(number)), apps, 1)


@_view("APEX_WORKSPACE_SCHEMAS", {
    "WORKSPACE_ID": _NUMBER, "WORKSPACE_NAME": _text(255), "WORKSPACE_DISPLAY_NAME": _text(4000),
    "SCHEMA": _text(128), "APPLICATIONS": _NUMBER,
})  # fmt: skip
def _workspace_schemas(store: Store, schema: str) -> Iterator[Row]:
    for number, name in store.workspaces(schema):
        for mapped in store.schemas(number):
            apps = sum(app.owner == mapped for app in store.applications([number]))
            yield (number, name, name, mapped, apps)


@_view("APEX_APPLICATIONS", {
    "WORKSPACE": _text(255), "WORKSPACE_ID": _NUMBER, "WORKSPACE_DISPLAY_NAME": _text(4000),
    "APPLICATION_ID": _NUMBER, "APPLICATION_NAME": _text(255), "ALIAS": _text(255),
    "OWNER": _text(128), "APPLICATION_GROUP": _text(255), "VERSION": _text(255),
    "AVAILABILITY_STATUS": _text(60), "BUILD_STATUS": _text(30), "PAGES": _NUMBER,
    "LAST_UPDATED_BY": _text(255), "LAST_UPDATED_ON": _DATE,
})  # fmt: skip
def _application_rows(store: Store, schema: str) -> Iterator[Row]:
    for workspace, app in _applications(store, schema):
        files = store.files(app.id)
        last = max((f for f in files if f.page is not None), key=lambda f: f.updated_on,
                   default=None)  # fmt: skip
        newer = last is not None and last.updated_on > app.updated_on
        yield (
            workspace, app.workspace, workspace, app.id, app.name, app.alias or None, app.owner,
            None, app.version or None, "Available with Developer Toolbar", "Run and Build",
            sum(f.page is not None for f in files),
            last.updated_by if last is not None and newer else app.updated_by,
            last.updated_on if last is not None and newer else app.updated_on,
        )  # fmt: skip


_COUNTED: Final = {
    "REGIONS": ("create_page_plug", "create_report_region"),
    "ITEMS": ("create_page_item",),
    "BUTTONS": ("create_page_button",),
    "COMPUTATIONS": ("create_page_computation",),
    "VALIDATIONS": ("create_page_validation",),
    "PROCESSES": ("create_page_process",),
    "BRANCHES": ("create_page_branch",),
    "DYNAMIC_ACTIONS": ("create_page_da_event",),
}


@_view("APEX_APPLICATION_PAGES", {
    "WORKSPACE": _text(255), "APPLICATION_ID": _NUMBER, "APPLICATION_NAME": _text(255),
    "PAGE_ID": _NUMBER, "PAGE_NAME": _text(255), "PAGE_ALIAS": _text(255),
    "PAGE_MODE": _text(30), "PAGE_TITLE": _text(255), "PAGE_GROUP": _text(255),
    **dict.fromkeys(_COUNTED, _NUMBER),
    "LAST_UPDATED_BY": _text(255), "LAST_UPDATED_ON": _DATE,
})  # fmt: skip
def _pages(store: Store, schema: str) -> Iterator[Row]:
    for workspace, app in _applications(store, schema):
        parts: dict[str, list[Component]] = {}
        for component in store.components(app.id):
            parts.setdefault(component.path, []).append(component)
        groups = _names(parts.get("application/pages/page_groups", ()), "p_group_name")
        for file in store.files(app.id):
            if file.page is None:
                continue
            components = parts.get(file.path, [])
            page = components[0].statement() if components else Statement("", (), 1, 1)
            counts = Counter(c.procedure.rpartition(".")[2] for c in components)
            mode = (page.text("p_page_mode") or "NORMAL").capitalize()
            yield (
                workspace, app.id, app.name, file.page, page.text("p_name"),
                page.text("p_alias"), mode, page.text("p_step_title"),
                groups.get(page.text("p_group_id") or ""),
                *(sum(counts[p] for p in names) for names in _COUNTED.values()),
                file.updated_by, file.updated_on,
            )  # fmt: skip


def _names(components: Any, argument: str) -> dict[str, str | None]:
    """Names of components by their id."""
    return {
        c.statement().text("p_id") or "": c.statement().text(argument)
        for c in components
        if c.procedure
    }


def _of_pages(store: Store, schema: str, *procedures: str) -> Iterator[tuple[Any, ...]]:
    """Application, page and statement of every page component of the given kinds."""
    for workspace, app in _applications(store, schema):
        pages = {f.path: f for f in store.files(app.id) if f.page is not None}
        for component in store.components(app.id):
            if component.path in pages and component.procedure.endswith(procedures):
                yield workspace, app, pages[component.path], component.statement()


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and text.lstrip("-").isdigit() else None


@_view("APEX_APPLICATION_PAGE_REGIONS", {
    "WORKSPACE": _text(255), "APPLICATION_ID": _NUMBER, "PAGE_ID": _NUMBER,
    "REGION_ID": _NUMBER, "REGION_NAME": _text(255), "STATIC_ID": _text(255),
    "PARENT_REGION_ID": _NUMBER, "SOURCE_TYPE_CODE": _text(255), "DISPLAY_SEQUENCE": _NUMBER,
    "LAST_UPDATED_BY": _text(255), "LAST_UPDATED_ON": _DATE,
})  # fmt: skip
def _regions(store: Store, schema: str) -> Iterator[Row]:
    kinds = (".create_page_plug", ".create_report_region")
    for workspace, app, file, call in _of_pages(store, schema, *kinds):
        yield (
            workspace, app.id, file.page, _number(call.text("p_id")),
            call.text("p_plug_name") or call.text("p_name"), call.text("p_region_name"),
            _number(call.text("p_parent_plug_id")),
            call.text("p_plug_source_type") or call.text("p_source_type") or "NATIVE_STATIC",
            _number(call.text("p_plug_display_sequence") or call.text("p_display_sequence")),
            file.updated_by, file.updated_on,
        )  # fmt: skip


@_view("APEX_APPLICATION_PAGE_ITEMS", {
    "WORKSPACE": _text(255), "APPLICATION_ID": _NUMBER, "PAGE_ID": _NUMBER, "ITEM_ID": _NUMBER,
    "ITEM_NAME": _text(255), "LABEL": _text(4000), "DISPLAY_AS_CODE": _text(255),
    "REGION_ID": _NUMBER, "DISPLAY_SEQUENCE": _NUMBER,
    "LAST_UPDATED_BY": _text(255), "LAST_UPDATED_ON": _DATE,
})  # fmt: skip
def _items(store: Store, schema: str) -> Iterator[Row]:
    for workspace, app, file, call in _of_pages(store, schema, ".create_page_item"):
        yield (
            workspace, app.id, file.page, _number(call.text("p_id")), call.text("p_name"),
            call.text("p_prompt"), call.text("p_display_as"),
            _number(call.text("p_item_plug_id")), _number(call.text("p_item_sequence")),
            file.updated_by, file.updated_on,
        )  # fmt: skip


@_view("APEX_APPLICATION_PAGE_BUTTONS", {
    "WORKSPACE": _text(255), "APPLICATION_ID": _NUMBER, "PAGE_ID": _NUMBER,
    "BUTTON_ID": _NUMBER, "BUTTON_NAME": _text(255), "LABEL": _text(4000),
    "REGION_ID": _NUMBER, "BUTTON_SEQUENCE": _NUMBER,
    "LAST_UPDATED_BY": _text(255), "LAST_UPDATED_ON": _DATE,
})  # fmt: skip
def _buttons(store: Store, schema: str) -> Iterator[Row]:
    for workspace, app, file, call in _of_pages(store, schema, ".create_page_button"):
        yield (
            workspace, app.id, file.page, _number(call.text("p_id")),
            call.text("p_button_name"), call.text("p_button_image_alt"),
            _number(call.text("p_button_plug_id")), _number(call.text("p_button_sequence")),
            file.updated_by, file.updated_on,
        )  # fmt: skip


# type name in APEX_APPL_EXPORT_COMPS, by the call that makes the component, and its name's argument
_EXPORTED: Final = {
    "create_page": ("PAGE", "p_name"),
    "create_list_of_values": ("LOV", "p_lov_name"),
    "create_list": ("LIST", "p_name"),
    "create_menu": ("BREADCRUMB", "p_name"),
    "create_security_scheme": ("AUTHORIZATION", "p_name"),
    "create_authentication": ("AUTHENTICATION", "p_name"),
    "create_build_option": ("BUILD_OPTION", "p_build_option_name"),
    "create_flow_item": ("APP_ITEM", "p_name"),
    "create_flow_process": ("APP_PROCESS", "p_process_name"),
    "create_flow_computation": ("APP_COMPUTATION", "p_computation_item"),
    "create_app_setting": ("APP_SETTING", "p_name"),
    "create_app_static_file": ("APP_STATIC_FILE", "p_file_name"),
    "create_message": ("MESSAGE", "p_name"),
    "create_acl_role": ("ACL_ROLE", "p_name"),
    "create_theme": ("THEME", "p_theme_name"),
    "create_plug_template": ("REGION_TEMPLATE", "p_page_plug_template_name"),
}


@_view("APEX_APPL_EXPORT_COMPS", {
    "APPLICATION_ID": _NUMBER, "TYPE_NAME": _text(255), "ID": _text(255), "NAME": _text(4000),
    "USED_ON_PAGES": _text(4000), "LAST_UPDATED_ON": _DATE, "LAST_UPDATED_BY": _text(255),
})  # fmt: skip
def _export_components(store: Store, schema: str) -> Iterator[Row]:
    for _, app in _applications(store, schema):
        files = {f.path: f for f in store.files(app.id)}
        components = store.components(app.id)
        uses = _uses(components, files)
        for component in components:
            kind = _EXPORTED.get(component.procedure.rpartition(".")[2])
            if kind is None:
                continue
            call, file = component.statement(), files[component.path]
            number = call.text("p_id") or ""
            pages = ",".join(map(str, sorted(uses.get(number, ())))) or None
            yield (app.id, kind[0], number, call.text(kind[1]), pages,
                   file.updated_on, file.updated_by)  # fmt: skip


def _uses(components: list[Component], files: dict[str, Any]) -> dict[str, set[int]]:
    """Pages by the id that an argument of theirs refers to."""
    uses: dict[str, set[int]] = {}
    for component in components:
        page = files[component.path].page
        if page is None:
            continue
        for argument in component.arguments:
            if argument.name != "p_id":
                for piece in _ID.findall(argument.source):
                    uses.setdefault(piece, set()).add(page)
    return uses
