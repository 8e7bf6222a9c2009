"""The engine port on Elasticsearch; the only place that imports its client."""
