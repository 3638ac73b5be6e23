"""PL/SQL: syntax, interpreter, calls."""
