"""Parsers: one module per source form, found by looking at the content."""
