"""The proof that a client's data was kept, as pure functions: what was seen before and after, what
the release did by its own account, and what follows from the two."""
