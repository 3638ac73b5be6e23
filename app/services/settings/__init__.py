"""The settings screen's use cases."""
