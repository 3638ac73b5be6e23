"""The window among others: taskbar, notifications, tables for Excel."""
