"""The parser of PDFs."""
