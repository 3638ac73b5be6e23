"""An application to measure with: made from a seed, of the size and mixture of real ones.

A usual page has about 30 KB (regions, a report with its columns, items, buttons, dynamic actions,
processes with code), each twentieth about 300 KB, as in large public applications.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import Final, NamedTuple

FRAME: Final = """prompt --application/{path}
begin
--   Manifest
--     PAGE: {number:05d}
--   Manifest End
wwv_flow_imp.component_begin (
 p_version_yyyy_mm_dd=>'2024.11.30'
,p_release=>'24.2.0'
,p_default_workspace_id=>{workspace}
,p_default_application_id=>{application}
,p_default_id_offset=>{offset}
,p_default_owner=>'{owner}'
);
{calls}wwv_flow_imp.component_end;
end;
/
"""
WORDS: Final = ("contrat", "police", "sinistre", "prime", "client", "agence", "canal", "franchise")
COLUMNS: Final = 12
Ids = Callable[[], str]


def call(procedure: str, /, package: str = "page", **arguments: str | int) -> str:
    rows = "\n,".join(f"p_{k}=>{v}" for k, v in arguments.items())
    return f"wwv_flow_imp_{package}.{procedure}(\n {rows}\n);\n"


def text(words: str) -> str:
    return "'" + words.replace("'", "''") + "'"


def code(random: Random, lines: int) -> str:
    """Multi-line code, as an export joins it."""
    rows = [
        f"  update {random.choice(WORDS)}s set statut = ''{random.choice(WORDS)}'' where id = :{n};"
        for n in range(lines)
    ]
    joined = ",\n".join(f"'{row}'" for row in ("begin", *rows, "end;"))
    return f"wwv_flow_string.join(wwv_flow_t_varchar2(\n{joined}))"


class Templates(NamedTuple):
    """Ids of the shared components that all pages refer to."""

    region: str
    field: str

    def files(self) -> Iterator[tuple[str, str]]:
        place = "shared_components/user_interface/templates"
        yield f"{place}/region/standard", call(
            "create_plug_template", "shared", id=self.region, layout="'TABLE'",
            template="'<div id=\"#REGION_STATIC_ID#\">#BODY#</div>'",
            page_plug_template_name="'Standard'", theme_id=42, theme_class_id=8,
        )  # fmt: skip
        yield f"{place}/field/optional", call(
            "create_field_template", "shared", id=self.field, template_name="'Optional'",
            template_body1="'<label for=\"#CURRENT_ITEM_NAME#\">'", theme_id=42, theme_class_id=3,
        )  # fmt: skip


def page(number: int, random: Random, ids: Ids, templates: Templates, heavy: int = 1) -> str:
    """The calls of one page; ``heavy`` times the usual content."""
    found = [call("create_page", id=number, name=text(f"Page {number}"), step_title=text("Titre"))]
    for part in range(heavy):
        found += _part(number, part, random, ids, templates)
    return "".join(found)


def _part(number: int, part: int, random: Random, ids: Ids, templates: Templates) -> list[str]:
    region, report, button = ids(), ids(), ids()
    found = [
        call("create_page_plug", id=region, plug_name=text(f"Region {part}"),
             region_template_options=text("#DEFAULT#:t-Region--scrollBody"),
             plug_template=templates.region, plug_display_sequence=10 * part + 10),
        call("create_page_plug", id=report, plug_name=text(f"Rapport {part}"),
             parent_plug_id=region, plug_display_sequence=10 * part + 15,
             plug_source=code(random, 14), plug_source_type=text("NATIVE_IR")),
        call("create_worksheet", id=ids(), max_row_count=text("100000"), show_detail_link="'N'"),
        *(call("create_worksheet_column", id=ids(), db_column_name=text(f"COLONNE_{n}"),
               display_order=10 * n + 10, column_identifier=text(chr(65 + n)),
               column_label=text(random.choice(WORDS).title()), column_type="'STRING'",
               use_as_row_header="'N'")
          for n in range(COLUMNS)),
        call("create_page_button", id=button, button_sequence=10, button_plug_id=region,
             button_name=text(f"SAVE_{part}"), button_action="'SUBMIT'",
             button_image_alt=text("Enregistrer"), button_position="'CREATE'"),
    ]  # fmt: skip
    for n in range(14):
        found.append(
            call("create_page_item", id=ids(), name=text(f"P{number}_CHAMP_{part}_{n}"),
                 item_sequence=10 * n + 10, item_plug_id=region,
                 prompt=text(random.choice(WORDS).title()), source_type="'REGION_SOURCE_COLUMN'",
                 display_as="'NATIVE_TEXT_FIELD'", cSize=30, cMaxlength=255,
                 field_template=templates.field,
                 item_template_options="'#DEFAULT#'", is_persistent="'N'", protection_level="'S'",
                 attributes="wwv_flow_t_plugin_attributes(wwv_flow_t_varchar2(\n  'disabled', 'N',"
                 "\n  'submit_when_enter_pressed', 'N')).to_clob")
        )  # fmt: skip
    for n in range(6):
        event = ids()
        found += [
            call("create_page_da_event", id=event, name=text(f"Evenement {part}.{n}"),
                 event_sequence=100 * part + 10 * n + 10, triggering_element_type="'BUTTON'",
                 triggering_button_id=button, bind_type="'bind'", bind_event_type="'click'"),
            call("create_page_da_action", id=ids(), event_id=event, event_result="'TRUE'",
                 action_sequence=10, execute_on_page_init="'N'",
                 action="'NATIVE_EXECUTE_PLSQL_CODE'", attribute_01=code(random, 6)),
        ]  # fmt: skip
    for n in range(5):
        found.append(
            call("create_page_process", id=ids(), process_sequence=100 * part + 10 * n + 10,
                 process_point="'AFTER_SUBMIT'", process_type="'NATIVE_PLSQL'",
                 process_name=text(f"Traitement {part}.{n}"), process_sql_clob=code(random, 20),
                 process_clob_language="'PLSQL'", process_when_button_id=button)
        )  # fmt: skip
    return found


def application(pages: int, offset: int, edit: Callable[[int, str], str]) -> dict[str, bytes]:
    """The files of an application whose ids are moved by ``offset``; ``edit`` changes the calls of
    a page. Two with the same number of pages differ by these alone."""
    random = Random(20261123)
    files: dict[str, bytes] = {}
    last = 0

    def ids() -> str:
        nonlocal last
        last += random.randrange(3, 400)
        return f"wwv_flow_imp.id({10_000_000_000_000_000 + last + offset})"

    def add(path: str, number: int, calls: str) -> None:
        made = FRAME.format(
            path=path, number=number, workspace=77 + offset, application=100 + bool(offset),
            offset=offset, owner="DEV1" if offset else "MAIN", calls=calls,
        )  # fmt: skip
        files[f"application/{path}.sql"] = made.encode()

    templates = Templates(ids(), ids())
    for path, calls in templates.files():
        add(path, 0, calls)
    for number in range(1, pages + 1):
        calls = page(number, random, ids, templates, 10 if number % 20 == 0 else 1)
        add(f"pages/page_{number:05d}", number, edit(number, calls))
    includes = "".join(f"@@{path}\n" for path in files)
    files["install.sql"] = f"prompt --install\n{includes}".encode()
    return files
