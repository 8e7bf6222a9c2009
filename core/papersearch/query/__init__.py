"""Queries: the neutral tree, the text syntax, and the request that an engine gets."""
