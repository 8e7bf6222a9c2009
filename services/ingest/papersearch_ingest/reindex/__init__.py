"""Re-index without downtime: build a generation, verify it, promote it."""
