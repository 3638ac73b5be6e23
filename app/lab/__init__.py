"""A stand-in for Oracle, APEX and ORDS on the wire, and the demo's world; for demo and tests only."""
