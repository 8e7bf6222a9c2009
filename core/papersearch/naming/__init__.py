"""Names of authors and venues, and the identifiers of papers."""
