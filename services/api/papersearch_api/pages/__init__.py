"""The pages: models as pure functions, views of a few lines, templates and static files."""
