"""Many clients at once: copies of one template, served by a few processes."""
