"""What there is in an export: component types, properties and their names, and what is noise."""
