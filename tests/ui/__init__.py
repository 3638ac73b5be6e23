"""The window, driven by mouse and keyboard over made-up services."""
