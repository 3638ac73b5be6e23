"""Oracle's SQL and PL/SQL as values: tokens, statements, blocks, types. Knows nothing of ours."""
