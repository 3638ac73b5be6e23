"""The merge: of developers into MAIN, and of single files."""
