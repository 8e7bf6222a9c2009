"""The revisions, one module each: `r0001_…` is the oldest."""
