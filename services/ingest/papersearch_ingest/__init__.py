"""The ingest service: sources in, papers out, and the jobs that keep the index true."""
