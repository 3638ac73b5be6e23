"""Between the window's thread and everything that takes time."""

from ui.bridge.collector import Collector
from ui.bridge.pump import FramePump
from ui.bridge.tasks import Cancelled, Task, Tasks

__all__ = ["Cancelled", "Collector", "FramePump", "Task", "Tasks"]
