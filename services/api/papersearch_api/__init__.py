"""The API service: HTTP answers and pages over the engine port."""
