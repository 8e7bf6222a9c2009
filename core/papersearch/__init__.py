"""papersearch: a search engine over research papers; this package is the library that its services share."""
