"""What differs between two exports of the same thing: the arguments that are ignored, and why.

Comparing ignores them; ``Noise`` is the value that says so, and a user's own lists override it. A
name is ``p_argument`` (of any type) or ``create_type.p_argument``; ``*`` stands for all.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from msgspec import Struct

# Names, then the reason: what APEX writes there.
CATALOGUE: Final[tuple[tuple[str, str], ...]] = (
    ("p_last_updated_by p_updated_by p_created_by", "who saved it last, in the builder"),
    ("p_last_upd_yyyymmddhh24miss p_last_updated_on p_updated_on p_created_on",
     "when it was saved; any save changes it"),
    ("p_version_scn", "the database's change number at the save (23.2 and later)"),
    ("p_files_version", "counts uploads of a plug-in's or theme's files"),
    ("p_reference_id", "the subscription's id in the workspace it came from"),
    ("p_page_component_map", "a summary that APEX computes from the page's components"),
    ("p_internal_uid", "a number that each export with other ids computes again"),
    ("p_checksum_salt p_checksum_salt_last_reset", "a secret of the installation, set at import"),
    ("create_flow.p_id create_flow.p_flow_id create_flow.p_display_id "
     "create_flow.p_default_application_id", "the number that the application has there"),
    ("create_flow.p_owner create_flow.p_default_workspace_id create_worksheet.p_owner",
     "the schema or the workspace it was exported from"),
    ("create_flow.p_alias", "unique in an instance, so a copy has another one"),
    ("create_flow.p_flow_image_prefix create_flow.p_file_prefix create_theme.p_file_prefix "
     "create_plugin.p_file_prefix", "where the instance keeps its files"),
    ("create_flow.p_proxy_server create_flow.p_no_proxy_domains", "the instance's network"),
    ("create_worksheet_rpt.p_report_alias",
     "a number made at random when a report is saved; a name that somebody gave counts"),
    ("create_install.p_id", "an id that no component refers to"),
)  # fmt: skip


# Noise only while it is such a number: people give names that links use.
_NUMBERS: Final = frozenset({"create_worksheet_rpt.p_report_alias"})


@cache
def _known() -> frozenset[str]:
    return frozenset(name for names, _ in CATALOGUE for name in names.split())


class Noise(Struct, frozen=True):
    """``ignore`` and ``keep`` add to and take from the catalogue; ``keep`` wins."""

    ignore: frozenset[str] = frozenset()
    keep: frozenset[str] = frozenset()

    @property
    def keeps_all(self) -> bool:
        """Whether nothing is noise."""
        return "*" in self.keep

    def ignores(self, procedure: str, argument: str, source: str = "") -> bool:
        """Whether a difference in this argument (or ``p_attributes.NAME``) is noise; ``source`` is
        its value as it is written."""
        names = {argument, f"{procedure}.{argument}", f"{procedure}.*"}
        if self.keep and ("*" in self.keep or not names.isdisjoint(self.keep)):
            return False
        if not names.isdisjoint(self.ignore):
            return True
        named = not names.isdisjoint(_NUMBERS) and any(map(str.isalpha, source))
        return not named and not names.isdisjoint(_known())


OWN: Final = frozenset(
    {
        "create_remote_server.*",  # one that is there keeps its address at an import
        "create_credential.*",
        "create_automation.p_polling_status",
        "create_web_source_module.p_sync_is_active",
        "create_build_option.p_build_option_status",
        "create_language_map.p_translation_flow_id",  # the number of the translated copy there
        "create_translation.p_translated_flow_id",
    }
)
"""What belongs to each copy of an application, whatever release it has: known there by its name."""

STATUS: Final = frozenset({"create_flow.p_flow_status", "create_flow.p_flow_unavailable_text"})
"""Whether people can work in the application, and what they read while they cannot."""

USUAL: Final = Noise()
KEEP_ALL: Final = Noise(keep=frozenset({"*"}))
