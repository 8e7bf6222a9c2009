"""Parsers of web pages and of text copied from them."""
