"""What is written in a changelog: directives, changesets, checksums, findings."""
