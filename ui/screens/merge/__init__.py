"""The merge: conflicts decided, everything else seen, and then into MAIN."""
