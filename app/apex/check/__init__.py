"""Whether a file or an application is whole: references, names that are used, ids in texts."""
