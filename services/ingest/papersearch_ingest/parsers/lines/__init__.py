"""Parsers of forms in lines: tagged forms, BibTeX, tables."""
