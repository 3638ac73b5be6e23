"""The release: what it holds, what the guard says of it, and publishing it."""
