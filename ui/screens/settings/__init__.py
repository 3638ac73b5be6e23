"""The settings, and the passwords of what they name."""
