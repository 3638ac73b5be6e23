"""The Oracle room: the only place that imports the driver."""

from app.oracle.apex import (
    ApexLook,
    ApplicationInfo,
    ImportOutcome,
    ImportTarget,
    apex_look,
    apex_release,
    application_info,
    applications,
    export_application,
    import_application,
    page_updates,
    set_application_version,
    workspace_schemas,
)
from app.oracle.availability import (
    OPEN,
    UNAVAILABLE,
    application_status,
    set_application_status,
)
from app.oracle.connect import connect
from app.oracle.dictionary import (
    InvalidObject,
    ObjectGrant,
    OtherSession,
    Recompiled,
    clock,
    database_version,
    invalid_objects,
    object_grants,
    other_sessions,
    recompile,
    recompiled,
    session_privileges,
)
from app.oracle.expressions import Lobs
from app.oracle.hold import hold
from app.oracle.inventory import LogRow, Schema, schema
from app.oracle.logons import Logons
from app.oracle.measure import (
    TableMeasure,
    TableShape,
    Wanted,
    comparable,
    key_names,
    keys_met,
    looked,
    looks,
    measure,
)
from app.oracle.old_apex import OLDEST, version_of
from app.oracle.ords import ProbeResult, probe
from app.oracle.rights import FirstLook, Quota, first_look, quota, workspace_parts
from app.oracle.script import run_script
from app.oracle.session import ConnectionSpec, ExecuteResult, Session
from app.oracle.switches import Switch, SwitchKind, restore_switches, switches
from app.oracle.undo import moment, own_transactions, versions

__all__ = [
    "OLDEST",
    "OPEN",
    "UNAVAILABLE",
    "ApexLook",
    "ApplicationInfo",
    "ConnectionSpec",
    "ExecuteResult",
    "FirstLook",
    "ImportOutcome",
    "ImportTarget",
    "InvalidObject",
    "Lobs",
    "LogRow",
    "Logons",
    "ObjectGrant",
    "OtherSession",
    "ProbeResult",
    "Quota",
    "Recompiled",
    "Schema",
    "Session",
    "Switch",
    "SwitchKind",
    "TableMeasure",
    "TableShape",
    "Wanted",
    "apex_look",
    "apex_release",
    "application_info",
    "application_status",
    "applications",
    "clock",
    "comparable",
    "connect",
    "database_version",
    "export_application",
    "first_look",
    "hold",
    "import_application",
    "invalid_objects",
    "key_names",
    "keys_met",
    "looked",
    "looks",
    "measure",
    "moment",
    "object_grants",
    "other_sessions",
    "own_transactions",
    "page_updates",
    "probe",
    "quota",
    "recompile",
    "recompiled",
    "restore_switches",
    "run_script",
    "schema",
    "session_privileges",
    "set_application_status",
    "set_application_version",
    "switches",
    "version_of",
    "versions",
    "workspace_parts",
    "workspace_schemas",
]
