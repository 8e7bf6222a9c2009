"""The `papersearch` command and what runs programs: the engine of the settings, the worker next to `serve`."""
