"""Parsers of XML forms."""
