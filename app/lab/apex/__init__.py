"""APEX's packages, imports, exports and views."""
