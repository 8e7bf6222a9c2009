"""From the index queue to an engine."""
