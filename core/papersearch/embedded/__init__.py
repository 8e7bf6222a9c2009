"""The engine port on tantivy, in process; the only place that imports it."""
