"""The folder of an application in APEXlang: which component stands in which file.

Names and order are those of Oracle's own exports of APEX 26.1 (the public repository ``oracle/apex``):
the files of a folder before its subfolders, each by name.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from msgspec.structs import replace

from app.apex import Component as Call
from app.apexlang.tree import Value
from app.lab.apex.language.application import Found, Writing
from app.lab.apex.language.parts import Part, text_of
from app.lab.apex.language.rules import file_name

_SHARED: Final = "shared-components"
_SUPPORT: Final = "supporting-objects"
_TOGETHER: Final = {
    "app": "application",
    "pageGroup": "page-groups",
    **{
        kind: f"{_SHARED}/{file}"
        for kind, file in {
            "list": "lists", "lov": "lovs", "breadcrumb": "breadcrumbs", "appItem": "app-items",
            "authorization": "authorizations", "authentication": "authentications",
            "buildOption": "build-options", "appProcess": "app-processes", "role": "acl-roles",
            "appComputation": "app-computations", "componentSetting": "component-settings",
            "classicNavigationBarEntry": "classic-navigation-bar-entries",
            "textMessage": "messages", "shortcut": "shortcuts", "emailTemplate": "email-templates",
            "searchConfig": "search-configs", "dataLoadDefinition": "data-load-definitions",
            "legacyDataLoadDefinition": "legacy-data-load-definitions", "file": "static-files",
            "jsonSource": "json-collection-sources",
        }.items()
    },
    "supportingObject": f"{_SUPPORT}/supporting-objects",
    "installScript": f"{_SUPPORT}/install-scripts",
    "upgradeScript": f"{_SUPPORT}/upgrade-scripts",
    "validation": f"{_SUPPORT}/validations",
    "substitution": f"{_SUPPORT}/substitutions",
}  # fmt: skip
_ALONE: Final = {
    "restDataSource": f"{_SHARED}/rest-data-sources",
    "automation": f"{_SHARED}/automations",
    "aiAgent": f"{_SHARED}/ai-agents",
    "workflow": f"{_SHARED}/workflows",
    "webCredential": "workspace-components/credentials",
    "restDataSourceServer": "workspace-components/rest-data-source-servers",
    "genAIService": "workspace-components/generative-ai-services",
    "vectorProvider": "workspace-components/vector-providers",
}
_OF_THEME: Final = {
    "pageTemplate": "page-templates",
    "regionTemplate": "region-templates",
    "classicReportTemplate": "classic-report-templates",
}
_IN_FOLDER: Final = {
    "customAttribute": "custom-attributes",
    "attributeGroup": "attribute-groups",
    "actionPosition": "action-positions",
    "actionTemplate": "action-templates",
    "event": "events",
    "file": "static-files",
}
"""What belongs to a plug-in or a theme and stands beside it, in a file of its own."""
_SCRIPTS: Final = {"installScript": "install-scripts", "upgradeScript": "upgrade-scripts"}
_IN_ORDER: Final = frozenset({"templateOptionGroup", "componentSetting"})
_MADE_BY: Final = '{\n  "mmdVersion" : "26.1.0+3102"\n}'
"""The compiler's metadata that every export of 26.1 names."""
_BYTES: Final = re.compile(r"g_varchar2_table\(\d+\)\s*:=\s*'([0-9A-F]*)'")


def language_files(files: Mapping[str, str], number: int) -> tuple[dict[str, bytes], list[str]]:
    """The folder of application ``number`` by its paths, out of the files of its SQL export (paths
    below ``f<number>/``); and what of it has no word in APEXlang: then the folder is not whole.

    Raises ParseError for a file that is no export."""
    writing = Writing(files)
    parts: dict[str, list[Part]] = {}
    made: dict[str, bytes] = {".apex/apexlang.json": _MADE_BY.encode()}
    for found in writing.tops:
        path = place_of(writing, found)
        if path is None:
            writing.unknown[f"{found.path} {found.row.type} {found.ident or ''}".rstrip()] = None
            continue
        for place, part in _spread(found, path, writing.part(found)):
            parts.setdefault(place, []).append(part)
        for one in (found, *found.below):
            made |= _beside(one, files, path.rpartition("/")[0])
    made |= {path: text_of(_sorted(those)).encode() for path, those in parts.items() if those}
    deployment = json.dumps({"app": {"id": number}}, indent=2, separators=(",", " : "))
    made["deployments/default.json"] = deployment.encode()
    return {path: made[path] for path in sorted(made, key=_folder_order)}, list(writing.unknown)


def _spread(found: Found, path: str, part: Part) -> Iterator[tuple[str, Part]]:
    """A component, and what of it stands in other files."""
    if found.row.type in ("plugin", "theme"):
        folder = path.rpartition("/")[0]
        for one in part.children:
            if one.kind in _IN_FOLDER:
                yield f"{folder}/{_IN_FOLDER[one.kind]}.apx", one
        kept = tuple(one for one in part.children if one.kind not in _IN_FOLDER)
        part = replace(part, children=kept)
    yield path, part
    if found.row.type != "app":
        return
    for one in part.children:
        if one.kind == "substitution":
            yield f"{_TOGETHER['substitution']}.apx", Part("substitution", one.ident)
    group = found.call.text("p_application_group_static_id")
    if group:
        told = (("name", Value(found.call.text("p_application_group_name"))),)
        yield f"workspace-components/app-groups/{group}.apx", Part("appGroup", group, told)


def place_of(writing: Writing, found: Found) -> str | None:
    """The file of a component; None where no export shows it."""
    kind, ident = found.row.type, found.ident or ""
    if kind == "page":
        alias = (
            found.call.text("p_alias").lower().replace("_", "-") if ident != "0" else "global-page"
        )
        return f"pages/p{int(ident):05d}{f'-{alias}' if alias else ''}.apx"
    if kind in _TOGETHER:
        return f"{_TOGETHER[kind]}.apx"
    if kind in _ALONE:
        return f"{_ALONE[kind]}/{re.sub('[^A-Za-z0-9]+', '-', ident)}.apx"
    if kind == "theme":
        return f"{_SHARED}/themes/{ident}/theme.apx"
    theme = next((one for one in writing.tops if one.row.type == "theme"), None)
    if kind == "plugin":
        of_theme = f"-theme-{theme.ident}" if theme and found.call.text("p_theme_id") else ""
        type_ = found.call.text("p_plugin_type").removesuffix(" TYPE").lower().replace(" ", "-")
        return f"{_SHARED}/plugins/{type_}/{ident}{of_theme}/plugin.apx"
    if theme is not None and kind == "templateOptionGroup":
        return f"{_SHARED}/themes/{theme.ident}/template-option-groups.apx"
    if theme is not None and kind in _OF_THEME:
        return f"{_SHARED}/themes/{theme.ident}/{_OF_THEME[kind]}/{ident}.apx"
    return None


def _beside(found: Found, files: Mapping[str, str], folder: str) -> Iterator[tuple[str, bytes]]:
    """What stands in a file of its own beside the component's: a script, a file's bytes."""
    kind, call = found.row.type, found.call
    if kind in _SCRIPTS:
        script = call.arguments.get("p_script_clob")
        if script is not None:
            path = f"{_SUPPORT}/{_SCRIPTS[kind]}/{file_name(call.text('p_name'))}"
            yield path, script.value.text.encode()
    elif kind == "supportingObject":
        script = call.arguments.get("p_deinstall_script_clob")
        text = script.value.text if script is not None else ""  # there, and empty
        yield f"{_SUPPORT}/deinstall-script.sql", text.encode()
    elif kind == "file":
        yield f"{folder}/static-files/{found.ident}", _content(call, files[found.path])


def _content(call: Call, source: str) -> bytes:
    """The bytes of a static file: the rows before the call that makes it."""
    begin, end = call.content or (0, 0)
    return bytes.fromhex("".join(_BYTES.findall(source[begin:end])))


def _sorted(parts: Iterable[Part]) -> list[Part]:
    return sorted(
        parts, key=lambda part: b"" if part.kind in _IN_ORDER else (part.ident or "").encode()
    )


def _folder_order(path: str) -> tuple[tuple[int, str], ...]:
    *folders, name = path.split("/")
    return (*((1, folder) for folder in folders), (0, name))
