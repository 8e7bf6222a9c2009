"""Parsers of JSON forms."""
