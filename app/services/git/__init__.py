"""Caravane inside git: set-up, open merges decided, merge commits looked at as a whole."""
