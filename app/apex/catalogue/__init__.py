"""What there is in an export: component types, properties and their names, and what is noise.

The rooms beside it ask ``catalogue.type_of(…)``, ``catalogue.label_of(…)`` and so on.
"""

from app.apex.catalogue.component_types import IN_PAGE, Type, words
from app.apex.catalogue.labels import label_of
from app.apex.catalogue.languages import condition_type, is_javascript, language_of
from app.apex.catalogue.types import (
    PLUGINS,
    SEQUENCES,
    STATIC_IDS,
    TYPES,
    UNIQUE,
    is_ordered,
    is_parent,
    is_volatile,
    name_of,
    natural_key,
    plugin_of,
    rank,
    separator_of,
    type_label,
    type_of,
)

__all__ = [
    "IN_PAGE",
    "PLUGINS",
    "SEQUENCES",
    "STATIC_IDS",
    "TYPES",
    "UNIQUE",
    "Type",
    "condition_type",
    "is_javascript",
    "is_ordered",
    "is_parent",
    "is_volatile",
    "label_of",
    "language_of",
    "name_of",
    "natural_key",
    "plugin_of",
    "rank",
    "separator_of",
    "type_label",
    "type_of",
    "words",
]
