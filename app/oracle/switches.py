"""What is switched on and off at a copy of an application, and is not the release's to decide:
automations, REST synchronisations, build options; and the languages that it is published in.

An import resets them: APEX 24.2 disables automations and synchronisations, every release takes
build options as they were exported, and translations must be published again. Names in the export
are names here, because ids differ between copies.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, Literal

from msgspec import Struct

from app.errors import OracleError
from app.oracle.session import Session

SwitchKind = Literal["automation", "synchronisation", "build option", "language"]

# APEX_APPL_AUTOMATIONS (20.2), APEX_APPL_WEB_SRC_MODULES, APEX_APPLICATION_BUILD_OPTIONS,
# APEX_APPLICATION_TRANS_MAP; each gives kind, name, 1 or 0, id.
_VIEWS: Final[Mapping[SwitchKind, str]] = {
    "automation": (
        "select 'automation' k, static_id n,"
        " case polling_status_code when 'ACTIVE' then 1 else 0 end o, automation_id i"
        " from apex_appl_automations where application_id = :app"
    ),
    "synchronisation": (
        "select 'synchronisation' k, module_static_id n,"
        " case upper(substr(sync_is_active, 1, 1)) when 'Y' then 1 else 0 end o, module_id i"
        " from apex_appl_web_src_modules where application_id = :app"
    ),
    "build option": (
        "select 'build option' k, build_option_name n,"
        " case upper(build_option_status) when 'INCLUDE' then 1 else 0 end o, build_option_id i"
        " from apex_application_build_options where application_id = :app"
    ),
    "language": (
        "select 'language' k, translated_app_language n, 1 o, translated_application_id i"
        " from apex_application_trans_map where primary_application_id = :app"
    ),
}
NO_SUCH: Final = (904, 942)  # this release of APEX has no such column, no such view

# APEX_AUTOMATION and APEX_REST_SOURCE_SYNC (20.2), APEX_UTIL.SET_BUILD_OPTION_STATUS (4.2).
_AUTOMATION: Final = "apex_automation.{}(p_application_id => :app, p_static_id => :{});"
_SYNCHRONISATION: Final = (
    "apex_rest_source_sync.{}(p_application_id => :app, p_module_static_id => :{});"
)
_BUILD_OPTION: Final = (
    "apex_util.set_build_option_status(p_application_id => :app, p_id => :{},"
    " p_build_status => '{}');"
)
_LANGUAGE: Final = "apex_lang.publish_application(p_application_id => :app, p_language => :{});"


class Switch(Struct, frozen=True):
    """One thing that is on or off. A language is always on."""

    kind: SwitchKind
    name: str
    on: bool


QUERIES: Final = tuple(_VIEWS.values())
"""What asks for the switches: kind, name, 1 or 0, id; with the bind ``app``."""


AS_TEXT: Final = (
    "select q.k||chr(31)||q.n||chr(31)||q.o||chr(31)||q.i x from ("
    + " union all ".join(QUERIES)
    + ") q"
)
"""The same as one text each."""


def rows_of(texts: Iterable[str]) -> tuple[tuple[Any, ...], ...]:
    """What ``AS_TEXT`` gave, as the queries give it."""
    parts = (text.split("\x1f") for text in texts)
    return tuple((kind, name or None, int(on), number) for kind, name, on, number in parts)


def switches_of(rows: Iterable[tuple[Any, ...]]) -> tuple[Switch, ...]:
    """What the ``QUERIES`` gave."""
    return tuple(switch for switch, _ in _named(rows))


def switches(s: Session, application: int) -> tuple[Switch, ...]:
    """All switches of the application as they stand. One round trip; one for each kind where this
    release of APEX does not have them all. Raises OracleError."""
    return tuple(switch for switch, _ in _read(s, application))


def restore_switches(
    s: Session,
    workspace: str,
    application: int,
    wanted: Mapping[tuple[SwitchKind, str], bool],
    found: Sequence[tuple[Any, ...]] | None = None,
) -> tuple[Switch, ...]:
    """Switch what stands otherwise than ``wanted`` says, by kind and name, publish each translation
    again, and commit: what an import undid. What the application does not have is left out.
    ``found``: how they stand, as the import told. Two round trips, one less where nothing is to do,
    and where they are ``found``. Gives what was done. Raises OracleError."""
    calls: list[str] = []
    binds: dict[str, Any] = {}
    done: list[Switch] = []
    for switch, number in _read(s, application) if found is None else _named(found):
        on = wanted.get((switch.kind, switch.name), switch.on)
        if switch.kind == "language" or on is not switch.on:
            bind = f"b{len(calls)}"
            calls.append(_call(switch.kind, on, bind))
            binds[bind] = number if switch.kind == "build option" else switch.name
            done.append(Switch(switch.kind, switch.name, on))
    if calls:
        _run(s, workspace, application, calls, binds)
    return tuple(done)


def _call(kind: SwitchKind, on: bool, bind: str) -> str:
    if kind == "language":
        return _LANGUAGE.format(bind)
    if kind == "build option":
        return _BUILD_OPTION.format(bind, "INCLUDE" if on else "EXCLUDE")
    form = _AUTOMATION if kind == "automation" else _SYNCHRONISATION
    return form.format("enable" if on else "disable", bind)


def _run(
    s: Session, workspace: str, application: int, calls: list[str], binds: Mapping[str, Any]
) -> None:
    lines = ["apex_util.set_workspace(p_workspace => :workspace);", *calls, "commit;"]
    block = "begin\n  " + "\n  ".join(lines) + "\nend;"
    try:
        s.execute(block, workspace=workspace, app=application, **binds)
    except OracleError:
        s.undo()
        raise


def _read(s: Session, application: int) -> Iterator[tuple[Switch, Any]]:
    yield from _named(_rows(s, application))


def _named(rows: Iterable[tuple[Any, ...]]) -> Iterator[tuple[Switch, Any]]:
    for kind, name, on, number in rows:
        if name is not None:  # APEX can switch nothing without a static id
            yield Switch(kind, str(name), bool(int(on))), number


def _rows(s: Session, application: int) -> list[tuple[Any, ...]]:
    try:
        return s.query("\nunion all\n".join(_VIEWS.values()), app=application)
    except OracleError as error:
        if error.ora not in NO_SUCH:
            raise
    found = []
    for view in _VIEWS.values():
        try:
            found += s.query(view, app=application)
        except OracleError as error:
            if error.ora not in NO_SUCH:
                raise
    return found
