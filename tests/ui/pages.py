"""Made-up differences: what Ahmed and Sara changed, and where they collide."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from msgspec.structs import replace

from app.apex.model import (
    Author,
    ComponentChange,
    Conflict,
    ConflictKind,
    FileDiff,
    PageDiff,
    PropertyChange,
    Status,
    Take,
    Usage,
)
from app.rollout.model import (
    Problem,
)
from app.services.model import (
    BaseInfo,
    Overlap,
    Overview,
    SchemaOverview,
)

NOW = datetime(2026, 11, 23, 14, 30, tzinfo=UTC)
DAY = timedelta(days=1)

SQL_OLD = """select c.id,
       c.numero,
       c.date_effet,
       a.libelle as agence
  from v_contrats c
  join v_agences a on a.id = c.agence_id
 where c.statut = 'ACTIF'
 order by c.numero"""
SQL_AHMED = """select c.id,
       c.numero,
       c.date_effet,
       c.canal_vente,
       a.libelle as agence
  from v_contrats c
  join v_agences a on a.id = c.agence_id
 where c.statut in ('ACTIF', 'SUSPENDU')
 order by c.numero"""
SQL_SARA = """select c.id,
       c.numero,
       c.date_effet,
       a.libelle as agence,
       a.ville
  from v_contrats c
  join v_agences a on a.id = c.agence_id
 where c.statut = 'ACTIF'
   and c.date_effet >= add_months(sysdate, -12)
 order by c.date_effet desc"""
PLSQL = """begin
  pkg_contrats.valider(
    p_id    => :P10_ID,
    p_canal => :P10_CANAL_VENTE);  -- 'WEB', 'AGENCE'
end;"""


_TYPES = {
    "Page": "create_page",
    "Region": "create_page_plug",
    "Page Item": "create_page_item",
    "Button": "create_page_button",
    "Process": "create_page_process",
    "Validation": "create_page_validation",
    "Dynamic Action": "create_page_da_event",
}


def placed(path: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    """What the words of a path stand for, so that they can be said in French."""
    longest = sorted(_TYPES, key=len, reverse=True)
    kinds = [next((t for t in longest if text.startswith(f"{t} ")), "") for text in path]
    if not all(kinds):
        return ()
    return tuple(
        (_TYPES[kind], text.removeprefix(f"{kind} "))
        for kind, text in zip(kinds, path, strict=True)
    )


def change(
    key: str,
    label: str,
    name: str,
    status: Status,
    path: tuple[str, ...] = (),
    *properties: PropertyChange,
) -> ComponentChange:
    procedure = key.partition(":")[0]
    place = placed(path or (f"{label} {name}",))
    return ComponentChange(key, procedure, label, name, path, status, properties, place=place)


def file_of(number: int, title: str, status: Status, *changes: ComponentChange) -> FileDiff:
    path = f"application/pages/page_{number:05d}.sql"
    return FileDiff(path, "page", number, title, status, PageDiff(path, number, title, changes, 3))


def shared_of(path: str, title: str, status: Status, *changes: ComponentChange) -> FileDiff:
    path = f"application/shared_components/{path}"
    return FileDiff(path, "shared", None, title, status, PageDiff(path, None, title, changes, 1))


PAGE_10 = file_of(
    10,
    "Contrats",
    Status.CHANGED,
    change(
        "create_page_plug:1010",
        "Region",
        "Liste des contrats",
        Status.CHANGED,
        ("Page Contrats", "Region Liste des contrats"),
        PropertyChange("p_plug_source", "Source · SQL Query", SQL_OLD, SQL_AHMED, "text", "sql"),
        PropertyChange("p_plug_display_sequence", "Layout · Sequence", "10", "20"),
    ),
    change(
        "create_page_item:1020",
        "Page Item",
        "P10_CANAL_VENTE",
        Status.ADDED,
        ("Page Contrats", "Region Liste des contrats", "Page Item P10_CANAL_VENTE"),
        PropertyChange("p_prompt", "Label · Label", None, "Canal de vente"),
        PropertyChange("p_display_as", "Identification · Type", None, "NATIVE_SELECT_LIST"),
    ),
    change(
        "create_page_process:1030",
        "Process",
        "Valider le contrat",
        Status.CHANGED,
        ("Page Contrats", "Process Valider le contrat"),
        PropertyChange(
            "p_process_sql_clob",
            "Source · PL/SQL Code",
            PLSQL.replace(",\n    p_canal => :P10_CANAL_VENTE);  -- 'WEB', 'AGENCE'", ");"),
            PLSQL,
            "text",
            "plsql",
        ),
    ),
)
PAGE_20 = file_of(
    20,
    "Polices",
    Status.CHANGED,
    change(
        "create_page_button:2010",
        "Button",
        "EXPORTER",
        Status.ADDED,
        ("Page Polices", "Region Recherche", "Button EXPORTER"),
        PropertyChange("p_button_image_alt", "Identification · Label", None, "Exporter"),
    ),
    change(
        "create_page_da_event:2020",
        "Dynamic Action",
        "Rafraîchir la grille",
        Status.MOVED,
        ("Page Polices", "Dynamic Action Rafraîchir la grille"),
        PropertyChange("p_event_sequence", "Execution · Sequence", "10", "30"),
    ),
    change(
        "create_page_validation:2030",
        "Validation",
        "Montant obligatoire",
        Status.REMOVED,
        ("Page Polices", "Validation Montant obligatoire"),
        PropertyChange("p_validation", "Validation · Item", "P20_MONTANT", None),
    ),
)
REGION_30 = "create_page_plug:3010"
PAGE_30 = file_of(
    30,
    "Sinistres",
    Status.CHANGED,
    change(
        REGION_30,
        "Region",
        "Sinistres ouverts",
        Status.CHANGED,
        ("Page Sinistres", "Region Sinistres ouverts"),
        PropertyChange("p_plug_name", "Identification · Title", "Sinistres", "Sinistres ouverts"),
        PropertyChange("p_plug_source", "Source · SQL Query", SQL_OLD, SQL_AHMED, "text", "sql"),
    ),
    change(
        "create_page_item:3020",
        "Page Item",
        "P30_EXPERT",
        Status.ADDED,
        ("Page Sinistres", "Region Sinistres ouverts", "Page Item P30_EXPERT"),
        PropertyChange("p_prompt", "Label · Label", None, "Expert mandaté"),
    ),
)
LOV = shared_of(
    "user_interface/lovs/canaux_de_vente.sql",
    "CANAUX_DE_VENTE",
    Status.ADDED,
    change("create_list_of_values:1", "List of Values", "CANAUX_DE_VENTE", Status.ADDED),
)
BASE = BaseInfo("v1", "4f1c2a90b7d64ad5", "1", NOW - 30 * DAY)


def overview_value() -> Overview:
    main = SchemaOverview("MAIN", "ORASSUIT", 100, "1", 14, (), NOW - 30 * DAY, "ADMIN", None, BASE)
    ahmed = SchemaOverview(
        "Ahmed",
        "ORASSUIT_DEV1",
        101,
        "1",
        14,
        (PAGE_10, PAGE_30, LOV),
        NOW - DAY / 24,
        "AHMED",
        None,
        BASE,
    )
    page_40 = file_of(40, "Agences", Status.ADDED)
    sara = SchemaOverview(
        "Sara",
        "ORASSUIT_DEV2",
        102,
        "1",
        15,
        (PAGE_20, PAGE_30, page_40),
        NOW - DAY,
        "SARA",
        None,
        BASE,
    )
    karim = SchemaOverview(
        "Karim",
        "ORASSUIT_DEV3",
        103,
        "",
        0,
        (),
        problem=Problem("secret.missing", {"account": "ORASSUIT_DEV3@central", "keyring": "demo"}),
    )
    overlap = Overlap(PAGE_30.path, 30, "Sinistres", ("Ahmed", "Sara"), 1)
    return Overview(BASE, main, (ahmed, sara, karim), (overlap,), NOW)


def conflict_title() -> Conflict:
    return Conflict(
        key=f"{PAGE_30.path}#{REGION_30}#p_plug_name",
        kind=ConflictKind.PROPERTY,
        path=PAGE_30.path,
        component=REGION_30,
        type_label="Region",
        component_name="Sinistres",
        component_path=("Page Sinistres", "Region Sinistres"),
        property="p_plug_name",
        label="Identification · Title",
        base="Sinistres",
        ours="Sinistres ouverts",
        theirs="Dossiers de sinistre",
        choices=(Take.OURS, Take.THEIRS, Take.BASE, Take.EDITED),
        ours_by=(Author("Ahmed"),),
        theirs_by=(Author("Sara"),),
    )


def automatic_entries() -> list[Conflict]:
    """What merged by itself: a property, lines of both, something that MAIN kept, a new button."""
    usual = conflict_title()
    sara = replace(
        usual,
        key=f"Sara/{PAGE_30.path}|create_page_item:3041|p_prompt|auto",
        kind=ConflictKind.AUTOMATIC,
        component="create_page_item:3041",
        type_label="Page Item",
        component_name="P30_STATUT",
        component_path=("Page Sinistres", "Page Item P30_STATUT"),
        property="p_prompt",
        label="Label · Label",
        base="Statut",
        ours="Statut",
        theirs="Situation du dossier",
        ours_by=(Author("MAIN"),),
        choices=(Take.OURS, Take.THEIRS, Take.EDITED),
        winner=Take.THEIRS,
    )
    lines = replace(
        conflict_sql(),
        key=f"Sara/{PAGE_10.path}|create_page_plug:1001|p_plug_source|auto",
        kind=ConflictKind.AUTOMATIC,
        choices=(Take.OURS, Take.THEIRS, Take.BASE, Take.EDITED),
        winner=Take.BOTH,
        merged=SQL_AHMED.replace(" order by c.numero", " order by c.date_effet desc"),
    )
    kept = replace(
        sara,
        key=f"Ahmed/{PAGE_20.path}|create_page_item:2040|p_cSize|auto",
        path=PAGE_20.path,
        component_name="P20_REMARQUE",
        component_path=("Page Polices", "Page Item P20_REMARQUE"),
        property="p_cSize",
        label="Appearance · Width",
        base="30",
        ours="60",
        theirs="30",
        theirs_by=(Author("Ahmed"),),
        winner=Take.OURS,
    )
    button = replace(
        kept,
        key=f"Ahmed/{PAGE_20.path}|create_page_button:2077||auto",
        component="create_page_button:2077",
        type_label="Button",
        component_name="EXPORTER",
        component_path=("Page Polices", "Button EXPORTER"),
        property="",
        label="",
        base=None,
        ours=None,
        theirs="Button EXPORTER\n  Identification · Button Name: EXPORTER\n  Label: Exporter",
        choices=(Take.OURS, Take.THEIRS),
        winner=Take.THEIRS,
        shape="text",
    )
    return [lines, kept, button, sara]


def conflict_renamed() -> Conflict:
    """Ahmed renamed an item of page 20, and Sara links to it from page 30."""
    place = (("create_page", "Sinistres"), ("create_page_button", "OUVRIR"))
    return Conflict(
        key=f"{PAGE_20.path}|create_page_item:2040|p_name",
        kind=ConflictKind.REFERENCE,
        path=PAGE_20.path,
        component="create_page_item:2040",
        type_label="Page Item",
        component_name="P20_REMARQUE",
        component_path=("Page Polices", "Page Item P20_REMARQUE"),
        property="p_name",
        label="Identification · Name",
        base="P20_NOTE",
        ours="P20_REMARQUE",
        theirs="P20_NOTE",
        choices=(Take.OURS, Take.THEIRS, Take.BASE, Take.BOTH, Take.EDITED),
        ours_by=(Author("Ahmed"),),
        theirs_by=(Author("Sara"),),
        uses=(
            Usage(
                PAGE_30.path, 30, "Sinistres", "create_page_button:3010", place,
                "p_button_redirect_url", "Behavior · Target", "…:20:P20_NOTE:1", "", True,
            ),
        ),
        used_by="theirs",
    )  # fmt: skip


def conflict_sql() -> Conflict:
    return Conflict(
        key=f"{PAGE_30.path}#{REGION_30}#p_plug_source",
        kind=ConflictKind.PROPERTY,
        path=PAGE_30.path,
        component=REGION_30,
        type_label="Region",
        component_name="Sinistres",
        component_path=("Page Sinistres", "Region Sinistres"),
        property="p_plug_source",
        label="Source · SQL Query",
        base=SQL_OLD,
        ours=SQL_AHMED,
        theirs=SQL_SARA,
        choices=(Take.OURS, Take.THEIRS, Take.BOTH, Take.BASE, Take.EDITED),
        shape="text",
        language="sql",
        ours_by=(Author("Ahmed"),),
        theirs_by=(Author("Sara"),),
    )


def conflict_deleted() -> Conflict:
    return Conflict(
        key=f"{PAGE_20.path}#create_page_validation:2030",
        kind=ConflictKind.EDIT_DELETE,
        path=PAGE_20.path,
        component="create_page_validation:2030",
        type_label="Validation",
        component_name="Montant obligatoire",
        component_path=("Page Polices", "Validation Montant obligatoire"),
        property="",
        label="",
        base="p_validation_name: Montant obligatoire\np_validation: P20_MONTANT",
        ours="p_validation_name: Montant obligatoire\np_validation: P20_MONTANT_TTC",
        theirs=None,
        choices=(Take.OURS, Take.THEIRS),
        ours_by=(Author("Ahmed"),),
        theirs_by=(Author("Sara"),),
    )
