"""Oracle's rules around SQLite: statements, dictionary, sessions."""
