"""ORDS: its package and its listener."""
