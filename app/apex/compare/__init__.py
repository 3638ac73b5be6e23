"""Two versions by value: what was added, removed and changed."""
