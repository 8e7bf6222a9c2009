"""What the API and ingest share: writes into the ledger, jobs as every surface shows them, figures, hints."""
