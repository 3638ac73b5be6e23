"""Where a component stands in a split export: its file, its Manifest line, its place in the order.

An instance derives all of this from the component itself and not from the file it came from, so
an import through the session and one through a zip end in the same export. The names follow
exports of APEX 24.2.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.lab.apex.reader import Block, Statement
from app.lab.apex.releases import Release

_SHARED: Final = "application/shared_components/"


@dataclass(frozen=True)
class Kind:
    """A sort of file. ``{slug}``, ``{name}``, ``{sort}``, ``{page}`` and ``{app}`` are filled in.

    ``procedures`` are the calls that make such a file's first component; ``named_by`` is the
    argument that holds its name, ``sorted_by`` the one that holds its folder; ``since`` the first
    release that has it (so, or there), ``until`` the first that has not. ``always`` files exist in every export, empty if need be.
    """

    path: str
    manifest: str
    procedures: tuple[str, ...] = ()
    named_by: str = ""
    always: bool = False
    by_name: bool = False
    sorted_by: str = ""
    since: str = ""
    until: str = ""

    @property
    def is_page(self) -> bool:
        return "{page}" in self.path


KINDS: Final = (
    Kind("application/set_environment", "", always=True),
    Kind("application/delete_application", "", always=True),
    Kind("application/create_application", "FLOW: {app}", ("create_flow",)),
    Kind("application/user_interfaces", "USER INTERFACES: {app}", ("create_user_interface",),
         since="23.1"),
    Kind("workspace/credentials/{slug}", "CREDENTIAL: {name}", ("create_credential",), "p_name"),
    Kind("workspace/remote_servers/{slug}", "REMOTE SERVER: {name}", ("create_remote_server",),
         "p_name"),
    Kind(_SHARED + "navigation/lists/{slug}", "LIST: {name}", ("create_list",), "p_name"),
    Kind(_SHARED + "navigation/listentry", "LIST ENTRY: ", always=True, since="23.2"),
    Kind(_SHARED + "files/{slug}", "APP STATIC FILES: {app}", ("create_app_static_file",),
         "p_file_name"),
    Kind("application/plugin_settings", "", ("create_plugin_setting",)),
    Kind(_SHARED + "security/authorizations/{slug}", "SECURITY SCHEME: {name}",
         ("create_security_scheme",), "p_name"),
    Kind(_SHARED + "security/app_access_control/{slug}", "ACL ROLE: {name}",
         ("create_acl_role",), "p_name"),
    Kind(_SHARED + "navigation/navigation_bar", "ICON BAR ITEMS: {app}",
         ("create_icon_bar_item",), always=True),
    Kind(_SHARED + "logic/application_processes/{slug}", "APPLICATION PROCESS: {name}",
         ("create_flow_process",), "p_process_name"),
    Kind(_SHARED + "logic/application_items/{slug}", "APPLICATION ITEM: {name}",
         ("create_flow_item",), "p_name"),
    Kind(_SHARED + "logic/application_computations/{slug}", "APPLICATION COMPUTATION: {name}",
         ("create_flow_computation",), "p_computation_item"),
    Kind(_SHARED + "logic/application_settings", "APPLICATION SETTINGS: {app}",
         ("create_app_setting",)),
    Kind(_SHARED + "navigation/tabs/standard", "TABS: {app}", ("create_tab",), always=True),
    Kind(_SHARED + "navigation/tabs/parent", "TOP LEVEL TABS: {app}", ("create_toplevel_tab",),
         always=True),
    Kind(_SHARED + "user_interface/lovs/{slug}", "{name}", ("create_list_of_values",),
         "p_lov_name", by_name=True),
    Kind("application/pages/page_groups", "PAGE GROUPS: {app}", ("create_page_group",),
         always=True),
    Kind("application/comments", "APPLICATION COMMENTS: {app}", ("create_app_comments",)),
    Kind(_SHARED + "navigation/breadcrumbs/{slug}", "MENU: {name}", ("create_menu",), "p_name"),
    Kind(_SHARED + "navigation/breadcrumbentry", "BREADCRUMB ENTRY: ", always=True),
    Kind(_SHARED + "user_interface/templates/page/{slug}", "TEMPLATE: {name}",
         ("create_template",), "p_internal_name"),
    Kind(_SHARED + "user_interface/templates/button/{slug}", "BUTTON TEMPLATE: {name}",
         ("create_button_templates",), "p_internal_name"),
    Kind(_SHARED + "user_interface/templates/region/{slug}", "REGION TEMPLATE: {name}",
         ("create_plug_template",), "p_internal_name"),
    Kind(_SHARED + "user_interface/templates/list/{slug}", "REGION TEMPLATE: {name}",
         ("create_list_template",), "p_internal_name"),
    Kind(_SHARED + "user_interface/templates/report/{slug}", "ROW TEMPLATE: {name}",
         ("create_row_template",), "p_internal_name"),
    Kind(_SHARED + "user_interface/templates/label/{slug}", "LABEL TEMPLATE: {name}",
         ("create_field_template",), "p_internal_name"),
    Kind(_SHARED + "user_interface/templates/breadcrumb/{slug}", "MENU TEMPLATE: {name}",
         ("create_menu_template",), "p_internal_name"),
    Kind(_SHARED + "user_interface/templates/popuplov", "LOV TEMPLATES: {app}",
         ("create_popup_lov_template",), always=True),
    Kind(_SHARED + "user_interface/templates/calendar/{slug}", "CALENDAR TEMPLATES: {name}",
         ("create_calendar_template",), "p_internal_name"),
    Kind(_SHARED + "user_interface/themes", "THEME: {app}", ("create_theme",)),
    Kind(_SHARED + "user_interface/theme_style", "THEME STYLE: {app}", ("create_theme_style",),
         always=True),
    Kind(_SHARED + "user_interface/theme_files", "THEME FILES: {app}", ("create_theme_file",),
         always=True),
    Kind(_SHARED + "user_interface/theme_display_points", "THEME DISPLAY POINTS: {app}",
         always=True, until="21.2"),
    Kind(_SHARED + "user_interface/template_opt_groups", "THEME OPTION GROUPS: {app}",
         ("create_template_opt_group",), always=True),
    Kind(_SHARED + "user_interface/template_options", "THEME OPTIONS: {app}",
         ("create_template_option",), always=True),
    Kind(_SHARED + "globalization/language", "LANGUAGE MAP: {app}", ("create_language_map",),
         always=True),
    Kind(_SHARED + "globalization/translations", "TRANSLATIONS: {app}", ("create_translation",)),
    Kind(_SHARED + "logic/build_options", "BUILD OPTIONS: {app}", ("create_build_option",)),
    Kind(_SHARED + "globalization/messages", "MESSAGES: {app}", ("create_message",), always=True),
    Kind(_SHARED + "globalization/dyntranslations", "DYNAMIC TRANSLATIONS: {app}",
         ("create_dynamic_translation",), always=True),
    Kind(_SHARED + "user_interface/shortcuts/{slug}", "SHORTCUT: {name}", ("create_shortcut",),
         "p_shortcut_name"),
    Kind(_SHARED + "reports/report_queries/{slug}", "REPORT QUERY: {name}",
         ("create_shared_query",), "p_name"),
    Kind(_SHARED + "security/authentications/{slug}", "AUTHENTICATION: {name}",
         ("create_authentication",), "p_name"),
    Kind(_SHARED + "plugins/{sort}/{slug}", "PLUGIN: {name}", ("create_plugin",), "p_name",
         sorted_by="p_plugin_type"),
    Kind(_SHARED + "data_profiles/{slug}", "DATA PROFILE: {name}", ("create_data_profile",),
         "p_name"),
    Kind(_SHARED + "workflow/task_definitions/{slug}", "TASK DEFINITION: {name}",
         ("create_task_def",), "p_name"),
    Kind(_SHARED + "automations/{slug}", "AUTOMATION: {name}", ("create_automation",), "p_name"),
    Kind(_SHARED + "web_sources/{slug}", "WEB SOURCE: {name}", ("create_web_source_module",),
         "p_name"),
    Kind(_SHARED + "email_templates/{slug}", "EMAIL TEMPLATE: {name}",
         ("create_email_template",), "p_name"),
    Kind(_SHARED + "navigation/search_config/{slug}", "SEARCH CONFIG: {name}",
         ("create_search_config",), "p_static_id"),
    Kind("application/user_interfaces", "USER INTERFACES: {app}", ("create_user_interface",),
         until="23.1"),
    Kind("application/user_interfaces/combined_files", "COMBINED FILES: {app}", always=True),
    Kind("application/pages/page_{page}", "PAGE: {page}", ("create_page",)),
    Kind("application/deployment/definition", "INSTALL: {app}", ("create_install",)),
    Kind("application/deployment/install/install_{slug}", "INSTALL: INSTALL-{name}",
         ("create_install_script",), "p_name"),
    Kind("application/deployment/checks", "INSTALL CHECKS: {app}", ("create_install_check",)),
    Kind("application/deployment/buildoptions", "INSTALL BUILD OPTIONS: {app}",
         ("create_install_build_option",)),
    Kind("application/end_environment", "", always=True),
)  # fmt: skip


class Order:
    """The kinds that one release has, in the order of its install script."""

    def __init__(self, release: Release) -> None:
        self.kinds = tuple(
            kind
            for kind in KINDS
            if (not kind.since or release.has(kind.since))
            and (not kind.until or not release.has(kind.until))
        )
        self.by_procedure = {name: kind for kind in self.kinds for name in kind.procedures}
        self._ranks = {kind.path: 10 * rank for rank, kind in enumerate(self.kinds)}
        self.last = 10 * (len(self.kinds) - 1) - 5  # before the end of the environment

    def rank(self, kind: Kind) -> int:
        return self._ranks[kind.path]


@functools.cache
def order_of(release: Release) -> Order:
    return Order(release)


@dataclass(frozen=True)
class Place:
    """The file that a block's components belong to, with all names filled in."""

    path: str
    manifest: str
    kind: Kind
    rank: int
    page: int | None = None


def slug(name: str) -> str:
    """A component's name as a file name."""
    return re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_") or "component"


def _named(
    order: Order, kind: Kind, name: str, application: int, page: int | None = None, sort: str = ""
) -> Place:
    filled = {
        "slug": slug(name),
        "name": name,
        "sort": slug(sort),
        "app": str(application),
        "page": f"{page:05d}" if page is not None else "",
    }
    path, manifest = kind.path.format(**filled), kind.manifest.format(**filled)
    return Place(path, manifest, kind, order.rank(kind), page)


def place_of(block: Block, application: int, order: Order) -> Place | None:
    """Where the components of ``block`` belong; None for a block that does not say it, or that
    has a kind of component which is not known here."""
    for statement in block.statements:
        kind = order.by_procedure.get(statement.name.rpartition(".")[2])
        if kind is not None and statement.arguments:
            return place_of_call(kind, statement, application, order)
    title = title_of(block.manifest)
    for kind in order.kinds:
        if title and not kind.named_by and title_of(kind.manifest) == title:
            return _named(order, kind, "", application)
    return None


def title_of(manifest: str) -> str:
    """The kind that a Manifest line names."""
    return manifest.partition(":")[0]


def is_named_later(block: Block, order: Order) -> bool:
    """Whether the block only begins a file of a known kind: the name comes with a later one."""
    title = title_of(block.manifest)
    return any(title and kind.named_by and title_of(kind.manifest) == title for kind in order.kinds)


def place_elsewhere(block: Block, path: str, before: int | None, order: Order) -> Place | None:
    """A place for components of an unknown kind, behind the file of rank ``before``: the path that
    they came with, else one made of the Manifest line. None for a block without either."""
    if "/" not in path:
        title, colon, name = block.manifest.partition(": ")
        if not block.manifest:
            return None
        path = f"{_SHARED}{slug(title)}/{slug(name)}" if colon else f"{_SHARED}other/{slug(title)}"
    rank = order.last if before is None else before - before % 10 + 5
    return Place(path, block.manifest, Kind(path, block.manifest), rank)


def place_of_call(kind: Kind, statement: Statement, application: int, order: Order) -> Place:
    page = int(statement.source("p_id") or 0) if kind.is_page else None
    name = (statement.text(kind.named_by) or "") if kind.named_by else ""
    sort = (statement.text(kind.sorted_by) or "") if kind.sorted_by else ""
    return _named(order, kind, name, application, page, sort)


def empty_places(application: int, order: Order) -> Sequence[Place]:
    """The files that every export has, whether or not there is a component in them."""
    return [_named(order, kind, "", application) for kind in order.kinds if kind.always]


def renamed(manifest: str, application: int) -> str:
    """A Manifest line that carries the application's number, with this application's number."""
    title, colon, value = manifest.partition(": ")
    return f"{title}: {application}" if colon and value.isdigit() and title != "PAGE" else manifest
